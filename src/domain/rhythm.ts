/**
 * When a task is read again: how often it is worth it, and on which of the common windows it falls, so that tasks share requests. Pure; all times
 * in milliseconds, instants are epoch ms. The windows and what they cost are described in `flows/README.md`, "Reading".
 */
import type { TaskStatus } from './task.ts';

/** What is known of a task when its next reading is chosen. */
export interface Outlook {
  status: TaskStatus;
  /** 0..100, where the gateway tells. */
  percent?: number | undefined;
  /** Since the gateway took it. */
  ageMs: number;
  /** Drawn when the gateway has nothing better to do: minutes, not seconds. */
  relax: boolean;
  /** What is left by what this gateway took lately. */
  leftMs?: number | undefined;
  /** True once nothing has moved for longer than is usual. */
  stalled: boolean;
  /** What callbacks said of this task: nothing that could be trusted, that it moves, or that it ended or asks for more. */
  heard: 'nothing' | 'progress' | 'turn';
}

/** What holds for all tasks of a gateway. */
export interface Conditions {
  /** `MJ_POLL_MS`: the shortest time between two readings of one task. */
  shortestMs: number;
  /** How many tasks are watched. */
  load: number;
  /** Readings of single tasks that may be asked for in a minute, where the gateway has no lists; absent where it has them. */
  singlesPerMinute?: number | undefined;
  /** How often a stale gateway refreshes; absent where it is live, or not known to be stale. */
  sweepMs?: number | undefined;
}

/**
 * - `queued`: the gateway has it and has not begun
 * - `moving`: it draws, and is known to be far from done
 * - `ending`: nearly done, or said to be done
 * - `open`: it may end at any moment, for all that is known (no percentage, no experience with such tasks)
 */
export type Phase = 'queued' | 'moving' | 'ending' | 'open';

/** From here on a task may be done at the next look: the last step that Midjourney tells is 93 % (peers.md 5a, "Measured cadence"). */
const NEARLY_DONE = 75;
/** A task that has come so far may be nearly done when a stale gateway tells of it again. */
const HALFWAY = 45;
/** A task of which less than this many shortest intervals is left is nearly done. */
const SOON = 4;

export function phaseOf({ status, percent, leftMs, heard }: Outlook, shortestMs: number): Phase {
  if (heard === 'turn' || (percent !== undefined && percent >= NEARLY_DONE && percent < 100)) return 'ending';
  if (leftMs !== undefined && leftMs <= SOON * shortestMs) return 'ending';
  if (status === 'running' && (percent !== undefined || leftMs !== undefined)) return 'moving';
  // Many a task (an upscale) is done without ever having said that it began.
  return leftMs === undefined && status === 'running' ? 'open' : 'queued';
}

/** No task is left alone for longer than this, as long as it is followed. */
export const LONGEST_READING_MS = 60_000;

/** With callbacks that come, the ordinary reading only looks for what they lost: an end of which nobody told is noticed after this many intervals. */
const HEARD = 5;
const HEARD_ENDING = 2;

/**
 * How long until a task is worth another look. Never less than the shortest interval. Grows with the load (so that 100, 1,000 and 10,000 tasks
 * cost about 20, 100 and 800 requests a minute), with the age of what takes long anyway, and where callbacks tell.
 */
export function readingMs(outlook: Outlook, { shortestMs, load, singlesPerMinute, sweepMs }: Conditions): number {
  const phase = phaseOf(outlook, shortestMs);
  const factor = pressure(phase, Math.max(1, load)) * patience(outlook, phase);
  const heard = outlook.heard !== 'progress' ? 1 : phase === 'ending' ? HEARD_ENDING : HEARD;
  // Between two sweeps there is nothing new; those near their end are looked at all the same, lest a sweep that moved be lost.
  const far = phase === 'queued' || (phase === 'moving' && (outlook.percent ?? 0) < HALFWAY);
  const news = load > FEW && far ? (sweepMs ?? 0) : 0;
  const wanted = Math.min(
    Math.max(shortestMs * Math.max(factor, heard), news),
    Math.max(LONGEST_READING_MS, shortestMs),
  );
  if (singlesPerMinute === undefined) return wanted;
  return Math.max(wanted, share(outlook, phase, (load * 60_000) / singlesPerMinute));
}

/** From here on an even share is too seldom to find an end by looking again and again. */
const SCARCE_MS = 20_000;

/**
 * Of readings that are dealt out one by one, those get most that can find an end: with so many tasks that the budget is what counts, one of which
 * it is known how long it takes is looked at when it should be done.
 */
function share({ leftMs }: Outlook, phase: Phase, evenMs: number): number {
  if (phase === 'ending') return 0.5 * evenMs;
  return leftMs === undefined || evenMs < SCARCE_MS
    ? 1.15 * evenMs
    : Math.min(Math.max(leftMs, 0.5 * evenMs), 1.5 * evenMs);
}

/** So few tasks are all read at the shortest interval: they share a request anyway, and their cards are fresh. */
const FEW = 20;

/** What the load does: what nears its end keeps the shortest interval for as long as possible, what is far from it gives way first. */
function pressure(phase: Phase, load: number): number {
  const decades = (from: number) => Math.max(0, Math.log10(load / from));
  switch (phase) {
    case 'ending':
      return 1 + 0.4 * decades(1000);
    case 'open':
    case 'queued':
      return 1 + 0.85 * decades(100);
    case 'moving':
      return load <= 100 ? 1 + Math.min(1, decades(FEW) / Math.log10(100 / FEW)) : 2 + 0.75 * decades(100);
  }
}

/** What age does. Fresh tasks are worth the shortest interval, old ones less and less (gateway.md section 6: 3-5 s, then 5-15 s). */
function patience({ relax, stalled, ageMs, heard }: Outlook, phase: Phase): number {
  if (phase === 'ending') return stalled && heard !== 'turn' ? 4 : 1;
  if (relax) return phase === 'queued' ? 4 : 2;
  if (stalled || ageMs >= 5 * 60_000) return 4;
  return ageMs >= 90_000 ? 2 : 1;
}

/**
 * The common windows of a gateway. They lie `unitMs` apart, beginning at `phaseMs`; longer intervals are `parts` units, twice that, four times that
 * and so on, each a multiple of the one before, so that what is due less often is due together with what is due more often.
 */
export interface Grid {
  phaseMs: number;
  unitMs: number;
  parts: number;
  /** True where the windows follow the gateway's sweeps: then all read at once, because all of it is news. */
  swept: boolean;
}

/** The windows of a gateway whose snapshots are live. @param phaseMs any number; keeps bots from asking all at the same instant */
export function liveGrid(shortestMs: number, phaseMs: number): Grid {
  return { phaseMs: phaseMs % shortestMs, unitMs: shortestMs, parts: 2, swept: false };
}

/** A reading may begin late by this part of the shortest interval and keep its windows. */
export const LATE = 0.1;
/** So many tasks share a window before they are spread over several. */
const CROWD = 60;
/** Beyond so many, windows are cut into finer ones, so that the requests are spread evenly. */
const MANY = 500;
const FINEST_MS = 250;

/**
 * When a task that was read at `begun` is due again: on a common window, on average after `intervalMs`. Jittered by choosing at random between the
 * two lengths of the grid that enclose the interval, in proportion. Tasks of long intervals are spread over the windows by `spread`.
 *
 * @param begun when the request was sent
 * @param of.spread a number of the task's own, such as `spreadOf(id)`
 * @param of.random in [0, 1)
 */
export function dueAt(
  begun: number,
  intervalMs: number,
  of: Pick<Conditions, 'shortestMs' | 'load'> & { grid: Grid; spread: number; random: number },
): number {
  const { grid, shortestMs, load } = of;
  const fine = Math.max(1, Math.min(6, Math.floor(load / MANY), Math.floor(grid.unitMs / FINEST_MS)));
  const windowMs = grid.unitMs / fine;
  const chosen = lengthOf(intervalMs, grid, of.random);
  const earliest = begun + Math.max(shortestMs, chosen) - LATE * shortestMs;
  for (let length = chosen; ; length = shorter(length, grid)) {
    const windows = Math.round(length / windowMs);
    const shared = Math.min(windows, Math.max(fine, Math.ceil(load / CROWD)));
    const offset = grid.swept ? 0 : (of.spread % shared) * windowMs;
    const due = windowAt(earliest, grid.phaseMs + offset, length);
    if (due <= begun + 1.5 * chosen) return Math.ceil(due);
    // None of its own is near: any other is better than a reading left out.
    if (length <= grid.unitMs) return Math.ceil(windowAt(earliest, grid.phaseMs, windowMs));
  }
}

/**
 * The windows after a reading that began too late for them: moved to where it began, lest all that it read be left out once. None of those that are
 * cut finely, nor those that follow sweeps.
 */
export function afterLate(
  grid: Grid,
  begun: number,
  lateMs: number,
  of: Pick<Conditions, 'shortestMs' | 'load'>,
): Grid {
  const isLate = lateMs > LATE * of.shortestMs && !grid.swept && of.load < 2 * MANY;
  return isLate ? { ...grid, phaseMs: begun % grid.unitMs } : grid;
}

/** The first window at or after an instant. */
export function windowAt(earliest: number, phaseMs: number, lengthMs: number): number {
  return phaseMs + Math.ceil((earliest - phaseMs) / lengthMs) * lengthMs;
}

function lengthOf(intervalMs: number, { unitMs, parts }: Grid, random: number): number {
  let below = unitMs;
  let above = unitMs * parts;
  while (above <= intervalMs) [below, above] = [above, above * 2];
  return random < (intervalMs - below) / (above - below) ? above : below;
}

function shorter(length: number, { unitMs, parts }: Grid): number {
  return length <= unitMs * parts ? unitMs : length / 2;
}

/** A number that is the same for an id everywhere, and evenly spread (FNV-1a). */
export function spreadOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
