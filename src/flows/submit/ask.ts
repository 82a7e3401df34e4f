import { Refused } from '../../domain/errors.ts';
import type { SubmissionId } from '../../domain/ids.ts';
import { imagined } from '../../domain/life/index.ts';
import { localChange } from '../../domain/local-buttons.ts';
import { promptMode } from '../../domain/prompt.ts';
import { stepOfKind } from '../../domain/step.ts';
import { type Submission, sentPrompt } from '../../domain/submission.ts';
import { buttonKind } from '../../domain/task.ts';
import type { Answer, Gateway, SubmitOptions } from '../needs/gateway.ts';
import type { DataUrl } from '../needs/pictures.ts';
import type { Records } from '../needs/records.ts';
import type { Log } from '../needs/world.ts';

export interface AskNeeds {
  gateway: Gateway;
  records: Records;
  log: Log;
  /** The address at which the gateway may call back about a submission, when there is one. */
  callbackFor: (id: SubmissionId) => string | undefined;
}

/** What goes with whatever is asked for a submission. */
export function optionsOf({ callbackFor }: Pick<AskNeeds, 'callbackFor'>, record: Submission): SubmitOptions {
  return {
    state: record.id,
    mode: promptMode(sentPrompt(record)) === undefined ? record.mode : undefined,
    notifyHook: callbackFor(record.id),
  };
}

/**
 * Sends the order. A button that proposes a prompt, and that the gateway does not know (new-api and PicReader, trueai and PromptAnalyzer:
 * gateway.md section 2.2, no. 3, and 3.1), was certainly not taken, so its prompt is imagined instead; that is stored first, because a lost
 * answer is then the imagine's.
 */
export async function askFor(needs: AskNeeds, record: Submission, pictures: readonly DataUrl[]): Promise<Answer> {
  const { gateway, records, log } = needs;
  try {
    return await ask(gateway, record, pictures, optionsOf(needs, record));
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'unsupported' || !isPick(record)) throw error;
    log.info({ submission: record.id, err: error }, 'the gateway does not know the button; its prompt is imagined');
    const plain = await records.change(record.id, imagined());
    if (plain?.order.verb !== 'press' || plain.order.imagined !== true) throw error;
    return await ask(gateway, plain, pictures, optionsOf(needs, plain));
  }
}

function isPick({ order, answer }: Submission): boolean {
  return order.verb === 'press' && answer !== undefined && stepOfKind(buttonKind(order.button)) === 'pick';
}

/**
 * Sends an order to the gateway, in its verb's own way.
 *
 * @param pictures those of the order, read; a link to a message may have stood for more or fewer than the verb takes
 * @throws what the gateway's method throws; Refused `input-unusable` when a picture is missing
 */
async function ask(
  gateway: Gateway,
  submission: Pick<Submission, 'order' | 'answer'>,
  pictures: readonly DataUrl[],
  options: SubmitOptions,
): Promise<Answer> {
  const { order } = submission;
  const prompt = sentPrompt(submission);
  switch (order.verb) {
    case 'imagine':
      return await gateway.imagine({ prompt, pictures: [...pictures], bot: order.bot, ...options });
    case 'blend': {
      need(pictures, 1);
      return await gateway.blend({ pictures: pictures.slice(0, 5), shape: order.shape, ...options });
    }
    case 'describe':
      return await gateway.describe({ picture: need(pictures, 0), ...options });
    case 'shorten':
      return await gateway.shorten({ prompt, ...options });
    case 'faceswap':
      return await gateway.faceswap({ face: need(pictures, 0), target: need(pictures, 1), ...options });
    case 'video': {
      const { motion, loop, batch, resolution } = order;
      const frames = { start: need(pictures, 0), end: pictures[1] };
      return await gateway.video({ prompt, ...frames, motion, loop, batch, resolution, ...options });
    }
    case 'edit':
      return await gateway.edit({ prompt, picture: need(pictures, 0), mask: pictures[1], ...options });
    case 'upload':
      return await gateway.upload({ pictures: [...pictures], ...options });
    case 'press': {
      if (order.imagined === true) return await gateway.imagine({ prompt, pictures: [], ...options });
      const customId = order.button.customId ?? '';
      const change = localChange(customId);
      return change === undefined
        ? await gateway.press({ task: order.parentTask, customId, remix: order.remix, ...options })
        : await gateway.change({ task: order.parentTask, ...change, ...options });
    }
  }
}

function need(pictures: readonly DataUrl[], index: number): DataUrl {
  const picture = pictures[index];
  if (picture === undefined) throw new Refused('slack', 'input-unusable', 'no-picture');
  return picture;
}
