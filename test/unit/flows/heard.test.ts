import { expect, test } from 'vitest';
import { Unreachable, UserMistake } from '../../../src/domain/errors.ts';
import { heard } from '../../../src/flows/index.ts';
import type { VerbNeeds } from '../../../src/flows/verbs/verb.ts';
import { placed } from '../../support/fake-desk.ts';

/** A message that is refused, or answered, without a look at anything but the mark of what was said. */
const refused = { text: 'conjure a fox', key: 'T1-C1-1.1', pictures: [], place: placed() };
const answered = { ...refused, text: 'help' };

/** `outcomes`: what Redis answers to each question whether this is the first time; false is no answer. */
function needsOf(outcomes: readonly boolean[]): VerbNeeds {
  const left = [...outcomes];
  const known = new Set<string>();
  const first = async (key: string) => {
    if (left.shift() === false) throw new Unreachable('redis', 'no answer');
    if (known.has(key)) return false;
    known.add(key);
    return true;
  };
  return {
    intake: { first },
    abilities: { lacking: async () => [] },
    admins: { has: async () => false },
  } as unknown as VerbNeeds;
}

test('what is delivered twice is answered once', async () => {
  const needs = needsOf([true, true]);

  expect(await heard(needs, answered)).toBeDefined();
  expect(await heard(needs, answered)).toBeUndefined();
});

test('what is delivered twice is refused once', async () => {
  const needs = needsOf([true, true]);

  await expect(heard(needs, refused)).rejects.toThrow(UserMistake);
  expect(await heard(needs, refused)).toBeUndefined();
});

test('whoever cannot be sure to have been told is told', async () => {
  await expect(heard(needsOf([false]), refused)).rejects.toThrow(UserMistake);
  expect(await heard(needsOf([false]), answered)).toBeDefined();
});
