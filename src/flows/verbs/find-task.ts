import { UserMistake } from '../../domain/errors.ts';
import { SubmissionId } from '../../domain/ids.ts';
import type { Submission } from '../../domain/submission.ts';
import type { PictureLinks } from '../needs/pictures.ts';
import type { Records } from '../needs/records.ts';
import type { Place } from '../submit/take-in.ts';

/**
 * What a person means by `<task or link>`: a link to a card, the gateway's id of a task, or our own id.
 *
 * @returns the submission, when we have it, and the task's id, when it has one; who may see it is left to `maySee`
 * @throws UserMistake `which-task` when nothing was named, `unknown-task` when a link or an id of ours leads to no card
 */
export async function findTask(
  { records, links }: { records: Records; links: PictureLinks },
  text: string,
): Promise<{ record?: Submission; task?: string }> {
  const word = text.trim();
  if (word === '' || /\s/u.test(word)) throw new UserMistake('which-task');
  const message = links.message(word);
  const own = SubmissionId.safeParse(word);
  const id = message
    ? await records.byCard(message.channel, message.ts)
    : own.success
      ? own.data
      : await records.byTask(word);
  const record = id === undefined ? undefined : await records.get(id);
  if (record !== undefined) return { record, ...(record.task === undefined ? {} : { task: record.task }) };
  // One that is known and not found is of another workspace, or long gone.
  if (id !== undefined || message !== undefined || own.success) throw new UserMistake('unknown-task');
  return { task: word };
}

/**
 * An id opens no door: what was made in another conversation may be private to it. Whoever asked for it sees it anywhere, others, admins too, where
 * it stands.
 * @throws UserMistake `not-yours-to-see`
 */
export function maySee({ asker, channel }: Submission, place: Place): void {
  if (asker !== place.user && channel !== place.channel) throw new UserMistake('not-yours-to-see');
}
