/** Random numbers that a seed fixes, so that a schedule can be played again. */
export interface Dice {
  /** In [0, 1). */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  chance(probability: number): boolean;
  /** One of them. @throws RangeError when there is none */
  pick<T>(from: readonly T[]): T;
  /** In another order. */
  shuffle<T>(these: readonly T[]): T[];
}

/** The generator mulberry32: 32 bits of state, the same numbers on every machine. */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  const pick = <T>(from: readonly T[]): T => {
    const one = from[whole(0, from.length - 1)];
    if (one === undefined) throw new RangeError('there is nothing to pick from');
    return one;
  };
  return {
    next,
    whole,
    chance: (probability) => next() < probability,
    pick,
    shuffle: (these) =>
      these
        .map((one) => ({ one, at: next() }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one),
  };
}
