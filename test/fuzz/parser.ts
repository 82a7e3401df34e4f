import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { expect } from 'vitest';

/** What became of one input. A normaliser that takes everything says `refused` where it found nothing to take. */
export type Verdict = 'accepted' | 'refused';

/** A parser of outside data, ready to be fed. */
export interface Parser {
  readonly name: string;
  /** Both what it should take and what it should not. */
  readonly inputs: fc.Arbitrary<unknown>;
  /**
   * Feeds it, and checks what every answer must hold.
   * @throws what the parser is not declared to throw; an assertion's error
   */
  readonly feed: (input: never) => Verdict | Promise<Verdict>;
  /** Slow ones take a fraction of the cases. */
  readonly share?: number;
}

/** Lets the feed name its input's type. */
export function parser<T>(made: {
  name: string;
  inputs: fc.Arbitrary<T>;
  feed: (input: T) => Verdict | Promise<Verdict>;
  share?: number;
}): Parser {
  return made;
}

export interface Figures {
  name: string;
  cases: number;
  accepted: number;
  refused: number;
  slowestMs: number;
}

/** Nothing may hang for longer. */
const PATIENCE_MS = 1000;
/** The machine itself may stand still for a moment; what is slow by itself is slow each time. */
const LOOKS = 3;

/**
 * Feeds a parser so many cases.
 * @throws with the seed to replay when a case breaks it, hangs it, or when it took everything or nothing
 */
export async function fuzz({ name, inputs, feed, share = 1 }: Parser, runs: number, seed?: number): Promise<Figures> {
  const count = { accepted: 0, refused: 0 };
  let slowestMs = 0;
  const timed = async (input: never): Promise<{ verdict: Verdict; ms: number }> => {
    const begun = performance.now();
    const verdict = await feed(input);
    return { verdict, ms: performance.now() - begun };
  };
  await fc.assert(
    fc.asyncProperty(inputs, async (input) => {
      let { verdict, ms } = await timed(input as never);
      for (let look = 1; look < LOOKS && ms > PATIENCE_MS; look += 1)
        ms = Math.min(ms, (await timed(input as never)).ms);
      count[verdict] += 1;
      slowestMs = Math.max(slowestMs, ms);
      expect(ms, `${name} hung`).toBeLessThan(PATIENCE_MS);
    }),
    // What hangs would be looked at for hours to make it smaller; with the seed of a failure it is, by whoever looks into it.
    { numRuns: Math.max(100, Math.round(runs * share)), ...(seed === undefined ? { endOnFailure: true } : { seed }) },
  );
  const figures = { name, cases: count.accepted + count.refused, ...count, slowestMs: Math.round(slowestMs) };
  expect(count.accepted, `${name} refuses everything`).toBeGreaterThan(0);
  expect(count.refused, `${name} takes everything`).toBeGreaterThan(0);
  return figures;
}

/** Runs what may throw, of the given classes only. */
export function declared<T>(run: () => T, ...classes: (abstract new (...given: never[]) => Error)[]): T | undefined {
  try {
    return run();
  } catch (error) {
    if (classes.some((one) => error instanceof one)) return undefined;
    throw error;
  }
}
