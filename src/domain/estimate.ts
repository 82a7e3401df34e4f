/** How much longer a submission takes, by what this gateway took for such tasks lately. Pure; times in ms, instants epoch ms. */
import { type Submission, speedOf } from './submission.ts';

/** With fewer durations than this nothing is said; and nothing of a task that outlasts all but a few of them. */
const ENOUGH = 5;
const ENOUGH_LONGER = 3;
/** A percentage says something of the time that is left from here on. */
const TELLING_PERCENT = 30;
/** An estimate is replaced when it is off by this much and by this part of what is left: a card must not change with each reading. */
const OFF_MS = 10_000;
const OFF = 0.3;

/**
 * Tasks of one kind take alike: a verb, of a press what its button does, and the speed. `imagine.fast`, `press-upsample.usual`. Short, of
 * `[a-z0-9.-]`.
 */
export function kindOf(record: Submission): string {
  const { order } = record;
  const mode = speedOf(record) ?? 'usual';
  return `${order.verb === 'press' ? `press-${deed(order.button.customId ?? '')}` : order.verb}.${mode}`;
}

/** `MJ::JOB::upsample_v6_2x_subtle::1::<uuid>` is `upsample-v6-2x-subtle`, `MJ::Outpaint::50::1::<uuid>` is `outpaint` (gateway.md section 3.4). */
function deed(customId: string): string {
  const [, first = '', second = ''] = customId.split('::');
  const name = first.toUpperCase() === 'JOB' ? second : first;
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return plain === '' ? 'other' : plain.slice(0, 40);
}

/**
 * The median of what is left, of those that took longer than this one has taken; with a percentage, that too has a say, the more the nearer the end.
 *
 * @param recent how long tasks of the kind took
 * @param percent 0..100, where the gateway tells
 */
export function expectedLeft(recent: readonly number[], elapsed: number, percent?: number): number | undefined {
  const longer = recent.filter((took) => took > elapsed);
  const known = recent.length >= ENOUGH && longer.length >= ENOUGH_LONGER;
  const usual = known ? median(longer) - elapsed : undefined;
  const telling = percent !== undefined && percent >= TELLING_PERCENT && percent < 100;
  const steady = telling ? (elapsed * (100 - percent)) / percent : undefined;
  if (usual === undefined || steady === undefined || percent === undefined) return usual ?? steady;
  return usual + ((steady - usual) * percent) / 100;
}

/** Sets the estimate, or replaces one that is well off; the record itself where there is nothing to say. */
export function estimated(recent: readonly number[], now: number): (record: Submission) => Submission {
  return (r) => {
    if (r.end !== undefined || r.at.submitted === undefined) return r;
    const left = expectedLeft(recent, now - r.at.submitted, r.snapshot?.percent);
    if (left === undefined) return r;
    const endAt = Math.round(now + left);
    const before = r.estimate?.endAt;
    if (before !== undefined && Math.abs(before - endAt) <= Math.max(OFF_MS, left * OFF)) return r;
    return { ...r, estimate: { endAt } };
  };
}

/** How long a task takes that nobody knows anything of, in fast and in relax mode. Source: peers.md 5a, 5b. */
const LIFE_MS = 57_000;
const LIFE_RELAX_MS = 200_000;

/**
 * When the card of a running task should show its end, epoch ms. As long as nobody can tell, a whole life from now, so that nothing waits for it. For
 * planning; nobody is told.
 */
export function plannedEnd(record: Submission, now: number): number {
  return record.estimate?.endAt ?? now + (speedOf(record) === 'relax' ? LIFE_RELAX_MS : LIFE_MS);
}

/** How much longer it takes, as far as anybody can tell; undefined when that is not known, or was too little. */
export function timeLeft(record: Submission, now: number): number | undefined {
  const endAt = record.end === undefined ? record.estimate?.endAt : undefined;
  return endAt === undefined || endAt <= now ? undefined : endAt - now;
}

/** An end that was noticed late tells little of when it was; and an estimate made of such would have the next one noticed later still. */
const SHARP_MS = 10_000;
const SHARP = 0.2;

/**
 * How long it took, for the next estimates; undefined for what did not end by itself, waited for a person, or was not looked at for long.
 *
 * @param lastReadAt when a reading showed last that it had not ended
 */
export function durationOf(record: Submission, lastReadAt: number): number | undefined {
  const { submitted, ended, confirming } = record.at;
  if (record.end?.kind !== 'done' || submitted === undefined || ended === undefined || confirming !== undefined)
    return undefined;
  const unseen = ended - Math.max(submitted, lastReadAt);
  const took = ended - unseen / 2 - submitted;
  return took > 0 && unseen <= Math.max(SHARP_MS, SHARP * took) ? Math.round(took) : undefined;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
