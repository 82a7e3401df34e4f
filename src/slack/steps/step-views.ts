import type { Messages } from '../../domain/messages.ts';
import { call } from '../connection/calls.ts';
import type { ViewClick } from '../listening/incoming-views.ts';
import { latestOfEach, Remembered } from '../listening/latest.ts';
import type { ListenerOptions } from '../listening/listener-options.ts';
import { openModal, updateModal } from '../listening/modals.ts';
import { stepModal } from '../views/step-modal.ts';
import { readCells, readStep } from '../views/step-state.ts';
import { hasPicture, type StepView } from '../views/step-view.ts';
import { decodeStep, type StepToken } from './step-token.ts';

type StepNeeds = Pick<ListenerOptions, 'client' | 'messages' | 'log'>;

/**
 * Opens the modal of a step, as every modal without anything before it, and without its picture: should Slack refuse that, the trigger might be
 * used up.
 *
 * @returns as `openModal`
 */
export async function openStepModal(
  needs: StepNeeds,
  triggerId: string,
  view: StepToken & { pictures: 'coming' | 'missing' },
): ReturnType<typeof openModal> {
  return await openModal(needs, triggerId, stepModal(view, needs.messages));
}

/** Shows a step in an open modal, without its picture where Slack refuses it. @returns false when the modal could not be changed */
export async function showStepModal(
  needs: StepNeeds,
  viewId: string,
  view: Omit<StepView, 'pictures'>,
): Promise<boolean> {
  const { messages } = needs;
  if (hasPicture(view.step) && (await updateModal(needs, viewId, stepModal({ ...view, pictures: 'shown' }, messages))))
    return true;
  return await updateModal(needs, viewId, stepModal({ ...view, pictures: 'missing' }, messages));
}

/** The open steps in which this process has seen something happen. One that is forgotten only misses what is shown back. */
const REMEMBERED = 200;

interface Seen {
  /** Of the person whose modal it is. */
  messages: Messages;
  token: StepToken;
  /** What was typed and chosen, as far as this process was told. */
  prompt: string;
  cells: readonly number[];
  /** The version that an update is made from; undefined for one that is made in any case. */
  hash: string | undefined;
  pictures: StepView['pictures'];
}

/** Steps that change while they are open. */
export interface StepViews {
  /** Its picture is being made. */
  opened(viewId: string, token: StepToken, messages: Messages): void;
  /** The picture has been made, or there will be none. Never rejects. */
  grown(viewId: string, token: StepToken, messages: Messages): Promise<void>;
  /** Squares were chosen: they are shown back. Never rejects. */
  chosen(click: ViewClick, messages: Messages): Promise<void>;
}

/**
 * Keeps the modal of a region up to date: the picture with the grid comes while squares are chosen. Updates of one modal go one after the
 * other, each made from all that is known. One that shows a choice names the version that it was made from, so that it does not take away a
 * picture that another process has brought; what is missed is mended by the next choice.
 */
export function createStepViews({ client, log }: Omit<StepNeeds, 'messages'>): StepViews {
  const seen = new Remembered<Seen>(REMEMBERED);

  const show = latestOfEach(async ({ viewId }: { viewId: string }) => {
    const now = seen.get(viewId);
    if (now === undefined) return;
    if (await update(viewId, now)) return;
    // Most likely Slack does not take the picture. Whatever else it was, this finds it again.
    const without: Seen = { ...now, pictures: 'missing' };
    if (now.pictures !== 'shown' || !(await update(viewId, without))) seen.delete(viewId);
    else keep(viewId, { pictures: 'missing' });
  });

  async function update(viewId: string, { messages, token, prompt, cells, hash, pictures }: Seen): Promise<boolean> {
    const view = stepModal({ ...token, typed: { prompt }, cells, pictures }, messages);
    const version = hash === undefined ? {} : { hash };
    try {
      const answer = await call('read', () => client.views.update({ view_id: viewId, ...version, view }));
      keep(viewId, { hash: answer.view?.hash });
      return true;
    } catch (error) {
      log.info({ err: error }, 'a step could not be shown anew');
      return false;
    }
  }

  /** More may have been seen meanwhile. */
  function keep(viewId: string, some: Partial<Seen>): void {
    const now = seen.get(viewId);
    if (now !== undefined) seen.set(viewId, { ...now, ...some });
  }

  return {
    opened(viewId, token, messages) {
      const { prompt } = token.step;
      seen.set(viewId, { messages, token, prompt, cells: [], hash: undefined, pictures: 'coming' });
    },

    async grown(viewId, token, messages) {
      const { prompt, cells } = seen.get(viewId) ?? { prompt: token.step.prompt, cells: [] };
      seen.set(viewId, {
        messages,
        token,
        prompt,
        cells,
        hash: undefined,
        pictures: hasPicture(token.step) ? 'shown' : 'missing',
      });
      await show({ viewId });
    },

    async chosen(click, messages) {
      const token = decodeStep(click.metadata);
      if (token === undefined) return;
      const before = seen.get(click.viewId);
      const { prompt } = readStep(token.step, click.state);
      const cells = readCells(click.state);
      // Sent before the picture was there.
      const behind = before !== undefined && hasPicture(before.token.step) && !hasPicture(token.step);
      const latest = behind ? before.token : token;
      const pictures = before?.pictures ?? (hasPicture(latest.step) ? 'shown' : 'missing');
      seen.set(click.viewId, { messages, token: latest, prompt, cells, hash: before?.hash ?? click.hash, pictures });
      await show({ viewId: click.viewId });
    },
  };
}
