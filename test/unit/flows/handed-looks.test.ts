import { expect, test } from 'vitest';
import { Busy } from '../../../src/domain/errors.ts';
import type { PictureRef } from '../../../src/domain/submission.ts';
import { NO_LIMITS, NO_RULES, type TeamRules } from '../../../src/domain/team-rules.ts';
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

const BY = { team: 'T1', user: 'U1', channel: 'C1', isDm: false };
const FILE: PictureRef = { kind: 'file', id: 'F1' };

/** What is looked at before a form is taken, and what that cost. */
function checking({
  left = Number.POSITIVE_INFINITY,
  allowedChannels = [],
  decided = {},
}: {
  left?: number;
  allowedChannels?: readonly string[];
  decided?: Partial<TeamRules>;
}) {
  const taken: [string, string, string][] = [];
  const read: PictureRef[] = [];
  const book = { left, waits: 0 };
  const check = checkStory({
    inbox: { read: async (pictures) => (read.push(...pictures), []) },
    budget: {
      take: async (team, what, { who }) => {
        taken.push([team, what, who]);
        book.left -= 1;
        return book.left >= 0 ? 0 : 900;
      },
      cool: async () => {},
      expect: async () => {},
      giveBack: async () => {},
    },
    pause: async () => {
      book.waits += 1;
      book.left = 1;
    },
    rules: { allowedChannels, admins: [], limits: NO_LIMITS, pressBy: 'anyone' },
    teamRules: { of: async () => ({ ...NO_RULES, ...decided }) },
  });
  return { check, taken, read, book };
}

test('a person whose pictures are to be checked is told to ask again where there is no room', async () => {
  const { check, taken, read, book } = checking({ left: 2 });
  const message: PictureRef = { kind: 'message', channel: 'C1', ts: '1.2' };

  await check([FILE, message], BY);
  expect(taken).toEqual([
    ['T1', 'file-look', 'U1'],
    ['T1', 'look', 'U1'],
  ]);
  expect(read).toEqual([FILE, message]);
  await expect(check([FILE], BY)).rejects.toEqual(new Busy('slack', 'no call is left for a look at a file', 900));
  expect(read).toHaveLength(2);

  book.left = 1;
  await check([FILE, FILE], BY);
  expect(book.waits).toBe(1);
  expect(read).toHaveLength(4);
});

test.each([
  ['in a channel that the environment leaves out', { allowedChannels: ['C2'] }, 'channel-not-allowed'],
  ['in a channel that the admins leave out', { decided: { channels: ['C2'] } }, 'channel-not-allowed'],
  ['during a pause', { decided: { pause: { message: 'Later.', by: 'U9', at: 1 } } }, 'paused'],
])('nothing is looked at %s, for a form that would be refused', async (_, given, code) => {
  const { check, taken, read } = checking(given);

  await expect(check([FILE], BY)).rejects.toMatchObject({ code });
  expect([taken, read]).toEqual([[], []]);
  // A direct conversation is always allowed, but nothing is made in a pause.
  if (code !== 'paused') await check([FILE], { ...BY, channel: 'D1', isDm: true });
  expect(read).toHaveLength(code === 'paused' ? 0 : 1);
});
