import { HD_RATIO, WITHOUT_WEIGHTS } from '../facts.ts';
import { type Case, type Check, type Finding, flagOf, isAddress, withName, without, withValue } from '../finding.ts';
import { lastOf, type Parameter, valueOf } from '../read.ts';

/** What depends on the version. Never certain: a gateway may draw with another than it is asked for. */
export const inVersion: Check = (one) => {
  const { prompt, model, purpose } = one;
  // A film has no such version, and nobody says which one edits.
  if (model.candidates.length === 0 || (purpose !== 'imagine' && purpose !== 'remix')) return [];
  return [
    ...prompt.parameters.flatMap((parameter) => unknownThere(one, parameter) ?? narrower(one, parameter)),
    ...weights(one),
    ...hdRatio(one),
  ];
};

function unknownThere({ prompt, model }: Case, parameter: Parameter): Finding[] | undefined {
  const { fact } = parameter;
  if (fact === undefined || !model.candidates.every((one) => fact.lacking.includes(one))) return undefined;
  const flag = flagOf(parameter);
  const [version] = model.candidates;
  const other = model.candidates.length === 1 && version !== undefined ? fact.replacedBy[version] : undefined;
  if (other === undefined || lastOf(prompt, other) !== undefined)
    return [
      {
        rule: 'not-in-version',
        params: { flag, version: model.asked },
        certain: false,
        fix: [without(prompt, parameter)],
      },
    ];
  const params = { flag, other: `--${other}`, version: model.asked };
  return [{ rule: 'replaced', params, certain: false, fix: [withName(parameter, other)] }];
}

function narrower({ model }: Case, parameter: Parameter): Finding[] {
  const { fact } = parameter;
  const value = valueOf(parameter);
  if (fact === undefined || fact.narrower.length === 0 || value === '') return [];
  const bounds = model.candidates.map((one) => fact.narrower.find(({ versions }) => versions.includes(one)));
  const limits = bounds.filter((one) => one !== undefined);
  if (limits.length < bounds.length) return [];
  const min = Math.min(...limits.map((one) => one.min));
  const max = Math.max(...limits.map((one) => one.max));
  const flag = flagOf(parameter);
  if (fact.value.kind === 'ratio') return tooLong(parameter, max, model.asked);
  const read = Number(value);
  if (Number.isNaN(read) || (read >= min && read <= max)) return [];
  const fix = [withValue(parameter, String(read < min ? min : max))];
  return [{ rule: 'range-in-version', params: { flag, value, min, max, version: model.asked }, certain: false, fix }];
}

function tooLong(parameter: Parameter, max: number, version: string): Finding[] {
  const value = valueOf(parameter);
  const [, wide, high] = /^([1-9]\d*):([1-9]\d*)$/u.exec(value) ?? [];
  const [w, h] = [Number(wide), Number(high)];
  // Not a number where it is no ratio, which another rule says.
  if (!(Math.max(w / h, h / w) > max)) return [];
  const fix = [withValue(parameter, w > h ? `${max}:1` : `1:${max}`)];
  const params = { flag: flagOf(parameter), value, max, version };
  return [{ rule: 'ratio-in-version', params, certain: false, fix }];
}

function hdRatio({ prompt }: Case): Finding[] {
  const ratio = lastOf(prompt, 'ar');
  const hd = lastOf(prompt, 'hd');
  return ratio === undefined || hd === undefined ? [] : tooLong(ratio, HD_RATIO, flagOf(hd));
}

/** What counts of a word with `::` depends on the person, so it has no mend. */
function weights({ prompt, model }: Case): Finding[] {
  if (!model.candidates.every((one) => WITHOUT_WEIGHTS.includes(one))) return [];
  if (!prompt.text.some((word) => !isAddress(word) && word.text.includes('::'))) return [];
  return [{ rule: 'weights', params: { version: model.asked }, certain: false, fix: [] }];
}
