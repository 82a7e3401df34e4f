import type { SeriesId, SubmissionId } from '../../src/domain/ids.ts';
import { LIGHT } from '../../src/domain/load.ts';
import type * as Needs from '../../src/flows/needs/index.ts';
import { outboxModel } from './outbox-model.ts';

/** What is to be done, and from when on. `to`, of a letter: to whom, and what asked for it. */
export type Job = { at: number } & (
  | { name: 'submit' | 'deliver'; id: SubmissionId }
  | { name: 'show'; id: SubmissionId; urgency: 'progress' | 'turn' | 'end' }
  | { name: 'letter'; id: SubmissionId; to: { user: string; key: string } }
  | { name: 'series' | 'sheet'; id: SeriesId; tries?: number }
);

/**
 * The jobs of the fake world, and what they share: Slack's budget, turns in the outbox, leases. A test takes the jobs out and runs them.
 *
 * @param meet throws a trouble that was queued by that name
 * @param scale of a budget that runs out as Slack's does (`outbox-model.ts`); without it, it grants whatever is asked, or nothing
 */
export function fakeQueue(meet: (name: string) => void, now: () => number, scale?: number) {
  const model = scale === undefined ? undefined : outboxModel({ scale, now });
  const jobs: Job[] = [];
  const cooled: string[] = [];
  const leased = new Map<string, { until: number }>();
  const asked: { what: Needs.BudgetClass; urgency: 'progress' | 'end' }[] = [];
  const spent = { waitMs: 0, until: 0, progressMs: 0, givenBack: 0 };
  /** Redis is away until this is over, once: a worker waits for it. */
  const outage: { meanwhile?: (() => Promise<void>) | undefined } = {};
  async function patience(): Promise<void> {
    const { meanwhile } = outage;
    outage.meanwhile = undefined;
    await meanwhile?.();
  }
  /** How long a call waits now. */
  const wait = () => Math.max(spent.waitMs, spent.until - now());

  const queue: Needs.Jobs = {
    submit: async (id) => {
      meet('submit job');
      jobs.push({ name: 'submit', id, at: now() });
    },
    deliver: async (id) => void jobs.push({ name: 'deliver', id, at: now() }),
    letter: async (id, { user }, key) => void jobs.push({ name: 'letter', id, at: now(), to: { user, key } }),
    show: async (id, urgency, inMs = 0) => {
      meet('show job');
      jobs.push({ name: 'show', id, urgency, at: now() + inMs });
    },
    series: async (id, inMs = 0) => {
      meet('series job');
      wake({ name: 'series', id, at: now() + inMs }, inMs <= 0);
    },
    sheet: async (id) => wake({ name: 'sheet', id, at: now() }, false),
  };

  const twin = (job: Job) => jobs.find((one) => one.name === job.name && one.id === job.id);

  /** One job of a series waits at a time, as in the queue: another joins it, and moves it only where it is wanted now. */
  function wake(job: Job, reschedule: boolean): void {
    const waits = twin(job);
    if (waits === undefined) jobs.push(job);
    else if (reschedule) waits.at = Math.min(waits.at, job.at);
  }

  /** What asked to come back. One that was asked for while it ran runs as well, at the earlier time. */
  function again(job: Job): void {
    const waits = job.name === 'series' || job.name === 'sheet' ? twin(job) : undefined;
    if (waits === undefined) jobs.push(job);
    else Object.assign(waits, job, { at: Math.min(waits.at, job.at) });
  }

  /** A job of a series failed: as the queue tries again, after 1 s, 2, 4 ... @returns false when that was the last of eight tries */
  function failed(job: Extract<Job, { name: 'series' | 'sheet' }>): boolean {
    const tries = (job.tries ?? 0) + 1;
    if (tries >= 8) return false;
    const next = { ...job, tries, at: now() + 1000 * 2 ** (tries - 1) };
    const waits = twin(job);
    if (waits === undefined) jobs.push(next);
    else Object.assign(waits, next);
    return true;
  }

  const budget: Needs.Budget = {
    take: async (team, what, caller) => {
      asked.push({ what, urgency: caller.urgency });
      await patience();
      if (model !== undefined) return await model.budget.take(team, what, caller);
      return caller.urgency === 'progress' ? Math.max(wait(), spent.progressMs) : wait();
    },
    cool: async (team, what, ms, channel) => {
      cooled.push(what);
      await model?.budget.cool(team, what, ms, channel);
    },
    expect: async (...of) => await model?.budget.expect(...of),
    giveBack: async (...of) => {
      spent.givenBack += 1;
      await model?.budget.giveBack(...of);
    },
  };

  const outbox: Needs.Outbox = {
    moved: async () => LIGHT,
    began: async () => {},
    load: async () => LIGHT,
    // A turn comes at once, when the budget has anything left.
    offer: async (_, id) => void jobs.push({ name: 'show', id, urgency: 'turn', at: now() + wait() }),
    leave: async () => undefined,
  };

  const leases: Needs.Leases = {
    hold: async (name, ms, held) => {
      if ((leased.get(name)?.until ?? 0) > now()) return undefined;
      const mine = { until: now() + ms };
      leased.set(name, mine);
      return await held()
        .then((value) => ({ value }))
        .finally(() => leased.get(name) === mine && leased.delete(name));
    },
  };

  /** Others use up what there is, but for so many calls. */
  async function spendTo(left: number, team: string, what: Needs.BudgetClass): Promise<void> {
    for (let has = model?.tokens(team, what) ?? 0; has >= left + 1; has -= 1)
      await model?.budget.take(team, what, { urgency: 'end', who: 'others' });
  }

  return { jobs, queue, again, failed, budget, outbox, leases, cooled, asked, spent, outage, spendTo };
}
