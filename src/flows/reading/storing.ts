import { storeMs } from '../../domain/pace.ts';
import type { Snapshot } from '../../domain/task.ts';
import { type Note, wordsOf } from './reading-note.ts';

/** How many are watched: in all, and of the workspace that something is about. */
export interface Crowd {
  load: number;
  /** About, from its part of what is read now. `undefined`: nobody's. */
  of(team: string | undefined): number;
}

/**
 * Guesses each workspace's part of the load by its part of what is being read, so that nobody has to count. Exact for the one workspace of most bots;
 * a round of a few says little, and then a part is taken for larger than it is.
 *
 * @param teams the workspace of each task that is read now
 */
export function crowdOf(teams: readonly (string | undefined)[], load: number): Crowd {
  const counts = new Map<string | undefined, number>();
  for (const team of teams) counts.set(team, (counts.get(team) ?? 0) + 1);
  return { load, of: (team) => (load * (counts.get(team) ?? 1)) / Math.max(1, teams.length) };
}

/** A record is written when something turned; when it only moved, as often as a card could show it, and then with the newest. */
export function worthStoring(note: Note, snapshot: Snapshot, crowd: Crowd, now: number): boolean {
  if (snapshot.status !== 'waiting' && snapshot.status !== 'running') return true;
  if (note.words === wordsOf(snapshot) && note.unstored !== true) return false;
  return (
    !note.words.startsWith(`${snapshot.status} `) || now - note.storedAt >= storeMs(crowd.load, crowd.of(note.team))
  );
}
