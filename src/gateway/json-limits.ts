/** What an answer may hold. A list of a hundred finished tasks has some ten thousand values, ten deep. */
const DEPTH_MAX = 200;
const VALUES_MAX = 300_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENS: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSES: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/**
 * Looks over JSON before it is parsed, because a parser takes many seconds for some megabytes of brackets or of keys, in which nothing else
 * is done.
 *
 * @throws RangeError when it is nested deeper than 200, or has more than about 300,000 values
 */
export function refuseAbsurd(text: string): void {
  let depth = 0;
  let values = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (quoted) {
      if (sign === BACKSLASH) at += 1;
      else if (sign === QUOTE) quoted = false;
    } else if (sign === QUOTE) {
      quoted = true;
      // A key and a text.
      values += 0.5;
    } else if (sign === COMMA) values += 1;
    else if (sign >= 0x5b) {
      if (OPENS.has(sign)) depth += 1;
      else if (CLOSES.has(sign)) depth -= 1;
    }
    if (depth > DEPTH_MAX) throw new RangeError('JSON that is nested too deep');
    if (values > VALUES_MAX) throw new RangeError('JSON of too many values');
  }
}
