import type { Snapshot } from '../../src/domain/task.ts';

/** One step of a task: from then on it shows this. */
export interface Change {
  at: number;
  status: Snapshot['status'];
  percent?: number;
}

/** As in peers.md 5a and 5d: queued for a moment, then 15 % every 6.5 s, at last 5 to 11 s. */
export function fastCourse(submittedAt: number, random: () => number): Change[] {
  let at = submittedAt + 300 + 2500 * random();
  const changes: Change[] = [{ at, status: 'running', percent: 0 }];
  for (const percent of [15, 31, 46, 62, 78, 93]) {
    at += 5800 + 1400 * random();
    changes.push({ at, status: 'running', percent });
  }
  return [...changes, { at: at + 5000 + 6000 * random(), status: 'done' }];
}

/** Long in the queue, then slow. */
export function relaxCourse(submittedAt: number, random: () => number): Change[] {
  let at = submittedAt + 30_000 + 90_000 * random();
  const changes: Change[] = [];
  for (const percent of [0, 15, 31, 46, 62, 78, 93]) {
    changes.push({ at, status: 'running', percent });
    at += 8000 + 8000 * random();
  }
  return [...changes, { at, status: 'done' }];
}
