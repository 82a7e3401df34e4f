import { FACTS, RETIRED } from '../facts.ts';
import { type Check, type Edit, type Finding, flagOf, withName, without } from '../finding.ts';
import type { Parameter, ReadPrompt } from '../read.ts';

/** How a parameter is written: its name, its dashes, the spaces around it. */
export const spelling: Check = ({ prompt }) =>
  prompt.parameters.flatMap((one): Finding[] => [...nameOf(prompt, one), ...writing(prompt, one)]);

/** A gateway may know more names than we do, so an unknown one is passed on; only one that is nearly known has a mend. */
function nameOf(prompt: ReadPrompt, one: Parameter): Finding[] {
  if (one.fact !== undefined) return [];
  const flag = flagOf(one);
  const instead = Object.hasOwn(RETIRED, one.typed) ? RETIRED[one.typed] : undefined;
  if (instead !== undefined)
    return [{ rule: 'retired', params: { flag, instead }, certain: false, fix: [without(prompt, one)] }];
  const meant = nearest(one.typed);
  if (meant === undefined) return [{ rule: 'unknown', params: { flag }, certain: false, fix: [] }];
  return [{ rule: 'misspelt', params: { flag, meant: `--${meant}` }, certain: false, fix: [withName(one, meant)] }];
}

function writing({ source }: ReadPrompt, one: Parameter): Finding[] {
  const { flaw, start, nameEnd, values, fact } = one;
  if (flaw === undefined || fact === undefined) return [];
  const flag = flagOf(one);
  if (flaw === 'dashes') return [{ rule: 'dashes', params: { flag }, certain: false, fix: [withName(one, one.typed)] }];
  if (flaw === 'punctuation') {
    const [signs = ''] = /^\S+/u.exec(source.slice(nameEnd)) ?? [];
    const fix = [{ start: nameEnd, end: nameEnd + signs.length, text: '' }];
    return [{ rule: 'punctuation', params: { flag }, certain: false, fix }];
  }
  const fix: Edit[] = [];
  if (start > 0 && !/\s/u.test(source[start - 1] ?? '')) fix.push({ start, end: start, text: ' ' });
  const value = values[0]?.start ?? one.stray[0]?.start ?? nameEnd;
  if (value <= nameEnd + 1 && !/\s/u.test(source[nameEnd] ?? ' ')) fix.push({ start: nameEnd, end: value, text: ' ' });
  return fix.length === 0 ? [] : [{ rule: 'space', params: { flag }, certain: false, fix }];
}

const LONG_NAMES = FACTS.flatMap(({ name, aliases }) => [name, ...aliases]).filter((name) => name.length >= 4);

/** The known name that was probably meant: one slip away, or two in a long name. Short names are too near to one another. */
function nearest(typed: string): string | undefined {
  if (typed.length < 4 || typed.length > 20) return undefined;
  const slips = typed.length >= 7 ? 2 : 1;
  return LONG_NAMES.find((name) => distance(typed, name) <= slips);
}

/** Letters put in, left out, exchanged, or swapped with their neighbours, to make one word of the other (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + same,
        swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
