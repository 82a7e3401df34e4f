import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SubmissionId } from '../../../src/domain/ids.ts';
import { dice } from '../../support/clockwork.ts';
import { outboxModel } from '../../support/outbox-model.ts';

const TOKEN_MS = 1200;

interface Card {
  id: SubmissionId;
  shownAt: number;
  /** Since when it has something to show, if it has. */
  since: number | undefined;
  nextMove: number;
  everyMs: number;
}

/** Cards that move at their own pace, and take turns for ten minutes. @returns how long each waited whenever it did, ms, and all turns */
async function turns(paces: readonly number[], more: { ends?: number; seed?: number } = {}) {
  let now = 1_800_000_000_000;
  const random = dice(more.seed ?? 1);
  const { budget, outbox, turn } = outboxModel({ scale: 1, now: () => now });
  const cards = paces.map((everyMs, n): Card => {
    const id = SubmissionId.parse(`s${String(n).padStart(19, '0')}`);
    return { id, shownAt: now, since: undefined, nextMove: now + random() * everyMs, everyMs };
  });
  const waits = new Map<SubmissionId, number[]>(cards.map(({ id }) => [id, []]));
  const { ends = 0 } = more;
  let turnAt = now;
  let ended = 0;
  let given = 0;

  for (const until = now + 600_000; now < until; now += 100) {
    for (const card of cards) {
      if (card.nextMove > now) continue;
      card.nextMove = now + card.everyMs * (0.9 + random() * 0.2);
      card.since ??= now;
      await outbox.offer('T1', card.id, { shownAt: card.shownAt, movedAt: now });
    }
    for (; ended < ((now - until + 600_000) / 60_000) * ends; ended += 1)
      await budget.take('T1', 'update', { urgency: 'end', who: `end ${ended}` });
    while (turnAt <= now) {
      const next = turn('T1');
      if (typeof next !== 'string') {
        turnAt = now + (next ?? 100);
        break;
      }
      const card = cards.find(({ id }) => id === next);
      if (card?.since === undefined) throw new Error('a turn for a card that has nothing to show');
      waits.get(card.id)?.push(now - card.since);
      given += 1;
      card.since = undefined;
      card.shownAt = now;
    }
  }
  for (const { id, since } of cards) if (since !== undefined) waits.get(id)?.push(now - since);
  return { waits: [...waits.values()], given };
}

describe('turns', () => {
  test('nobody starves, however differently cards move: all wait for a few rounds at most', async () => {
    const pace = fc.oneof(fc.constant(1000), fc.integer({ min: 2000, max: 20_000 }), fc.constant(120_000));
    await fc.assert(
      fc.asyncProperty(fc.array(pace, { minLength: 2, maxLength: 60 }), fc.nat(1000), async (paces, seed) => {
        const { waits } = await turns(paces, { seed });

        expect(Math.max(...waits.flat())).toBeLessThanOrEqual(4 * paces.length * TOKEN_MS + 2000);
      }),
      { numRuns: 25 },
    );
  });

  test('go round: cards that move alike are shown alike often', async () => {
    const { waits, given } = await turns(Array.from({ length: 30 }, () => 6500));
    const counts = waits.map((all) => all.length);

    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(5);
    expect(given).toBeGreaterThanOrEqual(10 * 48);
  });

  test('a card that rarely moves is shown soon when it does', async () => {
    const { waits } = await turns([...Array.from({ length: 30 }, () => 3000), 60_000]);

    expect(Math.max(...(waits.at(-1) ?? []))).toBeLessThanOrEqual(3 * TOKEN_MS);
  });

  test('are what ends leave of the budget', async () => {
    const perMinute = async (ends: number) =>
      (
        await turns(
          Array.from({ length: 30 }, () => 3000),
          { ends },
        )
      ).given / 10;

    expect(await perMinute(20)).toBeGreaterThanOrEqual(28);
    expect(await perMinute(20)).toBeLessThanOrEqual(31);
    expect(await perMinute(55)).toBeLessThanOrEqual(1);
  });
});
