/**
 * Emoji come as characters, as Discord's custom names (`upscale_1`), and once as the pieces of a broken escape (gateway.md 3.4, 3.5).
 */

/** What a custom name shows on Discord, by the word in it; the first that fits. Only `upscale_1` is documented, the others are its kin. */
const CUSTOM: readonly (readonly [RegExp, string])[] = [
  [/upscale|upsample/i, '⏫'],
  [/vary|variation|wand/i, '🪄'],
  [/region|inpaint|brush/i, '🖌️'],
  [/zoom/i, '🔍'],
  [/reroll|refresh|repeat|redo/i, '🔄'],
  [/animate|video|motion/i, '🎞️'],
  [/heart|favou?rite|bookmark/i, '❤️'],
];

/** A custom emoji's name, bare, in colons, or as `<:name:id>`. */
const NAME = /^<?a?:?([A-Za-z]\w*?)(?::\d*)?>?$/;

/** trueai writes the JSON escape `\u1F504` for 🔄, which is read as U+1F50 and the letter 4. */
const BROKEN_ESCAPE = /^([\u1F00-\u1FFF])([0-9A-Fa-f])/;

/**
 * The visible characters for what a gateway sends as emoji, empty where there is nothing to show. Where it stands `alone`, without a label, the
 * bare name of an unknown one is better than nothing.
 */
export function visibleEmoji(sent: string, alone: boolean): string {
  const text = sent.trim();
  const broken = BROKEN_ESCAPE.exec(text);
  if (broken !== null) {
    const [, high = '', low = ''] = broken;
    return String.fromCodePoint((high.codePointAt(0) ?? 0) * 16 + Number.parseInt(low, 16));
  }
  const name = NAME.exec(text)?.[1];
  if (name !== undefined) return CUSTOM.find(([word]) => word.test(name))?.[1] ?? (alone ? name : '');
  return /\p{Cs}|\uFFFD/u.test(text) ? '' : text;
}
