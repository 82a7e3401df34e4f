import { Refused } from '../../domain/errors.ts';
import { localChange } from '../../domain/local-buttons.ts';
import { type Submission, sentPrompt } from '../../domain/submission.ts';
import type { Answer, Gateway, SubmitOptions } from '../needs/gateway.ts';
import type { DataUrl } from '../needs/pictures.ts';

/**
 * Sends an order to the gateway, in its verb's own way.
 *
 * @param pictures those of the order, read; a link to a message may have stood for more or fewer than the verb takes
 * @throws what the gateway's method throws; Refused `input-unusable` when a picture is missing
 */
export async function ask(
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
