import { type Clock, systemClock } from './clock.ts';

/** Which implementation is played (gateway.md 0): plus and novicezk directly, trueai 11, or new-api in front of plus. */
export type Dialect = 'plus' | 'trueai' | 'new-api' | 'novicezk';

/** Entries that some gateways add to `buttons` (gateway.md 3.4). */
export type ExtraButton = 'link' | 'emoji-object' | 'emoji-missing' | 'unknown';

export interface CallbackHabits {
  /** Send every callback twice. */
  readonly duplicate: boolean;
  /** Hold each callback back until the next one has been sent. */
  readonly reorder: boolean;
  /** Send none at all. */
  readonly lose: boolean;
  /** Wait before sending, in milliseconds. */
  readonly lateMs: number;
  /** After the final callback, send the last unfinished one again. */
  readonly straggler: boolean;
}

/** What differs between gateways in the wild, each settable (gateway.md 9). Defaults follow the dialect. */
export interface Switches {
  /** Which header carries the key: `mj-api-secret`, bare `Authorization` or else the secret, new-api's rules, or no key at all. */
  readonly auth: 'secret' | 'raw' | 'bearer' | 'none';
  /** Path prefixes before `/mj`: none, `/mj-fast` and its like, or any one segment. */
  readonly modePrefixes: 'none' | 'named' | 'any';
  readonly idStyle: 'sixteen' | 'seventeen' | 'leading-zero' | 'alphanumeric';
  /** Type of `result` in a submit's answer; `number` writes the id's digits bare, `missing` leaves it out. */
  readonly resultType: 'string' | 'number' | 'array' | 'missing';
  /** Remix is on at the account, so variation, pan and reroll ask first (at trueai animate too). */
  readonly remix: boolean;
  /** The account answers its Remix dialogs by itself, so nothing asks but what trueai's `enableRemix` asks for. */
  readonly remixAuto: boolean;
  /** Code 21 comes with `properties`. */
  readonly modalProperties: boolean;
  /** The description of a code 21 says that a dialog waits; without it, and rewritten to 1, only the child's status tells. */
  readonly modalDescription: boolean;
  /** The modal's answer names a new task instead of the child. */
  readonly modalNewId: boolean;
  readonly customZoomChild: 'MODAL' | 'NOT_START';
  /** What a second U, V or reroll does; `exists` is the old code 21 with status and imageUrl. */
  readonly repeatedPress: 'new' | 'exists';
  readonly unknownFetch: '200-empty' | '204' | '400' | '404';
  /** `progress` until the first step. */
  readonly waitingProgress: string | null;
  readonly failureProgress: 'last' | '' | '100%';
  /** `buttons` of a task that has none. */
  readonly noButtons: 'null' | 'empty' | 'absent';
  readonly extraButtons: readonly ExtraButton[];
  readonly describeText: 'everywhere' | 'prompt' | 'promptEn' | 'properties';
  readonly language: 'zh' | 'en';
  /** Type of `result` of upload-discord-images. */
  readonly uploadResult: 'array' | 'string';
  /** Running tasks show a preview. */
  readonly previews: boolean;
  /** The button "Imagine all" works and answers one string of comma-joined ids. */
  readonly imagineAll: boolean;
  readonly callbacks: CallbackHabits;
  /** new-api: rewrite codes 22 and 21 to 1. */
  readonly rewriteCodes: boolean;
  /** new-api: pass `notifyHook` on instead of dropping it. */
  readonly passNotifyHook: boolean;
  /** new-api: pass `accountFilter` on instead of dropping it. */
  readonly passAccountFilter: boolean;
  /** new-api: cut `--fast`, `--relax`, `--turbo` out of prompts. */
  readonly clearModeFlags: boolean;
  /** new-api: show `/mj/image/{id}` instead of the real link. */
  readonly forwardImages: boolean;
  /** new-api: milliseconds between two sweeps of its task table; 0 = at every change. */
  readonly sweepMs: number;
  /** new-api: the routes of newer builds (edits, video) exist too. */
  readonly newerRoutes: boolean;
  /** new-api: what stands behind it understands prefixes such as `/fast/mj` that are forwarded unchanged. */
  readonly upstreamModes: boolean;
  /** The accounts that it draws with, and whether each is enabled; told by `account/list`. */
  readonly accounts: readonly boolean[];
  /** new-api: false plays One API, its ancestor, which has the panel and no Midjourney. */
  readonly midjourney: boolean;
  /** new-api: its own idea of its address, put before `/mj/image/{id}`; null = the true one. */
  readonly serverAddress: string | null;
}

export interface GatewayOptions {
  /** Default 0: any free port of 127.0.0.1. */
  readonly port?: number;
  readonly dialect: Dialect;
  /** Default `sk-sandbox`. */
  readonly key?: string;
  /** From a task's start to its end, in milliseconds; default 8000. */
  readonly drawMs?: number;
  /** Progress values on the way, numbers as per cent, strings verbatim; default 0, 15, 31, 46, 62, 78, 93. */
  readonly steps?: readonly (number | string)[];
  /** From acceptance to SUBMITTED, in milliseconds; default 0. */
  readonly queueMs?: number;
  /** How long every answer takes, really waited for, half of it before the work is done and half after; default 0. */
  readonly latencyMs?: number;
  /** How long a child waits for its modal before it is forgotten; default five minutes (gateway.md 3.2). */
  readonly modalMs?: number;
  /** Tasks move only by `step`, `finish` and `fail`. */
  readonly manual?: boolean;
  /** Makes ids, uuids and pictures the same in every run. */
  readonly seed?: number;
  /** How many tasks run at once and how many may wait; default 3 and 10 (gateway.md 6). */
  readonly slots?: { readonly running: number; readonly waiting: number };
  /** Longer side of a grid in pixels; default 1024. */
  readonly pictureSize?: number;
  /** Prompts with one of these words are refused; default nude, naked, gore, blood. */
  readonly bannedWords?: readonly string[];
  /** Host part of picture links; default the stand-in itself. */
  readonly cdnBase?: string;
  /** How long a picture's link works, in milliseconds; default one day. */
  readonly linkLifeMs?: number;
  readonly clock?: Clock;
  readonly switches?: Partial<Omit<Switches, 'callbacks'>> & { readonly callbacks?: Partial<CallbackHabits> };
}

export type Settings = Required<Omit<GatewayOptions, 'switches' | 'cdnBase' | 'seed'>> &
  Switches & { readonly seed: number | null; readonly cdnBase: string | null };

const PLUS: Switches = {
  auth: 'secret',
  modePrefixes: 'none',
  idStyle: 'sixteen',
  resultType: 'string',
  remix: false,
  remixAuto: false,
  modalProperties: true,
  modalDescription: true,
  modalNewId: false,
  customZoomChild: 'MODAL',
  repeatedPress: 'new',
  unknownFetch: '200-empty',
  waitingProgress: '0%',
  failureProgress: '',
  noButtons: 'empty',
  extraButtons: [],
  describeText: 'everywhere',
  language: 'zh',
  uploadResult: 'array',
  previews: true,
  imagineAll: false,
  callbacks: { duplicate: false, reorder: false, lose: false, lateMs: 0, straggler: false },
  rewriteCodes: false,
  passNotifyHook: true,
  passAccountFilter: true,
  clearModeFlags: false,
  forwardImages: false,
  sweepMs: 0,
  newerRoutes: false,
  upstreamModes: false,
  accounts: [true],
  midjourney: true,
  serverAddress: null,
};

const DEFAULTS: Record<Dialect, Switches> = {
  plus: PLUS,
  novicezk: { ...PLUS, waitingProgress: null, noButtons: 'absent' },
  trueai: {
    ...PLUS,
    auth: 'raw',
    modePrefixes: 'named',
    unknownFetch: '204',
    waitingProgress: null,
    failureProgress: 'last',
    language: 'en',
    describeText: 'properties',
    imagineAll: true,
  },
  'new-api': {
    ...PLUS,
    auth: 'bearer',
    modePrefixes: 'any',
    unknownFetch: '400',
    noButtons: 'null',
    rewriteCodes: true,
    passNotifyHook: false,
    passAccountFilter: false,
    forwardImages: true,
    sweepMs: 15_000,
  },
};

const BANNED_WORDS = ['nude', 'naked', 'gore', 'blood'];

/** Fills in what was not said, by dialect. */
export function settle(options: GatewayOptions): Settings {
  const defaults = DEFAULTS[options.dialect];
  return {
    ...defaults,
    ...options.switches,
    callbacks: { ...defaults.callbacks, ...options.switches?.callbacks },
    dialect: options.dialect,
    port: options.port ?? 0,
    key: options.key ?? 'sk-sandbox',
    drawMs: options.drawMs ?? 8000,
    steps: options.steps ?? [0, 15, 31, 46, 62, 78, 93],
    queueMs: options.queueMs ?? 0,
    latencyMs: options.latencyMs ?? 0,
    modalMs: options.modalMs ?? 5 * 60 * 1000,
    manual: options.manual ?? false,
    seed: options.seed ?? null,
    slots: options.slots ?? { running: 3, waiting: 10 },
    pictureSize: options.pictureSize ?? 1024,
    bannedWords: options.bannedWords ?? BANNED_WORDS,
    cdnBase: options.cdnBase ?? null,
    linkLifeMs: options.linkLifeMs ?? 24 * 60 * 60 * 1000,
    clock: options.clock ?? systemClock,
  };
}
