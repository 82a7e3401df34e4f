import { describe, expect, test } from 'vitest';
import { InDoubt, Unreachable, UserMistake } from '../../../src/domain/errors.ts';
import { cardButtons } from '../../../src/domain/local-buttons.ts';
import { customIdHash } from '../../../src/domain/press-token.ts';
import { fakeWorld } from '../../support/fake-world.ts';

const TEXT = '1️⃣ a fox in snow --ar 5:4\n\n2️⃣ a red dog\n\n3️⃣ winter\n\n4️⃣ fur';
const BUTTONS = [1, 2, 3, 4].map((n) => ({ customId: `MJ::Job::PicReader::${n}`, label: '', emoji: `${n}️⃣`, style: 2 }));
const ALL = { customId: 'MJ::Job::PicReader::all', label: 'Imagine all', emoji: '🎉', style: 2 };

async function described(text = TEXT) {
  const world = fakeWorld();
  await world.said('describe', ['F1']);
  await world.run();
  const card = world.only();
  world.says(card.task ?? '', {
    status: 'done',
    ...(text === '' ? {} : { text }),
    imageUrl: 'https://cdn/mine.png',
    buttons: [...BUTTONS, ALL],
  });
  await world.pass(4000);
  const press = (customId: string, user = 'U00ANN') => {
    const place = world.place({ user });
    return world.press({ submission: card.id, hash: customIdHash(customId), place, key: `k${Math.random()}` });
  };
  return { world, card, press };
}

test('sends the one picture, and ends with its text and buttons; the person’s own picture is not brought back', async () => {
  const { world } = await described();

  expect(world.submits).toMatchObject([{ kind: 'describe', body: { picture: 'data:image/png;base64,F1' } }]);
  expect(world.only()).toMatchObject({ mark: 'delivered', snapshot: { text: TEXT }, picture: { inThread: false } });
  expect(world.only().picture?.missing).toBeUndefined();
  expect(world.files.size).toBe(0);
});

test('a number asks with that prompt; *Imagine all* imagines each, in the thread', async () => {
  const { world, card, press } = await described();
  expect(await press('MJ::Job::PicReader::2')).toMatchObject({ step: { kind: 'pick', prompt: 'a red dog' } });
  expect(await press('MJ::Job::PicReader::all')).toBeUndefined();
  await world.run();

  expect(world.submits.slice(1).map((s) => [s.kind, s.body['prompt']])).toEqual([
    ['imagine', 'a fox in snow --ar 5:4'],
    ['imagine', 'a red dog'],
    ['imagine', 'winter'],
    ['imagine', 'fur'],
  ]);
  const children = [...world.store.values()].slice(1);
  expect(new Set(children.map((r) => r.card.threadTs))).toEqual(new Set([world.store.get(card.id)?.card.ts]));
});

describe('*Imagine all* that is cut short', () => {
  const all = 'MJ::Job::PicReader::all';
  const prompts = (world: Awaited<ReturnType<typeof described>>['world']) =>
    world.submits.slice(1).map(({ body }) => body['prompt']);
  const EACH = ['a fox in snow --ar 5:4', 'a red dog', 'winter', 'fur'];

  test('by a limit says how far it came, marks the button, and the next press takes the rest alone', async () => {
    const { world, card, press } = await described();
    world.trouble('accept', undefined, undefined, new UserMistake('daily-limit', { limit: 3 }));
    expect(await press(all)).toEqual({ tell: { say: 'draft-cut-short', count: 2, wanted: 4 } });
    await world.run();
    expect(prompts(world)).toEqual(EACH.slice(0, 2));
    expect(world.store.get(card.id)?.presses).toMatchObject([{ by: 'U00ANN', name: 'Imagine all' }]);

    world.elapse(4000);
    world.trouble('accept', undefined, undefined, new UserMistake('daily-limit', { limit: 3 }));
    await expect(press(all)).rejects.toMatchObject({ code: 'daily-limit' });
    world.elapse(4000);
    expect(await press(all)).toBeUndefined();
    await world.run();
    expect(prompts(world)).toEqual(EACH);
    expect(world.store.get(card.id)?.presses).toHaveLength(1);
  });

  test('by a failure of ours says that some may have been taken, and the next press takes the rest alone', async () => {
    const { world, press } = await described();
    world.trouble('accept', undefined, new Unreachable('redis', 'ECONNRESET'));
    await expect(press(all)).rejects.toThrow(InDoubt);
    world.elapse(4000);
    expect(await press(all)).toBeUndefined();
    await world.run();

    expect(prompts(world)).toEqual(EACH);
  });

  test.each([
    ['after change', 0],
    ['show job', 0],
    // What is not noted may not be known to whoever pressed.
    ['change', 4000],
  ])('by its note on the card alone (%s) is no failure, and is not paid once more', async (step, laterMs) => {
    const { world, press } = await described();
    world.trouble(step, new Unreachable('redis', 'ETIMEDOUT'));
    expect(await press(all)).toBeUndefined();
    world.elapse(laterMs);
    expect(await press(all)).toBeUndefined();
    await world.run();

    expect(prompts(world)).toEqual(EACH);
  });

  test('pressed once more when all were taken, or by somebody else, begins anew', async () => {
    const { world, press } = await described();
    await Promise.all([press(all), press(all)]);
    await world.run();
    expect(prompts(world)).toEqual(EACH);
    world.elapse(4000);
    await press(all);
    await press(all, 'U00BOB');
    await world.run();

    expect(prompts(world)).toEqual([...EACH, ...EACH, ...EACH]);
  });
});

test('without prompts that can be read there is no *Imagine all*, which would draw four and show one', async () => {
  const { world, card, press } = await described('');
  const record = world.store.get(card.id) ?? card;

  expect(cardButtons(record)).toEqual(BUTTONS);
  await expect(press('MJ::Job::PicReader::all')).rejects.toMatchObject({ code: 'button-gone' });
  expect(await press('MJ::Job::PicReader::2')).toMatchObject({ step: { kind: 'pick' } });
});

test('two pictures are one too many', async () => {
  const world = fakeWorld();
  await expect(world.said('describe', ['F1', 'F2'])).rejects.toMatchObject({ code: 'too-many-pictures' });
});
