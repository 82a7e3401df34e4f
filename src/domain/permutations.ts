/**
 * What asks for several pictures at once: groups in braces, `a {red, blue} fox`, and `--repeat 2`. Midjourney makes several jobs of one such
 * prompt, of which a gateway returns one id, so they are expanded here, and every submission has one prompt. Source: mj-parameters, `repeat`
 * and `permutations`.
 */
import { without } from './lint/finding.ts';
import { readPrompt, valueOf } from './lint/read.ts';

/** Midjourney's own limit for its largest plans, and ours. */
export const SERIES_MAX = 40;
/** It is not counted further than this. */
const COUNT_MAX = 1_000_000;

/** A text, or one of several. */
type Node = string | { readonly options: readonly (readonly Node[])[] };

/**
 * The prompts that one stands for, in the order in which they are read; one alone where it asks for nothing else, which then is the same to the
 * letter. A group has at least one comma; `\{`, `\}` and `\,` stand for themselves. Braces that are not closed, or hold no comma, are text.
 *
 * @returns `prompts` empty where there are more than `SERIES_MAX`; `count` at most a million
 */
export function promptsOf(prompt: string): { prompts: readonly string[]; count: number } {
  const nodes = parsed(prompt);
  const isPlain = nodes.every((node) => typeof node === 'string');
  const groups = isPlain ? 1 : countOf(nodes);
  if (groups > SERIES_MAX) return { prompts: [], count: groups };
  const several = isPlain
    ? []
    : expanded(nodes)
        .map(tidy)
        .filter((one) => one !== '');
  const written = several.length === 0 ? [prompt] : several;
  const prompts: string[] = [];
  let count = 0;
  for (const { prompt: one, times } of written.map(repeated)) {
    count += times;
    if (count <= SERIES_MAX) for (let made = 0; made < times; made += 1) prompts.push(one);
  }
  return count > SERIES_MAX ? { prompts: [], count } : { prompts, count };
}

/** A prompt without its `--repeat`, and how often it is made. One that cannot be read is left where it is. */
function repeated(prompt: string): { prompt: string; times: number } {
  const read = readPrompt(prompt);
  const [repeat, ...others] = read.parameters.filter(({ fact }) => fact?.name === 'repeat');
  const times = repeat === undefined || others.length > 0 ? '' : valueOf(repeat);
  if (repeat === undefined || !/^(?:[1-9]|[1-3]\d|40)$/u.test(times)) return { prompt, times: 1 };
  const { start, end } = without(read, repeat);
  const once = prompt.slice(0, start) + prompt.slice(end);
  return once.trim() === '' ? { prompt, times: 1 } : { prompt: once, times: Number(times) };
}

function tidy(prompt: string): string {
  return prompt.replace(/\s+/gu, ' ').trim();
}

/** A brace, comma, escaped sign, or what stands between them. */
interface Token {
  readonly sign: string;
  /** Of a brace or comma: it belongs to a group. */
  isLive: boolean;
}

/** Which braces and commas make groups: those that close, and hold a comma of their own. */
function tokensOf(prompt: string): Token[] {
  const tokens = prompt.match(/\\[{},\\]|[{},]|[^{},\\]+|\\/gu) ?? [];
  const read = tokens.map((sign): Token => ({ sign, isLive: false }));
  const open: Token[][] = [];
  for (const token of read) {
    if (token.sign === '{') open.push([token]);
    else if (token.sign === ',') open.at(-1)?.push(token);
    else if (token.sign === '}') {
      const group = open.pop() ?? [];
      if (group.length > 1) for (const one of [...group, token]) one.isLive = true;
    }
  }
  return read;
}

/** A group inside a group waits on a stack, however deep. */
function parsed(prompt: string): Node[] {
  const whole: Node[] = [];
  const stack: Node[][][] = [[whole]];
  const put = (node: Node) => void stack.at(-1)?.at(-1)?.push(node);
  let literals = 0;
  for (const { sign, isLive } of tokensOf(prompt)) {
    if (isLive && sign === '{') stack.push([[]]);
    else if (isLive && sign === ',') stack.at(-1)?.push([]);
    else if (isLive) put({ options: stack.pop() ?? [] });
    else {
      if (sign === '{') literals += 1;
      // Braces stay escaped, and commas near braces that are text: whoever reads the prompt next would take them for a group.
      put(sign === '\\,' && stack.length > 1 && literals === 0 ? ',' : sign);
    }
  }
  return whole;
}

function countOf(nodes: readonly Node[]): number {
  let count = 1;
  for (const node of nodes)
    if (typeof node !== 'string')
      count = Math.min(COUNT_MAX, count * node.options.reduce((sum, option) => sum + countOf(option), 0));
  return count;
}

function expanded(nodes: readonly Node[]): string[] {
  let all = [''];
  for (const node of nodes) {
    const ends = typeof node === 'string' ? [node] : node.options.flatMap((option) => expanded(option).map(tidy));
    all = all.flatMap((begun) => ends.map((end) => begun + end));
  }
  return all;
}
