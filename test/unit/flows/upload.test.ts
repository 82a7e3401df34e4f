import { expect, test } from 'vitest';
import { fakeWorld } from '../../support/fake-world.ts';

test('is answered with links, and no task is followed', async () => {
  const world = fakeWorld();
  await world.said('upload', ['F1', 'F2']);
  await world.run();

  expect(world.only()).toMatchObject({
    mark: 'delivered',
    end: { kind: 'done' },
    links: ['https://cdn.example.com/0.png', 'https://cdn.example.com/1.png'],
    picture: { inThread: false },
  });
  expect(world.due.size).toBe(0);
});
