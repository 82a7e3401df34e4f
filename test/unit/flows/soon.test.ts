import { describe, expect, test } from 'vitest';
import { Busy, Refused } from '../../../src/domain/errors.ts';
import type { MaskSource } from '../../../src/domain/step.ts';
import { fakeWorld } from '../../support/fake-world.ts';
import { BUTTONS, onCard } from '../../support/on-card.ts';

type World = ReturnType<typeof fakeWorld>;

const MINUTE = 60_000;
const ADMIN = 'U00ADMIN';
const FILE: MaskSource = { kind: 'file', id: 'F1' };
const tooMany = new Busy('slack', 'rate limited', 30_000);

/** The urgent calls for which Slack's budget is asked meanwhile. */
async function asksFor(world: World, deed: () => Promise<unknown>): Promise<string[]> {
  const before = world.asked.length;
  await deed();
  const asked = world.asked.slice(before);
  expect(asked.filter(({ urgency }) => urgency !== 'end')).toEqual([]);
  return asked.map(({ what }) => what);
}

async function region(options: Parameters<typeof onCard>[0] = {}) {
  const card = await onCard(options);
  const { world } = card;
  world.files.set('F1', Buffer.from('drawn'));
  const reply = await card.press(BUTTONS.region);
  if (reply === undefined || !('step' in reply)) throw new Error('no step');
  const { step } = reply;
  const send = async (mask = FILE) => await world.step(step.ref, { prompt: 'a fox', mask });
  const grow = async () => await world.grown(step);
  return { ...card, step, send, grow };
}

const table = async (world: World) =>
  await world.admin(ADMIN, { do: 'press', ref: { page: 'usage', days: 1 }, button: 'export-usage', value: '-' });

describe('what a person waits for takes of Slack’s budget', () => {
  test('the grid over a picture: each of its calls', async () => {
    const { world, grow } = await region();
    expect(await asksFor(world, grow)).toEqual(['file-look', 'upload', 'file-look']);
  });

  test('the grid that somebody else made meanwhile: its deletion, too', async () => {
    const { world, grow } = await region();
    const asked = await asksFor(world, async () => await Promise.all([grow(), grow()]));
    expect(asked.filter((what) => what === 'file-remove')).toEqual(['file-remove']);
  });

  test('a mask that is a file: the looks at it and at the picture', async () => {
    const { world, send } = await region();
    expect(await asksFor(world, send)).toEqual(['file-look', 'file-look']);
  });

  test('the page of the painter: the look at the picture', async () => {
    const { world, step } = await region({ publicUrl: true });
    const id = step.painter?.id ?? '';
    expect(await asksFor(world, async () => await world.painter.page(id))).toEqual(['file-look']);
    // biome-ignore lint/suspicious/noThenProperty: the word of the page.
    const painted = { mask: Buffer.from('painted'), prompt: 'a fox', then: 'redraw' } as const;
    expect(await asksFor(world, async () => await world.painter.accept(id, painted))).toEqual(['file-look']);
  });

  test('a table: its upload and its message', async () => {
    const world = fakeWorld();
    expect(await asksFor(world, async () => await table(world))).toEqual(['upload', 'post']);
  });
});

describe('where the budget has no room', () => {
  test.each([
    ['a mask', async ({ send }) => await send()],
    ['a table', async ({ world }) => await table(world)],
  ] satisfies [string, (stage: Awaited<ReturnType<typeof region>>) => Promise<unknown>][])(
    '%s waits a moment, and comes all the same',
    async (_, deed) => {
      const stage = await region();
      const { world } = stage;
      world.spendBudget(MINUTE);
      const began = world.now;
      await deed(stage);

      expect(world.now - began).toBeGreaterThanOrEqual(1000);
      expect(world.now - began).toBeLessThanOrEqual(2000);
      expect(world.cooled).toEqual([]);
    },
  );

  test('the grid is looked at when there is', async () => {
    const { world, grow } = await region();
    world.spendBudgetFor(10_000);
    expect((await grow()).grid).toBeDefined();
    expect(world.looks).toHaveLength(2);
  });

  test('a mask that a job makes waits before its press is sent, and each of its looks is paid', async () => {
    const { world, send, sent } = await region();
    await send();
    world.spendBudgetFor(20_000);
    await world.pass(15_000);
    expect(sent('press')).toEqual([]);

    const asked = await asksFor(world, async () => await world.pass(10_000));
    expect(sent('press')).toHaveLength(1);
    expect(asked.filter((what) => what === 'file-look').length).toBeGreaterThanOrEqual(2);
  });

  test('a letter and a home without their pictures wait for the second call that they cost', async () => {
    const { world, parent } = await onCard({ scale: 1 });
    const no = new Refused('slack', 'picture-refused', 'invalid_blocks');
    world.trouble('letter pictures', no);
    const { id, channel, card } = parent();
    await world.spendTo(1, 'post');
    const react = { team: 'T00FAKE00', user: 'U00BOB', channel, ts: card.ts ?? '', key: 'Ev1', at: world.now };
    await world.react({ ...react, meaning: 'letter', added: true, shared: false });
    let began = world.now;
    await world.run();
    expect(world.shelves.letters).toMatchObject([{ pictures: 'none', letter: { record: { id } } }]);
    expect(world.now - began).toBeGreaterThan(0);

    world.trouble('home pictures', no);
    await world.spendTo(1, 'home');
    await world.visit('U00BOB');
    began = world.now;
    await world.run();
    expect(world.shelves.published.get('U00BOB')).toMatchObject({ pictures: 'none' });
    expect(world.now - began).toBeGreaterThan(0);
  });
});

describe('a 429 cools its class for everybody', () => {
  test('of a look at a mask, whoever makes it', async () => {
    const { world, send } = await region();
    world.trouble('read file', tooMany);
    await expect(send()).rejects.toBe(tooMany);
    expect(world.cooled).toEqual(['file-look']);

    await send();
    world.trouble('read file', tooMany);
    await world.run();
    expect(world.cooled).toEqual(['file-look', 'file-look']);
  });

  test('of a look at a grid, which is looked at again', async () => {
    const { world, grow } = await region();
    world.trouble('look', tooMany);
    expect((await grow()).grid).toBeDefined();
    expect(world.cooled).toEqual(['file-look']);
  });
});
