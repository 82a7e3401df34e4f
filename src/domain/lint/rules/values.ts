import type { Value } from '../facts.ts';
import { type Case, type Check, type Finding, flagOf, without, withValue } from '../finding.ts';
import { type Parameter, valueOf } from '../read.ts';

/** What stands behind a name: missing, superfluous, of another kind, out of bounds. Bounds here are those of all versions together. */
export const values: Check = (one) => one.prompt.parameters.flatMap((parameter) => checked(one, parameter));

/** Certain only where the version is one that this table knows. */
function isCertain({ model }: Case, { fact }: Parameter): boolean {
  return model.candidates.length > 0 && fact?.disputed !== true;
}

function checked(one: Case, parameter: Parameter): Finding[] {
  const { fact } = parameter;
  if (fact === undefined) return [];
  const flag = flagOf(parameter);
  const value = valueOf(parameter);
  const { prompt } = one;
  const removed = [without(prompt, parameter)];
  if (fact.value.kind === 'none') {
    const [more, ...others] = parameter.stray;
    if (more === undefined || others.length > 0 || !/^(?:\d+|true|yes|on)$/iu.test(more.text)) return [];
    const fix = [{ start: parameter.nameEnd, end: more.end, text: '' }];
    return [{ rule: 'value-needless', params: { flag, value: more.text }, certain: false, fix }];
  }
  if (value === '') {
    if (fact.optional) return [];
    // An empty list keeps nothing out, and does no harm.
    return [{ rule: 'value-missing', params: { flag }, certain: fact.value.kind !== 'list', fix: removed }];
  }
  // One of several, each of which is looked at on its own.
  if (/[{}]/u.test(value)) return [];
  const tidy = value.replace(/[.,;:!]+$/u, '');
  if (tidy !== value && tidy !== '' && HAS_SIGNS[fact.value.kind] !== true)
    return [{ rule: 'punctuation', params: { flag }, certain: false, fix: [withValue(parameter, tidy)] }];
  switch (fact.value.kind) {
    case 'number':
      return number(one, parameter, fact.value);
    case 'ratio':
      return ratio(one, parameter);
    case 'word': {
      const { words } = fact.value;
      if (words.includes(value.toLowerCase())) return [];
      const params = { flag, value, choices: words.join(', ') };
      return [{ rule: 'choice', params, certain: false, fix: removed }];
    }
    case 'name':
    case 'version':
    case 'references':
    case 'list':
      return [];
  }
}

/** Values in which a sign at the end may belong. */
const HAS_SIGNS: Readonly<Partial<Record<Value['kind'], true>>> = { list: true, references: true, name: true };

function number(one: Case, parameter: Parameter, { min, max, whole }: Extract<Value, { kind: 'number' }>): Finding[] {
  const flag = flagOf(parameter);
  const value = valueOf(parameter);
  const certain = isCertain(one, parameter);
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)$/u.test(value))
    return [
      // What begins with a number may be a way of writing one that Midjourney forgives.
      {
        rule: 'not-a-number',
        params: { flag, value, min, max },
        certain: certain && !/^[+-]?\.?\d/u.test(value),
        fix: [without(one.prompt, parameter)],
      },
    ];
  const read = Number(value);
  if (read < min || read > max) {
    const fix = [withValue(parameter, String(read < min ? min : max))];
    return [{ rule: 'range', params: { flag, value, min, max }, certain, fix }];
  }
  if (whole && !Number.isInteger(read))
    return [
      {
        rule: 'not-whole',
        params: { flag, value },
        certain: false,
        fix: [withValue(parameter, String(Math.round(read)))],
      },
    ];
  return [];
}

/** Two whole numbers and a colon. What can be read all the same is mended; what cannot is certain. */
function ratio(one: Case, parameter: Parameter): Finding[] {
  const params = { flag: flagOf(parameter), value: valueOf(parameter) };
  const [first] = parameter.values;
  if (parameter.values.length === 1 && /^[1-9]\d*:[1-9]\d*$/u.test(params.value)) return [];
  const [, wide = '', high = ''] = /^(\d+(?:\.\d+)?)\s*[:x/×]\s*(\d+(?:\.\d+)?)$/iu.exec(params.value) ?? [];
  const mended = wholeRatio(wide, high);
  if (mended !== undefined && first !== undefined)
    return [{ rule: 'ratio', params, certain: false, fix: [withValue(parameter, mended)] }];
  const hopeless = !/[1-9]/u.test(params.value) || /^0+\D|\D0+$/u.test(params.value);
  return [
    { rule: 'ratio', params, certain: hopeless && isCertain(one, parameter), fix: [without(one.prompt, parameter)] },
  ];
}

const PLACES_MAX = 3;

/** `1.39` and `1` become `139:100`. */
function wholeRatio(wide: string, high: string): string | undefined {
  const places = Math.max(...[wide, high].map((one) => one.split('.')[1]?.length ?? 0));
  if (places > PLACES_MAX || wide.length > 8 || high.length > 8) return undefined;
  const [w, h] = [wide, high].map((one) => Math.round(Number(one) * 10 ** places));
  if (w === undefined || h === undefined || w < 1 || h < 1) return undefined;
  const shared = places === 0 ? 1 : divisor(w, h);
  return `${w / shared}:${h / shared}`;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
