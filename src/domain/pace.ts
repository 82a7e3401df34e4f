/**
 * When things are tried again. All times in milliseconds. Pure: the clock and a random number in [0, 1) are arguments.
 */

/** A submit that was certainly not taken: 2 s, 4, 8, 16, 30, 30 ... for about five minutes in all. */
export const SUBMIT_PATIENCE_MS = 5 * 60_000;
export function submitRetryMs(tries: number, asked: number | undefined, random: number): number {
  return Math.max(asked ?? 0, jitter(Math.min(2000 * 2 ** Math.max(0, tries - 1), 30_000), random));
}

/** A delivery that failed on the way: 2 s, 4, 8 ... at most 60, eight tries (about four minutes). */
export const DELIVERY_TRIES = 8;
export function deliveryRetryMs(tries: number, asked: number | undefined, random: number): number {
  return Math.max(asked ?? 0, jitter(Math.min(2000 * 2 ** Math.max(0, tries - 1), 60_000), random));
}

/** How long a submission stays in doubt before it ends as unknown. Source: design.md, step 2. */
export const DOUBT_MS = 10 * 60_000;
/** How often its fate is looked for. */
export const DOUBT_LOOK_MS = 5000;

/** How long a gateway waits for the answer to what it asks. Source: gateway.md section 3.2, no. 4. */
export const ANSWER_MS = 5 * 60_000;

/** How long a link to the painter is good for. Source: contract.md, `GET /paint/:token`. */
export const PAINT_MS = 30 * 60_000;

/**
 * The shortest time between two readings of one task, unless `MJ_POLL_MS` says otherwise. An end, of which only the second is known in which it
 * comes, is noticed after half of it at the median and the gateway's answer: within a second and a half.
 */
export const SHORTEST_READING_MS = 2750;

/** A task is lost after this many misses in a row, over at least this long. Source: design.md, step 3. */
export const LOST_MISSES = 3;
export const LOST_MS = 60_000;

/** A card says that nothing moves after this long. Source: contract.md. */
export const STALL_MS = 5 * 60_000;
export const STALL_DESCRIBE_MS = 2 * 60_000;
export const STALL_RELAX_MS = 15 * 60_000;

/** After a miss the next look comes after this long, so that three fit into the time after which a task is lost. */
export const MISSED_MS = LOST_MS / 3;

/**
 * Readings of single tasks in a minute, where the gateway has no lists or leaves a task out of them: as many as six tasks that are read at the
 * shortest interval cause, 131 by default.
 *
 * @param shortest `MJ_POLL_MS`
 */
export function singlesPerMinute(shortest: number): number {
  return Math.max(1, (6 * 60_000) / shortest);
}

/**
 * How long a record is followed without being looked at: what changed in it and was not announced (a kill came in between) is found by then.
 *
 * @param load how many are watched
 */
export function lookMs(load: number): number {
  return Math.min(60_000, Math.max(10_000, load * 30));
}

/**
 * How often the record of a task that merely moves is written. At once while cards could show it; where more move than the budget of their workspace
 * could ever show (slack.md section 2: 50 edits a minute), less often. Of thousands, however many workspaces they belong to, three hundred a second.
 *
 * @param load how many are watched
 * @param ofTeam how many of them belong to this one's workspace
 */
export function storeMs(load: number, ofTeam: number): number {
  const unseen = ofTeam <= 200 ? 0 : ofTeam * 20;
  const unbearable = load <= 2000 ? 0 : load * 3.3;
  return Math.min(60_000, Math.max(unseen, unbearable));
}

/** How long a gateway whose reading failed is left alone by all workers: 2 s doubling to a minute, or longer where it asks for that. */
export function readingRetryMs(failures: number, asked: number | undefined, random: number): number {
  return Math.max(asked ?? 0, jitter(Math.min(1000 * 2 ** Math.min(failures, 6), 60_000), random));
}

/** Up to a tenth longer, never shorter: the shortest interval is a promise. */
function jitter(ms: number, random: number): number {
  return Math.round(ms * (1 + random * 0.1));
}
