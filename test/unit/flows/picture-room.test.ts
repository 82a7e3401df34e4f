import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pictureRoom } from '../../../src/flows/picture-room.ts';
import { clockwork } from '../../support/clockwork.ts';

const MB = 1024 * 1024;

/** Delivers pictures of these sizes, some of which cannot be had, and watches what is held. */
async function deliver(sizes: readonly { mb: number; fails: boolean; takes: number }[]) {
  const clock = clockwork();
  const most = { coming: 0, held: 0 };
  let coming = 0;
  let held = 0;
  const room = pictureRoom(2);
  async function fetch(n: number): Promise<number> {
    const { mb, fails, takes } = sizes[n] ?? { mb: 0, fails: true, takes: 0 };
    most.coming = Math.max(most.coming, (coming += 1));
    // What stands already when another begins to come.
    most.held = Math.max(most.held, held);
    await clock.sleep(takes);
    coming -= 1;
    if (fails) throw new Error('gone');
    return mb * MB;
  }
  const outcomes: string[] = [];
  for (const [n, { mb }] of sizes.entries())
    room(
      () => fetch(n),
      (bytes) => bytes,
      async () => {
        held += mb;
        await clock.sleep(1000);
        held -= mb;
        return 'done';
      },
    ).then(
      (outcome) => outcomes.push(outcome),
      () => outcomes.push('failed'),
    );
  await clock.runUntil(clock.now() + 10 * 60_000);
  return { most, outcomes };
}

test('few pictures come at a time, no more once much is held, and all are delivered', async () => {
  const one = fc.record({ mb: fc.integer({ min: 1, max: 50 }), fails: fc.boolean(), takes: fc.nat(3000) });
  await fc.assert(
    fc.asyncProperty(fc.array(one, { maxLength: 40 }), async (sizes) => {
      const { most, outcomes } = await deliver(sizes);

      expect(outcomes.filter((outcome) => outcome === 'failed')).toHaveLength(
        sizes.filter(({ fails }) => fails).length,
      );
      expect(outcomes).toHaveLength(sizes.length);
      expect(most.coming).toBeLessThanOrEqual(2);
      expect(most.held).toBeLessThan(48 + 50);
    }),
    { numRuns: 50 },
  );
});

test('small pictures go out side by side', async () => {
  const { outcomes, most } = await deliver(Array.from({ length: 8 }, () => ({ mb: 2, fails: false, takes: 10 })));

  expect(outcomes).toHaveLength(8);
  expect(most.held).toBeGreaterThanOrEqual(10);
});
