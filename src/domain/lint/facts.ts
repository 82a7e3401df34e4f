/**
 * What is known of Midjourney's parameters: one table. Sources: docs.midjourney.com, Parameter List and the page of each parameter (2026-09), and
 * for older versions the compatibility tables of the documentation of 2023 and of V6.1. Where they disagree, or only third parties say so, it is
 * left out, or marked `disputed`: then nothing that follows from it is certain.
 */
import { VERSIONS, type Version } from './versions.ts';

/** What stands behind the name. */
export type Value =
  | { readonly kind: 'none' }
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly whole: boolean }
  /** One of these words. */
  | { readonly kind: 'word'; readonly words: readonly string[] }
  /** One word, whatever it is. */
  | { readonly kind: 'name' }
  | { readonly kind: 'ratio' }
  | { readonly kind: 'version' }
  /** Addresses of pictures, or codes. */
  | { readonly kind: 'references' }
  /** Everything up to the next parameter. */
  | { readonly kind: 'list' };

export interface Fact {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly value: Value;
  /** It may also stand alone. */
  readonly optional: boolean;
  /** The versions that do not know it. */
  readonly lacking: readonly Version[];
  /** Narrower bounds in some versions; of a ratio, how many times as long as wide. */
  readonly narrower: readonly { readonly versions: readonly Version[]; readonly min: number; readonly max: number }[];
  /** The parameter, or the picture in front of the prompt, without which it does nothing. */
  readonly needs: string | undefined;
  /** What does its work, by version. */
  readonly replacedBy: Readonly<Partial<Record<Version, string>>>;
  readonly disputed: boolean;
  /** Belongs to films, not to pictures. */
  readonly film: boolean;
}

const NONE: Value = { kind: 'none' };
const REFERENCES: Value = { kind: 'references' };
const NAME: Value = { kind: 'name' };
const LIST: Value = { kind: 'list' };

/** A picture in front of the prompt, or sent beside it. */
export const PICTURE = 'a picture';

const V5: readonly Version[] = ['5', '5.1', '5.2'];
const FOURS: readonly Version[] = ['4', 'niji4'];
const BEFORE_6: readonly Version[] = ['4', ...V5, 'niji4', 'niji5'];
const V8: readonly Version[] = ['8.1', '8.2'];

function whole(min: number, max: number): Value {
  return { kind: 'number', min, max, whole: true };
}
function allBut(...versions: readonly Version[]): readonly Version[] {
  return VERSIONS.filter((one) => !versions.includes(one));
}
function fact(name: string, value: Value, more: Partial<Fact> = {}): Fact {
  return {
    name,
    value,
    aliases: [],
    optional: false,
    lacking: [],
    narrower: [],
    needs: undefined,
    replacedBy: {},
    disputed: false,
    film: false,
    ...more,
  };
}

export const FACTS: readonly Fact[] = [
  fact(
    'ar',
    { kind: 'ratio' },
    {
      aliases: ['aspect'],
      narrower: [
        { versions: FOURS, min: 0, max: 2 },
        { versions: ['6', '6.1', '7', ...V8], min: 0, max: 14 },
      ],
    },
  ),
  fact('chaos', whole(0, 100), { aliases: ['c'] }),
  fact('stylize', whole(0, 1000), { aliases: ['s'] }),
  fact('weird', whole(0, 3000), { aliases: ['w'], lacking: FOURS }),
  fact('exp', whole(0, 100), { lacking: [...BEFORE_6, '6', '6.1', 'niji6'] }),
  fact('no', LIST),
  fact('seed', whole(0, 4_294_967_295)),
  fact(
    'quality',
    { kind: 'number', min: 0.25, max: 4, whole: false },
    {
      aliases: ['q'],
      lacking: V8,
      narrower: [
        { versions: ['4', ...V5, '6', 'niji4', 'niji5'], min: 0.25, max: 1 },
        { versions: ['6.1'], min: 0.25, max: 2 },
        { versions: ['7'], min: 1, max: 4 },
      ],
      disputed: true,
    },
  ),
  fact('stop', whole(10, 100), { lacking: ['7', ...V8], disputed: true }),
  fact('style', NAME, { lacking: ['5', 'niji4'], disputed: true }),
  fact('raw', NONE, { lacking: ['4', '5', 'niji4', 'niji5'] }),
  fact('tile', NONE, { lacking: FOURS }),
  fact('draft', NONE, { lacking: [...BEFORE_6, '6', '6.1', 'niji6'], disputed: true }),
  fact('hd', NONE, { lacking: allBut(...V8) }),
  fact('sd', NONE, { lacking: allBut(...V8) }),
  fact(
    'iw',
    { kind: 'number', min: 0, max: 3, whole: false },
    {
      lacking: FOURS,
      narrower: [{ versions: ['niji5', 'niji7'], min: 0, max: 2 }],
      needs: PICTURE,
    },
  ),
  fact('sref', REFERENCES, { lacking: BEFORE_6 }),
  fact('sw', whole(0, 1000), { lacking: BEFORE_6, needs: 'sref' }),
  fact('sv', whole(1, 7), {
    lacking: BEFORE_6,
    narrower: [{ versions: ['6', '6.1', 'niji6'], min: 1, max: 4 }],
    needs: 'sref',
    disputed: true,
  }),
  fact('cref', REFERENCES, {
    lacking: allBut('6', '6.1', 'niji6'),
    replacedBy: { '7': 'oref', '8.1': 'edit', '8.2': 'edit' },
  }),
  fact('cw', whole(0, 100), { lacking: allBut('6', '6.1', 'niji6'), needs: 'cref' }),
  fact('oref', REFERENCES, { lacking: allBut('7'), replacedBy: { '8.1': 'edit', '8.2': 'edit' } }),
  fact('ow', whole(0, 1000), { lacking: allBut('7'), needs: 'oref' }),
  fact('edit', REFERENCES, { lacking: allBut(...V8) }),
  // Codes may be any word, so none behind it is taken for text.
  fact('profile', LIST, { aliases: ['p', 'personalize'], optional: true, lacking: BEFORE_6 }),
  // One page prints 1 to 40, another 2 to 40; once is what happens without it.
  fact('repeat', whole(1, 40), { aliases: ['r'] }),
  fact('version', { kind: 'version' }, { aliases: ['v'] }),
  fact('niji', { kind: 'version' }, { optional: true }),
  fact('fast', NONE),
  fact('relax', NONE),
  fact('turbo', NONE, { lacking: ['4', ...V8, 'niji4'] }),
  fact('stealth', NONE),
  fact('public', NONE),
  fact('preview', NONE),
  fact('video', NONE),
  fact('motion', { kind: 'word', words: ['low', 'high'] }, { film: true }),
  fact('loop', NONE, { film: true }),
  fact('end', REFERENCES, { film: true }),
  fact('bs', { kind: 'word', words: ['1', '2', '4'] }, { film: true }),
  // Only third parties say what these take.
  fact('dref', LIST),
  fact('dw', LIST),
  // Of the custom zoom, which is a press.
  fact('zoom', NAME),
];

/** Those that Midjourney no longer reads, and what does their work, if anything does. Source: Legacy Features. */
export const RETIRED: Readonly<Record<string, string>> = {
  sameseed: '',
  width: 'ar',
  height: 'ar',
  h: 'ar',
  test: '',
  testp: '',
  creative: '',
  uplight: '',
  upbeta: '',
  upanime: '',
  vibe: '',
  hq: 'quality',
  newclip: '',
  nostretch: '',
  old: '',
  beta: '',
};

/** Of each of these groups a prompt can have one; the last that was typed stays. */
export const EXCLUSIVE: readonly (readonly string[])[] = [
  ['fast', 'relax', 'turbo'],
  ['version', 'niji'],
  ['stealth', 'public'],
];

/** Others, as the pages of the left ones say. */
export const CLASHES: readonly (readonly [gives: string, stays: string])[] = [
  ['draft', 'hd'],
  ['sd', 'hd'],
  ['tile', 'edit'],
  ['draft', 'oref'],
  ['cref', 'oref'],
  ['oref', 'edit'],
  ['cref', 'edit'],
  ['loop', 'end'],
];

/** All that the video model reads. Source: docs.midjourney.com, Video. */
export const OF_FILMS: ReadonlySet<string> = new Set([
  'motion',
  'raw',
  'loop',
  'end',
  'bs',
  'video',
  'fast',
  'relax',
  'turbo',
]);

/** The versions that do not weigh the parts of a prompt by `::`. Source: docs.midjourney.com, Multi-Prompts & Weights. */
export const WITHOUT_WEIGHTS: readonly Version[] = ['7', ...V8, 'niji7'];

/** HD pictures are at most so many times as long as wide. */
export const HD_RATIO = 4;

const byName = new Map(FACTS.flatMap((one) => [one.name, ...one.aliases].map((name) => [name, one] as const)));

/** Every name of a parameter that is in use, aliases too. */
export const NAMES: readonly string[] = [...byName.keys()];

/** What is known of a parameter by one of its names, in lower case. */
export function factOf(name: string): Fact | undefined {
  return byName.get(name);
}
