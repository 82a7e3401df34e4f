import { WebAPIRateLimitedError } from '@slack/web-api';
import { expect, test } from 'vitest';
import { manualClock } from '../../../src/sandbox/slack/index.ts';
import { clientOf, general, slackFor } from './harness.ts';

test('posts in one channel come about one a second after a short burst; other channels are free', async () => {
  const clock = manualClock(Date.now());
  const slack = await slackFor({ clock });
  const client = clientOf(slack);
  const post = (channel: string) => client.chat.postMessage({ channel, text: 'a' });
  for (let i = 0; i < 5; i += 1) await post(general);
  await expect(post(general)).rejects.toThrow(WebAPIRateLimitedError);
  await post('C0ART');
  clock.advance(1000);
  await post(general);
  await expect(post(general)).rejects.toMatchObject({ retryAfter: 1 });
  expect(slack.rateLimited).toHaveLength(2);
});

test('fifty updates a minute are allowed in the whole workspace, and the scale multiplies that', async () => {
  for (const [rateScale, allowed] of [
    [1, 50],
    [2, 100],
  ] as const) {
    const slack = await slackFor({ clock: manualClock(Date.now()), rateScale });
    const client = clientOf(slack);
    const { ts = '' } = await client.chat.postMessage({ channel: general, text: 'a' });
    for (let i = 0; i < allowed; i += 1) await client.chat.update({ channel: general, ts, text: `${i}` });
    await expect(client.chat.update({ channel: general, ts, text: 'x' })).rejects.toThrow(WebAPIRateLimitedError);
  }
});

test('with scale 0 nothing is limited', async () => {
  const slack = await slackFor({ clock: manualClock(Date.now()), rateScale: 0 });
  const client = clientOf(slack);
  for (let i = 0; i < 60; i += 1) await client.chat.postMessage({ channel: general, text: 'a' });
  expect(slack.rateLimited).toEqual([]);
});

test('a limited call answers 429 with Retry-After and changes nothing', async () => {
  const slack = await slackFor({ clock: manualClock(Date.now()) });
  const post = () =>
    fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.botToken}` },
      body: new URLSearchParams({ channel: general, text: 'a' }),
    });
  for (let i = 0; i < 5; i += 1) await post();
  const limited = await post();
  expect(limited.status).toBe(429);
  expect(limited.headers.get('retry-after')).toBe('1');
  expect(slack.world.messages[general]).toHaveLength(5);
});
