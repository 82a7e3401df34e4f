import type { World } from '../world.ts';

/** What no client may let through: characters and escapes that belong to the client's own world, not to a prompt. */
const SUSPICIOUS: readonly [RegExp, string][] = [
  [/\p{Cc}/u, 'a control character'],
  [/<[@#!]/, 'a Slack mention'],
  [/<(?:https?|mailto):/, 'a Slack link'],
  [/&(?:amp|lt|gt);/, 'an HTML entity'],
  [
    /(?:^|\s)[\u2012-\u2015](?:ar|aspect|v|s|c|no|seed|q|style|chaos|zoom|niji|fast|relax|turbo)\b/,
    'a long dash where -- belongs',
  ],
];

/** Midjourney makes several jobs of such a prompt, and the answer names one of them: the others are paid for and never seen. */
const SEVERAL: readonly [RegExp, string][] = [
  [/(?<!\\)\{[^{}]*(?<!\\),[^{}]*(?<!\\)\}/, 'a group for several pictures'],
  [/(?:^|\s)--(?:repeat|r)(?=\s|$)/, '--repeat'],
];

/** Accuses the client of what is in the prompt and should not be. */
export function inspectPrompt(world: World, kind: string, prompt: string): void {
  for (const [pattern, what] of SUSPICIOUS) {
    if (pattern.test(prompt)) world.accuse(`${kind}: the prompt holds ${what}`);
  }
  if (kind !== 'imagine') return;
  for (const [pattern, what] of SEVERAL) {
    if (pattern.test(prompt)) world.accuse(`${kind}: the prompt holds ${what}`);
  }
}

/** The banned word that a prompt holds as a word of its own, or null. */
export function bannedWordIn(world: World, prompt: string): string | null {
  const lower = prompt.toLowerCase();
  return (
    world.settings.bannedWords.find((word) =>
      new RegExp(`(?<![\\p{L}\\d])${literally(word)}(?![\\p{L}\\d])`, 'u').test(lower),
    ) ?? null
  );
}

function literally(word: string): string {
  return word.toLowerCase().replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
