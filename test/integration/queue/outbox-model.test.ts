import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SubmissionId } from '../../../src/domain/ids.ts';
import type { BudgetClass } from '../../../src/flows/needs/outbox.ts';
import { openBudget } from '../../../src/queue/budget.ts';
import { openQueues } from '../../../src/queue/jobs.ts';
import { openOutbox } from '../../../src/queue/outbox.ts';
import { outboxModel } from '../../support/outbox-model.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { listen } from './world.ts';

let redis: TestRedis;
let raw: Redis;

beforeAll(async () => {
  redis = await startRedis();
  raw = new Redis(redis.url, { maxRetriesPerRequest: null });
});
afterAll(async () => {
  await raw.quit();
  await redis.stop();
});

const CARDS = Array.from({ length: 12 }, (_, n) => SubmissionId.parse(`s${String(n).padStart(19, '0')}`));

/** What is done to both, and how long after the one before. */
const step = fc.record({
  after: fc.oneof(fc.nat(50), fc.nat(8000), fc.nat(8000), fc.nat(90_000)),
  what: fc.constantFrom<BudgetClass>('update', 'update', 'upload', 'post'),
  card: fc.nat(CARDS.length - 1),
  channel: fc.constantFrom('C1', 'C2', 'C3'),
  times: fc.integer({ min: 1, max: 14 }),
  do: fc.constantFrom(
    ...(['end', 'end', 'end', 'progress', 'turn', 'turn', 'offer', 'offer', 'offer'] as const),
    ...(['moved', 'moved', 'began', 'leave', 'expect', 'give back', 'cool'] as const),
  ),
  ms: fc.nat(40_000),
});
type Step = Parameters<Parameters<typeof fc.property<[typeof step extends fc.Arbitrary<infer T> ? T : never]>>[1]>[0];

/** Everything that either answers. */
async function play(steps: readonly Step[], rooms: ReturnType<typeof both>): Promise<void> {
  for (const one of steps) {
    rooms.pass(one.after);
    const many = one.do === 'end' || one.do === 'progress' || one.do === 'offer';
    for (let n = 0; n < (many ? one.times : 1); n += 1) {
      const id = cardAt(one.card + n);
      const more = { who: id, ...(one.what === 'post' ? { channel: one.channel } : {}) };
      const [redisSays, modelSays] = await rooms.ask(async ({ budget, outbox, turn }) => {
        switch (one.do) {
          case 'end':
            return await budget.take('T1', one.what, {
              ...more,
              urgency: 'end',
              since: rooms.now() - one.ms * (n % 3),
            });
          case 'progress':
            return await budget.take('T1', one.what, { ...more, urgency: 'progress' });
          case 'turn':
            return await turn();
          case 'offer':
            return await outbox.offer('T1', id, {
              shownAt: rooms.now() - 1000 * ((n * 7) % 12),
              movedAt: rooms.now() - ((one.ms * (n + 3)) % 9000),
            });
          case 'moved':
            return await outbox.moved('T1', id, rooms.now() + one.ms * 2 - 10_000);
          case 'began':
            return await outbox.began('T1', id, rooms.now() + one.ms * 2);
          case 'leave':
            return await outbox.leave('T1', id);
          case 'expect':
            return await budget.expect('T1', one.what, { who: id, since: rooms.now() });
          case 'give back':
            return await budget.giveBack('T1', one.what);
          case 'cool':
            return await budget.cool('T1', one.what, one.ms, one.what === 'post' ? one.channel : undefined);
        }
      });
      expect({ step: one.do, says: redisSays }).toEqual({ step: one.do, says: modelSays });
    }
  }
}

function cardAt(n: number): SubmissionId {
  return CARDS[n % CARDS.length] ?? SubmissionId.parse('s');
}

/** The scripts on a real Redis, and the model. Turns are taken by hand: nobody works here. */
function both(scale: number) {
  let now = 1_800_000_000_000;
  const clock = { scale, now: () => now };
  const queues = openQueues(raw, 'patient', listen().log);
  const { outbox, turns } = openOutbox(raw, queues, clock);
  const model = outboxModel(clock);
  const scripts = {
    budget: openBudget(raw, clock),
    outbox,
    /** One turn; what is given becomes a job, of which there is one for each card. */
    turn: async () => {
      const before = new Set(await cardsWithJobs());
      const answer = await turns.take('T1');
      const given = (await cardsWithJobs()).filter((id) => !before.has(id));
      await queues.progress.obliterate({ force: true });
      return { given: given.toSorted(), againInMs: answer?.againInMs };
    },
  };
  const modelled = {
    ...model,
    turn: async () => {
      const given: string[] = [];
      for (;;) {
        const turn = model.turn('T1');
        if (typeof turn !== 'string') return { given: given.toSorted(), againInMs: turn };
        given.push(turn);
      }
    },
  };
  async function cardsWithJobs(): Promise<string[]> {
    const jobs = await queues.progress.getJobs(['waiting', 'delayed', 'prioritized']);
    return jobs.flatMap((job) => (job.name === 'show' ? [String(job.data.id)] : []));
  }
  return {
    now: clock.now,
    pass: (ms: number) => {
      now += ms;
    },
    ask: async <T>(question: (room: typeof scripts | typeof modelled) => Promise<T>) => [
      await question(scripts),
      await question(modelled),
    ],
    close: () => Promise.all(Object.values(queues).map((queue) => queue.close())),
  };
}

test('the scripts answer as the model does, whatever is asked in whatever order', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(0.04, 0.1, 0.3),
      fc.array(step, { minLength: 5, maxLength: 60 }),
      async (scale, steps) => {
        await raw.flushall();
        const rooms = both(scale);
        try {
          await play(steps, rooms);
        } finally {
          await rooms.close();
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('turns come in the same order in both', { timeout: 60_000 }, async () => {
  const offer = fc.record({ shownAgo: fc.nat(60_000), movedAfter: fc.nat(40_000) });
  await fc.assert(
    fc.asyncProperty(fc.array(offer, { minLength: 2, maxLength: CARDS.length }), async (offers) => {
      await raw.flushall();
      const rooms = both(1);
      try {
        const from = rooms.now();
        for (const [n, { shownAgo, movedAfter }] of offers.entries())
          await rooms.ask(({ outbox }) =>
            outbox.offer('T1', cardAt(n), { shownAt: from - shownAgo, movedAt: from - shownAgo + movedAfter }),
          );
        for (let turn = 0; turn <= offers.length; turn += 1) {
          const [scripts, model] = await rooms.ask((room) => room.turn());
          expect(scripts).toEqual(model);
          rooms.pass(1200);
        }
      } finally {
        await rooms.close();
      }
    }),
    { numRuns: 30 },
  );
});

test('both hold turns back before a crowd of ends, and only then', { timeout: 60_000 }, async () => {
  const seen = { held: 0, given: 0 };
  const ends = fc.record({
    fromMs: fc.oneof(fc.integer({ min: -35_000, max: -25_000 }), fc.integer({ min: 5000, max: 20_000 })),
    apartMs: fc.array(fc.oneof(fc.nat(2000), fc.nat(30_000)), { minLength: 1, maxLength: CARDS.length }),
  });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(0.06, 0.1, 0.2), ends, async (scale, { fromMs, apartMs }) => {
      await raw.flushall();
      const rooms = both(scale);
      try {
        let endAt = rooms.now() + fromMs;
        for (const [n, ms] of apartMs.entries()) {
          await rooms.ask(({ outbox }) => outbox.began('T1', cardAt(n), endAt));
          endAt += ms;
        }
        await rooms.ask(({ outbox }) => outbox.offer('T1', cardAt(0), { shownAt: 1, movedAt: 2 }));
        for (let look = 0; look < 3; look += 1) {
          const [scripts, model] = await rooms.ask((room) => room.turn());
          expect(scripts).toEqual(model);
          if (look === 0) seen[scripts?.given.length === 0 ? 'held' : 'given'] += 1;
          rooms.pass(25_000);
        }
      } finally {
        await rooms.close();
      }
    }),
    { numRuns: 150 },
  );
  expect(seen.held).toBeGreaterThan(10);
  expect(seen.given).toBeGreaterThan(10);
});
