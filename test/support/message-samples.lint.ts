import type { LintMessages, SeriesMessages } from '../../src/domain/messages.lint.ts';
import type { Samples } from './message-samples.ts';

const ANN = '<@U1>';
const F = 'FOREIGN';
/** A version of Midjourney, one of niji, and none that was named. */
const VERSIONS = ['7', 'niji 6', ''] as const;

/** What is said of a prompt before it costs anything. */
export const lint: Samples<LintMessages> = {
  findings: {
    unknown: [[{ flag: F }]],
    misspelt: [[{ flag: F, meant: '--stylize' }]],
    retired: [[{ flag: F, instead: '' }], [{ flag: F, instead: 'ar' }]],
    dashes: [[{ flag: F }]],
    space: [[{ flag: F }]],
    punctuation: [[{ flag: F }]],
    'value-missing': [[{ flag: F }]],
    'value-needless': [[{ flag: F, value: F }]],
    'not-a-number': [[{ flag: F, value: F, min: 0, max: 100 }]],
    'not-whole': [[{ flag: F, value: F }]],
    ratio: [[{ flag: F, value: F }]],
    choice: [[{ flag: F, value: F, choices: '0.5, 1, 2' }]],
    range: [[{ flag: F, value: F, min: 0, max: 100 }]],
    'range-in-version': VERSIONS.map((version) => [{ flag: F, value: F, min: 0, max: 100, version }] as const),
    'ratio-in-version': VERSIONS.map((version) => [{ flag: F, value: F, max: 14, version }] as const),
    doubled: [[{ flag: F }]],
    clash: [[{ flag: F, other: F }]],
    'not-in-version': VERSIONS.map((version) => [{ flag: F, version }] as const),
    replaced: VERSIONS.map((version) => [{ flag: F, other: F, version }] as const),
    needs: [[{ flag: F, other: F }]],
    'needs-picture': [[{ flag: F }]],
    'text-behind': [[{ text: F }]],
    weights: VERSIONS.map((version) => [{ version }] as const),
    'shorten-refuses': [[{ what: F }]],
    'not-for-films': [[{ flag: F }]],
    'only-films': [[{ flag: F }]],
    'only-imagine': [[{ what: F }]],
    'other-bot': [[{ flag: F }]],
  },
  more: [[1], [12]],
  onCard: [[F]],
  corrected: [[1], [4]],
  several: [[2], [40]],
  room: [
    [1, 'daily', 20],
    [3, 'concurrent', 5],
  ],
  others: [[1], [12]],
  make: [[1], [4]],
};

/** The message that heads the thread of a series. */
export const series: Samples<SeriesMessages> = {
  asked: [[ANN, 4]],
  running: [
    [0, 4],
    [3, 40],
  ],
  finished: [
    [4, 0],
    [1, 1],
    [3, 2],
  ],
  cutShort: [[40]],
  line: [
    [1, F, 'running', undefined],
    [2, F, 'done', 'https://acme.slack.com/p1'],
  ],
  sheetAlt: [
    [1, F],
    [4, F],
  ],
  summary: [[ANN, F, F]],
};
