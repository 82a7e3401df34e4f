import { describe, expect, test } from 'vitest';
import { Busy, InDoubt, Unreachable } from '../../../src/domain/errors.ts';
import { fakeWorld } from '../../support/fake-world.ts';

async function drawing() {
  const world = fakeWorld();
  await world.command('imagine', 'a red fox');
  await world.run();
  const task = world.only().task ?? '';
  const card = [...world.channel.values()][0];
  if (card === undefined) throw new Error('no card');
  return { world, task, card };
}

describe('the card', () => {
  test('waits as long as Slack asks, and then shows the newest', async () => {
    const { world, task, card } = await drawing();
    world.trouble('before update', new Busy('slack', 'ratelimited', 20_000));
    world.says(task, { status: 'running', progress: '15%', percent: 15 });
    await world.pass(4000);
    world.says(task, { progress: '62%', percent: 62 });
    await world.pass(30_000);

    expect(card.record.snapshot?.progress).toBe('62%');
  });

  test('whose edit may still land is written once more when it no longer can', async () => {
    const { world, task, card } = await drawing();
    world.trouble('after update', new InDoubt('slack', 'time-out'));
    world.says(task, { status: 'running', progress: '15%', percent: 15 });
    await world.pass(4000);
    world.says(task, { status: 'done', imageUrl: 'https://cdn/fox.png' });
    await world.pass(4000);
    const atEnd = card.edits;
    expect(card.record.end).toEqual({ kind: 'done' });

    await world.pass(20_000);

    expect(card.edits).toBe(atEnd + 1);
    expect(world.only().card.unsettledUntil).toBeUndefined();
  });

  test('that somebody deleted is left alone, and the task ends all the same', async () => {
    const { world, task, card } = await drawing();
    card.removed = true;
    world.says(task, { status: 'done', imageUrl: 'https://cdn/fox.png' });
    await world.pass(8000);

    expect(world.only()).toMatchObject({ mark: 'delivered', card: { mark: 'removed' } });
    expect(world.channel.size).toBe(1);
  });
});

describe('progress', () => {
  test('is written at its turn, in one edit for all that came meanwhile', async () => {
    const { world, task, card } = await drawing();
    const { edits } = card;
    world.spendBudget(10_000);
    for (const percent of [15, 31, 46]) {
      world.says(task, { status: 'running', progress: `${percent}%`, percent });
      await world.pass(3500);
    }
    expect(card.edits).toBe(edits);
    world.spendBudget(0);
    await world.pass(10_000);

    expect(card.record.snapshot?.progress).toBe('46%');
    // What was in line when the budget came back, and what was read since.
    expect(card.edits).toBeLessThanOrEqual(edits + 2);
  });

  test('whose turn comes when it has nothing new to show gives the call back', async () => {
    const { world } = await drawing();
    const { edits = 0 } = [...world.channel.values()][0] ?? {};

    expect(await world.show(world.only().id, 'turn')).toBe('done');

    expect(world.givenBack).toBe(1);
    expect([...world.channel.values()][0]?.edits).toBe(edits);
  });

  test('is dropped when the end is at hand', async () => {
    const { world, task, card } = await drawing();
    world.spendBudget(2000);
    world.says(task, { status: 'running', progress: '93%', percent: 93 });
    await world.pass(1000);
    world.says(task, { status: 'done', progress: '100%', imageUrl: 'https://cdn/fox.png' });
    world.spendBudget(0);
    await world.pass(6000);

    expect(card.record.picture?.fileId).toBeDefined();
    const shown = world.writes.filter(({ id }) => id === card.id).map(({ record }) => record.snapshot?.progress);
    expect(shown).not.toContain('93%');
  });

  test('does not wait for a turn where Slack could not be reached: it stands in line once more', async () => {
    const { world, task, card } = await drawing();
    world.trouble('before update', new Unreachable('slack', 'ECONNREFUSED'));
    world.says(task, { status: 'running', progress: '15%', percent: 15 });
    await world.pass(10_000);

    expect(card.record.snapshot?.progress).toBe('15%');
  });

  test('never lands on top of the end: whoever finds another writing waits for that one write', async () => {
    const { world, task, card } = await drawing();
    world.says(task, { status: 'running', progress: '62%', percent: 62 });
    let met: unknown;
    world.meanwhile('before update', () => {
      met = world.show(card.id, 'end');
    });
    await world.pass(4000);

    expect(await met).toEqual({ againInMs: 150 });
    world.meanwhile('before update', () => {
      met = world.show(card.id, 'turn');
    });
    world.says(task, { progress: '77%', percent: 77 });
    await world.pass(4000);
    expect(await met).toBe('done');
    expect(world.givenBack).toBe(1);
  });
});

test('an end that Slack refuses for now waits as long as it says, and only edits are stopped', async () => {
  const { world, task, card } = await drawing();
  world.trouble('before update', new Busy('slack', 'ratelimited', 9000));
  world.says(task, { status: 'failed', progress: '0%', reason: 'Banned prompt' });
  await world.pass(20_000);

  expect(world.cooled).toEqual(['update']);
  expect(card.record.end?.kind).toBe('failed');
  expect(world.only().mark).toBe('delivered');
});

describe('a write that outlasts its lease', () => {
  /** Of a card that is to show 62 %. */
  async function slow() {
    const { world, task, card } = await drawing();
    world.says(task, { status: 'running', progress: '15%', percent: 15 });
    await world.pass(4000);
    const { snapshot, ...record } = world.only();
    if (snapshot === undefined) throw new Error('it was not read');
    world.store.set(card.id, { ...record, snapshot: { ...snapshot, progress: '62%', percent: 62 } });
    return { world, task, card };
  }

  test('because Redis was away meanwhile leaves the card to whoever has it now, who shows the end', async () => {
    const { world, task, card } = await slow();
    let before = 0;
    world.redisAway(async () => {
      world.says(task, { status: 'done', progress: '100%', imageUrl: 'https://cdn/fox.png' });
      await world.pass(12_000);
      expect(card.record.picture?.fileId).toBeDefined();
      before = world.givenBack;
    });
    const outcome = await world.show(card.id, 'end');
    const { givenBack } = world;
    await world.pass(12_000);

    expect(card.record.picture?.fileId).toBeDefined();
    expect(world.only().mark).toBe('delivered');
    expect(outcome).toEqual({ againInMs: 0 });
    expect(givenBack).toBe(before + 1);
  });

  test('and posts leaves the card to whoever has posted it', async () => {
    const world = fakeWorld();
    await world.command('imagine', 'a red fox');
    world.redisAway(async () => {
      world.elapse(8000);
      await world.show(world.only().id, 'end');
    });
    await world.show(world.only().id, 'end');
    await world.pass(8000);

    expect([...world.channel.values()]).toHaveLength(1);
    expect(world.only()).toMatchObject({ mark: 'submitted', card: { mark: 'announced' } });
  });

  test('in Slack itself, and lands on top of the end, is followed by the end', async () => {
    const { world, card } = await slow();
    world.meanwhile('before update', () => {
      world.elapse(8000);
      const end = { kind: 'failed', reason: 'no', cause: 'other' } as const;
      world.store.set(card.id, { ...world.only(), mark: 'delivered', end });
    });
    await world.show(card.id, 'end');
    expect(card.record.end).toBeUndefined();
    await world.run();

    expect(card.record.end?.kind).toBe('failed');
  });
});
