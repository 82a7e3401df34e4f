import type { Messages } from '../../domain/messages.ts';
import { type Submission, sentPrompt } from '../../domain/submission.ts';
import { CARD } from '../limits.ts';
import { codeBlock, cutToSlack, toSlack } from '../text.ts';
import type { Words } from '../writing/notes.ts';
import { cardAddress } from '../writing/permalink.ts';
import { context, mrkdwn } from './elements.ts';
import { pictureBlocks, textBlocks } from './results.ts';

/** What ✉️ sends: the picture and the prompt, with all that is needed to find it or make it again. */
export function letterView(
  { record, seed }: { record: Submission; seed: string | undefined },
  messages: Messages,
  teamUrl: string | undefined,
  pictures: 'shown' | 'none',
): Required<Pick<Words, 'text' | 'blocks'>> {
  const address = cardAddress(record, teamUrl);
  const text = messages.letter.heading(address === undefined ? undefined : toSlack(address));
  const prompt = sentPrompt(record);
  const facts = messages.letter.facts({
    seed: seed === undefined ? undefined : cutToSlack(seed, CARD.label),
    task: record.task === undefined ? undefined : cutToSlack(record.task, CARD.label),
    id: record.id,
  });
  return {
    text,
    blocks: [
      mrkdwn(text),
      ...(prompt === '' ? [] : [mrkdwn(codeBlock(cutToSlack(prompt, CARD.prompt)))]),
      ...(pictures === 'shown' ? pictureBlocks(record, messages) : []),
      ...textBlocks(record, messages),
      context(facts),
    ],
  };
}
