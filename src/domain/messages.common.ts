/** What the sentences of every language are put together with; no word of any is in here. */
import type { MistakeParams } from './messages.ts';

/** A part of a mistake's sentence when what fills it is known, else nothing. */
export function of(params: MistakeParams, name: string, text: (value: string) => string): string {
  const value = params[name];
  return value === undefined ? '' : text(String(value));
}

/** Who pressed which buttons: a person once, in the order of their newest press. */
export function byPerson(presses: readonly { by: string; button: string }[]): [by: string, buttons: string[]][] {
  const people = new Map<string, string[]>();
  for (const { by, button } of presses) people.set(by, [...(people.get(by) ?? []), button]);
  return [...people];
}
