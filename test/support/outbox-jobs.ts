import { QUEUES } from '../../src/queue/job-map.ts';
import type { Clockwork } from './clockwork.ts';

/** How long a job that is due waits for its worker. */
const PICKED_MS = 5;
type Place = 'end' | 'progress' | 'deliver';

interface Job {
  name: string;
  place: Place;
  run: () => Promise<unknown>;
  at: number;
  active: boolean;
  again: boolean;
}

/** Jobs on a clockwork, as BullMQ runs them: jobs of one name are one; one that comes while the first is active runs once more. */
export function outboxJobs(clock: Clockwork) {
  const { now } = clock;
  const jobs = new Map<string, Job>();
  const active = { end: 0, progress: 0, deliver: 0 };

  function addJob(name: string, place: Place, run: () => Promise<unknown>, inMs: number, reschedule: boolean): void {
    const known = jobs.get(name);
    if (known?.active === true) known.again = true;
    else if (known !== undefined && reschedule) due(known, now() + inMs);
    else if (known === undefined) {
      const job = { name, place, run, at: now() + inMs, active: false, again: false };
      jobs.set(name, job);
      due(job, job.at);
    }
  }

  function due(job: Job, at: number): void {
    job.at = at;
    clock.at(at + PICKED_MS, () => pick(job.place));
  }

  function pick(place: Place): void {
    for (const job of [...jobs.values()].toSorted((a, b) => a.at - b.at)) {
      if (active[place] >= QUEUES[place]) return;
      if (job.place === place && !job.active && job.at <= now()) void work(job);
    }
  }

  async function work(job: Job): Promise<void> {
    job.active = true;
    active[job.place] += 1;
    const outcome = await job.run();
    active[job.place] -= 1;
    job.active = false;
    if (typeof outcome === 'object' && outcome !== null && 'againInMs' in outcome)
      due(job, now() + Number(outcome.againInMs));
    else {
      jobs.delete(job.name);
      if (job.again) addJob(job.name, job.place, job.run, 0, false);
    }
    pick(job.place);
  }

  return { jobs, addJob };
}
