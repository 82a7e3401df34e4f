import type { Logger } from './logger.ts';

/** A start that takes longer than this says what it waits for. */
export const SAY_MS = 5000;

/** A step of the start that must end: by then `late` is thrown. */
interface Bound {
  ms: number;
  late(this: void): Error;
}

/**
 * Waits for a step of the start, and says so in the log when it takes long: a start that hangs is told from one that never began.
 *
 * @param what is waited for, in the words of an operator
 * @param bound for a step that has no end of its own
 * @throws what `step` rejects with; what `bound.late` makes
 */
export async function startStep<T>(
  log: Pick<Logger, 'warn' | 'info'>,
  what: string,
  step: Promise<T>,
  bound?: Bound,
): Promise<T> {
  let said = false;
  const timers = [
    setTimeout(() => {
      said = true;
      log.warn({ waitingFor: what }, 'the start waits');
    }, SAY_MS),
  ];
  try {
    if (bound === undefined) return await step;
    const late = new Promise<never>((_, reject) => {
      timers.push(setTimeout(() => reject(bound.late()), bound.ms));
    });
    return await Promise.race([step, late]);
  } finally {
    for (const timer of timers) clearTimeout(timer);
    if (said) log.info({ waitingFor: what }, 'the start waits no more');
  }
}
