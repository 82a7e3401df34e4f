/**
 * Slack's text, in and out. Coming in, people's text has its entities escaped and its mentions and links as `<…>` tokens; going out,
 * everything foreign is escaped, or Slack would read `<!channel>` in a prompt as a call to everyone (slack.md section 6).
 */

/** A token as Slack writes it. What a person typed as `<` arrives as `&lt;`, so a bare `<…>` is always a token. */
const TOKEN = /<([^<>]*)>/g;

/**
 * Text as a person wrote it: tokens become readable words, then entities are undone, once.
 *
 * `<@U1|ada>` becomes `@ada`, `<#C1|art>` `#art`, `<https://x|label>` the address, `<!channel>` `@channel`, `<!subteam^S1|@x>` `@x`,
 * `<!date^1^{date}|yesterday>` `yesterday`.
 */
export function fromSlack(text: string): string {
  return undoEntities(text.replace(TOKEN, (_, inside: string) => wordOf(inside)));
}

/** Takes the mentions of one user out, with the space that they leave behind. `text` as Slack sent it. */
export function withoutMention(text: string, userId: string): string {
  return text.replace(TOKEN, (token, inside: string) => (isMention(inside, userId) ? ' ' : token)).trim();
}

/** Whether one user is mentioned. `text` as Slack sent it. */
export function mentions(text: string, userId: string): boolean {
  return [...text.matchAll(TOKEN)].some(([, inside = '']) => isMention(inside, userId));
}

function isMention(inside: string, userId: string): boolean {
  return inside.split('|')[0] === `@${userId}`;
}

function wordOf(inside: string): string {
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? '' : inside.slice(bar + 1);
  switch (target[0]) {
    case '@':
      return `@${label.replace(/^@/, '') || target.slice(1)}`;
    case '#':
      return `#${label.replace(/^#/, '') || target.slice(1)}`;
    case '!':
      return specialWord(target.slice(1), label);
    default:
      return target.replace(/^(?:mailto|tel):/, '');
  }
}

/** `<!here>`, `<!subteam^S1|@designers>`, `<!date^1392734382^{date}|Feb 18>`. */
function specialWord(target: string, label: string): string {
  const [kind = '', id = ''] = target.split('^');
  if (kind === 'date') return label;
  if (kind === 'subteam') return `@${label.replace(/^@/, '') || id}`;
  return label === '' || /^(?:channel|here|everyone)$/.test(kind) ? `@${kind}` : label;
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

function undoEntities(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** Escapes foreign text for mrkdwn: no token in it is live, and Slack shows it as it was. */
export function toSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * Cuts text to at most `max` UTF-16 units, as Slack counts, with `…` in the place of the rest. Never cuts a surrogate pair in half.
 */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  let kept = '';
  for (const point of text) {
    if (kept.length + point.length > max - 1) break;
    kept += point;
  }
  return `${kept}…`;
}

/**
 * Cuts, then escapes, then cuts once more if escaping made it too long (it can grow fivefold): cutting after escaping would cut an
 * entity in half (slack.md section 6).
 *
 * @param max UTF-16 units of the result
 */
export function cutToSlack(text: string, max: number): string {
  const short = cut(text, max);
  let escaped = toSlack(short);
  if (escaped.length <= max) return escaped;
  let room = max - 1;
  escaped = '';
  for (const point of short) {
    const grown = toSlack(point);
    if (grown.length > room) break;
    escaped += grown;
    room -= grown.length;
  }
  return `${escaped}…`;
}

/** Splits text into pieces of at most `max` UTF-16 units, never inside a surrogate pair or an entity; nothing is lost. */
export function pieces(text: string, max: number): string[] {
  const result: string[] = [];
  let piece = '';
  for (const unit of text.match(/&(?:amp|lt|gt);|[^]/gu) ?? []) {
    if (piece !== '' && piece.length + unit.length > max) {
      result.push(piece);
      piece = '';
    }
    piece += unit;
  }
  return piece === '' ? result : [...result, piece];
}

/** The same where it has lines: a piece ends with a line, unless that alone is too long. The ends between pieces are left out. */
export function lineByLine(text: string, max: number): string[] {
  const result: string[] = [];
  for (const line of text.split('\n').flatMap((one) => (one === '' ? [''] : pieces(one, max)))) {
    const last = result.at(-1);
    if (last === undefined || last.length + 1 + line.length > max) result.push(line);
    else result[result.length - 1] = `${last}\n${line}`;
  }
  return result.filter((piece) => piece !== '');
}

/**
 * Escaped text as it was written: in a code block nothing is read as bold, as a mention or as `:emoji:` (a multi-prompt `hot::dog::`).
 * A fence inside would end the block, and a backtick at its edge would become part of the fence. Grows by at most eight.
 */
export function codeBlock(text: string): string {
  const inside = text.replaceAll('```', "'''").replace(/^`/, ' `').replace(/`$/, '` ');
  return `\`\`\`${inside}\`\`\``;
}

/** Escaped text as it was written, within a line. A backtick would end it. */
export function codeSpan(text: string): string {
  return `\`${text.replaceAll('`', 'ˋ')}\``;
}

const LOOK_ALIKES: Readonly<Record<string, string>> = { '*': '∗', '~': '∼', _: 'ˍ', '`': 'ˋ', ':': '∶' };

/**
 * Foreign text outside a code block, in one line, before it is escaped: look-alikes stand for what mrkdwn reads as formatting (a star would
 * end a bold word) or as an emoji (`hot::dog::`). As long as before, or shorter.
 */
export function withoutMarks(text: string): string {
  return text
    .replace(/[*~_`]|:(?=[\w+'-]+:)/g, (mark) => LOOK_ALIKES[mark] ?? mark)
    .replace(/\s+/g, ' ')
    .trim();
}

/** A day and a time, shown by Slack in the reader's own zone and habit; behind the bar what stands where it cannot. */
export function slackDate(ms: number): string {
  return `<!date^${Math.floor(ms / 1000)}^{date_short_pretty} {time}|${new Date(ms).toISOString().slice(0, 16)}Z>`;
}
