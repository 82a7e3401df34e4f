import { expect, test } from 'vitest';
import { fakeWorld } from '../../support/fake-world.ts';

test('blends two to five pictures in the shape that was named', async () => {
  const world = fakeWorld();
  await world.said('blend portrait', ['F1', 'F2', 'F3']);
  await world.run();

  expect(world.submits).toMatchObject([
    {
      kind: 'blend',
      body: { shape: 'portrait', pictures: ['F1', 'F2', 'F3'].map((id) => `data:image/png;base64,${id}`) },
    },
  ]);
});

test('is square unless another shape is named', async () => {
  const world = fakeWorld();
  await world.send('blend', { files: ['F1', 'F2'] });

  expect(world.only().order).toMatchObject({ shape: 'square' });
});

test('one picture opens the form with it; sent all the same it is refused, and so are six', async () => {
  const world = fakeWorld();

  expect(await world.said('blend', ['F1'])).toMatchObject({
    open: { verb: 'blend' },
    given: { pictures: [{ id: 'F1' }] },
  });
  await expect(world.send('blend', { files: ['F1'] })).rejects.toMatchObject({
    code: 'too-few-pictures',
    params: { min: 2, given: 1 },
  });
  await expect(world.send('blend', { files: ['1', '2', '3', '4', '5', '6'] })).rejects.toMatchObject({
    code: 'too-many-pictures',
  });
  expect(world.store.size).toBe(0);
});
