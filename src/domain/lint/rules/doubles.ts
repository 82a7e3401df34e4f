import type { Value } from '../facts.ts';
import { type Check, type Finding, flagOf, without } from '../finding.ts';
import { type Parameter, valueOf } from '../read.ts';

/** Only one of them can count, so that the others certainly do not do what was typed. Lists may add up, and words may go together. */
const SINGLE: ReadonlySet<Value['kind']> = new Set<Value['kind']>(['number', 'ratio', 'version', 'none']);

/** The same parameter more than once: the last one stays. */
export const doubles: Check = ({ prompt, model }) => {
  const all = new Map<string, Parameter[]>();
  for (const one of prompt.parameters)
    if (one.fact !== undefined && SINGLE.has(one.fact.value.kind))
      all.set(one.fact.name, [...(all.get(one.fact.name) ?? []), one]);
  return [...all.values()].flatMap((same): Finding[] => {
    const last = same.at(-1);
    if (last === undefined || same.length < 2) return [];
    const differ = same.some((one) => valueOf(one) !== valueOf(last));
    const certain = differ && (model.candidates.length > 0 || last.fact?.value.kind === 'version');
    const fix = same.slice(0, -1).map((one) => without(prompt, one));
    return [{ rule: 'doubled', params: { flag: flagOf(last) }, certain, fix }];
  });
};
