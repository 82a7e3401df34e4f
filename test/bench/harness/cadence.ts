/**
 * How a task moves. Measured: novicezk #175 shows 0, 15, 31, 46, 62, 78, 93 %, a step every 6 to 7 s, and the last gap longer
 * (peers.md sections 5a and 5d); a fast job takes 57 s in all (5b).
 */
export interface Pace {
  /** Multiplies every wait: 1 is a fast job, 3.5 one in relax mode (200 s; peers.md 5a says 90 to 300 s). */
  slower: number;
}

export interface Step {
  /** After acceptance, ms. */
  afterMs: number;
  /** `end`: it is done. */
  percent: number | 'end';
}

const PERCENT = [0, 15, 31, 46, 62, 78, 93] as const;
const QUEUE_MS = { least: 5000, spread: 10_000 };
const TICK_MS = { least: 5800, spread: 1400 };
const LAST_MS = { least: 5000, spread: 6000 };

/** @param random in [0, 1) */
export function stepsOf({ slower }: Pace, random: () => number): Step[] {
  const wait = ({ least, spread }: { least: number; spread: number }) => (least + random() * spread) * slower;
  let at = 0;
  const steps: Step[] = PERCENT.map((percent, index) => {
    at += wait(index === 0 ? QUEUE_MS : TICK_MS);
    return { afterMs: at, percent };
  });
  return [...steps, { afterMs: at + wait(LAST_MS), percent: 'end' }];
}

/** The mean life of a task of that pace, ms. */
export function lifeMs({ slower }: Pace): number {
  const mean = ({ least, spread }: { least: number; spread: number }) => least + spread / 2;
  return (mean(QUEUE_MS) + (PERCENT.length - 1) * mean(TICK_MS) + mean(LAST_MS)) * slower;
}
