import { describe, expect, test } from 'vitest';
import { stepsOf } from '../../bench/harness/cadence.ts';
import { type Card, idealCards, type Sample, samples, type Truth } from '../../bench/harness/freshness.ts';
import { clockwork, dice } from '../../support/clockwork.ts';
import { outboxWorld } from '../../support/outbox-world.ts';

const SETTLE_MS = 60_000;
const WATCHED_MS = 180_000;
const READ_MS = 3000;

/** Cards of one workspace whose tasks move as they do at a gateway, each replaced by another as it ends; all are read every three seconds. */
async function running(cards: number, slower: number) {
  const clock = clockwork();
  const random = dice(7);
  const world = outboxWorld(clock, { random });
  const truths = new Map<string, { changes: { at: number; percent: number }[]; endedAt: number | undefined }>();
  const from = clock.now() + SETTLE_MS;
  const to = from + WATCHED_MS;

  async function another(): Promise<void> {
    const begun = clock.now();
    const id = await world.begin(`C${Math.floor(random() * 10)}`);
    const truth = { changes: [] as { at: number; percent: number }[], endedAt: undefined as number | undefined };
    truths.set(id, truth);
    let says: Parameters<typeof world.read>[1] = { status: 'waiting', progress: '' };
    for (const { afterMs, percent } of stepsOf({ slower }, random))
      clock.at(begun + afterMs, () => {
        if (percent === 'end') {
          truth.endedAt = clock.now();
          says = { status: 'done', progress: '100%', percent: 100 };
          if (clock.now() < to) another().catch(expect.unreachable);
        } else {
          truth.changes.push({ at: clock.now(), percent });
          says = { status: 'running', progress: `${percent}%`, percent };
        }
      });
    const read = () => {
      world.read(id, says).catch(expect.unreachable);
      if (says.status !== 'done') clock.at(clock.now() + READ_MS, read);
    };
    clock.at(begun + random() * READ_MS, read);
  }
  for (let n = 0; n < cards; n += 1) clock.at(clock.now() + n * 150, () => void another().catch(expect.unreachable));
  await clock.runUntil(to);

  const ours = [...world.cards.values()].map(({ id, versions }): Card => {
    const truth: Truth = truths.get(id) ?? { changes: [], endedAt: undefined };
    return { truth, shown: versions.map(({ at, percent }, n) => ({ at, percent, first: n === 0 })) };
  });
  const best = idealCards(ours, { readMs: READ_MS, callMs: 100 });
  const texts = [...world.cards.values()].flatMap(({ versions }) =>
    versions.filter(({ at }) => at >= from).map(({ text }) => text),
  );
  return { world, from, seen: samples(ours, from, to), best: samples(best, from, to), texts, truths };
}

function medianAge(all: readonly Sample[]): number {
  return all.map(({ ageMs }) => ageMs).toSorted((a, b) => a - b)[all.length >> 1] ?? 0;
}

const stale = (all: readonly Sample[]) =>
  all.filter(({ bar, behindMs }) => bar && behindMs > 30_000).length / all.length;
const bars = (all: readonly Sample[]) => all.filter(({ bar }) => bar).length / all.length;

describe.each([
  ['5 fast cards', 5, 1],
  ['20 fast cards', 20, 1],
  ['100 relax cards', 100, 3.5],
] as const)('%s running in one workspace', (_, cards, slower) => {
  test('show nothing older than the budget makes it, and no stale bar', async () => {
    const { world, seen, best } = await running(cards, slower);

    expect(medianAge(seen)).toBeLessThanOrEqual(1.3 * medianAge(best));
    expect(stale(seen)).toBeLessThanOrEqual(0.01);
    expect(world.calls.filter(({ limited }) => limited)).toEqual([]);
  });
});

test('a few cards show nearly every move, and say nothing of the next', async () => {
  const { texts, truths, world } = await running(4, 1);
  const moves = [...truths.values()].reduce((sum, { changes }) => sum + changes.length, 0);

  expect(world.calls.filter(({ method }) => method === 'chat.update').length).toBeGreaterThan(moves);
  expect(texts.filter((text) => /next update|many pictures/i.test(text))).toEqual([]);
});

test('twenty fast cards show some of their moves with a bar, and say when the next comes', async () => {
  const { seen, texts } = await running(20, 1);

  expect(bars(seen)).toBeGreaterThan(0.3);
  expect(texts.filter((text) => text.includes('Next update in about 30 seconds')).length).toBeGreaterThan(50);
});

test('the next update comes about when a card says, for most of those that say so', async () => {
  const { world, from } = await running(20, 1);
  const gaps = [...world.cards.values()]
    .flatMap(({ versions }) =>
      versions.flatMap(({ at, text }, n) => {
        const next = versions[n + 1];
        return at < from || next === undefined || !text.includes('about 30 seconds') ? [] : [next.at - at];
      }),
    )
    .toSorted((a, b) => a - b);

  expect(gaps.length).toBeGreaterThan(50);
  expect(gaps[gaps.length >> 1]).toBeGreaterThanOrEqual(15_000);
  expect(gaps[gaps.length >> 1]).toBeLessThanOrEqual(60_000);
});

test('a hundred relax cards have words that stay true, and change only with the phase of their task', async () => {
  const { seen, texts, world, truths } = await running(100, 3.5);
  const ended = [...truths.values()].filter(({ endedAt }) => endedAt !== undefined).length;
  const updates = world.calls.filter(({ method }) => method === 'chat.update').length;

  expect(bars(seen)).toBeLessThan(0.05);
  expect(texts.some((text) => text.includes('Many pictures are being made'))).toBe(true);
  // Begun, done, and the first few which still had a bar.
  expect(updates).toBeLessThanOrEqual(100 + 2 * ended + 30);
});
