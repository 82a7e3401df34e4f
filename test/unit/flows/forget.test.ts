import { describe, expect, test } from 'vitest';
import { Refused, Unreachable } from '../../../src/domain/errors.ts';
import { removing, unsettled } from '../../../src/domain/life/index.ts';
import { fakeWorld } from '../../support/fake-world.ts';
import { begun as begunOf, children, drawn as drawnOf, shown } from '../../support/series-play.ts';

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

/** A picture that Ann asked for, half drawn. */
async function running(world: World) {
  await world.command('imagine', 'a fox');
  await world.run();
  world.says(world.only().task ?? '', { status: 'running', progress: '45%' });
  await world.pass(10_000);
  return world.only();
}

/** What the cards in the channel say of their ends. */
const shownEnds = (world: World) => [...world.channel.values()].map(({ record }) => record.end?.kind);

/** Portion after portion, with all that follows from each. */
async function forgetAll(world: World, cards = false, portions = 20) {
  const what = { team: TEAM, user: ANN, by: ADMIN, until: world.now, cards };
  for (let portion = 0; portion < portions; portion++) {
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
    expect(await world.giveUp(dead)).toEqual({ againInMs: 3000 });
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

  test.each(['before change', 'after first'])('that is killed %s takes the card when it goes on', async (step) => {
    const world = fakeWorld();
    await drawn(world);
    world.trouble(step, new Unreachable('redis', 'ECONNRESET'));
    const what = { team: TEAM, user: ANN, by: ADMIN, until: world.now, cards: true };
    await expect(world.forgetPerson(what)).rejects.toThrow(Unreachable);

    await forgetAll(world, true);

    expect(world.store.size).toBe(0);
    expect([...world.channel.values()].map(({ removed }) => removed)).toEqual([true]);
  });

  test('leaves a card that Slack will not delete, and asks for it no second time', async () => {
    const world = fakeWorld();
    await drawn(world);
    world.trouble('remove card', new Refused('slack', 'card-gone', 'cant_delete_message'));

    await forgetAll(world, true);

    expect(world.store.size).toBe(0);
    expect([...world.channel.values()].map(({ removed }) => removed)).toEqual([false]);
    expect(world.met('remove card')).toBe(1);
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

  test('ends on the card of what ran before its record goes, however long Slack takes no edit', async () => {
    const world = fakeWorld();
    await running(world);
    world.spendBudgetFor(5000);

    await forgetAll(world);

    expect(world.store.size).toBe(0);
    expect(shownEnds(world)).toEqual(['cancelled']);
  });

  test('shows a picture that was just drawn before its record goes', async () => {
    const world = fakeWorld();
    const { task = '' } = await running(world);
    world.says(task, DONE);
    world.elapse(5000);
    await world.follow();
    expect(world.only().mark).toBe('ended');

    await forgetAll(world);

    expect(shownEnds(world)).toEqual(['done']);
    expect([...world.channel.values()].map(({ record }) => record.picture?.fileId)).toEqual([expect.any(String)]);
  });

  test('waits for a write that may still land on top of the end', async () => {
    const world = fakeWorld();
    const id = await drawn(world);
    const { end: _, ...midway } = world.only();
    await world.records.change(id, unsettled(world.now + 4000));
    const [card] = [...world.channel.values()];
    Object.assign(card ?? {}, { record: midway });

    await forgetAll(world);

    expect(shownEnds(world)).toEqual(['done']);
  });

  test('does not wait for ever for a card that Slack takes no edit of', async () => {
    const world = fakeWorld();
    await running(world);
    world.spendBudgetFor(3_600_000);
    const since = world.now;

    await forgetAll(world, false, 1000);

    expect(world.store.size).toBe(0);
    expect(world.now - since).toBeLessThan(11 * 60_000);
  });

  test('takes a card, too, whose post lands only later', async () => {
    const world = fakeWorld();
    world.lateLanding('post', 4000);
    await world.command('imagine', 'a fox');
    await world.run();
    expect(world.only().card.mark).toBe('announcing');

    await forgetAll(world, true);
    await world.pass(10_000);

    expect(world.store.size).toBe(0);
    expect([...world.channel.values()].map(({ removed }) => removed)).toEqual([true]);
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
      mark: 'delivered',
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

describe('a series of somebody who is forgotten', () => {
  const removed = (world: World) => [...world.channel.values()].map((card) => card.removed);
  const ofFour = async (done: readonly number[]) => {
    const { world } = await begunOf();
    for (const place of done) await drawnOf(world, place);
    return world;
  };

  test.each([
    ['that runs', [0]],
    ['that is over', [0, 1, 2, 3]],
  ])('%s goes with its cards: heading, prompt, sheet and all', async (_, done) => {
    const world = await ofFour(done);

    await forgetAll(world, true);
    await world.pass(30_000);

    expect(world.series.messages.size).toBe(0);
    expect(removed(world)).toEqual(Array(4).fill(true));
    expect(world.files.size).toBe(0);
    expect([world.store.size, world.series.store.size]).toEqual([0, 0]);
  });

  test('that runs says that it is over, where the cards stay', async () => {
    const world = await ofFour([0]);
    world.spendBudgetFor(5000);

    await forgetAll(world);
    await world.pass(30_000);

    expect(shown(world)?.states).toEqual(['done', 'failed', 'failed', 'failed']);
    expect(shownEnds(world)).toEqual(['done', 'cancelled', 'cancelled', 'cancelled']);
    expect(world.series.told).toEqual([]);
    expect([world.store.size, world.series.store.size]).toEqual([0, 0]);
  });

  test('that is over stays as it is, where the cards stay', async () => {
    const world = await ofFour([0, 1, 2, 3]);
    const before = { ...shown(world) };
    await forgetAll(world);
    await world.pass(30_000);

    expect(shown(world)).toEqual(before);
    expect(world.files.has(before.series?.sheet?.fileId ?? '')).toBe(true);
  });

  test.each(['remove series', 'after remove series'])('goes on where a kill cut off its heading: %s', async (step) => {
    const world = await ofFour([]);
    world.trouble(step, new Unreachable('slack', 'ECONNRESET'));

    await forgetAll(world, true);

    expect(world.series.messages.size).toBe(0);
    expect(removed(world)).toEqual(Array(4).fill(true));
  });

  test('whose heading Slack will not delete keeps it, and is asked for it once', async () => {
    const world = await ofFour([]);
    world.trouble('remove series', new Refused('slack', 'card-gone', 'cant_delete_message'));

    await forgetAll(world, true);

    expect(world.met('remove series')).toBe(1);
    expect(world.series.store.size).toBe(0);
    expect(shown(world)?.states).toEqual(Array(4).fill('failed'));
  });

  test('is not waited for for ever', async () => {
    const world = await ofFour([]);
    world.spendBudgetFor(3_600_000);
    const since = world.now;

    await forgetAll(world, false, 1000);

    expect(world.series.store.size).toBe(0);
    expect(world.now - since).toBeLessThan(22 * 60_000);
  });

  test('of which nothing else is kept goes, too', async () => {
    const world = await ofFour([0]);
    for (const { id } of children(world)) world.store.delete(id);

    await forgetAll(world);

    expect(shown(world)?.states).toEqual(Array(4).fill('removed'));
    expect(world.series.store.size).toBe(0);
  });
});
