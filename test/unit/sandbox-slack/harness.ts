import { App, type Logger, LogLevel } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { demoWorkspace, startSlack } from '../../../src/sandbox/slack/index.ts';
import type { AppSpec, Delivery, JsonObject, SlackOptions, SlackStandIn } from '../../../src/sandbox/slack/types.ts';

/** An app that was granted and subscribed to everything the tests use. */
export const wholeApp: AppSpec = {
  scopes: [
    'app_mentions:read',
    'channels:history',
    'channels:join',
    'channels:read',
    'chat:write',
    'commands',
    'files:read',
    'files:write',
    'groups:history',
    'groups:read',
    'im:history',
    'im:read',
    'im:write',
    'reactions:read',
    'reactions:write',
    'team:read',
    'users:read',
  ],
  events: ['app_home_opened', 'app_mention', 'message.im'],
  commands: [
    { command: '/imagine', description: 'Draw', shouldEscape: false },
    { command: '/escaped', description: 'Draw', shouldEscape: true },
  ],
  shortcuts: [
    { name: 'Use', type: 'message', callbackId: 'use_image', description: 'Use' },
    { name: 'Imagine', type: 'global', callbackId: 'imagine', description: 'Imagine' },
  ],
  homeTab: true,
  messagesTab: true,
};

/** The same with every event that the stand-in knows. */
export const everything: AppSpec = {
  ...wholeApp,
  events: [
    ...wholeApp.events,
    'message.channels',
    'message.groups',
    'file_shared',
    'reaction_added',
    'reaction_removed',
    'member_joined_channel',
  ],
};

export const alice = 'U0ALICE01';
export const bruno = 'U0BRUNO02';
export const general = 'C0GENERAL';

/** A stand-in that is closed when the test ends. */
export async function slackFor(options: Partial<SlackOptions> = {}): Promise<SlackStandIn> {
  const slack = await startSlack({
    ...demoWorkspace,
    app: wholeApp,
    mode: 'socket',
    fileReadyMs: 20,
    shareMs: 5,
    ...options,
  });
  onTestFinished(() => slack.close());
  return slack;
}

/** Slack's own client, with no retries, so that each answer is seen as it comes. */
export function clientOf(slack: SlackStandIn, token = slack.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
  });
}

const quiet = (): void => {};

/** The SDK prints every refusal; here they are what is tested. */
export const silent: Logger = {
  debug: quiet,
  info: quiet,
  warn: quiet,
  error: quiet,
  setLevel: quiet,
  getLevel: () => LogLevel.ERROR,
  setName: quiet,
};

/** The error name of a refused call. */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  const { error } = await refusal(call);
  return error;
}

/** The whole answer of a refused call. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ error: string; needed?: string; provided?: string; response_metadata?: { messages?: string[] } }> {
  try {
    await call;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'data' in error) return error.data as { error: string };
    throw error;
  }
  throw new Error('The call was not refused.');
}

/** A Bolt app on Socket Mode, connected; stopped when the test ends. */
export async function socketApp(slack: SlackStandIn, listen: (app: App) => void): Promise<App> {
  const app = new App({
    token: slack.botToken,
    appToken: slack.appToken,
    socketMode: true,
    clientOptions: { slackApiUrl: slack.apiUrl },
    logger: silent,
  });
  listen(app);
  const before = slack.sockets.open;
  await app.start();
  await slack.waitFor(() => slack.sockets.open > before, { what: 'the socket of the app' });
  onTestFinished(async () => {
    await app.stop();
    await slack.waitFor(() => slack.sockets.open <= before, { what: 'the end of the socket' });
  });
  return app;
}

/** A PNG of this size in one colour. */
export async function png(width = 8, height = 8): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  return sharp({ create: { width, height, channels: 3, background: '#336699' } })
    .png()
    .toBuffer();
}

/** A bare Socket Mode client that answers as told; `frames` is what it got. */
export async function rawSocket(
  slack: SlackStandIn,
  answer: (frame: JsonObject) => object | undefined = () => undefined,
) {
  const { url = '' } = await clientOf(slack, slack.appToken).apps.connections.open();
  const socket = new WebSocket(url);
  const frames: JsonObject[] = [];
  socket.on('message', (data: Buffer) => {
    const frame: JsonObject = JSON.parse(data.toString('utf8'));
    frames.push(frame);
    const reply = answer(frame);
    if (reply) socket.send(JSON.stringify(reply));
  });
  await new Promise((resolve, reject) => {
    socket.once('message', resolve);
    socket.once('close', resolve);
    socket.once('error', reject);
  });
  return { socket, frames };
}

/** Acks every envelope without a payload. */
export const ackAll = (frame: JsonObject): object | undefined =>
  frame['envelope_id'] ? { envelope_id: frame['envelope_id'] } : undefined;

/** The files of a delivered message event. */
export function filesOf(delivery: Delivery | undefined): JsonObject[] {
  const event = delivery?.payload['event'] as { files?: JsonObject[] } | undefined;
  return event?.files ?? [];
}
