/** Reads the text results of describe and shorten, wherever the dialect put the text. Source: gateway.md section 4.7. */

/** `1️⃣`, `1.`, `1)` before a prompt. */
const NUMBER = /^\s*(?:[1-9]\uFE0F?\u20E3|[1-9][.)])\s*/u;

/**
 * The prompts of a describe, without their numbers. Dialects separate them by one or two newlines, with or without numbers; a line that has no
 * number belongs to the prompt above it when the others have one.
 */
export function describePrompts(text: string): string[] {
  return prompts(text);
}

const SHORT_HEADING = /^#+[ \t]*Shortened prompts?[ \t]*$/imu;

export interface Shortened {
  /** The prompt word for word, by how much each matters. */
  tokens: { text: string; weight: 'strong' | 'plain' | 'struck' }[];
  prompts: string[];
}

/** The two halves of a shorten: which words matter, and the shorter prompts. */
export function shortened(text: string): Shortened {
  const heading = SHORT_HEADING.exec(text);
  const head = heading === null ? text : text.slice(0, heading.index);
  const short = heading === null ? '' : text.slice(heading.index + heading[0].length);
  const words = head
    .split(/\r?\n/u)
    .filter((line) => !/^#+\s/u.test(line) && !/^[\s\u2588-\u2593]*$/u.test(line))
    .join(' ')
    .trim();
  const tokens = [...words.matchAll(/\*\*([\s\S]+?)\*\*|~~([\s\S]+?)~~|((?:(?!\*\*|~~)[\s\S])+)/gu)].flatMap(
    ([, strong, struck, plain]): Shortened['tokens'] => {
      if (strong !== undefined) return [{ text: strong.trim(), weight: 'strong' }];
      if (struck !== undefined) return [{ text: struck.trim(), weight: 'struck' }];
      const rest = (plain ?? '').trim();
      return rest === '' ? [] : [{ text: rest, weight: 'plain' }];
    },
  );
  return { tokens, prompts: prompts(short) };
}

function prompts(text: string): string[] {
  const lines = text
    .split(/\r?\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^#+\s/u.test(line));
  if (!lines.some((line) => NUMBER.test(line))) return lines;
  const found: string[] = [];
  for (const line of lines) {
    if (NUMBER.test(line)) found.push(line.replace(NUMBER, ''));
    else if (found.length > 0) found.push(`${found.pop()} ${line}`);
  }
  return found;
}
