import { expect, test } from 'vitest';
import { Refused, Unreachable } from '../../../src/domain/errors.ts';
import { fakeWorld } from '../../support/fake-world.ts';

test('takes the face first and the picture second', async () => {
  const world = fakeWorld();
  await world.said('faceswap', ['FACE', 'TARGET']);
  await world.run();

  expect(world.submits).toMatchObject([
    { kind: 'faceswap', body: { face: 'data:image/png;base64,FACE', target: 'data:image/png;base64,TARGET' } },
  ]);
});

test('a picture that cannot be used ends it before anything is sent', async () => {
  const world = fakeWorld();
  world.trouble('inbox', new Refused('slack', 'input-unusable', 'expired'));
  await world.said('faceswap', ['FACE', 'TARGET']);
  await world.run();

  expect(world.submits).toHaveLength(0);
  expect(world.only()).toMatchObject({
    mark: 'delivered',
    end: { kind: 'failed', cause: 'picture', reason: 'expired' },
  });
  expect(world.released.at(-1)).toMatchObject({ giveBack: true });
});

test('a picture that Slack does not give is waited for, and given up in time', async () => {
  const world = fakeWorld();
  world.trouble('inbox', ...Array.from({ length: 99 }, () => new Unreachable('slack', 'ECONNRESET')));
  await world.said('faceswap', ['FACE', 'TARGET']);
  await world.pass(6 * 60_000);

  expect(world.submits).toHaveLength(0);
  expect(world.only()).toMatchObject({ mark: 'delivered', end: { kind: 'failed', cause: 'unreachable' } });
});

test('what nobody foresaw while the pictures were read is thrown for another try, and not taken for a doubt', async () => {
  const world = fakeWorld();
  world.trouble('inbox', new Error('a new kind of error'));
  await world.said('faceswap', ['FACE', 'TARGET']);

  await expect(world.run()).rejects.toThrow('a new kind of error');
  expect(world.only().mark).toBe('accepted');
});
