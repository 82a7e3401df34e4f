import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { advance, cancelAsked, refetch, reopen, revived } from '../../../src/domain/life/index.ts';
import { CardMark, End, Mark, Order, Submission } from '../../../src/domain/submission.ts';
import type { Snapshot } from '../../../src/domain/task.ts';

/** Records as earlier versions of the bot wrote them. They lie in people's Redis for ninety days, and are never changed here. */
const museum = path.resolve(import.meta.dirname, '../../fixtures/records');
const files = readdirSync(museum, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /^v\d+\/.*\.json$/.test(file),
);
const stored = (file: string): unknown => JSON.parse(readFileSync(path.join(museum, file), 'utf8'));

describe.each(files)('%s', (file) => {
  test('is read, and nothing of it is lost', () => {
    const raw = stored(file);
    expect(JSON.parse(JSON.stringify(Submission.parse(raw)))).toEqual(raw);
  });

  test('can go on living', () => {
    const record = Submission.parse(stored(file));
    const snapshot: Snapshot = {
      taskId: record.task ?? '1',
      status: 'done',
      progress: '100%',
      percent: 100,
      buttons: [],
    };
    for (const step of [advance(snapshot, 1, 60), cancelAsked('U1', 1), reopen(1), refetch(1), revived(1)])
      expect(() => Submission.parse(JSON.parse(JSON.stringify(step(record))))).not.toThrow();
  });
});

test('each mark, verb and end has a record in the museum, and every field stands in one', () => {
  const records = files.map((file) => Submission.parse(stored(file)));
  const missing = (all: readonly string[], seen: readonly (string | undefined)[]) =>
    all.filter((one) => !seen.includes(one));
  const literals = (options: readonly { shape: Record<string, unknown> }[], name: string): string[] =>
    options.map(({ shape }) => (shape[name] as { value: string }).value);

  expect(
    missing(
      Mark.options,
      records.map((r) => r.mark),
    ),
  ).toEqual([]);
  expect(
    missing(
      CardMark.options,
      records.map((r) => r.card.mark),
    ),
  ).toEqual([]);
  expect(
    missing(
      literals(Order.options, 'verb'),
      records.map((r) => r.order.verb),
    ),
  ).toEqual([]);
  expect(
    missing(
      literals(End.options, 'kind'),
      records.map((r) => r.end?.kind),
    ),
  ).toEqual([]);
  expect(
    missing(
      Object.keys(Submission.shape),
      records.flatMap((r) => Object.keys(r)),
    ),
  ).toEqual([]);
});

test('a record of a later version is refused, not misread', () => {
  expect(Submission.safeParse({ ...(stored('v1/everything.json') as object), v: 2 }).success).toBe(false);
});
