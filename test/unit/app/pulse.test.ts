import { expect, test } from 'vitest';
import { BEAT_MS, createPulse } from '../../../src/app/pulse.ts';

function pulsing() {
  let now = 0;
  const pulse = createPulse(() => now);
  return {
    check: pulse.check,
    pass: (ms: number) => {
      now += ms;
    },
    /** So many beats, each so late. */
    beats(count: number, lateMs: number) {
      for (let i = 0; i < count; i += 1) {
        now += BEAT_MS + lateMs;
        pulse.beat();
      }
    },
  };
}

test('a loop that turns is well, and tells how late it was', async () => {
  const one = pulsing();
  one.beats(3, 20);

  expect(await one.check()).toEqual({ lateMs: 20 });
});

test('a burst of work is told, and is no reason to start anew', async () => {
  const one = pulsing();
  one.beats(9, 4000);
  expect(await one.check()).toEqual({ lateMs: 4000 });

  one.beats(1, 0);
  expect(await one.check()).toEqual({ lateMs: 0 });
});

test('ten late beats in a row are, until one is in time', async () => {
  const one = pulsing();
  one.beats(10, 1500);
  await expect(one.check()).rejects.toThrow(/late 10 times in a row, by up to 1500 ms/);

  one.beats(1, 0);
  expect(await one.check()).toEqual({ lateMs: 0 });
});

test('a beat that is missing counts before it comes', async () => {
  const one = pulsing();
  one.beats(1, 0);
  one.pass(BEAT_MS + 700);

  expect(await one.check()).toEqual({ lateMs: 700 });
});
