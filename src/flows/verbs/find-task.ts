import { UserMistake } from '../../domain/errors.ts';
import { SubmissionId } from '../../domain/ids.ts';
import type { Submission } from '../../domain/submission.ts';
import type { PictureLinks } from '../needs/pictures.ts';
import type { Records } from '../needs/records.ts';

/**
 * What a person means by `<task or link>`: a link to a card, the gateway's id of a task, or our own id.
 *
 * @returns the submission, when we have it, and the task's id, when it has one
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
