import { expect, test } from 'vitest';
import { UserMistake } from '../../../src/domain/errors.ts';
import type { DeadLine } from '../../../src/domain/messages.dead.ts';
import { english } from '../../../src/domain/messages.en.ts';
import type { JsonObject } from '../../../src/sandbox/slack/types.ts';
import { deadList } from '../../../src/slack/views/dead.ts';
import { alice, FakeHandlers, general, listenBySocket, standIn } from './room.ts';

const line = (n: number, more: Partial<DeadLine> = {}): DeadLine => ({
  key: `deliver-${n}`,
  job: 'deliver',
  submission: `s000000000000000000${n}`,
  reason: 'no space left',
  tries: 8,
  at: 1_763_712_000_000,
  ...more,
});

/** Runs `/mj dead` against handlers that hold these jobs. @returns the list that Alice sees */
async function listed(lines: DeadLine[], does: ConstructorParameters<typeof FakeHandlers>[0] = {}) {
  const slack = await standIn();
  const handlers = new FakeHandlers({ command: async () => ({ dead: lines }), ...does });
  await listenBySocket(slack, handlers);
  await slack.act.command({ user: alice, channel: general, command: '/mj', text: 'dead' });
  const list = await slack.waitFor((world) => world.ephemerals[0], { what: 'the list' });
  const press = async (label: string) =>
    await slack.act.click({ user: alice, on: { channel: general, ts: list.ts }, element: { label } });
  return { slack, handlers, list, press };
}

test('each dead job stands in the list with its reason, escaped, and two buttons', async () => {
  const { list, slack } = await listed([line(1, { reason: 'the <!channel> & more\nof it' }), line(2)]);

  const words = JSON.stringify(list.blocks);
  expect(words).toContain('s0000000000000000001');
  expect(words).toContain('the &lt;!channel&gt; &amp; more of it');
  expect(list.blocks.filter((block: JsonObject) => block['type'] === 'actions')).toHaveLength(2);
  expect(slack.world.messages[general] ?? []).toEqual([]);
  expect(slack.violations).toEqual([]);
});

test('with none there is nothing to press', () => {
  expect(deadList([], undefined, english)).toMatchObject({ text: english.dead.none(), blocks: [{ type: 'section' }] });
});

test('ten jobs with the longest reasons are a message that Slack takes', async () => {
  const { list, slack } = await listed(Array.from({ length: 10 }, (_, n) => line(n, { reason: '&'.repeat(5000) })));

  expect(list.blocks.length).toBeGreaterThan(20);
  expect(slack.violations).toEqual([]);
});

test('a press names the job, and the list as it is now takes the place of the old one', async () => {
  const { slack, handlers, list, press } = await listed([line(1)], {
    dead: async () => ({ dead: [], done: 'replayed' }),
  });

  await press(english.dead.replay);

  expect(handlers.deadUsed).toEqual([{ key: 'deliver-1', what: 'replay', team: 'T0SANDBOX', user: alice }]);
  const now = await slack.waitFor((world) => world.ephemerals.find((one) => one.versions.length > 1), {
    what: 'the new list',
  });
  expect(now.ts).toBe(list.ts);
  expect(JSON.stringify(now.blocks)).toContain('It runs again.');
  expect(slack.world.ephemerals).toHaveLength(1);
});

test('who may not is told so, and the list stays', async () => {
  const { slack, press, list } = await listed([line(1)], {
    dead: async () => {
      throw new UserMistake('admins-only');
    },
  });

  await press(english.dead.drop);

  const told = await slack.waitFor((world) => world.ephemerals[1], { what: 'the refusal' });
  expect(told.text).toMatch(/admin/);
  expect(slack.world.ephemerals[0]?.blocks).toEqual(list.blocks);
});
