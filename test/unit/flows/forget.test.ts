import { describe, expect, test } from 'vitest';
import { Unreachable } from '../../../src/domain/errors.ts';
import { removing } from '../../../src/domain/life/index.ts';
import { fakeWorld } from '../../support/fake-world.ts';

const ADMIN = 'U00ADMIN';
const ANN = 'U00ANN';
const TEAM = 'T00FAKE00';
const DONE = { status: 'done', imageUrl: 'https://cdn/fox.png' } as const;

type World = ReturnType<typeof fakeWorld>;

/** A picture that Ann asked for, finished. */
async function drawn(world: World) {
  await world.command('imagine', 'a fox');
  await world.run();
  const record = [...world.store.values()].at(-1);
  world.says(record?.task ?? '', DONE);
  await world.pass(10_000);
  return record?.id ?? expect.fail('nothing was asked for');
}

/** Portion after portion, with all that follows from each. */
async function forgetAll(world: World, cards = false) {
  const what = { team: TEAM, user: ANN, by: ADMIN, until: world.now, cards };
  for (let portion = 0; portion < 20; portion++) {
    const again = await world.forgetPerson(what);
    await world.run();
    if (again === undefined) return;
    await world.pass(again.againInMs);
  }
  expect.fail('it does not come to an end');
}

describe('/mj forget', () => {
  test('is asked twice before anything happens, by the person, who need not be an admin', async () => {
    const world = fakeWorld();
    await world.command('imagine', 'a fox');

    expect(await world.command('mj', 'forget')).toEqual({
      admin: { page: 'forget', own: true, step: 'choose', person: ANN },
    });
    const chosen = await world.admin(ANN, {
      do: 'send',
      ref: { page: 'forget', person: ANN },
      given: { cards: ['yes'] },
    });
    expect(chosen).toMatchObject({ step: 'sure', person: ANN, cards: true, submissions: 1 });
    expect(world.team.forgetting).toEqual([]);

    const begun = await world.admin(ANN, { do: 'send', ref: { page: 'forget', person: ANN, cards: true }, given: {} });
    expect(begun).toMatchObject({ step: 'begun' });
    expect(world.team.forgetting).toEqual([{ team: TEAM, user: ANN, by: ANN, until: world.now, cards: true }]);
    expect(world.team.entries).toMatchObject([{ by: ANN, what: 'forget', of: ANN }]);
  });
});

describe('a deletion', () => {
  test('leaves nothing of the person, the cards where they stand, and everything of others', async () => {
    const world = fakeWorld();
    await drawn(world);
    await world.command('imagine', 'a cat', { user: 'U00BOB' });
    await world.run();

    await forgetAll(world);

    expect([...world.store.values()].map(({ asker }) => asker)).toEqual(['U00BOB']);
    expect(world.team.forgotten).toEqual([ANN]);
    expect([...world.channel.values()].map(({ removed }) => removed)).toEqual([false, false]);
    expect(world.team.entries).toMatchObject([{ by: ADMIN, what: 'forgotten', of: ANN }]);
  });

  test('that fails for good is told to whoever asked for it, and stands once in the audit trail', async () => {
    const world = fakeWorld();
    await drawn(world);
    const dead = { job: 'forget', team: TEAM, user: ANN, by: ADMIN, until: world.now, cards: false } as const;
    world.trouble('direct', new Unreachable('slack', 'ECONNREFUSED'));
    await expect(world.giveUp(dead)).rejects.toThrow(Unreachable);
    await world.giveUp(dead);

    expect(world.team.entries).toMatchObject([{ by: ADMIN, what: 'forget-failed', of: ANN }]);
    expect(world.shelves.said).toEqual([
      { user: ADMIN, line: { say: 'forget-failed', person: ANN, own: false }, language: 'en' },
    ]);
    await world.giveUp({ ...dead, by: ANN, until: dead.until + 1 });
    expect(world.shelves.said[1]).toMatchObject({ user: ANN, line: { own: true } });
  });

  test('takes the cards, too, where that was asked', async () => {
    const world = fakeWorld();
    await drawn(world);

    await forgetAll(world, true);

    expect(world.store.size).toBe(0);
    expect([...world.channel.values()].map(({ removed }) => removed)).toEqual([true]);
  });

  test('goes on with a card whose removal a kill cut off', async () => {
    const world = fakeWorld();
    const id = await drawn(world);
    await world.records.change(id, removing());
    await forgetAll(world, true);

    expect(world.store.size).toBe(0);
    expect([...world.channel.values()].map(({ removed }) => removed)).toEqual([true]);
  });

  test('cancels what runs, and waits for its end', async () => {
    const world = fakeWorld();
    await world.command('imagine', 'a fox');
    await world.run();

    expect(await world.forgetPerson({ team: TEAM, user: ANN, by: ADMIN, until: world.now, cards: false })).toEqual({
      againInMs: 2000,
    });
    expect(world.only().cancelAsked ?? world.only().end).toBeDefined();
    await forgetAll(world);
    expect(world.store.size).toBe(0);
  });

  test('leaves what was asked for since', async () => {
    const world = fakeWorld();
    await drawn(world);
    const until = world.now;
    world.elapse(1000);
    await world.command('imagine', 'a new fox');
    await world.run();

    await world.forgetPerson({ team: TEAM, user: ANN, by: ANN, until, cards: false });

    expect(world.only().order.prompt).toBe('a new fox');
  });

  test('takes the person’s presses off the cards of others', async () => {
    const world = fakeWorld();
    const id = await drawn(world);
    const parent = world.store.get(id) ?? expect.fail();
    const press = { by: ANN, name: 'U1', customId: 'x' };
    await world.command('imagine', 'a press', {}, 'child');
    await world.run();
    const child = [...world.store.values()].at(-1) ?? expect.fail();
    world.store.set(id, { ...parent, asker: 'U00BOB', presses: [{ ...press, child: child.id }] });
    world.store.set(child.id, {
      ...child,
      end: { kind: 'lost' },
      order: {
        verb: 'press',
        parent: id,
        parentTask: '1',
        button: { customId: 'x', label: 'U1', emoji: '', style: 2 },
        prompt: '',
        pictures: [],
      },
    });

    await forgetAll(world);

    expect(world.only()).toMatchObject({ id, presses: [] });
  });
});
