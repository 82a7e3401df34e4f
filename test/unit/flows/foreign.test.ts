import { describe, expect, test } from 'vitest';
import { Unreachable } from '../../../src/domain/errors.ts';
import type { Submission } from '../../../src/domain/submission.ts';
import { fakeWorld } from '../../support/fake-world.ts';
import { BUTTONS, onCard } from '../../support/on-card.ts';

/** A later version of the bot runs beside this one, and has written records that this one cannot read. */

type World = ReturnType<typeof fakeWorld>;

function byPrompt(world: World, prompt: string): Submission {
  const found = [...world.store.values()].find(({ order }) => order.prompt === prompt);
  if (found === undefined) throw new Error(`no ${prompt}`);
  return found;
}

const done = { status: 'done', progress: '100%', imageUrl: 'https://cdn/fox.png' } as const;

describe('a card that cannot be read', () => {
  test('keeps no picture of a press on it from being delivered, and no other task from being followed', async () => {
    const card = await onCard();
    const { world } = card;
    await card.press(BUTTONS.vary);
    const child = card.child().id;
    await world.command('imagine', 'a blue fox');
    await world.run();
    await world.pass(4000);
    world.foreign.add(card.parent().id);

    for (const { task = '' } of world.store.values()) world.says(task, done);
    await world.pass(8000);

    expect(world.store.get(child)).toMatchObject({ mark: 'delivered', end: { kind: 'done' } });
    expect(byPrompt(world, 'a blue fox')).toMatchObject({ mark: 'delivered', end: { kind: 'done' } });
    expect([...world.channel.values()].find(({ id }) => id === child)?.record.picture?.fileId).toBeDefined();
    expect(world.due.size).toBe(0);
    expect(world.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('lets a press on it be sent and its card be posted', async () => {
    const card = await onCard();
    await card.press(BUTTONS.vary);
    card.world.foreign.add(card.parent().id);
    await card.world.run();

    expect(card.child()).toMatchObject({ mark: 'submitted', card: { mark: 'announced' } });
  });

  test('has the mask of a region wait for a process that can, before the press is sent', async () => {
    const card = await onCard();
    const { world } = card;
    await world.step(card.refOf(BUTTONS.region), { prompt: 'a fox', mask: { kind: 'cells', cells: [1] } });
    world.foreign.add(card.parent().id);
    await world.pass(10_000);
    expect(card.child()).toMatchObject({ mark: 'accepted' });
    expect(card.child().end).toBeUndefined();
    expect(card.sent('press')).toEqual([]);

    world.foreign.clear();
    await world.pass(2000);
    expect(card.sent('press')).toHaveLength(1);
    expect(card.sent('confirm')).toHaveLength(1);
  });

  test('has the mask wait that was to be made again after the press', async () => {
    const card = await onCard();
    const { world } = card;
    await world.step(card.refOf(BUTTONS.region), { prompt: 'a fox', mask: { kind: 'cells', cells: [1] } });
    world.trouble('before confirm', new Unreachable('gateway', 'ECONNREFUSED'));
    await world.run();
    world.foreign.add(card.parent().id);
    await world.pass(10_000);
    expect(card.child().end).toBeUndefined();
    expect(card.sent('confirm')).toEqual([]);

    world.foreign.clear();
    await world.pass(5000);
    expect(card.sent('confirm')).toHaveLength(1);
    expect(card.sent('press')).toHaveLength(1);
  });
});

describe('a record that cannot be read', () => {
  async function two() {
    const world = fakeWorld();
    for (const prompt of ['a red fox', 'a blue fox']) await world.command('imagine', prompt);
    await world.run();
    await world.pass(8000);
    return { world, red: byPrompt(world, 'a red fox'), blue: () => byPrompt(world, 'a blue fox') };
  }

  test('and moves, as a note of an earlier reading tells, keeps no other from being stored, and stays watched', async () => {
    const { world, red, blue } = await two();
    world.foreign.add(red.id);
    for (const { task = '' } of [red, blue()]) world.says(task, { status: 'running', progress: '31%', percent: 31 });
    await world.pass(8000);
    expect(blue().snapshot?.progress).toBe('31%');
    expect(world.due.has(red.id)).toBe(true);

    for (const { task = '' } of [red, blue()]) world.says(task, done);
    await world.pass(8000);
    expect(blue()).toMatchObject({ mark: 'delivered', end: { kind: 'done' } });
    expect(world.store.get(red.id)?.snapshot?.progress).not.toBe('31%');

    world.foreign.clear();
    await world.pass(12_000);
    expect(world.store.get(red.id)).toMatchObject({ mark: 'delivered', end: { kind: 'done' } });
  });

  test('and was still readable a moment ago keeps no other from being followed either', async () => {
    const { world, red, blue } = await two();
    world.store.set(red.id, { ...red, end: { kind: 'failed', reason: 'no', cause: 'other' }, mark: 'ended' });
    await world.watch.at(red.id, world.now);
    await world.watch.at(blue().id, world.now);
    world.meanwhile('after get many', () => void world.foreign.add(red.id));
    world.says(blue().task ?? '', done);
    await world.pass(8000);

    expect(blue()).toMatchObject({ mark: 'delivered', end: { kind: 'done' } });
    expect(world.due.has(red.id)).toBe(true);
  });
});
