import { type CallKind, translate } from './errors.ts';

/** Runs a call of Slack's client. @throws what `translate` says */
export async function call<T>(kind: CallKind, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw translate(error, kind);
  }
}

/** What an answer of Slack must hold. */
export function required<T>(value: T | undefined, otherwise: string): T {
  if (value === undefined) throw new Error(otherwise);
  return value;
}
