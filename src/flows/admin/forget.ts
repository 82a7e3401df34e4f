import type { SeriesId, SubmissionId } from '../../domain/ids.ts';
import { withoutPress } from '../../domain/life/index.ts';
import type { Submission } from '../../domain/submission.ts';
import { type DirectNeeds, tellDirectly } from '../direct.ts';
import { ifReadable } from '../if-readable.ts';
import type { Forgetting, PersonData } from '../needs/person.ts';
import type { SeriesStore } from '../needs/records.ts';
import type { Audit } from '../needs/team.ts';
import type { Again } from '../needs/work.ts';
import type { Log } from '../needs/world.ts';
import { type AtRestNeeds, isAtRest, isCardGone, isHeadingLeft, WAIT_MS } from './at-rest.ts';

export interface ForgetNeeds extends AtRestNeeds {
  personData: PersonData;
  series: Pick<SeriesStore, 'get' | 'change'>;
  audit: Pick<Audit, 'add'>;
  log: Log;
}

/** Submissions of one portion: other work comes in between. */
const PORTION = 50;
/** Between two portions. */
const NEXT_MS = 50;
/** Between two edits of cards on which they pressed something: half of what Slack allows, so that ends go on. */
const EDIT_MS = 2400;

/**
 * Deletes what is kept of a person, in portions: their submissions up to the time when it was asked for, then the rest. What still runs is cancelled
 * and waited for, so that nothing is drawn for somebody who is not known any more; and so is each card, and each message of a series, that does not
 * show its end yet (`at-rest.ts`). With `cards`, the messages, cards and pictures in Slack go first, within Slack's budget; one that Slack will not
 * delete stays. A series goes before its submissions, because its message tells of them. Every portion may be repeated.
 */
export function forgetStory(needs: ForgetNeeds) {
  const { personData, audit, world, log } = needs;
  return async (forgetting: Forgetting): Promise<Again | undefined> => {
    const { team, user, by, until } = forgetting;
    const portion = portionOf(needs, forgetting);
    const ids = await personData.submissions(team, user, until, PORTION);
    if (ids.length > 0) return portion.next(await Promise.all(ids.map(portion.forgetOne)));
    const series = await personData.series(team, user, until, PORTION);
    if (series.length > 0) return portion.next(await Promise.all(series.map(portion.forgetSeries)));
    await personData.forgetRest(team, user, until);
    await audit.add(team, { at: world.now(), by, what: 'forgotten', of: user });
    log.info({ user: by, person: user }, 'the data of a person is deleted');
    return undefined;
  };
}

/** One that failed is noted once in the audit trail. */
const NOTED_MS = 24 * 60 * 60_000;

/**
 * A deletion whose job is dead: whoever asked for it reads that it is under way, so they are told that it is not, and it stands in the audit trail.
 * @returns when to come back, where they could not be told
 * @throws Unreachable, Misconfigured
 */
export async function forgetFailed(
  needs: Pick<ForgetNeeds, 'audit' | 'intake' | 'world'> & DirectNeeds,
  { team, user, by, until }: Forgetting,
): Promise<Again | undefined> {
  const { audit, intake, world } = needs;
  if (await intake.first(`forget-failed-${team}-${user}-${until}`, NOTED_MS))
    await audit.add(team, { at: world.now(), by, what: 'forget-failed', of: user });
  return await tellDirectly(needs, { team, user: by }, { say: 'forget-failed', person: user, own: by === user });
}

/** What is done in one portion; each is false while it is waited for. */
function portionOf(needs: ForgetNeeds, forgetting: Forgetting) {
  const { personData, records, jobs } = needs;
  const { team, user, cards } = forgetting;
  /** Cards of others that are to be edited. */
  let edits = 0;
  const looked = new Map<SeriesId, Promise<boolean>>();

  async function lookAt(id: SeriesId): Promise<boolean> {
    const series = await ifReadable(() => needs.series.get(id), undefined);
    if (series !== undefined && !(await isHeadingLeft(needs, forgetting, series))) return false;
    await personData.forgetSeries(team, user, id);
    return true;
  }

  /** Several of a portion are of one series: it is looked at once. */
  async function forgetSeries(id: SeriesId): Promise<boolean> {
    const look = looked.get(id) ?? lookAt(id);
    looked.set(id, look);
    return await look;
  }

  async function isReady(record: Submission): Promise<boolean> {
    if (!(await isAtRest(needs, forgetting, record))) return false;
    if (record.series !== undefined && !(await forgetSeries(record.series.id))) return false;
    return !cards || (await isCardGone(needs, record));
  }

  return {
    forgetSeries,

    async forgetOne(this: void, id: SubmissionId): Promise<boolean> {
      // What another version of the bot wrote is deleted all the same, and a card of its own is left as it is.
      const record = await ifReadable(() => records.get(id), undefined);
      if (record !== undefined && !(await isReady(record))) return false;
      if (record?.order.verb === 'press') {
        const { parent } = record.order;
        if ((await ifReadable(() => records.change(parent, withoutPress(id)), undefined)) !== undefined) {
          // Its card names whoever pressed.
          await jobs.show(parent, 'end', edits * EDIT_MS);
          edits += 1;
        }
      }
      await personData.forgetSubmission(team, user, id, record);
      return true;
    },

    next: (gone: readonly boolean[]): Again => ({
      againInMs: Math.max(gone.includes(true) ? NEXT_MS : WAIT_MS, edits * EDIT_MS),
    }),
  };
}
