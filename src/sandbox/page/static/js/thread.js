/**
 * How messages stand in a list. Pure.
 *
 * @typedef {{ ts: string, author: string, threadTs?: string, broadcast?: boolean, ephemeral?: boolean, channel: string, [key: string]: any }} Message
 * @typedef {{ message: Message, day: string | undefined, joined: boolean }} Row `day`: the divider above; `joined`: drawn without name, under the one before
 */

const JOIN_MS = 5 * 60_000;

/** @param {Message[]} messages of a channel @returns {Message[]} what the channel itself shows: no replies, unless they were sent to it too */
export function inChannel(messages) {
  return messages.filter(
    (message) => message.threadTs === undefined || message.threadTs === message.ts || message.broadcast === true,
  );
}

/** @param {Message[]} messages @param {string} ts of the root @returns {Message[]} root first */
export function inThread(messages, ts) {
  return messages.filter((message) => message.ts === ts || message.threadTs === ts);
}

/**
 * @param {Message[]} messages in order of time
 * @param {(message: Message) => string} dayOf
 * @returns {Row[]}
 */
export function rows(messages, dayOf) {
  return messages.map((message, index) => {
    const before = messages[index - 1];
    const day = before === undefined || dayOf(before) !== dayOf(message) ? dayOf(message) : undefined;
    const joined =
      day === undefined &&
      before !== undefined &&
      before.author === message.author &&
      before.ephemeral === message.ephemeral &&
      !before.blocks?.length &&
      !message.blocks?.length &&
      (Number(message.ts) - Number(before.ts)) * 1000 < JOIN_MS;
    return { message, day, joined };
  });
}

/**
 * What a person means by what they typed into the composer.
 *
 * @param {string} text
 * @param {string[]} commands with slash
 * @returns {{ kind: 'command', command: string, text: string, known: boolean } | { kind: 'message', text: string } | undefined} undefined: nothing to send
 */
export function readDraft(text, commands) {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const found = /^(\/[a-z0-9_-]+)(?:\s+([\s\S]*))?$/i.exec(trimmed);
  if (found === null) return { kind: 'message', text: trimmed };
  const command = (found[1] ?? '').toLowerCase();
  return { kind: 'command', command, text: (found[2] ?? '').trim(), known: commands.includes(command) };
}

/**
 * What the composer offers to complete at the caret: commands at the start, people after `@`, channels after `#`.
 *
 * @param {string} text up to the caret
 * @returns {{ kind: 'command' | 'person' | 'channel', query: string, from: number } | undefined}
 */
export function completionAt(text) {
  if (/^\/\S*$/.test(text)) return { kind: 'command', query: text.toLowerCase(), from: 0 };
  const found = /(?:^|\s)([@#])([\p{L}\p{N}._-]*)$/u.exec(text);
  if (found === null) return undefined;
  const query = (found[2] ?? '').toLowerCase();
  return { kind: found[1] === '@' ? 'person' : 'channel', query, from: text.length - query.length - 1 };
}
