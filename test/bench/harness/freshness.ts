import { bucketOf, TIERS } from './buckets.ts';

/** What the gateway said about a task, and when. Times in ms. */
export interface Truth {
  /** `percent` 0: begun, nothing drawn yet. In order of time. */
  changes: readonly { at: number; percent: number }[];
  /** When it ended; undefined when it did not within the run. */
  endedAt: number | undefined;
}

/** What a card said, and from when on. */
export interface Showing {
  at: number;
  /** The percentage that it shows; undefined when it shows words alone. */
  percent: number | undefined;
  /** True for the words with which the card was posted: they say that it has not begun. */
  first: boolean;
}

export interface Card {
  truth: Truth;
  /** In order of time; the first is the post. */
  shown: readonly Showing[];
}

export interface Sample {
  /** Since the gateway set what the card shows; of words, since they stopped being true. */
  ageMs: number;
  /** Since what the card shows stopped being the newest; 0 while it is. */
  behindMs: number;
  bar: boolean;
}

const EVERY_MS = 500;

/** What everybody who looks at the running cards sees, at regular moments of [from, to). */
export function samples(cards: readonly Card[], from: number, to: number): Sample[] {
  const found: Sample[] = [];
  for (const card of cards)
    for (let at = from; at < to; at += EVERY_MS) {
      const seen = card.shown.findLast((showing) => showing.at <= at);
      if (seen !== undefined && at < (card.truth.endedAt ?? Number.POSITIVE_INFINITY))
        found.push(sampleOf(card.truth, seen, at));
    }
  return found;
}

function sampleOf({ changes }: Truth, seen: Showing, at: number): Sample {
  if (seen.percent === undefined) {
    const begun = seen.first ? changes.find(({ percent }) => percent > 0)?.at : undefined;
    const age = begun === undefined ? 0 : Math.max(0, at - begun);
    return { ageMs: age, behindMs: age, bar: false };
  }
  const index = changes.findLastIndex((change) => change.percent === seen.percent && change.at <= seen.at);
  const next = changes[index + 1];
  return {
    ageMs: at - (changes[index]?.at ?? at),
    behindMs: next === undefined || next.at > at ? 0 : at - next.at,
    bar: true,
  };
}

/**
 * The same cards as they could be shown at best: each task is read every `readMs`, ends are shown first, and every other edit that the tier
 * allows goes at once to the card that has waited longest, with the newest that is known by then.
 */
export function idealCards(cards: readonly Card[], options: { readMs: number; callMs: number }): Card[] {
  const shown = cards.map(({ shown: [post] }) => (post === undefined ? [] : [post]));
  const found = cards
    .flatMap(({ truth, shown: [post] }, card) =>
      post === undefined ? [] : readings(truth, post.at, options.readMs, card / cards.length, card),
    )
    .toSorted((a, b) => a.at - b.at);
  const bucket = bucketOf(TIERS.update);
  const pending = new Map<number, Pending>();
  let next = 0;
  let now = Number.NEGATIVE_INFINITY;

  while (next < found.length || pending.size > 0) {
    if (pending.size === 0) now = Math.max(now, found[next]?.at ?? now);
    now = bucket.readyAt(now);
    for (let step = found[next]; step !== undefined && step.at <= now; step = found[next]) {
      pending.set(step.card, { ...step, since: pending.get(step.card)?.since ?? step.at });
      next += 1;
    }
    const chosen = nextOf(pending);
    if (chosen === undefined) continue;
    bucket.take(now);
    pending.delete(chosen.card);
    if (chosen.percent !== undefined)
      shown[chosen.card]?.push({ at: now + options.callMs, percent: chosen.percent, first: false });
  }
  return cards.map(({ truth }, index) => ({ truth, shown: shown[index] ?? [] }));
}

interface Reading {
  card: number;
  at: number;
  /** Undefined: the end. */
  percent: number | undefined;
}
type Pending = Reading & { since: number };

/** What is found out when, by reading every `everyMs` from the post on. */
function readings({ changes, endedAt }: Truth, from: number, everyMs: number, phase: number, card: number): Reading[] {
  const found = new Map<number, number | undefined>();
  const readAt = (at: number) => from + (Math.ceil((at - from) / everyMs - phase) + phase) * everyMs;
  for (const { at, percent } of changes) found.set(readAt(Math.max(at, from)), percent);
  if (endedAt !== undefined) {
    const end = readAt(endedAt);
    for (const at of found.keys()) if (at >= end) found.delete(at);
    found.set(end, undefined);
  }
  return [...found].map(([at, percent]) => ({ card, at, percent }));
}

/** Ends first, then who has waited longest. */
function nextOf(pending: ReadonlyMap<number, Pending>): Pending | undefined {
  const isLater = (a: Pending, b: Pending) =>
    (a.percent === undefined) === (b.percent === undefined) ? a.since > b.since : b.percent === undefined;
  return [...pending.values()].reduce<Pending | undefined>(
    (first, one) => (first === undefined || isLater(first, one) ? one : first),
    undefined,
  );
}
