import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { childState, isOver, Series, sheetPictures } from '../../../src/domain/series.ts';
import type { Submission } from '../../../src/domain/submission.ts';
import { aDone, aSubmission } from '../../support/records.ts';

/** As an earlier version of the bot wrote it; never changed. Every field stands in it. */
const stored: unknown = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../fixtures/series/v1.json'), 'utf8'),
);

test('a series of an earlier version is read, and nothing of it is lost', () => {
  const read = Series.parse(stored);
  expect(JSON.parse(JSON.stringify(read))).toEqual(stored);
  expect(Object.keys(read).toSorted((a, b) => a.localeCompare(b))).toEqual(
    Object.keys(Series.shape).toSorted((a, b) => a.localeCompare(b)),
  );
});

const delivered = (fileId: string): Submission => aDone({ mark: 'delivered', picture: { fileId, inThread: false } });

describe('where one of a series stands', () => {
  test.each([
    [undefined, 'running'],
    ['gone', 'removed'],
    [aSubmission(), 'running'],
    [aDone({ mark: 'uploaded' }), 'running'],
    [delivered('F1'), 'done'],
    [aDone({ mark: 'ended', end: { kind: 'lost' } }), 'failed'],
    [{ ...delivered('F1'), card: { mark: 'removed' as const, posts: 0 } }, 'removed'],
  ] as const)('%#', (child, state) => {
    expect(childState(child)).toBe(state);
    expect(isOver(childState(child))).toBe(state !== 'running');
  });
});

test('a contact sheet has at least two pictures, each with its number', () => {
  expect(sheetPictures([delivered('F1'), aSubmission(), delivered('F3')])).toEqual([
    { number: 1, fileId: 'F1' },
    { number: 3, fileId: 'F3' },
  ]);
  expect(sheetPictures([delivered('F1'), aSubmission()])).toEqual([]);
});
