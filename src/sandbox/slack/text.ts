import type { JsonObject, World } from './types.ts';

/** The three entities that Slack escapes, and no others. */
export function escapeEntities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function unescapeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

const bareUrl = /https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)]/g;
const handle = /(^|[^\w@#])([@#])([\p{L}\p{N}][\p{L}\p{N}._-]*)/gu;

/** Turns what a person typed into the text of their message: entities escaped, `@name`, `#name` and links marked up. */
export function messageText(world: World, typed: string): string {
  return markUp(escapeEntities(typed), (sign, name) => {
    if (sign === '#') return channelNamed(world, name, (id) => `<#${id}>`);
    if (name === 'channel' || name === 'here' || name === 'everyone') return `<!${name}>`;
    return userNamed(world, name, (id) => `<@${id}>`);
  });
}

/** The `text` of a slash command: always escaped; mentions and links marked up only with `should_escape` (slack.md section 5). */
export function commandText(world: World, typed: string, shouldEscape: boolean): string {
  const escaped = escapeEntities(typed);
  if (!shouldEscape) return escaped;
  return markUp(escaped, (sign, name) =>
    sign === '#'
      ? channelNamed(world, name, (id) => `<#${id}|${name}>`)
      : userNamed(world, name, (id) => `<@${id}|${name}>`),
  );
}

function markUp(escaped: string, mention: (sign: string, name: string) => string | undefined): string {
  const parts: string[] = [];
  let from = 0;
  for (const match of escaped.matchAll(bareUrl)) {
    parts.push(mentions(escaped.slice(from, match.index), mention), `<${match[0]}>`);
    from = match.index + match[0].length;
  }
  parts.push(mentions(escaped.slice(from), mention));
  return parts.join('');
}

function mentions(text: string, mention: (sign: string, name: string) => string | undefined): string {
  return text.replace(handle, (whole: string, before: string, sign: string, name: string) => {
    // A full stop or dash after the name belongs to the sentence.
    for (let end = name.length; end > 0; end -= 1) {
      const marked = mention(sign, name.slice(0, end));
      if (marked !== undefined) return `${before}${marked}${name.slice(end)}`;
      if (!/[._-]/.test(name.charAt(end - 1))) break;
    }
    return whole;
  });
}

function userNamed(world: World, name: string, mark: (id: string) => string): string | undefined {
  const user = Object.values(world.users).find((person) => person.name === name);
  return user && mark(user.id);
}

function channelNamed(world: World, name: string, mark: (id: string) => string): string | undefined {
  const channel = Object.values(world.channels).find((each) => !each.isIm && each.name === name);
  return channel && mark(channel.id);
}

const token = /<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>/g;

/** The `rich_text` block that Slack adds to a person's message. */
export function richTextOf(text: string, blockId: string): JsonObject {
  const elements: JsonObject[] = [];
  const plain = (part: string): void => {
    if (part !== '') elements.push({ type: 'text', text: unescapeEntities(part) });
  };
  let from = 0;
  for (const match of text.matchAll(token)) {
    plain(text.slice(from, match.index));
    from = match.index + match[0].length;
    const [, sign, id = ''] = match;
    if (sign === '@') elements.push({ type: 'user', user_id: id });
    else if (sign === '#') elements.push({ type: 'channel', channel_id: id });
    else if (sign === '!') elements.push({ type: 'broadcast', range: id });
    else elements.push({ type: 'link', url: unescapeEntities(id) });
  }
  plain(text.slice(from));
  return { type: 'rich_text', block_id: blockId, elements: [{ type: 'rich_text_section', elements }] };
}
