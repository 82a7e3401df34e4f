import { Busy, InDoubt, Misconfigured, Refused, Unreachable } from '../../domain/errors.ts';
import { isPicture, isStillThere } from '../../domain/gallery.ts';
import type { SubmissionId } from '../../domain/ids.ts';
import type { Submission } from '../../domain/submission.ts';
import { type DirectNeeds, tellDirectly } from '../direct.ts';
import type { Seeds } from '../needs/gateway.ts';
import type { Letters } from '../needs/homes.ts';
import type { Intake, Records } from '../needs/records.ts';
import type { Again } from '../needs/work.ts';
import { granted, notDone, type WaitNeeds } from '../show/slack-calls.ts';

export interface LetterNeeds extends DirectNeeds, WaitNeeds {
  records: Records;
  intake: Pick<Intake, 'happened' | 'first'>;
  letters: Letters;
  seeds: Seeds;
}

/** How long a letter that was sent is remembered. */
const SENT_MS = 60 * 60_000;

/**
 * Sends a person a picture with its seed and ids, by the direct conversation. Sent once for a reaction; a kill right after it was sent may send it
 * twice. One whose fate is unknown is not repeated, one that Slack refuses (the person takes no messages) is dropped: the card still stands. Where
 * there is no picture, not yet or not at all, they are told so.
 */
export function letterStory(needs: LetterNeeds) {
  const { records, intake, letters, budget, log } = needs;
  return async (id: SubmissionId, user: string, key: string): Promise<void | Again> => {
    const record = await records.get(id);
    if (record === undefined || !isStillThere(record) || (await intake.happened(sent(key)))) return;
    if (record.end?.kind !== 'done') return await withoutPicture(needs, record, user, key);
    const caller = { urgency: 'end', who: `letter-${key}`, channel: user } as const;
    const wait = await budget.take(record.team, 'post', caller);
    if (wait > 0) return { againInMs: wait };
    const letter = { record, seed: await seedOf(needs, record) };
    const language = await needs.languages.of(record.team, user);
    try {
      await letters.send(user, letter, language, 'shown').catch(async (error: unknown) => {
        if (!(error instanceof Refused && error.code === 'picture-refused')) throw error;
        await granted(needs, record.team, 'post', caller);
        await letters.send(user, letter, language, 'none');
      });
    } catch (error) {
      if (!(error instanceof InDoubt || error instanceof Refused))
        return await notDone(budget, { ...record, channel: user }, 'post', error);
      log.info({ submission: id, err: error }, 'a letter may not have been sent');
    }
    await intake.first(sent(key), SENT_MS);
  };
}

async function withoutPicture(
  needs: LetterNeeds,
  record: Submission,
  user: string,
  key: string,
): Promise<void | Again> {
  const line = { say: 'letter-without-picture', yet: record.end === undefined } as const;
  const again = await tellDirectly(needs, { team: record.team, user }, line);
  if (again !== undefined) return again;
  await needs.intake.first(sent(key), SENT_MS);
}

/**
 * A letter whose job is dead: whoever asked for it is told.
 * @throws Misconfigured
 */
export async function letterLost(
  needs: LetterNeeds,
  { id, user, key }: { id: SubmissionId; user: string; key: string },
): Promise<void | Again> {
  const record = await needs.records.get(id);
  if (record === undefined || (await needs.intake.happened(sent(key)))) return;
  return await tellDirectly(needs, { team: record.team, user }, { say: 'letter-lost' });
}

function sent(key: string): string {
  return `letter-${key}`;
}

/** Where it cannot be told, the letter goes without. */
async function seedOf({ seeds, log }: LetterNeeds, record: Submission): Promise<string | undefined> {
  if (!isPicture(record) || record.task === undefined || record.snapshot?.videoUrl !== undefined) return undefined;
  try {
    return await seeds.seed(record.task);
  } catch (error) {
    if (![Busy, Misconfigured, Refused, Unreachable].some((kind) => error instanceof kind)) throw error;
    log.info({ submission: record.id, err: error }, 'a letter goes without its seed');
    return undefined;
  }
}
