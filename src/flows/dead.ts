import { Misconfigured, UserMistake } from '../domain/errors.ts';
import type { SubmissionId } from '../domain/ids.ts';
import { revived } from '../domain/life.ts';
import type { Dead, Jobs, Log, Records, World } from './needs.ts';
import type { Rules } from './take-in.ts';
import type { Told, Verb } from './verb.ts';

/** Enough for a look, few enough for one message. */
const LISTED = 10;

/** `/mj dead`: the jobs that failed for good. For admins. */
export const dead: Verb = {
  name: 'dead',
  usage: 'dead',
  admins: true,
  async run(needs, { place }) {
    mayManage(needs.rules, place.user);
    return { dead: await needs.dead.list(LISTED) };
  },
};

export interface DeadNeeds {
  dead: Dead;
  records: Records;
  jobs: Jobs;
  rules: Rules;
  world: World;
  log: Log;
}

/** A button of the list. */
export interface DeadUse {
  key: string;
  what: 'replay' | 'drop';
  user: string;
}

/**
 * Replays or drops a dead job; the answer is the list as it is now. Before a replay, what the job's death ended is taken up again
 * (`revived`), so that the job finds something to do; the job starts from the record, so nothing is sent twice.
 *
 * @throws UserMistake `admins-only`
 */
export function deadStory(needs: DeadNeeds) {
  const { dead: jobs, rules, log } = needs;
  return async ({ key, what, user }: DeadUse): Promise<Told> => {
    mayManage(rules, user);
    const { submission } = (await jobs.get(key)) ?? {};
    if (what === 'replay' && submission !== undefined) await revive(needs, submission);
    const entry = await jobs[what](key);
    if (entry !== undefined)
      log.info({ dead: key, job: entry.job, submission, user, what }, 'a dead job was looked after');
    const done = entry === undefined ? 'gone' : what === 'replay' ? 'replayed' : 'dropped';
    return { dead: await jobs.list(LISTED), done };
  };
}

/** A record that another version of the bot wrote is left to that version's process. */
async function revive(needs: DeadNeeds, id: SubmissionId): Promise<void> {
  try {
    const record = await needs.records.change(id, revived(needs.world.now()));
    // The card still shows how it ended.
    if (record !== undefined && record.end === undefined) await needs.jobs.show(id, 'end');
  } catch (error) {
    if (!(error instanceof Misconfigured)) throw error;
  }
}

/** @throws UserMistake `admins-only` */
function mayManage(rules: Rules, user: string): void {
  if (!rules.admins.includes(user)) throw new UserMistake('admins-only');
}
