import { singlesPerMinute } from '../../domain/pace.ts';
import type { Due } from '../../domain/reading.ts';
import { dueAt, type Grid, type Outlook, readingMs, spreadOf } from '../../domain/rhythm.ts';
import type { Snapshot } from '../../domain/task.ts';
import type { World } from '../needs/world.ts';
import type { Note } from './reading-note.ts';

/** Once a task is overdue for so long, its estimate was wrong and says nothing more. */
const OVERDUE_MS = 30_000;
/** What a callback claimed is believed for so long, if readings do not confirm it. */
const CLAIM_MS = 60_000;

/** What was found, and how things stand. */
export interface Read {
  due: Due;
  note: Note;
  snapshot: Snapshot;
  /** When the request was sent, epoch ms. */
  askedAt: number;
  /** How many are watched. */
  load: number;
  grid: Grid;
  /** True where the gateway has no lists. */
  singly: boolean;
}

/** When a task that was read is due again. */
export function nextReading({ world, pollMs }: { world: World; pollMs: number }, read: Read): number {
  const { due, askedAt, load, grid, singly } = read;
  const conditions = {
    shortestMs: pollMs,
    load,
    singlesPerMinute: singly ? singlesPerMinute(pollMs) : undefined,
    sweepMs: grid.swept ? grid.unitMs * grid.parts : undefined,
  };
  const interval = readingMs(outlook(read, world.now()), conditions);
  return dueAt(askedAt, interval, { ...conditions, grid, spread: spreadOf(due.id), random: world.random() });
}

function outlook({ note, snapshot, due: { heard } }: Read, now: number): Outlook {
  const { endAt, since, relax, stalled, unheardAt = 0 } = note;
  const claimed = heard !== undefined && now - heard.turnAt < CLAIM_MS;
  return {
    status: snapshot.status,
    percent: snapshot.percent,
    ageMs: now - since,
    relax,
    stalled,
    leftMs: endAt === undefined || now - endAt > OVERDUE_MS ? undefined : Math.max(0, endAt - now),
    heard: claimed ? 'turn' : heard !== undefined && heard.at > unheardAt ? 'progress' : 'nothing',
  };
}
