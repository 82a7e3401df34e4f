import { Misconfigured } from '../../domain/errors.ts';
import type { SubmissionId } from '../../domain/ids.ts';
import { revived } from '../../domain/life/index.ts';
import type { DeadDone, DeadLine } from '../../domain/messages.dead.ts';
import { mayManage } from '../admins.ts';
import type { Intake, Records } from '../needs/records.ts';
import type { Admins, Audit } from '../needs/team.ts';
import type { Dead, Jobs } from '../needs/work.ts';
import type { Log, World } from '../needs/world.ts';
import type { Verb } from './verb.ts';

/** Enough for a look, few enough for one message. */
const LISTED = 10;

/** `/mj dead`: the jobs that failed for good. For admins. */
export const dead: Verb = {
  name: 'dead',
  usage: 'dead',
  admins: true,
  async run(needs, { place }) {
    await mayManage(needs, place);
    return { dead: await needs.dead.list(LISTED) };
  },
};

export interface DeadNeeds {
  dead: Dead;
  records: Records;
  jobs: Jobs;
  intake: Pick<Intake, 'retake'>;
  admins: Admins;
  audit: Pick<Audit, 'add'>;
  world: World;
  log: Log;
}

/** A button of the list. */
export interface DeadUse {
  key: string;
  what: 'replay' | 'drop';
  team: string;
  user: string;
}

/**
 * Replays or drops a dead job; the answer is the list as it is now. Before a replay, what the job's death ended is taken up again
 * (`revived`), so that the job finds something to do; the job starts from the record, so nothing is sent twice.
 *
 * @throws UserMistake `admins-only`
 */
export function deadStory(needs: DeadNeeds) {
  const { dead: jobs, audit, world, log } = needs;
  return async ({ key, what, team, user }: DeadUse): Promise<{ dead: DeadLine[]; done: DeadDone }> => {
    await mayManage(needs, { team, user });
    const { submission, job } = (await jobs.get(key)) ?? {};
    if (job !== undefined) await audit.add(team, { at: world.now(), by: user, what, of: submission ?? key, was: job });
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
    const again = revived(needs.world.now());
    const before = await needs.records.get(id);
    if (before?.end !== undefined && again(before).end === undefined) await needs.intake.retake(before);
    const record = await needs.records.change(id, again);
    // The card still shows how it ended.
    if (record !== undefined && record.end === undefined) await needs.jobs.show(id, 'end');
  } catch (error) {
    if (!(error instanceof Misconfigured)) throw error;
  }
}
