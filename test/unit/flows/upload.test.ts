import { expect, test } from 'vitest';
import { Refused } from '../../../src/domain/errors.ts';
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

test('where the gateway lacks it, the card says so once, and the next is refused at once', async () => {
  const world = fakeWorld();
  world.trouble('before upload', new Refused('gateway', 'unsupported', 'HTTP 404'));
  await world.said('upload', ['F1']);
  await world.run();
  expect(world.only().end).toMatchObject({ kind: 'failed', cause: 'unsupported' });

  await expect(world.said('upload', ['F2'])).rejects.toMatchObject({ code: 'not-offered', params: { verb: 'upload' } });
});
