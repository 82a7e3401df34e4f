import { describe, expect, test } from 'vitest';
import { Refused, Unreachable } from '../../../src/domain/errors.ts';
import { failure, reopen } from '../../../src/domain/life/index.ts';
import { fakeWorld } from '../../support/fake-world.ts';

async function drawing(options: Parameters<typeof fakeWorld>[0] = {}) {
  const world = fakeWorld(options);
  await world.command('imagine', 'a red fox');
  await world.run();
  const { id, task } = world.only();
  const use = (user = 'U00ANN', key = `k${Math.random()}`) => ({ submission: id, place: world.place({ user }), key });
  return { world, id, task: task ?? '', use };
}

describe('cancel', () => {
  test('tells the gateway, stops following and gives nothing back', async () => {
    const { world, use } = await drawing();
    await world.controls.cancel(use());
    await world.run();

    expect(world.only()).toMatchObject({
      mark: 'delivered',
      end: { kind: 'cancelled', by: 'U00ANN', sent: true, told: true },
    });
    expect(world.due.size).toBe(0);
    expect(world.released.at(-1)).toMatchObject({ giveBack: false });
  });

  test('stops following even when the gateway cannot be told', async () => {
    const { world, use } = await drawing();
    world.trouble('cancel', new Unreachable('gateway', 'ECONNREFUSED'));
    await world.controls.cancel(use());
    await world.run();

    expect(world.only().end).toMatchObject({ kind: 'cancelled', told: false });
  });

  test('before it was sent means that it never is', async () => {
    const world = fakeWorld();
    await world.command('imagine', 'a red fox');
    await world.controls.cancel({ submission: world.only().id, place: world.place(), key: 'k' });
    await world.run();

    expect(world.submits).toHaveLength(0);
    expect(world.only()).toMatchObject({ mark: 'delivered', end: { kind: 'cancelled', sent: false } });
    expect(world.released.at(-1)).toMatchObject({ giveBack: true });
  });

  test('is for the requester and admins, and not for what has ended', async () => {
    const { world, use } = await drawing();
    await expect(world.controls.cancel(use('U00BOB'))).rejects.toMatchObject({ code: 'not-yours-to-cancel' });
    await world.controls.cancel(use('U00ADMIN'));
    await world.run();
    await expect(world.controls.cancel(use())).rejects.toMatchObject({ code: 'already-ended' });
  });
});

describe('delete', () => {
  const made = (world: ReturnType<typeof fakeWorld>) =>
    world.shelves.shelf({ team: 'T00FAKE00', owner: 'U00ANN', kind: 'made' });

  test('takes card and picture away', async () => {
    const { world, task, use } = await drawing();
    world.says(task, { status: 'done', imageUrl: 'https://cdn/fox.png' });
    await world.pass(4000);
    expect(world.files.size).toBe(1);
    await expect(world.controls.delete(use('U00BOB'))).rejects.toMatchObject({ code: 'not-yours-to-delete' });

    await world.controls.delete(use());
    await world.run();

    expect([...world.channel.values()]).toMatchObject([{ removed: true }]);
    expect(world.files.size).toBe(0);
  });

  test('of a card with many files ends however little of the budget is left, and pays for nothing twice', async () => {
    const { world, task, use } = await drawing({ scale: 1 });
    const urls = Array.from({ length: 5 }, (_, n) => `https://cdn/${n}.png`);
    world.says(task, { status: 'done', imageUrls: urls });
    await world.pass(6000);
    expect(world.files.size).toBe(5);
    await world.spendTo(2, 'file-remove');

    await world.controls.delete(use());
    await world.pass(10_000);

    expect(world.only().card.mark).toBe('removed');
    expect(world.files.size).toBe(0);
    expect(world.met('remove card')).toBe(1);
    expect(world.met('remove file')).toBe(5);
  });

  test('of a card whose file Slack keeps is done all the same, and the other files go', async () => {
    const { world, task, use } = await drawing();
    world.says(task, { status: 'done', imageUrls: ['https://cdn/1.png', 'https://cdn/2.png', 'https://cdn/3.png'] });
    await world.pass(4000);
    expect(world.files.size).toBe(3);
    expect(made(world).size).toBe(1);
    world.trouble('remove file', undefined, new Refused('slack', 'other', 'cant_delete_file'));

    await world.controls.delete(use());
    await world.pass(4000);

    expect(world.only().card.mark).toBe('removed');
    expect(world.files.size).toBe(1);
    expect(made(world).size).toBe(0);
  });

  test('of a card that Slack keeps leaves it as it is, with its picture', async () => {
    const { world, task, use } = await drawing();
    world.says(task, { status: 'done', imageUrl: 'https://cdn/fox.png' });
    await world.pass(4000);
    world.trouble('remove card', new Refused('slack', 'other', 'cant_delete_message'));

    await world.controls.delete(use());
    await world.pass(4000);

    expect(world.only().card.mark).toBe('announced');
    expect(world.files.size).toBe(1);
  });
});

describe('check again', () => {
  test('of a cancelled one takes a place among the running ones again', async () => {
    const { world, use } = await drawing();
    world.team.decide({ person: { daily: 0, concurrent: 2 } });
    await world.controls.cancel(use());
    await world.run();
    await world.command('imagine', 'a second fox');
    await world.controls['check-again'](use());
    await world.controls['check-again'](use());

    await expect(world.command('imagine', 'a third fox')).rejects.toMatchObject({ code: 'concurrent-limit' });
  });

  test('of one that ends meanwhile leaves no place taken', async () => {
    const { world, id, use } = await drawing();
    world.team.decide({ person: { daily: 0, concurrent: 1 } });
    await world.controls.cancel(use());
    await world.run();
    world.meanwhile('retake', () => {
      const now = world.store.get(id);
      if (now !== undefined) world.store.set(id, { ...now, end: { kind: 'done' } });
    });
    await world.controls['check-again'](use());

    await world.command('imagine', 'a second fox');
    expect(world.store.size).toBe(2);
  });
});

describe('try again', () => {
  test('is a new submission with the same order in the thread of the first card', async () => {
    const { world, task, use } = await drawing();
    world.says(task, { status: 'failed', reason: '[Internal Server Error] x' });
    await world.pass(4000);
    expect(world.only().end).toEqual(failure('[Internal Server Error] x'));

    await world.controls['try-again'](use('U00BOB', 'click-1'));
    await world.controls['try-again'](use('U00BOB', 'click-1'));
    await world.run();

    const [first, second, ...more] = [...world.store.values()];
    expect(more).toEqual([]);
    expect(second).toMatchObject({ asker: 'U00BOB', order: first?.order, card: { threadTs: first?.card.ts } });
    expect(world.submits).toHaveLength(2);
  });
});

test('a second click on *Try again* makes what the first could not have stored', async () => {
  const { world, task, use } = await drawing();
  world.says(task, { status: 'failed', reason: 'x' });
  await world.pass(4000);
  world.trouble('accept', new Unreachable('redis', 'away'));
  await expect(world.controls['try-again'](use('U00ANN'))).rejects.toBeInstanceOf(Unreachable);
  await world.controls['try-again'](use('U00ANN'));
  await world.controls['try-again'](use('U00ANN'));
  await world.run();

  expect(world.submits).toHaveLength(2);
});

test('a double click on *Try again* is one, and pays once', async () => {
  const { world, task, use } = await drawing();
  world.says(task, { status: 'failed', reason: 'x' });
  await world.pass(4000);
  await world.controls['try-again'](use('U00ANN'));
  await world.controls['try-again'](use('U00ANN'));
  await world.run();

  expect(world.submits).toHaveLength(2);
});

describe('a kill right after a click on what is over was stored', () => {
  const killed = async (world: Awaited<ReturnType<typeof drawing>>['world'], deed: () => Promise<void>) => {
    world.trouble('after change', new Error('killed'));
    await expect(deed()).rejects.toThrow('killed');
    await world.pass(10_000);
  };

  test('*Delete* takes the card away', async () => {
    const { world, task, use } = await drawing();
    world.says(task, { status: 'done', imageUrl: 'https://cdn/fox.png' });
    await world.pass(4000);
    await killed(world, () => world.controls.delete(use()));

    expect([...world.channel.values()]).toMatchObject([{ removed: true }]);
    expect(world.only().card.mark).toBe('removed');
  });

  test('*Check again* is read on', async () => {
    const { world, task, use } = await drawing();
    await world.controls.cancel(use());
    await world.run();
    world.says(task, { status: 'done', imageUrl: 'https://cdn/fox.png' });
    await killed(world, () => world.controls['check-again'](use()));

    expect(world.only()).toMatchObject({ mark: 'delivered', end: { kind: 'done' } });
  });

  test('*Fetch again* brings the picture', async () => {
    const { world, task, use } = await drawing();
    world.trouble('fetch', new Refused('picture', 'picture-unusable', 'gone'));
    world.says(task, { status: 'done', imageUrl: 'https://cdn/fox.png' });
    await world.pass(10_000);
    expect(world.only().picture).toMatchObject({ missing: 'gone' });
    await killed(world, () => world.controls['fetch-again'](use()));

    expect(world.only()).toMatchObject({ mark: 'delivered', picture: { fileId: expect.any(String) } });
  });
});

test('*Check again* that was interrupted before it got any further works at the next click', async () => {
  const { world, id, use } = await drawing();
  await world.controls.cancel(use());
  await world.run();
  world.store.set(id, reopen(world.now)(world.only()));
  expect(world.due.size).toBe(0);

  await world.controls['check-again'](use());

  expect(world.due.size).toBe(1);
});

test('show prompt gives the whole prompt', async () => {
  const { world, use } = await drawing();
  expect(await world.controls['show-prompt'](use())).toEqual({ prompt: 'a red fox' });
});

test('a card whose record is gone answers kindly', async () => {
  const { world, id, use } = await drawing();
  world.store.delete(id);
  await expect(world.controls.cancel(use())).rejects.toMatchObject({ code: 'submission-gone' });
});
