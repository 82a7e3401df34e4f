/** Midjourney's parameters in a prompt: found where they stand, added where they are missing. */

/** A parameter as it was typed: `{ name: 'ar', text: '--ar 16:9' }`. Aliases have the one name. */
export interface Parameter {
  readonly name: string;
  readonly text: string;
}

/** Short and second names. Source: mj-parameters.json, `aliases`. */
const ALIASES: Readonly<Record<string, string>> = {
  aspect: 'ar',
  c: 'chaos',
  p: 'profile',
  personalize: 'profile',
  q: 'quality',
  r: 'repeat',
  s: 'stylize',
  version: 'v',
  w: 'weird',
};

/** Parameters that answer the same question, of which a prompt holds one. Source: mj-parameters.json, `conflicts` of severity error. */
const SLOTS: readonly (readonly string[])[] = [
  ['v', 'niji'],
  ['fast', 'relax', 'turbo'],
  ['hd', 'sd', 'draft'],
  ['stealth', 'public'],
  // `--raw` is what `--style raw` has become.
  ['style', 'raw'],
];

/** Parameters that Midjourney does not take together. Source: as above. */
const CLASHES: readonly (readonly [string, string])[] = [
  ['oref', 'niji'],
  ['oref', 'draft'],
  ['oref', 'quality'],
  ['oref', 'cref'],
  ['edit', 'tile'],
  ['edit', 'oref'],
  ['edit', 'cref'],
  ['repeat', 'relax'],
];

/** Versions that are older than `--raw`. Source: mj-parameters.json, `raw`. */
const BEFORE_RAW = /^--(?:v|version) [45]$|^--niji [45]$/iu;

/** White space before a parameter; a prompt that was cleaned has one space. */
const BREAK = /\s(?=--[a-z])/iu;
/** A value that sticks to its name (`--v7`) is a mistake, but says what was meant. */
const NAME = /^--([a-z]+)/iu;

/**
 * All parameters of a prompt, in order. What follows one up to the next is its value.
 *
 * @param text as `parsePrompt` leaves it
 */
export function parametersIn(text: string): Parameter[] {
  return text.split(BREAK).flatMap((piece) => {
    const [, written] = NAME.exec(piece) ?? [];
    if (written === undefined) return [];
    const name = written.toLowerCase();
    return [{ name: ALIASES[name] ?? name, text: piece }];
  });
}

/**
 * Of the parameters that are offered, those that may stand beside the ones that are there: none is set twice, and none is added that
 * Midjourney would refuse beside another. An earlier one wins.
 */
export function fitting<T extends Parameter>(there: readonly Parameter[], offered: readonly T[]): T[] {
  const standing = [...there];
  return offered.filter((one) => {
    if (standing.some((other) => clash(one, other))) return false;
    standing.push(one);
    return true;
  });
}

/** True where two parameters cannot stand in one prompt. */
export function clash(one: Parameter, other: Parameter): boolean {
  if (one.name === other.name || SLOTS.some((slot) => slot.includes(one.name) && slot.includes(other.name)))
    return true;
  const pairs = [
    [one, other],
    [other, one],
  ] as const;
  return pairs.some(
    ([a, b]) =>
      CLASHES.some(([first, second]) => a.name === first && b.name === second) ||
      (a.name === 'raw' && BEFORE_RAW.test(b.text)),
  );
}
