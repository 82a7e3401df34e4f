import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { SLACK_EVENTS_PATH, slackRoute } from '../../../src/web/index.ts';
import { serve } from './serve.ts';

test('a request from Slack reaches its listener with its path and every byte of its body', async () => {
  const seen: { url: string | undefined; body: string }[] = [];
  const { base } = await serve(
    slackRoute((request, response) => {
      void (async () => {
        seen.push({ url: request.url, body: await text(request) });
        response.writeHead(200).end('taken');
      })();
    }),
  );
  const body = 'payload=%7B%22a%22%3A1%7D&odd=%zz';

  const response = await fetch(`${base}${SLACK_EVENTS_PATH}?x=1`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
  });

  expect(await response.text()).toBe('taken');
  expect(seen).toEqual([{ url: '/slack/events?x=1', body }]);
});

test.each([
  ['GET', '/slack/events'],
  ['POST', '/slack/events/'],
  ['POST', '/Slack/events'],
  ['POST', '/slack'],
])('%s %s is not Slack’s', async (method, path) => {
  const { base } = await serve(
    slackRoute((_request, response) => {
      response.end();
    }),
  );

  expect((await fetch(`${base}${path}`, { method })).status).toBe(404);
});
