import { afterStore, UserMistake } from '../../domain/errors.ts';
import type { SubmissionId } from '../../domain/ids.ts';
import { pressed } from '../../domain/life/index.ts';
import { customIdHash } from '../../domain/press-token.ts';
import type { Submission } from '../../domain/submission.ts';
import { type Button, buttonName } from '../../domain/task.ts';
import { type Place, takeIn } from '../submit/take-in.ts';
import type { Told } from '../verbs/verb.ts';
import type { SendStepNeeds } from './step.ts';

/** How long a click keeps to its round. */
const ROUND_MS = 60_000;

/**
 * *Imagine all*: an imagine for each proposed prompt. Their ids follow from the card, the button, the person and the round, so whatever cut a round
 * short (a limit, a kill), the next press takes only what it left out. Once all were taken, and the card says so, a press begins another round.
 *
 * @param key the same for all deliveries of a click, and for both of a double one
 * @throws UserMistake when a limit lets not one more in
 * @throws InDoubt when some were taken, and then something of ours failed
 */
export async function takePicks(
  needs: SendStepNeeds,
  place: Place,
  record: Submission,
  button: Button,
  picks: readonly string[],
  key: string,
): Promise<Told> {
  const { customId = '' } = button;
  const name = `all-${record.id}-${customIdHash(customId)}-${place.user}`;
  const round = await roundOf(needs, record, name, key, picks.length);
  const { known, stored, failed } = await takeRound(needs, place, record, picks, round);
  if (known + stored > 0) await note(needs, place, record, button, round);
  if (failed === undefined) return undefined;
  if (failed instanceof UserMistake && stored > 0)
    return { tell: { say: 'draft-cut-short', count: stored, wanted: picks.length - known } };
  if (failed instanceof UserMistake || stored === 0) throw failed;
  throw afterStore(failed, 'not all of the prompts could be taken in');
}

/** On the card. It is no failure of the press where it cannot be stored: all that was taken is. */
async function note(
  { intake, records, jobs, log }: SendStepNeeds,
  { user: by }: Place,
  { id }: Submission,
  button: Button,
  round: string,
): Promise<void> {
  const child = intake.idFor(`${round}-0`);
  try {
    await records.change(id, pressed({ child, by, name: buttonName(button), customId: button.customId ?? '' }));
    await jobs.show(id, 'end');
  } catch (error) {
    log.warn({ submission: id, err: error }, 'a press is not noted on its card');
  }
}

/**
 * A round is over once all of it was taken and that is noted: before, whoever pressed may not know that it was.
 *
 * @returns the name of the first round that is not over; of a click that is delivered again, the one that it was of before
 */
async function roundOf(
  { intake, records }: SendStepNeeds,
  { presses }: Submission,
  name: string,
  key: string,
  count: number,
): Promise<string> {
  const of = (round: number, index: number): SubmissionId => intake.idFor(`${name}-${round}-${index}`);
  const isNoted = (round: number) => presses.some(({ child }) => child === of(round, 0));
  let round = 0;
  while (isNoted(round) && (await records.get(of(round, count - 1))) !== undefined) round += 1;
  return await intake.firstOf(`round-${name}-${key}`, `${name}-${round}`, ROUND_MS);
}

async function takeRound(
  needs: SendStepNeeds,
  place: Place,
  { mode }: Submission,
  picks: readonly string[],
  round: string,
): Promise<{ known: number; stored: number; failed?: unknown }> {
  const count = { known: 0, stored: 0 };
  for (const [index, prompt] of picks.entries()) {
    try {
      count[await takeIn(needs, place, { verb: 'imagine', prompt, pictures: [] }, `${round}-${index}`, { mode })] += 1;
    } catch (failed) {
      return { ...count, failed };
    }
  }
  return count;
}
