import { expect, test } from 'vitest';
import { fakeWorld } from '../../support/fake-world.ts';

test('sends the picture, the prompt and the mask', async () => {
  const world = fakeWorld();
  await world.send('edit', { prompt: 'make it night', files: ['PICTURE', 'MASK'] });
  await world.run();

  expect(world.submits[0]).toMatchObject({
    kind: 'edit',
    body: { prompt: 'make it night', picture: 'data:image/png;base64,PICTURE', mask: 'data:image/png;base64,MASK' },
  });
});

test('with a picture and no words its form opens, with the picture in it', async () => {
  expect(await fakeWorld().said('edit', ['F1'])).toMatchObject({
    open: { verb: 'edit' },
    given: { pictures: [{ id: 'F1' }] },
  });
});
