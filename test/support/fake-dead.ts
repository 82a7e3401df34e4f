import type { SubmissionId } from '../../src/domain/ids.ts';
import type * as Needs from '../../src/flows/needs/index.ts';

/** The dead jobs of the fake world: a test puts them there with `die`. */
export function fakeDead(jobs: Needs.Jobs, now: () => number) {
  const entries = new Map<string, Needs.DeadEntry>();
  const take = (key: string) => {
    const entry = entries.get(key);
    entries.delete(key);
    return entry;
  };
  const dead: Needs.Dead = {
    list: async (limit) => [...entries.values()].toReversed().slice(0, limit),
    get: async (key) => entries.get(key),
    drop: async (key) => take(key),
    replay: async (key) => {
      const entry = take(key);
      if (entry?.submission !== undefined) {
        if (entry.job === 'submit') await jobs.submit(entry.submission);
        if (entry.job === 'deliver') await jobs.deliver(entry.submission);
      }
      return entry;
    },
  };
  return {
    dead,
    /** A job of that name is dead. @returns its key */
    die: (job: 'submit' | 'deliver', submission: SubmissionId, reason = 'it never worked'): string => {
      const key = `${job}-${entries.size + 1}`;
      entries.set(key, { key, job, submission, reason, tries: 8, at: now() });
      return key;
    },
  };
}
