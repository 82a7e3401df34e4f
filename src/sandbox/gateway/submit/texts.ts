import { keycap } from '../buttons.ts';
import { numbersFrom } from '../dice.ts';

const SUBJECTS = [
  'a quiet valley',
  'a lone animal on a hill',
  'a city by the water',
  'a wide winter field',
  'layered blue mountains',
  'a shore at dusk',
];
const LIGHTS = ['under a pale sun', 'in soft morning light', 'below a glowing moon', 'in warm evening haze'];
const STYLES = [
  'flat vector illustration',
  'screen print with muted colours',
  'storybook style',
  'minimalist poster, long shadows',
];

/** Four numbered descriptions of a picture, as Discord's describe words them (gateway.md 4.7). */
export function descriptionsFor(
  seed: number,
  size: { readonly width: number; readonly height: number } | null,
): string {
  const next = numbersFrom(seed);
  const pick = (from: readonly string[]) => from[Math.floor(next() * from.length)] ?? '';
  const aspect = size === null ? '1:1' : ratio(size.width, size.height);
  return [1, 2, 3, 4]
    .map((n) => `${keycap(n)} ${pick(SUBJECTS)} ${pick(LIGHTS)}, ${pick(STYLES)} --ar ${aspect}`)
    .join('\n\n');
}

/** A prompt's important words and five shorter prompts (gateway.md 4.7). */
export function shortenedFor(prompt: string): string {
  const words = prompt
    .replace(/--.*$/s, '')
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  const tokens = words.map((word, at) => (at % 3 === 2 ? `~~${word}~~` : `**${word}**`)).join(' ');
  const shorter = [1, 2, 3, 4, 5].map((n) => {
    const kept = Math.max(1, Math.ceil((words.length * (6 - n)) / 6));
    return `${keycap(n)} ${words.slice(0, kept).join(' ')}`;
  });
  return `## Important tokens\n${tokens}\n## Shortened prompts\n${shorter.join('\n\n')}`;
}

/** `1920x1080` as `16:9`. */
function ratio(width: number, height: number): string {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  const common = divisor(width, height);
  const [wide, high] = [width / common, height / common];
  return wide <= 32 && high <= 32 ? `${wide}:${high}` : `${Math.max(1, Math.round((width / height) * 10))}:10`;
}
