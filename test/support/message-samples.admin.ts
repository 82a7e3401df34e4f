import type { AdminMessages } from '../../src/domain/messages.admin.ts';
import type { Samples } from './message-samples.ts';

const ANN = '<@U1>';
const F = 'FOREIGN';
const WHEN = '<!date^1^{time}|14:32 UTC>';
const COUNTS = { accepted: 1200, done: 3, failed: 2, cancelled: 1 };

/** What the admins of a team read. */
export const admin: Samples<AdminMessages> = {
  home: {
    pause: [[ANN, WHEN, F]],
    notPaused: [[]],
    channels: [[''], ['<#C1>']],
    limits: [[F, F]],
    own: [[0], [1], [2]],
    words: [[0], [1], [2]],
    usage: [[COUNTS]],
    audit: [[]],
    dead: [[0], [1], [2]],
    forget: [[]],
  },
  limits: [[{ daily: 0, concurrent: 0 }], [{ daily: 20, concurrent: 0 }], [{ daily: 2000, concurrent: 3 }]],
  intro: {
    channels: [[''], ['<#C1>']],
    limits: [[{ daily: 0, concurrent: 0 }], [{ daily: 5, concurrent: 2 }]],
    own: [[0], [1]],
    words: [[0], [1]],
    pause: [[]],
    paused: [[ANN, WHEN, F]],
  },
  ownLine: [[ANN, F]],
  wordsLine: [[F, F]],
  place: [[1, 15, 40]],
  usage: {
    all: [[COUNTS]],
    row: [[ANN, COUNTS]],
    none: [[]],
    more: [[3]],
  },
  audit: {
    none: [[]],
    line: [
      [{ when: WHEN, by: ANN, deed: F, of: '', was: '', is: '' }],
      [{ when: WHEN, by: ANN, deed: F, of: F, was: F, is: '' }],
      [{ when: WHEN, by: ANN, deed: F, of: F, was: '', is: F }],
    ],
  },
  forget: {
    choose: [[undefined], [ANN]],
    sure: [
      [ANN, 1, false],
      [ANN, 40, true],
    ],
    begun: [
      [ANN, false],
      [ANN, true],
    ],
  },
};
