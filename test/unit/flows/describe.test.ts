import { expect, test } from 'vitest';
import { customIdHash } from '../../../src/domain/press-token.ts';
import { fakeWorld } from '../../support/fake-world.ts';

const TEXT = '1️⃣ a fox in snow --ar 5:4\n\n2️⃣ a red dog\n\n3️⃣ winter\n\n4️⃣ fur';
const BUTTONS = [1, 2, 3, 4].map((n) => ({ customId: `MJ::Job::PicReader::${n}`, label: '', emoji: `${n}️⃣`, style: 2 }));
const ALL = { customId: 'MJ::Job::PicReader::all', label: 'Imagine all', emoji: '🎉', style: 2 };

async function described() {
  const world = fakeWorld();
  await world.said('describe', ['F1']);
  await world.run();
  const card = world.only();
  world.says(card.task ?? '', {
    status: 'done',
    text: TEXT,
    imageUrl: 'https://cdn/mine.png',
    buttons: [...BUTTONS, ALL],
  });
  await world.pass(4000);
  const press = (customId: string) =>
    world.press({ submission: card.id, hash: customIdHash(customId), place: world.place(), key: `k${Math.random()}` });
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

test('two pictures are one too many', async () => {
  const world = fakeWorld();
  await expect(world.said('describe', ['F1', 'F2'])).rejects.toMatchObject({ code: 'too-many-pictures' });
});
