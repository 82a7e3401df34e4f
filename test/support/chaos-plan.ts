import { type Dice, diceOf } from './chaos-dice.ts';

/** What happens in a round, as data: it follows from the seed and the round's number alone, so that it can be played again. */

export const PROCESSES = ['web', 'worker-1', 'worker-2'] as const;
export type ProcessName = (typeof PROCESSES)[number];

/** Every mark of both tracks that a process writes; `card:` is the card's, `series:` that of the message of a series. */
export const MARKS = [
  'accepted',
  'card:announcing',
  'card:announced',
  'card:closed',
  'card:removing',
  'card:removed',
  'series:none',
  'series:announcing',
  'series:announced',
  'series:closed',
  'series:removing',
  'series:removed',
  'submitting',
  'submitted',
  'in doubt',
  'confirming',
  'confirmed',
  'ended',
  'uploading',
  'uploaded',
  'delivered',
] as const;
export type AnyMark = (typeof MARKS)[number];

/** Where a kill falls: the mark is stored and its writer never hears of it; the mark is lost; a moment after, when what it names is under way. */
export type KillManner = 'unheard' | 'lost' | 'after';

/** Something that goes wrong. `at` and `forMs` are in milliseconds, `at` from the round's begin. */
export type Fault = { at: number } & (
  | { kind: 'kill'; who: ProcessName; downMs: number }
  | { kind: 'kill-at'; mark: AnyMark; manner: KillManner; afterMs: number; downMs: number }
  | { kind: 'term'; who: ProcessName; downMs: number }
  | { kind: 'redis-kill'; forMs: number }
  | { kind: 'redis-slow'; who: ProcessName; ms: number; forMs: number }
  | { kind: 'redis-stall'; who: ProcessName; forMs: number }
  | { kind: 'redis-full'; forMs: number }
  | { kind: 'slack-429'; method: SlackMethod }
  | { kind: 'slack-500'; method: SlackMethod; when: 'before' | 'after' }
  | { kind: 'slack-drop'; method: SlackMethod; when: 'before' | 'after' }
  | { kind: 'slack-late'; method: SlackMethod; when: 'before' | 'after' }
  | { kind: 'slack-again'; what: 'event' | 'interaction' }
  | { kind: 'socket-refresh' }
  | { kind: 'socket-drop'; which: 'one' | 'all' }
  | { kind: 'gateway-drop'; when: 'before' | 'after'; on: GatewayTarget }
  | { kind: 'gateway-status'; status: 500 | 502 | 504; when: 'before' | 'after'; on: GatewayTarget }
  | { kind: 'gateway-html'; on: GatewayTarget }
  | { kind: 'gateway-busy'; how: '503' | '429' | 'full' }
  | { kind: 'gateway-blind'; forMs: number }
  | { kind: 'gateway-forget' }
  | { kind: 'callbacks'; habit: 'lose' | 'duplicate' | 'reorder' | 'straggler'; forMs: number }
  | { kind: 'clock'; who: ProcessName; ms: number; forMs: number }
);
export type FaultKind = Fault['kind'];

type SlackMethod = 'chat.postMessage' | 'chat.update' | 'files.completeUploadExternal' | 'conversations.history';
/** `submit` is the order itself, `modal` the answer to a confirmation. */
type GatewayTarget = 'submit' | 'modal' | 'reads';

/** What somebody does. Each round, each person does one thing at most, so that what they are told can be told apart. */
export interface Deed {
  /** Unique in a run. */
  n: number;
  at: number;
  kind:
    | 'imagine'
    | 'mention'
    | 'describe'
    | 'describe-file'
    | 'closed'
    | 'press'
    | 'vary'
    | 'zoom'
    | 'region'
    | 'double'
    | 'cancel'
    | 'again'
    | 'delete'
    | 'series'
    | 'star'
    | 'settings'
    | 'home'
    | 'forget';
  /** Which of the people. */
  person: number;
  /** Chooses the channel, the card, the button. */
  luck: number;
}

export interface Round {
  n: number;
  /** Remix is on at the account: some presses ask first. */
  remix: boolean;
  deeds: Deed[];
  faults: Fault[];
  /** How long deeds and faults last, ms. */
  lastsMs: number;
}

/** How often each thing is done in a round in which all people do something. */
const DEEDS: Readonly<Record<Deed['kind'], number>> = {
  imagine: 28,
  mention: 6,
  describe: 2,
  'describe-file': 3,
  closed: 3,
  press: 8,
  vary: 9,
  zoom: 4,
  region: 3,
  double: 1,
  cancel: 2,
  again: 4,
  delete: 4,
  series: 5,
  star: 3,
  settings: 2,
  home: 2,
  // One at a time: whoever is forgotten is known by the round.
  forget: 1,
};
/** They ask for one picture, mostly for two of one prompt besides, and to be forgotten, and do nothing else. */
export const FORGETTERS = ['U0FORGET0', 'U0FORGET1', 'U0FORGET2', 'U0FORGET3'] as const;
const ALL_DEEDS = (Object.keys(DEEDS) as Deed['kind'][]).flatMap((kind) =>
  Array.from({ length: DEEDS[kind] }, () => kind),
);
export const PEOPLE = ALL_DEEDS.length;
const METHODS: readonly SlackMethod[] = [
  ...(['chat.postMessage', 'chat.postMessage', 'chat.update', 'chat.update'] as const),
  ...(['files.completeUploadExternal', 'conversations.history'] as const),
];
const TARGETS: readonly GatewayTarget[] = ['submit', 'submit', 'submit', 'modal', 'reads'];
const DOWN_MS = [50, 1500] as const;
/** While no web process lives nobody can ask for anything. */
const OFTEN_KILLED: readonly ProcessName[] = ['web', 'worker-1', 'worker-1', 'worker-2', 'worker-2'];

/** Everything but kills: how each kind is filled in. */
const WEATHER: readonly ((dice: Dice) => Omit<Fault, 'at'>)[] = [
  (d) => ({ kind: 'term', who: d.pick(PROCESSES), downMs: d.whole(...DOWN_MS) }),
  (d) => ({ kind: 'redis-kill', forMs: d.whole(100, 3000) }),
  (d) => ({ kind: 'redis-slow', who: d.pick(PROCESSES), ms: d.whole(50, 600), forMs: d.whole(1000, 4000) }),
  (d) => ({ kind: 'redis-stall', who: d.pick(PROCESSES), forMs: d.whole(500, 6500) }),
  (d) => ({ kind: 'redis-full', forMs: d.whole(200, 3000) }),
  (d) => ({ kind: 'slack-429', method: d.pick(METHODS) }),
  (d) => ({ kind: 'slack-500', method: d.pick(METHODS), when: d.pick(['before', 'after']) }),
  (d) => ({ kind: 'slack-drop', method: d.pick(METHODS), when: d.pick(['before', 'after']) }),
  (d) => ({ kind: 'slack-late', method: d.pick(METHODS), when: d.pick(['before', 'after']) }),
  () => ({ kind: 'slack-again', what: 'event' }),
  () => ({ kind: 'slack-again', what: 'interaction' }),
  () => ({ kind: 'socket-refresh' }),
  (d) => ({ kind: 'socket-drop', which: d.pick(['one', 'all']) }),
  (d) => ({ kind: 'gateway-drop', when: d.pick(['before', 'after']), on: d.pick(TARGETS) }),
  (d) => ({
    kind: 'gateway-status',
    status: d.pick([500, 502, 504]),
    when: d.pick(['before', 'after']),
    on: d.pick(TARGETS),
  }),
  (d) => ({ kind: 'gateway-html', on: d.pick(TARGETS) }),
  (d) => ({ kind: 'gateway-busy', how: d.pick(['503', '429', 'full']) }),
  (d) => ({ kind: 'gateway-blind', forMs: d.whole(2000, 12_000) }),
  () => ({ kind: 'gateway-forget' }),
  (d) => ({
    kind: 'callbacks',
    habit: d.pick(['lose', 'duplicate', 'reorder', 'straggler']),
    forMs: d.whole(2000, 8000),
  }),
  (d) => ({
    kind: 'clock',
    who: d.pick(PROCESSES),
    ms: d.pick([-1, 1]) * d.whole(500, 15_000),
    forMs: d.whole(1000, 6000),
  }),
];

export interface PlanOptions {
  seed: number;
  /** Kills in a round; two thirds of them, rounded up, at a mark. */
  kills: number;
  /** How many of the people do something; absent: all. */
  deeds?: number;
  lastsMs: number;
  /** How many faults besides kills. */
  weather: number;
}

/** Round `n` of a seed. Marks and kinds of faults take turns over the rounds, so that none is left out by chance. */
export function planRound(n: number, { seed, kills, lastsMs, weather, deeds: most = PEOPLE }: PlanOptions): Round {
  const dice = diceOf(seed * 7919 + n);
  const turn = diceOf(seed);
  const [marks, kinds] = [turn.shuffle(MARKS), turn.shuffle(WEATHER)];
  const atMarks = Math.ceil((kills * 2) / 3);
  const spread = (i: number, of: number, until: number) => Math.round(((i + dice.next()) / of) * until);
  const faults: Fault[] = [];
  for (let i = 0; i < atMarks; i++) {
    const mark = cycled(marks, n * atMarks + i);
    const [manner, afterMs] = [dice.pick(['unheard', 'unheard', 'lost', 'after'] as const), dice.whole(5, 400)];
    const at = spread(i, atMarks, lastsMs * 0.8);
    faults.push({ at, kind: 'kill-at', mark, manner, afterMs, downMs: dice.whole(...DOWN_MS) });
    // Doubts are rare in good weather.
    if (mark === 'in doubt') faults.push({ at, kind: 'gateway-drop', when: 'after', on: 'submit' });
  }
  for (let i = atMarks; i < kills; i++) {
    const at = spread(i - atMarks, kills - atMarks, lastsMs);
    faults.push({ at, kind: 'kill', who: dice.pick(OFTEN_KILLED), downMs: dice.whole(...DOWN_MS) });
  }
  for (let i = 0; i < weather; i++)
    faults.push({ at: dice.whole(0, Math.round(lastsMs * 0.9)), ...cycled(kinds, n * weather + i)(dice) } as Fault);
  const chosen = dice.shuffle(ALL_DEEDS).slice(0, most);
  const deeds = chosen.map(
    (kind, i): Deed => ({
      n: n * 100 + i,
      // What is done on a card comes when there are cards.
      at: Math.round(lastsMs * (onCard(kind) ? 0.3 + 0.6 * dice.next() : 0.7 * dice.next())),
      kind,
      person: i,
      luck: dice.next(),
    }),
  );
  return {
    n,
    remix: dice.chance(0.85),
    lastsMs,
    deeds: deeds.sort((a, b) => a.at - b.at),
    faults: faults.sort((a, b) => a.at - b.at),
  };
}

function onCard(kind: Deed['kind']): boolean {
  const elsewhere = [
    'imagine',
    'mention',
    'describe',
    'describe-file',
    'closed',
    'series',
    'settings',
    'home',
    'forget',
  ];
  return !elsewhere.includes(kind);
}

function cycled<T>(from: readonly T[], n: number): T {
  const one = from[n % from.length];
  if (one === undefined) throw new RangeError('nothing to take turns');
  return one;
}
