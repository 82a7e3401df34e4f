import type { Button, KnownBlock } from '@slack/types';
import type { DeadLine } from '../../domain/messages.dead.ts';
import type { Messages } from '../../domain/messages.ts';
import { LIMITS, SENTENCE } from '../limits.ts';
import { cutToSlack, slackDate } from '../text.ts';
import type { Words } from '../writing/notes.ts';
import { mrkdwn, plain } from './elements.ts';

/** The rest of these action_ids is what to do, and the place in the list, because an id must be unique in a message. */
export const DEAD_ACTION = 'dead';

/** The list of dead jobs, with the buttons of each. `done`: what the last press did. */
export function deadList(
  lines: readonly DeadLine[],
  done: 'replayed' | 'dropped' | 'gone' | undefined,
  { dead }: Messages,
): Words {
  const heading = [
    ...(done === undefined ? [] : [dead.done[done]]),
    lines.length === 0 ? dead.none() : dead.heading(lines.length),
  ].join('\n');
  const button = (what: 'replay' | 'drop', { key }: DeadLine, place: number): Button => ({
    type: 'button',
    action_id: `${DEAD_ACTION}:${what}:${place}`,
    text: plain(dead[what], LIMITS.buttonText),
    value: key,
  });
  const blocks = lines.flatMap((line, place): KnownBlock[] => [
    mrkdwn(
      dead.line({
        job: cutToSlack(line.job, SENTENCE.word),
        submission: line.submission === undefined ? undefined : cutToSlack(line.submission, SENTENCE.word),
        reason: cutToSlack(line.reason.replace(/\s+/g, ' '), SENTENCE.deadReason),
        tries: line.tries,
        when: slackDate(line.at),
      }),
    ),
    { type: 'actions', elements: [button('replay', line, place), button('drop', line, place)] },
  ]);
  return { text: heading, blocks: [mrkdwn(heading), ...blocks] };
}
