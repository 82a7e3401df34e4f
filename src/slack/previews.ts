import { call } from './calls.ts';
import { decodeForm } from './form-token.ts';
import type { ViewClick } from './incoming-views.ts';
import { latestOfEach, Remembered } from './latest.ts';
import type { ListenerOptions } from './listener-options.ts';
import { formOf } from './modals.ts';
import { formModal } from './views/form-modal.ts';
import { readForm } from './views/form-state.ts';

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
export function createPreviews(options: ListenerOptions): (click: ViewClick) => Promise<void> {
  const shown = new Remembered<Shown>(REMEMBERED);

  return latestOfEach(async (click: ViewClick) => {
    const { client, desk, messages, log } = options;
    const token = decodeForm(click.metadata);
    const form = token === undefined ? undefined : formOf(options, token.verb);
    if (token === undefined || form === undefined) return;
    const { given } = readForm(form, [], click.state);
    const preview = desk.preview(form.verb, given);
    const last = shown.get(click.viewId);
    if (preview === undefined || preview === last?.preview) return;
    // Files that were chosen stay in their inputs by themselves; only those that came along are written anew.
    const view = formModal({ ...token, form, preview, given: { ...given, pictures: token.given.pictures } }, messages);
    try {
      const hash = last?.hash ?? click.hash;
      const answer = await call('read', () => client.views.update({ view_id: click.viewId, hash, view }));
      shown.set(click.viewId, { hash: answer.view?.hash, preview });
    } catch (error) {
      shown.delete(click.viewId);
      log.debug({ err: error }, 'a preview could not be shown');
    }
  });
}
