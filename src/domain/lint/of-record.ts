import type { Order, Submission } from '../submission.ts';
import { type Around, corrected, type Finding, lint } from './index.ts';

/** What is to be known of an order to look at its prompt; undefined where a person typed none. */
export function aroundOf(order: Order): Around | undefined {
  const around = { pictures: order.pictures.length, bot: 'midjourney' } as const;
  switch (order.verb) {
    case 'imagine':
      return { ...around, purpose: order.verb, bot: order.bot ?? 'midjourney' };
    case 'video':
    case 'edit':
    case 'shorten':
      return { ...around, purpose: order.verb };
    case 'press':
      return { ...around, purpose: 'remix' };
    case 'blend':
    case 'describe':
    case 'faceswap':
    case 'upload':
      return undefined;
  }
}

/**
 * What is wrong with the prompt that a person typed for a submission, and the prompt as it would be right, where that is another. Of a press
 * it is what they answered, when they changed it: an answer that the gateway proposed is the gateway's.
 */
export function findingsOf(record: Submission): { findings: readonly Finding[]; corrected: string | undefined } {
  const around = aroundOf(record.order);
  const prompt = typedPrompt(record);
  if (around === undefined || prompt === undefined) return { findings: [], corrected: undefined };
  const findings = lint(prompt, around);
  const mended = findings.length === 0 ? prompt : corrected(prompt, around);
  return { findings, corrected: mended === prompt ? undefined : mended };
}

function typedPrompt({ order, answer, asked }: Submission): string | undefined {
  if (order.verb !== 'press') return order.prompt;
  const proposed = [order.prompt, asked?.finalPrompt];
  return answer === undefined || proposed.includes(answer.prompt) ? undefined : answer.prompt;
}
