import { UserMistake } from '../../domain/errors.ts';
import { promptOf } from '../../domain/submission.ts';
import { isAdmin } from '../admins.ts';
import { controlStories } from '../controls.ts';
import { findTask, maySee } from './find-task.ts';
import type { Verb } from './verb.ts';

/** `/mj cancel <task or link>`: the same as *Cancel* on the card. An admin who stops what another asked for is not told its prompt. */
export const cancel: Verb = {
  name: 'cancel',
  usage: 'cancel <task or link>',
  async run(needs, { text, place, key }) {
    const { record } = await findTask(needs, text);
    if (record === undefined) throw new UserMistake('unknown-task');
    // Whose it is shows as little elsewhere as what it is.
    if (record.asker !== place.user && !(await isAdmin(needs, place))) maySee(record, place);
    await controlStories(needs).cancel({ submission: record.id, place, key });
    return { tell: { say: 'cancel-asked', prompt: record.asker === place.user ? promptOf(record) : '' } };
  },
};
