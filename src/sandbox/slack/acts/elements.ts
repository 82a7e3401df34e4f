import { allBlocks, elementsOf } from '../blockkit/walk.ts';
import { isObject } from '../json.ts';
import { textIn } from '../state-values.ts';
import type { ElementMatch, JsonObject } from '../types.ts';

/** An element as it stands on a surface, with its block. */
export interface Found {
  block: JsonObject;
  element: JsonObject;
}

/** Finds what a person means by a label, an id or a value. @throws Error naming what there is instead */
export function findElement(blocks: JsonObject[], match: ElementMatch): Found {
  const all = everyElement(blocks);
  const fitting = all.filter(
    ({ block, element }) =>
      (match.actionId === undefined || element['action_id'] === match.actionId) &&
      (match.blockId === undefined || block['block_id'] === match.blockId) &&
      (match.value === undefined || element['value'] === match.value),
  );
  const { label } = match;
  const found =
    label === undefined
      ? fitting[0]
      : label instanceof RegExp
        ? fitting.find((each) => label.test(visibleText(each)))
        : (fitting.find((each) => visibleText(each) === label) ??
          fitting.find((each) => visibleText(each).includes(label)));
  if (found) return found;
  const wanted = Object.values(match).map(String).join(', ');
  throw new Error(`Nothing to click fits "${wanted}"; there is: ${all.map(visibleText).join(' | ') || 'nothing'}.`);
}

/** Every element that a person can use, in order. */
export function everyElement(blocks: JsonObject[]): Found[] {
  return allBlocks(blocks).flatMap((block) => elementsOf(block).map((element) => ({ block, element })));
}

/** What a person reads on it: its text, its placeholder, the label of its input, or what a screen reader says. */
function visibleText({ block, element }: Found): string {
  const texts = [
    element['text'],
    block['type'] === 'input' ? block['label'] : undefined,
    element['placeholder'],
    element['accessibility_label'],
  ];
  return (
    texts
      .map((text) => (isObject(text) ? textIn(text) : typeof text === 'string' ? text : ''))
      .find((text) => text !== '') ?? String(element['type'])
  );
}
