import { CLASHES, EXCLUSIVE, PICTURE } from '../facts.ts';
import { type Case, type Check, type Finding, flagOf, isAddress, without } from '../finding.ts';
import { lastOf, type Parameter } from '../read.ts';

/** Parameters that cannot go together, and those that do nothing alone. */
export const clashes: Check = (one) => [...exclusive(one), ...others(one), ...needs(one)];

function exclusive({ prompt }: Case): Finding[] {
  return EXCLUSIVE.flatMap((group): Finding[] => {
    const typed = prompt.parameters.filter(({ fact }) => fact !== undefined && group.includes(fact.name));
    const last = typed.at(-1);
    const beside = typed.filter((one) => one.fact?.name !== last?.fact?.name);
    const other = beside.at(-1);
    if (last === undefined || other === undefined) return [];
    const params = { flag: flagOf(other), other: flagOf(last) };
    return [{ rule: 'clash', params, certain: true, fix: beside.map((one) => without(prompt, one)) }];
  });
}

function others({ prompt }: Case): Finding[] {
  return CLASHES.flatMap(([gives, stays]): Finding[] => {
    const one = lastOf(prompt, gives);
    const other = lastOf(prompt, stays);
    if (one === undefined || other === undefined) return [];
    const params = { flag: flagOf(one), other: flagOf(other) };
    return [{ rule: 'clash', params, certain: false, fix: [without(prompt, one)] }];
  });
}

function needs(one: Case): Finding[] {
  const { prompt } = one;
  return prompt.parameters.flatMap((parameter): Finding[] => {
    const other = parameter.fact?.needs;
    if (other === undefined || has(one, other)) return [];
    const flag = flagOf(parameter);
    const fix = [without(prompt, parameter)];
    return other === PICTURE
      ? [{ rule: 'needs-picture', params: { flag }, certain: false, fix }]
      : [{ rule: 'needs', params: { flag, other: `--${other}` }, certain: false, fix }];
  });
}

function has({ prompt, pictures, purpose }: Case, other: string): boolean {
  if (other !== PICTURE) return prompt.parameters.some((one: Parameter) => one.fact?.name === other);
  // The picture of a remix is the parent's.
  return pictures > 0 || purpose === 'remix' || prompt.text.some(isAddress);
}
