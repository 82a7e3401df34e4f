import type { Form } from '../../domain/form.ts';
import { call } from '../connection/calls.ts';
import { formModal } from '../views/form-modal.ts';
import type { FormToken } from './form-token.ts';
import type { ListenerOptions } from './listener-options.ts';
import type { OpenView } from './modals.ts';

/**
 * A builder is opened before anything is looked up, because the trigger does not wait; then it gets the presets that can be chosen, and the
 * prompt with what would be added. Nobody waits for that. Never rejects: a builder does without.
 *
 * @param view names the version that was opened, so that what a keystroke has made of it meanwhile is not undone
 */
export function furnish(
  options: ListenerOptions,
  view: OpenView,
  { form, ...token }: FormToken & { form: Form },
  user: string,
): void {
  if (!form.fields.some(({ kind }) => kind === 'preset')) return;
  void options.app.pending.add(furnished(options, view, { form, ...token }, user));
}

async function furnished(
  { client, desk, handlers, identity, messages, log }: ListenerOptions,
  { id, hash }: OpenView,
  { form, ...token }: FormToken & { form: Form },
  user: string,
): Promise<void> {
  const { given, place } = token;
  try {
    const filled = { verb: form.verb, given, team: identity.team, user, channel: place.channel ?? '' };
    const { presets, preview } = await handlers.builder(filled);
    if (presets.length === 0 && preview === desk.preview(form.verb, given)) return;
    const next = formModal({ ...token, form, presets, preview }, messages);
    await call('read', () => client.views.update({ view_id: id, view: next, ...(hash === undefined ? {} : { hash }) }));
  } catch (error) {
    log.info({ err: error }, 'a builder could not be furnished');
  }
}
