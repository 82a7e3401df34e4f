import type { ContextBlock } from '@slack/types';
import type { Addition } from '../../domain/addition.ts';
import type { Messages } from '../../domain/messages.ts';
import type { Submission } from '../../domain/submission.ts';
import { CARD } from '../limits.ts';
import { codeSpan, cutToSlack, withoutMarks } from '../text.ts';

/** What was added to the prompt above it: one quiet line. What comes from the same place stands together. */
export function addedLine({ added = [] }: Submission, { card }: Messages): ContextBlock[] {
  const sources = new Map<string, Addition[]>();
  for (const one of added) {
    const key = `${one.from} ${one.preset ?? ''}`;
    sources.set(key, [...(sources.get(key) ?? []), one]);
  }
  const most = Math.floor(CARD.added / Math.max(1, sources.size));
  const parts = [...sources.values()].flatMap((of) => {
    const [first] = of;
    if (first === undefined) return [];
    // A bot is chosen, and not typed.
    const [typed, bots] = [of.filter(({ beside }) => beside !== 'bot'), of.filter(({ beside }) => beside === 'bot')];
    const what = [typed, bots]
      .filter((some) => some.length > 0)
      .map((some) => codeSpan(cutToSlack(some.map(({ text }) => text).join(' '), most)));
    const preset = cutToSlack(withoutMarks(first.preset ?? ''), CARD.label);
    return [{ what: what.join(' '), from: first.from, preset }];
  });
  if (parts.length === 0) return [];
  return [{ type: 'context', elements: [{ type: 'mrkdwn', text: card.added(parts), verbatim: true }] }];
}
