import { type Check, cutOut, type Edit } from '../finding.ts';
import type { Parameter, Word } from '../read.ts';

/** Nothing but parameters stands behind the first of them: what does is text, and goes in front. */
export const order: Check = ({ prompt }) => {
  const stray = prompt.parameters.map(strayOf).filter((words) => words.length > 0);
  if (stray.length === 0) return [];
  const text = stray.map((words) => words.map((word) => word.text).join(' ')).join(' ');
  const cuts = stray.map((words): Edit => cutOut(prompt.source, words[0]?.start ?? 0, words.at(-1)?.end ?? 0));
  const end = prompt.text.at(-1)?.end ?? 0;
  const put: Edit = { start: end, end, text: end === 0 ? `${text} ` : ` ${text}` };
  return [{ rule: 'text-behind', params: { text }, certain: false, fix: [put, ...cuts] }];
};

/** What another rule does not account for: a value of a parameter that takes none. */
function strayOf({ fact, stray }: Parameter): readonly Word[] {
  const isValue =
    fact?.value.kind === 'none' && stray.length === 1 && /^(?:\d+|true|yes|on)$/iu.test(stray[0]?.text ?? '');
  return isValue ? [] : stray;
}
