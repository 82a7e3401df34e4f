import { expect, test } from 'vitest';
import { Busy } from '../../../src/domain/errors.ts';
import type { PictureRef } from '../../../src/domain/submission.ts';
import { checkStory } from '../../../src/flows/submit/check.ts';
import { fakeWorld } from '../../support/fake-world.ts';

const looks = (world: ReturnType<typeof fakeWorld>) =>
  world.asked.filter(({ what }) => what === 'file-look' || what === 'look');

test('each look at a handed picture is counted before it is made, and waits while Slack’s budget has no room', async () => {
  const world = fakeWorld();
  world.spendBudget(700);
  await world.said('blend', ['F1', 'F2']);
  await world.pass(10_000);
  expect(looks(world)[0]).toEqual({ what: 'file-look', urgency: 'end' });
  expect(world.submits).toEqual([]);
  expect(world.only()).toMatchObject({ mark: 'accepted' });

  world.spendBudget(0);
  const before = looks(world).length;
  await world.pass(10_000);
  expect(looks(world).slice(before)).toEqual(['F1', 'F2'].map(() => ({ what: 'file-look', urgency: 'end' })));
  expect(world.submits).toHaveLength(1);
});

test('several looks are paid one after the other, each once, however little is left of the budget', async () => {
  const world = fakeWorld({ scale: 1 });
  await world.spendTo(1, 'file-look');
  await world.said('blend', ['F1', 'F2', 'F3']);
  await world.run();
  await world.pass(4000);

  expect(world.submits).toHaveLength(1);
  expect(looks(world).length).toBeLessThanOrEqual(6);
});

test('after a pause, which leaves one call, several looks are paid', async () => {
  const world = fakeWorld({ scale: 1 });
  await world.cool('file-look', 30_000);
  await world.said('blend', ['F1', 'F2']);
  await world.run();
  await world.pass(29_000);
  expect(world.submits).toEqual([]);
  await world.pass(3000);

  expect(world.submits).toHaveLength(1);
});

test('a person whose pictures are to be checked is told to ask again where there is no room', async () => {
  const taken: [string, string, string][] = [];
  let left = 2;
  let waits = 0;
  const read: PictureRef[] = [];
  const check = checkStory({
    inbox: { read: async (pictures) => (read.push(...pictures), []) },
    budget: {
      take: async (team, what, { who }) => {
        taken.push([team, what, who]);
        left -= 1;
        return left >= 0 ? 0 : 900;
      },
      cool: async () => {},
      expect: async () => {},
      giveBack: async () => {},
    },
    pause: async () => {
      waits += 1;
      left = 1;
    },
  });
  const by = { team: 'T1', user: 'U1', channel: 'C1' };
  const file: PictureRef = { kind: 'file', id: 'F1' };
  const message: PictureRef = { kind: 'message', channel: 'C1', ts: '1.2' };

  await check([file, message], by);
  expect(taken).toEqual([
    ['T1', 'file-look', 'U1'],
    ['T1', 'look', 'U1'],
  ]);
  expect(read).toEqual([file, message]);
  await expect(check([file], by)).rejects.toEqual(new Busy('slack', 'no call is left for a look at a file', 900));
  expect(read).toHaveLength(2);

  left = 1;
  await check([file, file], by);
  expect(waits).toBe(1);
  expect(read).toHaveLength(4);
});
