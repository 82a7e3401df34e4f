import { expect, test } from 'vitest';
import { fakeWorld } from '../../support/fake-world.ts';

test('sends frames and choices', async () => {
  const world = fakeWorld();
  const options = { motion: 'high', loop: 'yes', batch: '2', resolution: '720' };
  await world.send('video', { prompt: 'the fox runs', files: ['START', 'END'], options });
  await world.run();

  expect(world.submits[0]).toMatchObject({
    kind: 'video',
    body: {
      prompt: 'the fox runs',
      start: 'data:image/png;base64,START',
      end: 'data:image/png;base64,END',
      motion: 'high',
      loop: true,
      batch: 2,
      resolution: '720',
    },
  });
});

test('films become files in the thread, each once, with a still on the card', async () => {
  const world = fakeWorld();
  await world.said('video the fox runs', ['START']);
  await world.run();
  const { id, task } = world.only();
  const videoUrls = ['https://cdn/1.mp4', 'https://cdn/2.mp4'];
  world.says(task ?? '', { status: 'done', videoUrl: videoUrls[0], videoUrls, imageUrl: 'https://cdn/still.png' });
  await world.pass(8000);
  await world.requeue(id);
  await world.run();

  expect(world.shared).toEqual([id, id]);
  expect(world.only()).toMatchObject({
    mark: 'delivered',
    picture: { films: 2, inThread: true, fileId: 'F00FAKE1000' },
  });
});

test('a film that was under way is shared again, those before it are not', async () => {
  const world = fakeWorld();
  await world.said('video the fox runs', ['START']);
  await world.run();
  const { id, task } = world.only();
  world.trouble('share', undefined, new Error('killed'));
  world.says(task ?? '', {
    status: 'done',
    videoUrl: 'https://cdn/1.mp4',
    videoUrls: ['https://cdn/1.mp4', 'https://cdn/2.mp4'],
  });
  await world.pass(60_000);

  expect(world.shared).toEqual([id, id]);
  expect(world.only()).toMatchObject({ mark: 'delivered', picture: { films: 2, inThread: true } });
});

test('a film that Slack takes and never shares is given to it anew, and only that one', async () => {
  const world = fakeWorld();
  await world.said('video the fox runs', ['START']);
  await world.run();
  const { id, task } = world.only();
  const videoUrls = ['https://cdn/1.mp4', 'https://cdn/2.mp4'];
  world.says(task ?? '', { status: 'done', videoUrl: videoUrls[0], videoUrls });
  world.lost = 'F00SHARED1';
  await world.pass(90_000);

  // The first, the first once more, the second.
  expect(world.shared).toEqual([id, id, id]);
  expect(world.only().picture).toEqual({ films: 2, inThread: true });
});
