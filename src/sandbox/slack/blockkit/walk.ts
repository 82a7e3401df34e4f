import { isObject } from '../json.ts';
import type { JsonObject } from '../types.ts';

/** The blocks with those inside them: children of containers, cards of carousels. */
export function allBlocks(blocks: JsonObject[]): JsonObject[] {
  return blocks.flatMap((block) => {
    const children = [block['child_blocks'], block['type'] === 'carousel' ? block['elements'] : []]
      .flat()
      .filter(isObject);
    return [block, ...allBlocks(children)];
  });
}

const passive = ['image', 'mrkdwn', 'plain_text', 'card'];

/** The elements of one block that a person can press, choose from or type into. */
export function elementsOf(block: JsonObject): JsonObject[] {
  return [block['elements'], block['accessory'], block['element'], block['actions']]
    .flat()
    .filter(isObject)
    .filter(
      ({ type }) =>
        (typeof type === 'string' && !passive.includes(type) && !type.startsWith('rich_text_')) ||
        type === 'rich_text_input',
    );
}
