import { textPieces } from './blockkit/text-of.ts';
import { isObject } from './json.ts';
import type { JsonObject, Ping, World } from './types.ts';

type Mention = Pick<Ping, 'kind' | 'id'>;

/**
 * Who would be notified by this text and these blocks. `where: 'text'` next to blocks is only the fallback text, but a
 * notification shows it, so it counts.
 * @param parse `none`, or the modes in which Slack also links bare `@name` and `@channel` (`client`, `full`).
 */
export function pingsIn(
  world: World,
  text: string,
  blocks: JsonObject[],
  parse: string,
  linkNames: boolean,
): (Mention & Pick<Ping, 'where'>)[] {
  const inText = [...tokens(text), ...(parse === 'none' && !linkNames ? [] : bareNames(world, text))];
  const inBlocks = [
    ...textPieces(blocks)
      .filter((piece) => piece.parsed)
      .flatMap((piece) => tokens(piece.text)),
    ...richMentions(blocks),
  ];
  return [
    ...inText.map((mention) => ({ ...mention, where: 'text' as const })),
    ...inBlocks.map((mention) => ({ ...mention, where: 'blocks' as const })),
  ];
}

/** Live control sequences: `<!channel>`, `<!here|…>`, `<@U…>`, `<!subteam^S…>` (slack.md section 6). */
function tokens(text: string): Mention[] {
  const found: Mention[] = [];
  for (const [, body = ''] of text.matchAll(/<([@!][^<>|]+)(?:\|[^<>]*)?>/g)) {
    const group = /^!subteam\^(\w+)$/.exec(body);
    if (body.startsWith('@')) found.push({ kind: 'user', id: body.slice(1) });
    else if (group?.[1]) found.push({ kind: 'usergroup', id: group[1] });
    else if (body === '!channel' || body === '!here' || body === '!everyone')
      found.push({ kind: broadcastKind(body.slice(1)) });
  }
  return found;
}

function bareNames(world: World, text: string): Mention[] {
  const found: Mention[] = [];
  for (const [, name = ''] of text.matchAll(/(?<![\w<@])@([\p{L}\p{N}._-]+)/gu)) {
    if (name === 'channel' || name === 'here' || name === 'everyone') found.push({ kind: name });
    const person = Object.values(world.users).find((each) => each.name === name);
    if (person) found.push({ kind: 'user', id: person.id });
  }
  return found;
}

function richMentions(value: unknown): Mention[] {
  if (Array.isArray(value)) return value.flatMap(richMentions);
  if (!isObject(value)) return [];
  const inner = Object.values(value).flatMap(richMentions);
  if (value['type'] === 'user' && typeof value['user_id'] === 'string')
    inner.push({ kind: 'user', id: value['user_id'] });
  if (value['type'] === 'usergroup' && typeof value['usergroup_id'] === 'string')
    inner.push({ kind: 'usergroup', id: value['usergroup_id'] });
  if (value['type'] === 'broadcast') inner.push({ kind: broadcastKind(value['range']) });
  return inner;
}

function broadcastKind(range: unknown): 'channel' | 'here' | 'everyone' {
  return range === 'here' || range === 'everyone' ? range : 'channel';
}
