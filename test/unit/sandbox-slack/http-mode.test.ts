import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver } from '@slack/bolt';
import { expect, onTestFinished, test } from 'vitest';
import type { SlackStandIn } from '../../../src/sandbox/slack/types.ts';
import { alice, general, silent, slackFor } from './harness.ts';

/** A Bolt app on its HTTP receiver, known to the stand-in. */
async function httpApp(slack: SlackStandIn, signingSecret: string, listen: (app: App) => void): Promise<string> {
  const receiver = new HTTPReceiver({ signingSecret, logger: silent });
  const app = new App({
    token: slack.botToken,
    receiver,
    clientOptions: { slackApiUrl: slack.apiUrl },
    logger: silent,
  });
  listen(app);
  const server = await receiver.start(0);
  onTestFinished(async () => {
    await receiver.stop();
  });
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}/slack/events`;
}

/** A server that answers with these statuses in turn and remembers the headers it got. */
async function answering(...statuses: number[]) {
  const headers: NodeJS.Dict<string | string[]>[] = [];
  const server = createServer((request, response) => {
    headers.push(request.headers);
    request.resume();
    response.writeHead(statuses.shift() ?? 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { headers, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

test('a Bolt app behind a signed request URL is verified and hears commands, shortcuts and events', async () => {
  const slack = await slackFor({ mode: 'http' });
  const heard: string[] = [];
  const url = await httpApp(slack, slack.signingSecret, (app) => {
    app.command('/imagine', async ({ ack, command }) => {
      heard.push(command.text);
      await ack('queued');
    });
    app.shortcut('imagine', async ({ ack, shortcut }) => {
      heard.push(shortcut.user.id);
      await ack();
    });
    app.event('app_mention', async ({ event }) => {
      heard.push(event.text);
    });
  });
  expect(await slack.setRequestUrl(url)).toMatchObject({ acked: true });
  expect(await slack.act.command({ user: alice, channel: general, command: '/imagine', text: 'a fox' })).toMatchObject({
    acked: true,
  });
  expect(slack.world.ephemerals).toMatchObject([{ text: 'queued' }]);
  await slack.act.globalShortcut({ user: alice, callbackId: 'imagine' });
  await slack.act.message({ user: alice, channel: general, text: '@midjourney hi' });
  await slack.waitFor(() => heard.length === 3, { what: 'the mention' });
  expect(heard).toEqual(['a fox', alice, '<@U0MIDJOBOT> hi']);
});

test('an app with another signing secret refuses what it gets', async () => {
  const slack = await slackFor({ mode: 'http' });
  const url = await httpApp(slack, 'another', () => {});
  expect(await slack.setRequestUrl(url)).toMatchObject({ acked: false, error: 'http_401' });
});

test('an event answered with 503 comes again with its number and reason; a command does not', async () => {
  const { headers, url } = await answering(503, 503, 200, 503);
  const slack = await slackFor({ mode: 'http', requestUrl: url, redeliverMs: [0, 0, 0] });
  await slack.act.message({ user: alice, channel: general, text: '@midjourney hi' });
  const delivery = await slack.waitFor(() => slack.deliveries.find((each) => each.done), { what: 'the third attempt' });
  expect(delivery).toMatchObject({
    acked: true,
    attempts: [{ error: 'http_503' }, { error: 'http_503' }, { acked: true }],
  });
  expect(headers.map((each) => [each['x-slack-retry-num'], each['x-slack-retry-reason']])).toEqual([
    [undefined, undefined],
    ['1', 'http_error'],
    ['2', 'http_error'],
  ]);
  expect(await slack.act.command({ user: alice, channel: general, command: '/imagine' })).toMatchObject({
    acked: false,
    error: 'http_503',
  });
  expect(headers).toHaveLength(4);
});

test('an app that is slow or not there is noticed', async () => {
  const server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const slack = await slackFor({ mode: 'http', ackMs: 50 });
  const command = () => slack.act.command({ user: alice, channel: general, command: '/imagine' });
  expect(await command()).toMatchObject({ error: 'dispatch_failed' });
  await slack.setRequestUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  expect(await command()).toMatchObject({ acked: false, error: 'operation_timeout' });
});
