import { describe, expect, test } from 'vitest';
import { Busy, Misconfigured, Unreachable } from '../../../src/domain/errors.ts';
import { fakeWorld } from '../../support/fake-world.ts';
import { simulate } from '../../support/reading-sim.ts';
import { fastCourse } from '../../support/task-courses.ts';

const MINUTE = 60_000;
/** The simulation begins to count after three minutes. */
const START = 1_700_000_000_000 + 4 * MINUTE;

describe('a gateway that fails', () => {
  const outage = (ms: number, error: (now: number) => Error) => (now: number) =>
    now >= START && now < START + ms ? error(now) : undefined;

  test('is left alone by all workers, longer and longer, and tried with one small request', async () => {
    const until = START + 2 * MINUTE;
    const seen = await simulate({
      tasks: 300,
      minutes: 5,
      trouble: outage(2 * MINUTE, () => new Unreachable('gateway', 'ECONNREFUSED')),
    });
    const during = seen.requests.filter(({ at }) => at >= START && at < until);
    expect(during.length).toBeLessThanOrEqual(10);
    for (const tried of during.slice(1)) expect(tried.ids).toBeLessThanOrEqual(10);
    const [first, second] = seen.requests.filter(({ at }) => at >= until);
    expect(first?.ids).toBeLessThanOrEqual(10);
    expect((first?.at ?? 0) - until).toBeLessThanOrEqual(66_000);
    expect(second?.ids).toBe(100);
    expect(seen.ends).toBeGreaterThan(500);
  });

  test('is obeyed when it names a time', async () => {
    const seen = await simulate({
      tasks: 100,
      minutes: 3,
      trouble: outage(5000, () => new Busy('gateway', 'slow down', 45_000)),
    });
    const during = seen.requests.filter(({ at }) => at >= START && at < START + 45_000);
    expect(during).toHaveLength(1);
  });

  test('and refuses the key alerts once a minute at most, and ends nothing', async () => {
    const seen = await simulate({
      tasks: 20,
      minutes: 6,
      trouble: outage(4 * MINUTE, () => new Misconfigured('gateway', 'key-refused', 'no')),
    });
    const alerts = seen.logged.filter(({ level }) => level === 'error').map(({ at }) => at);
    expect(alerts.length).toBeGreaterThanOrEqual(3);
    for (const [i, at] of alerts.slice(1).entries()) expect(at - (alerts[i] ?? 0)).toBeGreaterThanOrEqual(MINUTE);
    expect(seen.p95).toBeGreaterThan(0);
  });

  test.each([
    ['', 300, false, 60, 100, 15_000],
    [', also where there are no lists', 20, true, 1000, 20, 10_000],
  ])('keeps what was answered before the failure%s', async (_, tasks, singly, ms, ends, p95) => {
    const seen = await simulate({
      tasks,
      singly,
      minutes: 2,
      trouble: (now) => (now % 20_000 < ms ? new Unreachable('gateway', 'reset') : undefined),
    });
    expect(seen.ends).toBeGreaterThan(ends);
    expect(seen.p95).toBeLessThan(p95);
  });
});

describe('a task whose own request fails', () => {
  const own = new Unreachable('gateway', 'HTTP 500');
  const isBad = (now: number, tasks: number[]) => now >= START && tasks.includes(10);
  /** The tenth task never ends. */
  const course = () => {
    let made = 0;
    return (submittedAt: number, random: () => number) =>
      made++ === 10 ? [{ at: submittedAt + 3_600_000, status: 'done' as const }] : fastCourse(submittedAt, random);
  };

  test.each([
    ['where lists leave it out', false, 0, 1.1],
    // Alone in a reading its failure may be the gateway's: two seconds, and the next reading tries another task.
    ['where there are no lists', true, 15, 1.3],
  ])('holds up no other, %s', async (_, singly, pauses, slower) => {
    const about = { tasks: singly ? 20 : 100, minutes: 5, singly };
    const without = await simulate({ ...about, course: course() });
    const seen = await simulate({
      ...about,
      course: course(),
      unlisted: (number) => number === 10,
      trouble: (now, { kind, tasks }) => (kind === 'single' && isBad(now, tasks) ? own : undefined),
    });
    expect(seen.p95).toBeLessThan(slower * without.p95);
    expect(seen.requestsPerMinute).toBeLessThan(without.requestsPerMinute + 7);
    expect(seen.logged.filter(({ level }) => level === 'warn').length).toBeLessThanOrEqual(pauses);
  });

  test('is told apart from a gateway without lists that fails', async () => {
    const until = START + 2 * MINUTE;
    const seen = await simulate({
      tasks: 20,
      minutes: 4,
      singly: true,
      trouble: (now) => (now >= START && now < until ? own : undefined),
    });
    expect(seen.requests.filter(({ at }) => at >= START && at < until).length).toBeLessThanOrEqual(20);
    expect(seen.logged.filter(({ level }) => level === 'warn').length).toBeGreaterThan(3);
    expect(seen.requests.filter(({ at }) => at >= until && at < until + 66_000).length).toBeGreaterThan(3);
  });

  test.each([
    ['asks to wait', new Busy('gateway', 'slow down', 45_000), 45_000],
    ['refuses the key', new Misconfigured('gateway', 'key-refused', 'no'), 2000],
  ])('is told apart from a gateway that %s', async (_, error, ms) => {
    const seen = await simulate({
      tasks: 100,
      course: course(),
      unlisted: (number) => number === 10,
      trouble: (now, { kind, tasks }) => (kind === 'single' && isBad(now, tasks) ? error : undefined),
    });
    const failed = seen.requests.filter(({ at, list }) => at >= START && !list)[0]?.at ?? 0;
    expect(seen.requests.filter(({ at }) => at > failed && at < failed + ms)).toEqual([]);
  });

  test('is not lost by that, is tried again, and ends at the deadline', async () => {
    const world = fakeWorld();
    await world.command('imagine', 'a red fox');
    await world.run();
    world.unlisted.add(world.only().task ?? '');
    world.trouble('read one', ...Array.from({ length: 500 }, () => own));
    await world.pass(10 * MINUTE);
    expect(world.only().end).toBeUndefined();
    expect(world.fetched.length).toBeGreaterThan(25);
    expect(world.fetched.length).toBeLessThanOrEqual(31);
    await world.pass(52 * MINUTE);
    expect(world.only().end).toEqual({ kind: 'deadline', minutes: 60 });
  });
});

describe('while the reading is broken off', () => {
  test('submits go out', async () => {
    const world = fakeWorld();
    world.trouble('read', ...Array.from({ length: 50 }, () => new Unreachable('gateway', 'ECONNREFUSED')));
    await world.command('imagine', 'a red fox');
    await world.run();
    await world.pass(30_000);
    await world.command('imagine', 'a second fox');
    await world.run();
    expect(world.submits).toHaveLength(2);
    expect([...world.store.values()].map((record) => record.mark)).toEqual(['submitted', 'submitted']);
  });

  test('the deadline ends what is overdue all the same', async () => {
    const world = fakeWorld();
    await world.command('imagine', 'a red fox');
    await world.run();
    await world.pass(10_000);
    world.trouble('read', ...Array.from({ length: 500 }, () => new Unreachable('gateway', 'ECONNREFUSED')));
    await world.pass(62 * MINUTE);
    expect(world.only().end).toEqual({ kind: 'deadline', minutes: 60 });
  });
});

describe('a task that the list leaves out', () => {
  test('is fetched singly, once, and then it is lost after three misses', async () => {
    const world = fakeWorld();
    await world.command('imagine', 'a red fox');
    await world.run();
    await world.pass(6000);
    world.forget(world.only().task ?? '');
    await world.pass(100_000);
    expect(world.only()).toMatchObject({ end: { kind: 'lost' } });
    expect(world.fetched).toHaveLength(1);
  });

  test('and that a fetch finds goes on', async () => {
    const world = fakeWorld();
    await world.command('imagine', 'a red fox');
    await world.run();
    const task = world.only().task ?? '';
    world.unlisted.add(task);
    await world.pass(90_000);
    expect(world.only().end).toBeUndefined();
    world.says(task, { status: 'done', imageUrl: 'https://cdn/fox.png' });
    await world.pass(20_000);
    expect(world.only().end).toEqual({ kind: 'done' });
  });
});

test('noise in a snapshot is no change', async () => {
  const world = fakeWorld();
  await world.command('imagine', 'a red fox');
  await world.run();
  const task = world.only().task ?? '';
  world.says(task, { status: 'running', progress: '31%', percent: 31 });
  await world.pass(6000);
  const before = world.only();
  for (let i = 0; i < 20; i++) {
    world.says(task, { imageUrl: `https://cdn/fox.png?rand=${i}`, finalPrompt: `a fox ${i}` });
    await world.pass(3000);
  }
  expect(world.only()).toBe(before);
});
