import type { Messages } from '../../src/domain/messages.ts';
import { admin } from './message-samples.admin.ts';
import { lint, series } from './message-samples.lint.ts';

/** For each message that is filled in, what to fill it with; the compiler misses none. Text that comes from elsewhere is `FOREIGN`. */
export type Samples<T> = T extends (...args: infer A) => string
  ? readonly Readonly<A>[]
  : { readonly [K in keyof T as Filled<T[K]> extends true ? K : never]: Samples<T[K]> };

/** True of a message that is filled in, and of a group that has one. */
type Filled<T> = T extends string
  ? false
  : T extends (...args: never[]) => string
    ? true
    : true extends { [K in keyof T]: Filled<T[K]> }[keyof T]
      ? true
      : false;

const ANN = '<@U1>';
const BOB = '<@U2>';
const F = 'FOREIGN';
const WHEN = '<!date^1^{time}|14:32 UTC>';
const ALL = { verb: F, owner: 'U1', by: 'U1', limit: 3, length: 6000, min: 2, max: 5000, given: 1, button: F } as const;
const mistake = [[{}], [ALL]] as const;
const VERBS = ['imagine', 'blend', 'describe', 'shorten', 'faceswap', 'video', 'edit', 'upload'] as const;

/** Of a series. */
const SOME = { done: 1, count: 4 };

const TASKS = (['waiting', 'running', 'done', 'failed', 'stopped'] as const).flatMap((state) => [
  { prompt: '', verb: 'blend' as const, state, progress: '', link: undefined, when: WHEN, by: ANN },
  {
    prompt: F,
    verb: 'imagine' as const,
    state,
    progress: '31%',
    link: 'https://acme.slack.com/p1',
    when: WHEN,
    by: BOB,
  },
  { prompt: F, verb: 'imagine' as const, state, progress: '', pictures: SOME, link: undefined, when: WHEN, by: ANN },
]);

/** Each message in all the ways in which it can be put together. */
export const samples: Samples<Messages> = {
  mistakes: {
    'empty-prompt': mistake,
    'long-prompt': mistake,
    'too-many-of-one': [...mistake, [{ count: 64, max: 40 }]],
    'draft-gone': mistake,
    'bad-parameter': mistake,
    'unknown-verb': mistake,
    'channel-not-allowed': mistake,
    'daily-limit': mistake,
    'concurrent-limit': mistake,
    'channel-daily-limit': mistake,
    'channel-concurrent-limit': mistake,
    'words-refused': [[{}], [{ words: F, reason: F }]],
    paused: [[{}], [{ message: F }]],
    'not-yours-to-press': mistake,
    'not-yours-to-cancel': mistake,
    'not-yours-to-delete': mistake,
    'not-yours-to-see': mistake,
    'button-gone': mistake,
    'submission-gone': mistake,
    'already-ended': mistake,
    'nothing-to-check': mistake,
    unavailable: mistake,
    'too-few-pictures': mistake,
    'too-many-pictures': [...mistake, [{ verb: F, max: 0, given: 2 }]],
    'bad-ratio': mistake,
    'bad-number': mistake,
    'not-offered': mistake,
    'which-task': mistake,
    'unknown-task': mistake,
    'step-answered': mistake,
    'step-over': mistake,
    'mask-missing': mistake,
    'mask-empty': mistake,
    'mask-full': mistake,
    'mask-size': [[{}], [{ wide: 1024, high: 768 }], [{ wide: 1024, high: 768, width: 10, height: 20 }]],
    'mask-not-png': mistake,
    'mask-too-large': mistake,
    'mask-unreadable': mistake,
    'picture-not-here': mistake,
    'unknown-preset': [...mistake, [{ name: '', known: '' }], [{ name: F, known: F }]],
    'preset-not-here': mistake,
    'preset-name': mistake,
    'presets-full': mistake,
    'preset-taken': [...mistake, [{ name: F }]],
    'empty-preset': mistake,
    'preset-text': [...mistake, [{ given: F }]],
    'preset-twice': [...mistake, [{ given: F }]],
    'preset-in-preset': mistake,
    'long-preset': mistake,
    'niji-version': mistake,
    'no-channel-here': mistake,
    'admins-only': mistake,
    'admin-unknown': mistake,
    'channel-out-of-bounds': [[{}], [{ channel: 'C1' }]],
    'nothing-chosen': mistake,
    'too-many-rules': [[{}], [{ max: 200 }]],
    'reason-missing': mistake,
  },
  install: { done: { title: [[F]] }, 'not-allowed': { text: [['T1']] } },
  sentences: {
    help: [
      [
        {
          commands: [
            { name: 'imagine', command: '/imagine', usage: 'imagine &lt;prompt&gt;' },
            { name: 'help', usage: 'help' },
          ],
        },
      ],
    ],
    'could-not-take': [[{}]],
    'could-not-do': [[{}]],
    'may-have-taken': [[{}]],
    'button-unknown': [[{}]],
    'other-workspace': [[{}]],
    'not-installed': [[{}]],
    'prompt-late': [[{}]],
    'cannot-post-here': [[{}]],
    'cannot-show-here': [[{}]],
    'cannot-post-direct': [[{}]],
    'cannot-show-direct': [[{}]],
    'letter-lost': [[{}]],
    'letter-without-picture': [[{ yet: true }], [{ yet: false }]],
    'forget-failed': [[{ person: 'U1', own: true }], [{ person: 'U1', own: false }]],
    finished: [[{ mention: 'U1' }]],
    'not-finished': [[{ mention: 'U1' }]],
    'needs-input': [[{ mention: 'U1', button: F }]],
    'draft-taken': [[{ count: 1 }], [{ count: 4 }]],
    'draft-cut-short': [[{ count: 1, wanted: 4 }], [{ count: 3, wanted: 40 }]],
    'draft-dropped': [[{}]],
    'settings-saved': [[{ of: 'person' }], [{ of: 'channel' }]],
    'preset-saved': [[{ name: F }]],
    'in-direct-messages': [[{}]],
    'already-made': [[{ button: F, link: undefined }], [{ button: F, link: 'https://acme.slack.com/archives/C1/p1' }]],
    looking: [[{}]],
    seed: [[{ seed: '123', task: '9' }]],
    'no-seed': [[{ reason: '' }], [{ reason: F }]],
    tasks: [[{ tasks: TASKS }]],
    found: [
      [{ words: F, where: 'mine', more: true, tasks: TASKS }],
      [{ words: '', where: 'here', more: false, tasks: TASKS }],
    ],
    'none-found': [[{ words: F, where: 'mine' }], [{ words: '', where: 'here' }]],
    'no-tasks': [[{}]],
    'cancel-asked': [[{ prompt: '' }], [{ prompt: F }]],
    status: [
      [{ reachable: true, ms: 12, watched: 1, waiting: 1, overdue: 0, mine: 0 }],
      [{ reachable: false, ms: 1200, watched: 2000, waiting: 3, overdue: 4, mine: 5 }],
    ],
    'fill-in': [[{ verb: 'blend' }], [{ verb: 'blend', lacking: { min: 2, given: 1 } }]],
    'form-late': [[{ verb: 'blend' }]],
    'choose-verb': [[{ pictures: 1 }], [{ pictures: 3 }]],
    'too-many-to-use': [[{ pictures: 7 }]],
    'no-pictures-there': [[{}]],
    checking: [[{}]],
    'on-its-way': [[{}]],
  },
  card: {
    asked: VERBS.flatMap((verb) => [0, 1, 2, undefined].map((pictures) => [ANN, verb, pictures] as const)),
    pressed: [
      [ANN, F, 'follows'],
      [ANN, F, 'changed'],
      [ANN, F, 'none'],
    ],
    added: [
      [[{ what: '`--ar 21:9`', from: 'preset', preset: F }]],
      [
        [
          { what: '`--relax` `niji`', from: 'person', preset: '' },
          { what: '`--raw`', from: 'channel', preset: '' },
        ],
      ],
    ],
    queued: [[undefined], [1], [1200]],
    queuedAs: [[F]],
    busy: [[''], [F]],
    unreachable: [[]],
    inDoubt: [[]],
    answerInDoubt: [[]],
    drawing: [[''], ['31%']],
    needsInput: [
      ['prompt', F, 5],
      ['zoom', F, 5],
      ['region', F, 5],
      ['pick', F, 1],
    ],
    expected: [['<!date^1^{time}|14:32 UTC>']],
    nextUpdate: [[30], [60], [120]],
    crowded: [[]],
    stalled: [[]],
    cancelling: [[ANN]],
    fetching: [[]],
    done: [[]],
    inThread: [[]],
    filmsInThread: [[1], [4]],
    tokens: [[]],
    shortPrompts: [[]],
    links: [[1], [2]],
    textLeftOut: [[]],
    bannedWord: [[F]],
    cancelledUnsent: [[undefined], [ANN]],
    cancelledTold: [[undefined], [ANN]],
    cancelledUntold: [[undefined], [ANN]],
    deadline: [[1], [60]],
    lost: [[]],
    unknown: [[]],
    forgotten: [[F]],
    unanswered: [[F]],
    presses: [
      [[{ by: ANN, button: F }], 0],
      [
        [
          { by: ANN, button: F },
          { by: BOB, button: F },
          { by: ANN, button: F },
        ],
        7,
      ],
    ],
    buttonsLeftOut: [[1], [2]],
    pressedAloud: [
      [F, true],
      [F, false],
    ],
    summary: [
      [ANN, F, F],
      [ANN, '', F],
    ],
    altText: [
      ['', 1, 1],
      [F, 2, 4],
    ],
  },
  modals: {
    brought: [
      [F, undefined],
      [F, 1],
      [F, 2],
    ],
    preview: [[''], [F]],
    fillIn: [[F]],
  },
  steps: {
    kinds: { prompt: { intro: [[F]] }, zoom: { intro: [[F]] }, region: { intro: [[F]] }, pick: { intro: [['1']] } },
    cellPlace: [[1, 4]],
    chosen: [
      [[3], 6],
      [[2, 6, 7], 19],
    ],
    painted: [[34]],
    late: [[F]],
  },
  settings: {
    channelIntro: [
      ['<#C1>', undefined],
      ['<#C1>', { by: ANN, when: WHEN }],
    ],
    presets: {
      line: [
        [F, '`--ar 21:9`', undefined],
        [F, '`--ar 21:9`', BOB],
      ],
      page: [[1, 2]],
    },
  },
  dead: {
    heading: [[1], [2]],
    none: [[]],
    line: [
      [{ job: F, submission: undefined, reason: '', tries: 1, when: '<!date^1^{time}|14:32 UTC>' }],
      [{ job: F, submission: F, reason: F, tries: 8, when: '<!date^1^{time}|14:32 UTC>' }],
    ],
  },
  lint,
  series,
  admin,
  painter: {
    title: [[''], [F]],
    inOneLine: [[{ title: F, text: F }]],
  },
  home: {
    usage: [[{ today: 0, running: 0, daily: 0, concurrent: 0 }], [{ today: 3, running: 1, daily: 20, concurrent: 3 }]],
    run: [
      [{ prompt: F, verb: 'imagine', state: 'running', progress: '', link: 'https://acme.slack.com/p1', due: WHEN }],
      [{ prompt: F, verb: 'imagine', state: 'running', progress: '31%', link: undefined, due: undefined }],
      [{ prompt: F, verb: 'imagine', state: 'running', progress: '', pictures: SOME, link: undefined, due: undefined }],
      ...[...VERBS, 'press' as const].map(
        (verb) => [{ prompt: '', verb, state: 'waiting', progress: '', link: undefined, due: undefined }] as const,
      ),
    ],
    runningMore: [[1], [12]],
    found: [
      [F, 0],
      [F, 1],
      [F, 12],
    ],
    empty: [
      ['recent', ''],
      ['favourites', ''],
      ['found', F],
    ],
    picture: [
      [{ prompt: F, verb: 'imagine', when: WHEN, by: undefined }],
      [{ prompt: '', verb: 'blend', when: WHEN, by: ANN }],
    ],
    page: [
      [1, 1, 1],
      [2, 3, 17],
    ],
  },
  shown: {
    series: [
      ['https://acme.slack.com/p1', 1],
      ['https://acme.slack.com/p1', 4],
    ],
    parent: [
      ['https://acme.slack.com/p1', ''],
      ['https://acme.slack.com/p1', F],
    ],
    children: [
      [
        [
          { button: F, link: undefined },
          { button: F, link: 'https://acme.slack.com/p1' },
        ],
      ],
    ],
  },
  letter: {
    heading: [[undefined], ['https://acme.slack.com/p1']],
    facts: [[{ seed: undefined, task: undefined, id: F }], [{ seed: '123', task: F, id: F }]],
  },
};
