import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { Agent } from 'undici';
import { onTestFinished } from 'vitest';
import type { PictureTrouble } from '../../../src/domain/errors.ts';
import type { PictureRef } from '../../../src/domain/submission.ts';
import type { SlackStandIn } from '../../../src/sandbox/slack/types.ts';
import { boltLogger } from '../../../src/slack/connection/bolt-logger.ts';
import { createClients } from '../../../src/slack/connection/clients.ts';
import { createInbox, type Inbox, type InboxOptions } from '../../../src/slack/inbox/inbox.ts';
import { alice, general } from './room.ts';

const quiet = () => {};

/** The inbox under test, against a stand-in or a server of `slackWithFile`. */
export function inboxFor(
  slack: Pick<SlackStandIn, 'apiUrl' | 'botToken' | 'fileHost'>,
  more: Partial<InboxOptions> = {},
): { read(pictures: readonly PictureRef[], by?: Parameters<Inbox['read']>[1]): Promise<string[]> } {
  const dispatcher = new Agent();
  onTestFinished(async () => await dispatcher.destroy());
  const { apiUrl, botToken, fileHost } = slack;
  const logger = boltLogger({ debug: quiet, info: quiet, warn: quiet, error: quiet });
  const { worker: client } = createClients({ botToken, apiUrl, dispatcher, logger });
  const wait = async (ms: number) => await sleep(ms / 20);
  const inbox = createInbox({ client, botToken, fileHosts: [fileHost], dispatcher, sleep: wait, ...more });
  return { read: async (pictures, by = { user: alice, channel: general }) => await inbox.read(pictures, by) };
}

/** A file that alice shares in a channel where the bot is. */
export async function shared(slack: SlackStandIn, bytes: Buffer, name = 'fox.png', channel = general) {
  const message = await slack.act.message({ user: alice, channel, text: '', files: [{ name, bytes }] });
  const [id = ''] = message.files;
  return { id, ts: message.ts, ref: { kind: 'file', id } as const };
}

/** What the inbox refuses with. */
export function trouble(reason: PictureTrouble) {
  return { kind: 'refused', peer: 'slack', code: 'input-unusable', reason };
}

export interface Seen {
  path: string;
  token: string | undefined;
}

/** A server on a loopback port that remembers what was asked; closed when the test ends. */
export async function server(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const seen: Seen[] = [];
  const listening = createServer((request, response) => {
    seen.push({ path: request.url ?? '', token: request.headers.authorization });
    request.resume();
    answer(request, response);
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    listening.closeAllConnections();
    await new Promise((resolve) => listening.close(resolve));
  });
  const host = `127.0.0.1:${(listening.address() as AddressInfo).port}`;
  return { host, url: `http://${host}`, seen };
}

/** A Slack that knows one file, at any address, and answers downloads as it is told. */
export async function slackWithFile(
  file: { url?: string; [field: string]: unknown },
  download: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.end(),
) {
  const made = await server((request, response) => {
    if (request.url?.startsWith('/api/') !== true) return download(request, response);
    const { url = `${made.url}/files-pri/T1-F1/fox.png`, ...more } = file;
    const known = { id: 'F1', mimetype: 'image/png', url_private_download: url, ...more };
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ ok: true, file: known }));
  });
  return { ...made, apiUrl: `${made.url}/api/`, botToken: 'xoxb-not-a-token', fileHost: made.host };
}

export const oneFile = [{ kind: 'file', id: 'F1' }] as const;

export function opened(dataUrl: string | undefined): { type: string; bytes: Buffer } {
  const [, type = '', base64 = ''] = /^data:([a-z/]+);base64,([A-Za-z0-9+/]+={0,2})$/.exec(dataUrl ?? '') ?? [];
  return { type, bytes: Buffer.from(base64, 'base64') };
}

/** Pixels that compress badly, as those of a photograph do. */
export function noise(width: number, height: number, channels: 3 | 4 = 3) {
  const create = { width, height, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: 60 } } as const;
  const picture = sharp({ create: { ...create, background: '#000' } });
  return channels === 3 ? picture : picture.ensureAlpha(0.5);
}
