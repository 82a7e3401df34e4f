import type { Messages } from '../../domain/messages.ts';
import { call } from '../connection/calls.ts';
import { formModal } from '../views/form-modal.ts';
import { readForm } from '../views/form-state.ts';
import { decodeForm } from './form-token.ts';
import type { ViewClick } from './incoming-views.ts';
import { latestOfEach, Remembered } from './latest.ts';
import type { ListenerOptions } from './listener-options.ts';
import { formOf } from './modals.ts';

/** Forms whose last version is remembered. One that is forgotten only misses a preview. */
const REMEMBERED = 200;

/** What this process last made of a form. */
interface Shown {
  hash: string | undefined;
  preview: string;
}

/**
 * Keeps the prompt in a builder up to date while it is filled in. Updates of one form go one after the other, the latest state wins, and
 * nobody waits for them. An update names the version that it was made from, so that one of another process is not undone; what is missed
 * is mended by the next keystroke. Never rejects.
 */
export function createPreviews(
  options: Pick<ListenerOptions, 'client' | 'desk' | 'handlers' | 'identity' | 'log'>,
): (click: ViewClick, messages: Messages) => Promise<void> {
  const shown = new Remembered<Shown>(REMEMBERED);

  const show = latestOfEach(async ({ messages, ...click }: ViewClick & { messages: Messages }) => {
    const { client, handlers, identity, log } = options;
    const token = decodeForm(click.metadata);
    const form = token === undefined ? undefined : formOf(options, token.verb);
    if (token === undefined || form === undefined) return;
    const { given } = readForm(form, [], click.state);
    const last = shown.get(click.viewId);
    const channel = token.place.channel ?? '';
    try {
      const filled = { verb: form.verb, given, team: identity.team, user: click.user, channel };
      const { preview, presets } = await handlers.builder(filled);
      if (preview === undefined || preview === last?.preview) return;
      // Files that were chosen stay in their inputs by themselves; only those that came along are written anew.
      const still = { ...given, pictures: token.given.pictures };
      const view = formModal({ ...token, form, preview, presets, given: still }, messages);
      const hash = last?.hash ?? click.hash;
      const answer = await call('read', () => client.views.update({ view_id: click.viewId, hash, view }));
      shown.set(click.viewId, { hash: answer.view?.hash, preview });
    } catch (error) {
      shown.delete(click.viewId);
      log.debug({ err: error }, 'a preview could not be shown');
    }
  });
  return async (click, messages) => await show({ ...click, messages });
}
