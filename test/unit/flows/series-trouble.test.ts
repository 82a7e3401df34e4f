import { describe, expect, test } from 'vitest';
import { InDoubt, Misconfigured, Refused, Unreachable } from '../../../src/domain/errors.ts';
import { fakeWorld } from '../../support/fake-world.ts';
import { children, FOUR, offered, shown, type World } from '../../support/series-play.ts';

describe('a kill', () => {
  test('as soon as the series is stored leaves none of it out', async () => {
    const world = fakeWorld();
    const { draft } = await offered(world);
    world.trouble('after create series', new Error('killed'));
    await expect(world.draft(draft, 'make')).rejects.toThrow(InDoubt);
    await world.pass(10_000);

    expect(world.submits).toHaveLength(4);
    expect(shown(world)?.states).toHaveLength(4);
  });

  test('or a store whose answer is lost says that it may have been taken, and it is', async () => {
    const world = fakeWorld();
    const { draft } = await offered(world);
    world.trouble('after create series', new Unreachable('redis', 'ETIMEDOUT'));
    await expect(world.draft(draft, 'make')).rejects.toThrow(InDoubt);
    await world.pass(10_000);

    expect(world.submits).toHaveLength(4);
  });

  test.each([
    ['accept', 1],
    ['after change series', 0],
    ['series job', 1],
  ] as const)('or a failure after that (%s) says so, too, and all of them are made once', async (step, passes) => {
    const world = fakeWorld();
    const { draft } = await offered(world);
    world.trouble(step, ...Array<undefined>(passes).fill(undefined), new Unreachable('redis', 'ETIMEDOUT'));
    await expect(world.draft(draft, 'make')).rejects.toThrow(InDoubt);
    await world.pass(10_000);

    expect(world.submits).toHaveLength(4);
    expect(shown(world)?.states).toHaveLength(4);
  });

  test('between the first submission and the others leaves none out', async () => {
    const world = fakeWorld();
    const { draft } = await offered(world);
    world.trouble('accept', undefined, undefined, new Error('killed'));
    await expect(world.draft(draft, 'make')).rejects.toThrow(InDoubt);
    expect(children(world)).toHaveLength(2);
    await world.pass(10_000);

    expect(children(world).map(({ order }) => order.prompt)).toEqual([
      'a red fox',
      'a red fox',
      'a blue fox',
      'a blue fox',
    ]);
    expect(world.submits).toHaveLength(4);
    expect(shown(world)?.states).toHaveLength(4);
  });

  test('after the message was posted does not post it twice', async () => {
    const world = fakeWorld();
    const { draft } = await offered(world);
    world.trouble('after series post', new InDoubt('slack', 'reset'));
    await world.draft(draft, 'make');
    await world.pass(20_000);

    expect(world.series.messages.size).toBe(1);
    expect(children(world).map(({ card }) => card.threadTs)).toEqual(
      Array(4).fill([...world.series.messages.keys()][0]),
    );
  });
});

describe('the message of a series that is not posted at once', () => {
  async function asked(prepare: (world: World) => void) {
    const world = fakeWorld();
    const { draft } = await offered(world, FOUR, { responseUrl: 'https://hooks/1' });
    prepare(world);
    await world.draft(draft, 'make');
    return world;
  }
  const unposted = (world: World) => {
    expect(world.submits).toEqual([]);
    expect(children(world).map(({ end }) => end?.kind)).toEqual(Array(4).fill('unposted'));
    expect(world.notes).toEqual([{ say: 'cannot-post-here' }]);
  };

  test('for want of budget holds no submit up for long, and catches up', async () => {
    const world = await asked((w) => w.spendBudget(30_000));
    await world.pass(8000);
    expect(world.submits).toHaveLength(4);
    world.spendBudget(0);
    await world.pass(90_000);

    expect(world.series.messages.size).toBe(1);
    expect(children(world).map(({ card }) => card.mark)).toEqual(Array(4).fill('announced'));
  });

  test('and is refused in the end: nothing was submitted meanwhile', async () => {
    const world = await asked((w) =>
      w.trouble(
        'before series post',
        new InDoubt('slack', 'time-out'),
        new Refused('slack', 'cannot-post', 'not_in_channel'),
      ),
    );
    await world.pass(4000);
    expect(world.submits).toEqual([]);
    await world.pass(20_000);

    unposted(world);
  });

  test('and that only an operator could mend: nothing waits for it', async () => {
    const world = await asked((w) =>
      w.trouble('before series post', new Misconfigured('slack', 'missing-scope', 'chat:write')),
    );
    await world.pass(20_000);

    unposted(world);
    expect(world.logged.filter(({ level }) => level === 'error')).toHaveLength(1);
  });

  test('by something that nobody foresaw is tried eight times, less and less often, and then given up', async () => {
    const bugs = Array.from({ length: 20 }, () => new Error('a new kind of error'));
    const world = await asked((w) => w.trouble('before series post', ...bugs));
    await world.pass(15_000);
    expect(world.submits).toEqual([]);
    expect(world.met('before series post')).toBe(4);
    await world.pass(4 * 60_000);

    expect(world.met('before series post')).toBe(8);
    unposted(world);
  });

  test('and lands late is found, and not posted twice', async () => {
    const world = await asked((w) => w.lateLanding('series post', 2000));
    await world.run();
    await world.draft([...world.series.drafts.keys()][0] as never, 'make');
    await world.pass(20_000);

    expect(world.series.messages.size).toBe(1);
    expect(children(world).map(({ card }) => card.mark)).toEqual(Array(4).fill('announced'));
    expect(world.submits).toHaveLength(4);
  });
});

test('where the bot may not post nothing is submitted, and the person is told once', async () => {
  const world = fakeWorld();
  const { draft } = await offered(world, FOUR, { responseUrl: 'https://hooks/1' });
  world.trouble('before series post', new Refused('slack', 'cannot-post', 'not_in_channel'));
  await world.draft(draft, 'make');
  await world.pass(10_000);

  expect(world.submits).toEqual([]);
  expect(children(world).map(({ end }) => end?.kind)).toEqual(Array(4).fill('unposted'));
  expect(world.notes).toEqual([{ say: 'cannot-post-here' }]);
});
