import { expect, test } from 'vitest';
import { customIdHash } from '../../../src/domain/press-token.ts';
import { fakeWorld } from '../../support/fake-world.ts';

test.each([
  [1, ['imagine', 'blend', 'describe', 'faceswap', 'video', 'edit', 'upload']],
  [2, ['imagine', 'blend', 'faceswap', 'video', 'edit', 'upload']],
  [5, ['imagine', 'blend', 'upload']],
])('%i pictures without a verb are offered as a choice', async (count, verbs) => {
  const world = fakeWorld();
  const files = Array.from({ length: count }, (_, index) => `F${index}`);
  const told = await world.said('', files);

  expect(told).toMatchObject({ pictures: files.map((id) => ({ id })) });
  expect(told !== undefined && 'choose' in told ? told.choose.map((form) => form.verb) : []).toEqual(verbs);
});

test('a gateway without buttons gets U, V and the reroll of our own, answered with change', async () => {
  const world = fakeWorld();
  await world.command('imagine', 'a fox');
  await world.run();
  const grid = world.only();
  world.says(grid.task ?? '', { status: 'done', imageUrl: 'https://cdn/fox.png', buttons: [] });
  await world.pass(4000);

  const press = (customId: string) =>
    world.press({ submission: grid.id, hash: customIdHash(customId), place: world.place(), key: `k${customId}` });
  await press('local:change:UPSCALE:2');
  await press('local:change:REROLL:1');
  await world.run();

  expect(world.submits.slice(1)).toMatchObject([
    { kind: 'change', body: { task: grid.task, action: 'UPSCALE', index: 2 } },
    { kind: 'change', body: { task: grid.task, action: 'REROLL', index: 1 } },
  ]);
});
