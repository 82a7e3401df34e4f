import { expect, test } from 'vitest';
import { fakeWorld } from '../../support/fake-world.ts';

async function withPictures(...prompts: string[]) {
  const world = fakeWorld();
  for (const prompt of prompts) {
    await world.command('imagine', prompt);
    await world.run();
    world.says([...world.store.values()].at(-1)?.task ?? '', { status: 'done', imageUrl: 'https://cdn/fox.png' });
    await world.pass(4000);
  }
  return world;
}

test.each(['search', 'tasks'])('/mj %s finds one’s own pictures by words of their prompts', async (verb) => {
  const world = await withPictures('a Red FOX in snow', 'a bird', 'a fox, red');

  expect(await world.command('mj', `${verb} red fox`)).toMatchObject({
    tell: {
      say: 'found',
      words: 'red fox',
      where: 'mine',
      more: false,
      tasks: [{ prompt: 'a fox, red', state: 'done', asker: 'U00ANN' }, { prompt: 'a Red FOX in snow' }],
    },
  });
});

test('nobody finds what others made', async () => {
  const world = await withPictures('a red fox');
  expect(await world.command('mj', 'search fox', { user: 'U00BOB' })).toEqual({
    tell: { say: 'none-found', words: 'fox', where: 'mine' },
  });
});

test('without words the latest are listed, a message full, and that there are more', async () => {
  const world = await withPictures(...Array.from({ length: 11 }, (_, n) => `fox ${n}`));
  const told = await world.command('mj', 'search');

  expect(told).toMatchObject({ tell: { say: 'found', words: '', more: true } });
  expect(told !== undefined && 'tell' in told && told.tell.say === 'found' ? told.tell.tasks : []).toHaveLength(10);
});

test('what is found is looked for no further than a message holds', async () => {
  const world = await withPictures('a fox');
  const { gallery } = world.shelves.needs;
  const one = world.only();
  for (let n = 0; n < 500; n += 1) {
    const id = `s${String(n).padStart(19, '0')}` as typeof one.id;
    world.store.set(id, { ...one, id, order: { ...one.order, prompt: n % 2 === 0 ? 'a fox' : 'a bird' } });
    await gallery.add({ ...one, id });
  }
  let read = 0;
  const whole = { ...gallery };
  gallery.list = async (shelf, from, count) => {
    read += count;
    return await whole.list(shelf, from, count);
  };
  await world.command('mj', 'search fox');
  const soon = read;
  await world.command('mj', 'search wolf');

  expect(soon).toBe(100);
  expect(read - soon).toBe(600);
});
