/**
 * How old the snapshots of a gateway are. A live gateway shows a change when it happens; new-api copies what is behind it every 15 s (gateway.md
 * section 6), so that all its changes come at the instants of its sweeps. Learned from when changes are seen; nothing is configured. Pure.
 */
import { z } from 'zod';
import type { Grid } from './rhythm.ts';

/**
 * Brackets of the latest instants that explain every change that was seen: `[since, by]`, oldest first, epoch ms. A change was made after the
 * reading that did not show it yet, and before the one that did.
 */
export const Changes = z.array(z.tuple([z.number(), z.number()]));
export type Changes = z.infer<typeof Changes>;

/** How many are kept, and from how many on something is said. */
const KEPT = 11;
const ENOUGH = 9;
/** One of them may be off: a sweep that took long. */
const MISFITS = 1;
/** A gateway is worth calling stale when it refreshes less often than this many shortest intervals. */
const WORTH = 2.5;
/** Changes can tell of a period only if they were bracketed more narrowly than this part of it. */
const SHARP = 0.4;
const STEP_MS = 25;
/** Changes that two readings in a row saw are two, although a reading takes its time: what it did not show may have changed during it. */
const OVERLAP_MS = 500;
/**
 * Where in the time that is left for the sweep it is looked for. A look that was too early is made good by the next window, and has then halved
 * what is not known; one that is always late would never learn.
 */
const AIM = 0.8;
/** A sweep is not done in an instant. */
const MARGIN_MS = 400;

/**
 * Takes in that a reading showed changes. One instant explains all brackets that overlap, which is what the sweep of a stale gateway looks like;
 * the changes of a live one need another with almost every reading.
 *
 * @param since the latest of the readings before, of the tasks that changed
 * @param by when the reading was answered
 */
export function sawChange(changes: Changes, since: number, by: number): Changes {
  const last = changes.at(-1);
  if (last === undefined || since >= last[1] - OVERLAP_MS)
    return [...changes, [since, by] satisfies [number, number]].slice(-KEPT);
  if (since <= last[0]) return changes;
  return [...changes.slice(0, -1), [since, last[1]]];
}

/** The sweeps of a stale gateway: one just before `at`, and one every `everyMs`. */
export interface Sweeps {
  everyMs: number;
  at: number;
}

/** The period and the phase that explain the changes; undefined where the gateway is live, or too little is known. */
export function sweepsOf(changes: Changes, shortestMs: number): Sweeps | undefined {
  if (changes.length < ENOUGH) return undefined;
  const gaps = changes.slice(1).map((next, i) => gapOf(changes[i] ?? next, next));
  // The smallest may be one after a late sweep; the period is not longer than the second smallest.
  const [smallest, second] = gaps.toSorted((a, b) => a.from + a.to - b.from - b.to);
  if (smallest === undefined || second === undefined) return undefined;
  const width = changes.reduce((sum, [since, by]) => sum + by - since, 0) / changes.length;
  const from = Math.max(smallest.from, WORTH * shortestMs, width / SHARP);
  const everyMs = periodThatFits(changes, from, second.to);
  return everyMs === undefined ? undefined : { everyMs, at: phaseFor(changes, everyMs).at + MARGIN_MS };
}

/**
 * The longest: a half and a third of it fit as well. Where the brackets are wide, many next to each other do: then the middle one of those that
 * explain the most.
 */
function periodThatFits(changes: Changes, from: number, to: number): number | undefined {
  let longest: { everyMs: number; fits: number }[] = [];
  for (let everyMs = from; everyMs <= to; everyMs += STEP_MS) {
    const { fits } = phaseFor(changes, everyMs);
    if (fits < changes.length - MISFITS) continue;
    const last = longest.at(-1);
    longest =
      last !== undefined && everyMs - last.everyMs < 2 * STEP_MS
        ? [...longest, { everyMs, fits }]
        : [{ everyMs, fits }];
  }
  const most = longest.reduce((a, b) => Math.max(a, b.fits), 0);
  const best = longest.filter(({ fits }) => fits === most);
  return best[best.length >> 1]?.everyMs;
}

function gapOf(before: readonly [number, number], after: readonly [number, number]): { from: number; to: number } {
  return { from: after[0] - before[1], to: after[1] - before[0] };
}

/** The phase that lies in most brackets, folded to one period, and how far it could be moved without leaving any of them. */
function phaseFor(changes: Changes, everyMs: number): { fits: number; room: number; at: number } {
  const [, newest] = changes.at(-1) ?? [0, 0];
  const middle = (bracket: readonly [number, number]) => (bracket[0] + bracket[1]) / 2;
  const anchor = middle(changes.at(-1) ?? [0, 0]);
  const folded = changes.map((bracket) => {
    const shift = Math.round((anchor - middle(bracket)) / everyMs) * everyMs;
    return [bracket[0] + shift, bracket[1] + shift] as const;
  });
  let best = { fits: 0, room: 0, at: newest };
  for (const [since] of folded) {
    const around = folded.filter(([from, to]) => from <= since && since < to);
    const until = Math.min(...around.map(([, to]) => to));
    const room = until - since;
    if (around.length > best.fits || (around.length === best.fits && room > best.room))
      best = { fits: around.length, room, at: since + AIM * room };
  }
  return best;
}

/**
 * The windows for a stale gateway: just after its sweeps, and between two of them at most twice, for sweeps that came late or moved. There
 * is no point in asking more often than about a third of the period.
 */
export function sweepGrid({ everyMs, at }: Sweeps, shortestMs: number): Grid {
  const parts = Math.max(1, Math.min(3, Math.floor(everyMs / shortestMs)));
  return { phaseMs: at, unitMs: everyMs / parts, parts: Math.max(2, parts), swept: true };
}
