/** How something is put around what a room offers, without the room's knowing. */
import { Busy, InDoubt, Misconfigured, Refused, Unreachable, UserMistake } from '../../domain/errors.ts';

/** Is given a call and makes it: `run` once, and its result handed on, be it a promise or not. */
export type Around = (method: string, args: readonly unknown[], run: () => unknown) => unknown;

/** The same object, with every method called by way of `around`. What is no method stays as it is. */
export function wrapEach<T extends object>(inner: T, around: Around): T {
  return new Proxy(inner, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function' || typeof name !== 'string') return value;
      return (...args: unknown[]) => around(name, args, () => Reflect.apply(value, target, args) as unknown);
    },
  });
}

/** What went wrong, as it stands in labels and attributes: one of the six errors (`domain/errors.ts`), or nothing that anybody foresaw. */
export function outcomeOf(error: unknown) {
  const isForeseen =
    error instanceof UserMistake ||
    error instanceof Unreachable ||
    error instanceof Busy ||
    error instanceof Refused ||
    error instanceof InDoubt ||
    error instanceof Misconfigured;
  return isForeseen ? error.kind : 'unforeseen';
}

/** Tells how a result came out, now or when its promise has settled; the result itself goes its own way. */
export function whenSettled(
  result: unknown,
  answered: (answer: unknown) => void,
  failed: (error: unknown) => void,
): void {
  if (result instanceof Promise) void result.then(answered, failed);
  else answered(result);
}

/** What stands in that field of whatever it is; undefined where there is none. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
