import { Busy, Misconfigured, Refused, Unreachable, UserMistake } from '../../domain/errors.ts';
import type { Said } from '../../domain/messages.ts';
import type { Seeds } from '../needs/gateway.ts';
import { findTask, maySee } from './find-task.ts';
import type { Verb } from './verb.ts';

/** `/mj seed <task or link>`: the number that makes a picture come out the same again. */
export const seed: Verb = {
  name: 'seed',
  usage: 'seed <task or link>',
  async run(needs, { text, place }) {
    const { record, task } = await findTask(needs, text);
    if (record !== undefined) maySee(record, place);
    if (task === undefined) throw new UserMistake('which-task');
    return { tell: { say: 'looking' }, later: askSeed(needs.seeds, task) };
  },
};

/** Never rejects: what went wrong is said. */
export async function askSeed(seeds: Seeds, task: string): Promise<Said> {
  try {
    return { say: 'seed', seed: await seeds.seed(task), task };
  } catch (error) {
    const reason =
      error instanceof Refused || error instanceof Busy || error instanceof Misconfigured ? error.reason : '';
    if (reason === '' && !(error instanceof Unreachable)) throw error;
    return { say: 'no-seed', reason };
  }
}
