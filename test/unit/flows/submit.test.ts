import { describe, expect, test } from 'vitest';
import { Busy, InDoubt, Misconfigured, Refused, Unreachable } from '../../../src/domain/errors.ts';
import { submitting } from '../../../src/domain/life/index.ts';
import { fakeWorld } from '../../support/fake-world.ts';

async function imagined(prepare: (world: ReturnType<typeof fakeWorld>) => void = () => undefined) {
  const world = fakeWorld();
  prepare(world);
  await world.command('imagine', 'a red fox', { responseUrl: 'https://hooks.example.com/1' });
  await world.run();
  return world;
}

describe('a submit', () => {
  test('posts the card, then sends the prompt once with our id as its state', async () => {
    const world = await imagined();
    const record = world.only();

    expect([...world.channel.values()]).toMatchObject([{ id: record.id }]);
    expect(world.submits).toMatchObject([{ kind: 'imagine', body: { prompt: 'a red fox', state: record.id } }]);
    expect(record).toMatchObject({ mark: 'submitted', card: { mark: 'announced' } });
  });

  test.each([new Busy('gateway', '队列已满，请稍后尝试'), new Unreachable('gateway', 'connect ECONNREFUSED')])(
    'that was certainly not taken ($name) is tried again, and the card says so',
    async (error) => {
      const world = await imagined((w) => w.trouble('before imagine', error, error));
      expect(world.submits).toHaveLength(0);
      expect([...world.channel.values()][0]?.record.waiting?.tries).toBe(1);

      await world.pass(10_000);

      expect(world.submits).toHaveLength(1);
      expect(world.only()).toMatchObject({ mark: 'submitted' });
      expect(world.only().waiting).toBeUndefined();
    },
  );

  test('that is never taken ends after five minutes, and the quota is given back', async () => {
    const busy = new Busy('gateway', '队列已满');
    const world = await imagined((w) => w.trouble('before imagine', ...Array.from({ length: 99 }, () => busy)));

    await world.pass(6 * 60_000);

    expect(world.only()).toMatchObject({
      mark: 'delivered',
      end: { kind: 'failed', cause: 'busy', reason: '队列已满' },
    });
    expect(world.released.at(-1)).toMatchObject({ giveBack: true });
    expect(world.submits).toHaveLength(0);
  });

  test('waits as long as the gateway asks', async () => {
    const world = await imagined((w) => w.trouble('before imagine', new Busy('gateway', 'later', 45_000)));

    await world.pass(44_000);
    expect(world.submits).toHaveLength(0);
    await world.pass(2000);
    expect(world.submits).toHaveLength(1);
  });

  test('with a banned word ends with that word, and is not sent again', async () => {
    const world = await imagined((w) =>
      w.trouble('before imagine', new Refused('gateway', 'banned-word', '可能包含敏感词', { bannedWord: 'nude' })),
    );

    expect(world.only().end).toEqual({
      kind: 'failed',
      cause: 'moderation',
      reason: '可能包含敏感词',
      bannedWord: 'nude',
    });
    expect(world.only().mark).toBe('delivered');
  });

  test('refused because of the key alerts the operator', async () => {
    const world = await imagined((w) =>
      w.trouble('before imagine', new Misconfigured('gateway', 'key-refused', 'bad key')),
    );

    expect(world.only().end).toMatchObject({ kind: 'failed', cause: 'operator' });
    expect(world.logged.filter((l) => l.level === 'error')).toHaveLength(1);
  });
});

describe('a submit in doubt', () => {
  test('is found in the gateway’s list by our id and goes on, without a second submit', async () => {
    const world = await imagined((w) => w.trouble('after imagine', new InDoubt('gateway', 'socket hang up')));
    expect(world.only().mark).toBe('in doubt');

    await world.pass(6000);

    expect(world.only()).toMatchObject({ mark: 'submitted' });
    expect(world.submits).toHaveLength(1);
  });

  test('that nothing resolves ends as unknown after ten minutes, and is never sent again', async () => {
    const world = await imagined((w) => w.trouble('after imagine', new InDoubt('gateway', 'time-out')));
    world.unlist();

    await world.pass(9 * 60_000);
    expect(world.only().end).toBeUndefined();
    await world.pass(2 * 60_000);

    expect(world.only()).toMatchObject({ mark: 'delivered', end: { kind: 'unknown' } });
    expect(world.submits).toHaveLength(1);
    expect(world.released.at(-1)).toMatchObject({ giveBack: false });
  });

  test('is told its task by a callback, which a reading confirms', async () => {
    const world = await imagined((w) => w.trouble('after imagine', new InDoubt('gateway', 'time-out')));
    const task = world.unlist()[0]?.taskId ?? '';

    await world.callback(world.only().id, { task: 'somebody-elses' });
    await world.pass(6000);
    expect(world.only().task).toBeUndefined();
    await world.callback(world.only().id, { task });
    await world.pass(6000);

    expect(world.only()).toMatchObject({ mark: 'submitted', task });
  });

  test('follows a kill between the mark and the answer', async () => {
    const world = fakeWorld();
    await world.command('imagine', 'a red fox');
    const { id } = world.only();
    world.store.set(id, submitting(world.now)(world.only()));

    await world.run();

    expect(world.submits).toHaveLength(0);
    expect(world.only().mark).toBe('in doubt');
  });
});

describe('a card that cannot be posted', () => {
  test('means that nothing is sent, and the person is told through the command’s response', async () => {
    const world = await imagined((w) =>
      w.trouble('before post', new Refused('slack', 'cannot-post', 'channel_not_found')),
    );

    expect(world.submits).toHaveLength(0);
    expect(world.notes).toEqual([{ say: 'cannot-post-here' }]);
    expect(world.only().end).toEqual({ kind: 'unposted' });
    expect(world.released).toMatchObject([{ giveBack: true }]);
  });

  test('after the submit did not wait for it: the person is not told that nothing was sent', async () => {
    const world = fakeWorld();
    world.trouble('before post', new Refused('slack', 'cannot-post', 'channel_not_found'));
    world.spendBudget(30_000);
    await world.command('imagine', 'a red fox', { responseUrl: 'https://hooks.example.com/1' });
    await world.pass(4000);
    expect(world.submits).toHaveLength(1);
    world.spendBudget(0);
    await world.pass(60_000);

    expect(world.notes).toEqual([{ say: 'cannot-show-here' }]);
  });

  test.each([
    ['before the person was told', 'before note', 1],
    ['right after', 'after note', 2],
  ])('and a kill %s: they are told, and then no more', async (_, where, times) => {
    const world = fakeWorld();
    world.trouble('before post', new Refused('slack', 'cannot-post', 'channel_not_found'));
    world.trouble(where, new Error('killed'));
    await world.command('imagine', 'a red fox', { responseUrl: 'https://hooks.example.com/1' });
    await expect(world.run()).rejects.toThrow('killed');

    await world.requeue(world.only().id);
    await world.run();
    await world.requeue(world.only().id);
    await world.run();

    expect(world.notes).toEqual(Array.from({ length: times }, () => ({ say: 'cannot-post-here' })));
    expect(world.only()).toMatchObject({ end: { kind: 'unposted' }, card: { mark: 'closed' } });
    expect(world.released.every(({ giveBack }) => giveBack)).toBe(true);
    expect(world.submits).toHaveLength(0);
  });

  test('for want of budget holds the submit up for two seconds at most, and catches up', async () => {
    const world = fakeWorld();
    world.spendBudget(30_000);
    await world.command('imagine', 'a red fox');
    await world.run();
    expect(world.submits).toHaveLength(0);

    await world.pass(3000);
    expect(world.submits).toHaveLength(1);
    expect(world.channel.size).toBe(0);
    world.spendBudget(0);
    await world.pass(31_000);

    expect(world.channel.size).toBe(1);
    expect(world.only().card.mark).toBe('announced');
  });

  test('and whose post has an unknown fate is looked for, not posted twice', async () => {
    const world = await imagined((w) => w.trouble('after post', new InDoubt('slack', 'time-out')));
    expect(world.submits).toHaveLength(0);

    await world.pass(20_000);

    expect(world.channel.size).toBe(1);
    expect(world.submits).toHaveLength(1);
    expect(world.only().card.ts).toBe([...world.channel.keys()][0]);
  });
});

describe('a card whose post was begun', () => {
  const refusedLater = [new InDoubt('slack', 'time-out'), new Refused('slack', 'cannot-post', 'not_in_channel')];

  test('and that is refused when it is posted again: nothing was sent meanwhile, and the person is told so', async () => {
    const world = await imagined((w) => w.trouble('before post', ...refusedLater));
    await world.pass(20_000);

    expect(world.submits).toHaveLength(0);
    expect(world.only()).toMatchObject({ end: { kind: 'unposted' }, card: { mark: 'closed' } });
    expect(world.notes).toEqual([{ say: 'cannot-post-here' }]);
  });

  test('and that Slack then has no time for: it may be overtaken again, because nothing is begun', async () => {
    const busy = new Busy('slack', 'ratelimited', 30_000);
    const world = await imagined((w) => w.trouble('before post', new InDoubt('slack', 'time-out'), busy));
    await world.pass(15_000);

    expect(world.submits).toHaveLength(1);
    await world.pass(31_000);
    expect(world.channel.size).toBe(1);
  });

  test('is looked for only when it can no longer land, whoever wakes it', async () => {
    const world = fakeWorld();
    world.lateLanding('post', 2000);
    await world.command('imagine', 'a red fox');
    await world.run();
    await world.controls.cancel({ submission: world.only().id, place: world.place(), key: 'k' });
    await world.pass(20_000);

    expect(world.channel.size).toBe(1);
    expect([...world.channel.values()][0]?.record.end).toMatchObject({ kind: 'cancelled' });
  });
});

describe('a person who cancels while the submit is under way', () => {
  test('need not wait for a doubt to be resolved', async () => {
    const world = fakeWorld();
    await world.command('imagine', 'a red fox');
    world.meanwhile(
      'after imagine',
      () => void world.controls.cancel({ submission: world.only().id, place: world.place(), key: 'k' }),
    );
    world.trouble('after imagine', new InDoubt('gateway', 'time-out'));
    await world.run();

    expect(world.only()).toMatchObject({ mark: 'delivered', end: { kind: 'cancelled', sent: true, told: false } });
  });

  test('is not asked for another try when it was certainly not taken', async () => {
    const world = fakeWorld();
    await world.command('imagine', 'a red fox');
    world.meanwhile(
      'before imagine',
      () => void world.controls.cancel({ submission: world.only().id, place: world.place(), key: 'k' }),
    );
    world.trouble('before imagine', new Busy('gateway', '队列已满'));
    await world.pass(60_000);

    expect(world.submits).toHaveLength(0);
    expect(world.only().end).toMatchObject({ kind: 'cancelled', sent: false });
  });
});

describe('what was not foreseen', () => {
  test('ends a submission that was not sent, tells its person, and gives the share back', async () => {
    const world = fakeWorld();
    await world.command('imagine', 'a red fox', { responseUrl: 'https://hooks.example.com/1' });
    await world.giveUp({ job: 'submit', id: world.only().id });
    await world.run();

    expect(world.only().end).toMatchObject({ kind: 'failed', cause: 'bug' });
    expect(world.notes).toEqual([{ say: 'could-not-take' }]);
    expect(world.released.at(-1)).toMatchObject({ giveBack: true });
    expect(world.submits).toHaveLength(0);
  });

  test('leaves no card behind: it is shown again for as long as it takes', async () => {
    const world = await imagined();
    await world.giveUp({ job: 'show', id: world.only().id });
    const [card] = [...world.channel.values()];
    world.says(world.only().task ?? '', { status: 'failed', reason: 'x' });
    world.trouble('before update', new Error('a new kind of error'));
    await world.pass(4000).catch(() => undefined);
    await world.pass(6 * 60_000);

    expect(card?.record.end).toMatchObject({ kind: 'failed' });
  });
});

describe('a submission that was read out of a copy of Redis', () => {
  async function recalled() {
    const world = fakeWorld();
    await world.command('imagine', 'a red fox');
    world.copied.add(world.only().id);
    await world.run();
    return world;
  }

  test('is not sent, and ends as unknown with *Try again*, which sends it', async () => {
    const world = await recalled();
    expect(world.only()).toMatchObject({ mark: 'in doubt', card: { mark: 'announced' } });

    await world.pass(11 * 60_000);
    expect(world.submits).toHaveLength(0);
    expect(world.only().end).toEqual({ kind: 'unknown' });
    await world.controls['try-again']({ submission: world.only().id, place: world.place(), key: 'again' });
    await world.run();
    expect(world.submits).toHaveLength(1);
  });

  test('is found where it was sent, and its card where it was posted', async () => {
    const world = fakeWorld();
    await world.command('imagine', 'a red fox');
    const before = world.only();
    await world.run();
    expect([...world.channel.values()]).toHaveLength(1);
    // What the copy says: nothing was done yet.
    world.store.set(before.id, before);
    world.copied.add(before.id);
    await world.requeue(before.id);
    await world.pass(30_000);
    expect([...world.channel.values()]).toHaveLength(1);
    expect(world.submits).toHaveLength(1);
    expect(world.only()).toMatchObject({ mark: 'submitted', task: expect.any(String), card: { mark: 'announced' } });
  });
});

test('a mark that a failover might forget is waited for: until then nothing is sent, and then it is, once', async () => {
  const lost = new Unreachable('redis', 'no replica takes what is written');
  const world = await imagined((w) => w.trouble('secure', lost, lost));
  expect(world.submits).toHaveLength(0);
  await world.pass(10_000);
  expect(world.submits).toHaveLength(1);
  expect(world.only().mark).toBe('submitted');
});
