import { expect, test } from 'vitest';
import { alice, FakeHandlers, listenBySocket, nobody, roomFor, standIn } from './room.ts';

test('a note reaches the person through the response_url, where the bot cannot post', async () => {
  const slack = await standIn();
  const handlers = new FakeHandlers();
  const { room } = await listenBySocket(slack, handlers);
  await slack.act.command({ user: alice, channel: 'D0PEOPLE', command: '/imagine', text: 'a fox' });
  const responseUrl = handlers.commands[0]?.responseUrl ?? '';

  expect(await room.notes.respond(responseUrl, { say: 'cannot-post-here' }, 'en')).toBe(true);

  expect(slack.world.ephemerals).toMatchObject([{ user: alice, channel: 'D0PEOPLE', via: 'response_url' }]);
  expect(slack.world.ephemerals[0]?.text).toContain('cannot post in this conversation');
  expect(slack.violations).toEqual([]);
});

test('a note says so when the response_url is dead', async () => {
  const slack = await standIn();
  const handlers = new FakeHandlers();
  const { room } = await listenBySocket(slack, handlers);
  await slack.act.command({ user: alice, channel: 'D0PEOPLE', command: '/imagine', text: 'a fox' });
  const responseUrl = handlers.commands[0]?.responseUrl ?? '';
  for (let use = 0; use < 5; use += 1) await room.notes.respond(responseUrl, { say: 'cannot-post-here' }, 'en');

  expect(await room.notes.respond(responseUrl, { say: 'cannot-post-here' }, 'en')).toBe(false);
});

test('a note says so when nobody answers', async () => {
  const { room, lines } = roomFor(await standIn());

  expect(await room.notes.respond(await nobody(), { say: 'cannot-post-here' }, 'en')).toBe(false);
  expect(lines).toMatchObject([{ level: 'info' }]);
});
