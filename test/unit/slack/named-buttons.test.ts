import { expect, test } from 'vitest';
import { english } from '../../../src/domain/messages.en.ts';
import { End, type Submission } from '../../../src/domain/submission.ts';
import { card, labels, writing } from './look.ts';
import { button, parentId, record } from './records.ts';

/** A card that tells somebody to press a button has that button. */

const { checkAgain, tryAgain, fetchAgain } = english.controls;
const NAMED = new RegExp(`\\*(${[checkAgain, tryAgain, fetchAgain, english.controls.continue].join('|')})\\*`, 'g');

/** Names of buttons that were found in what cards say. */
let seen = 0;

const causes = End.options[1].shape.cause.options;
const ends: readonly End[] = [
  ...causes.map((cause): End => ({ kind: 'failed', reason: 'no', cause })),
  { kind: 'cancelled', by: 'U1', sent: true, told: true },
  { kind: 'cancelled', by: 'U1', sent: true, told: false },
  { kind: 'cancelled', by: 'U1', sent: false, told: false },
  { kind: 'deadline', minutes: 60 },
  { kind: 'lost' },
  { kind: 'unknown' },
  { kind: 'unanswered' },
];

const press: Submission['order'] = {
  verb: 'press',
  parent: parentId,
  parentTask: '1',
  button: button('MJ::JOB::variation::1::u', 'V1'),
  prompt: 'a red fox',
  pictures: [],
};
const question = { at: 1, finalPrompt: 'a red fox', found: 'answer' } as const;
const answer = { prompt: 'a blue fox', by: 'U1' };
const states: readonly (readonly [string, Partial<Submission>])[] = [
  ['an imagine', {}],
  ['a press', { order: press }],
  ['a press that was asked and not answered', { order: press, asked: question }],
  ['a press whose answer was never sent', { order: press, asked: question, answer }],
  ['a press that was answered', { order: press, asked: question, answer, at: { confirming: 2, confirmed: 3 } }],
];

test.each(ends.flatMap((end) => states.map(([name, state]) => ({ end, name, state }))))(
  '$name that ended as $end.kind $end.cause names no button that is not there',
  ({ end, state }) => {
    const view = card(record({ mark: 'delivered', task: '1', end, ...state }));
    const there = labels(view).flat();
    for (const [, named = ''] of writing(view).matchAll(NAMED)) {
      expect(there).toContain(named);
      seen += 1;
    }
  },
);

test('sentences of cards name buttons', () => {
  expect(seen).toBeGreaterThan(10);
});

test('a press that the gateway forgot before it was answered is said to have drawn nothing', () => {
  const view = card(record({ mark: 'delivered', task: '1', end: { kind: 'lost' }, order: press, asked: question }));
  expect(writing(view)).toMatch(/no longer waits for what \*V1\* asked for, so nothing was drawn/);
  expect(labels(view).flat()).toContain(tryAgain);
});
