import { type PromptPart, promptChange } from '../../domain/prompt-change.ts';
import type { Submission } from '../../domain/submission.ts';
import { CARD } from '../limits.ts';
import { toSlack, withoutMarks } from '../text.ts';

/** Words that are kept at either end of a long run that did not change. */
const CONTEXT_WORDS = 4;

/**
 * How the prompt of a press differs from its parent's, as mrkdwn: what was removed ~struck~, what was added *bold*. Long runs of what stayed
 * are shortened where the whole does not fit.
 *
 * @returns undefined where the prompt itself is better shown: it is the parent's, or quite another one
 */
export function changeText({ order, answer }: Submission): string | undefined {
  if (order.verb !== 'press' || answer === undefined) return undefined;
  const parts = promptChange(order.prompt, answer.prompt);
  if (parts === undefined) return undefined;
  const whole = shown(parts);
  if (whole.length <= CARD.prompt) return whole;
  const short = shown(parts.map(shortened));
  return short.length <= CARD.prompt ? short : undefined;
}

const MARKS = { same: '', removed: '~', added: '*' } as const;

function shown(parts: readonly PromptPart[]): string {
  return parts.map(({ kind, text }) => `${MARKS[kind]}${toSlack(withoutMarks(text))}${MARKS[kind]}`).join(' ');
}

function shortened({ kind, text }: PromptPart): PromptPart {
  const words = text.split(' ');
  if (kind !== 'same' || words.length <= 2 * CONTEXT_WORDS) return { kind, text };
  return { kind, text: [...words.slice(0, CONTEXT_WORDS), '…', ...words.slice(-CONTEXT_WORDS)].join(' ') };
}
