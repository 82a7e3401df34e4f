/**
 * Does memory grow while people hand over pictures? Many of about 10 MB pass through the inbox, as many at once as people would send, from
 * a server in a process of its own, so that what is measured is the reading alone. The figure `pictures` starts this as a process of its
 * own too, with the allocator's setting of the Docker image, because without it glibc keeps what every thread that ever decoded has freed.
 *
 * Tells its parent the resident memory at its peak, which no collection by hand has lowered, and what is left of it after each quarter when
 * the collector has run; `ok` when the peak is within 450 MB and what is left did not grow over the second half.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { WebClient } from '@slack/web-api';
import sharp from 'sharp';
import { Agent } from 'undici';
import { createInbox } from '../../src/slack/inbox/inbox.ts';

const PICTURES = Number(process.argv[2] ?? 200);
/** Messages that are worked on at the same time. */
const READERS = 4;
const PEAK_MAX_MB = 450;
/** How far it wavers by itself; if every picture stayed, it would be hundreds. */
const GROWTH_MAX_MB = 20;

if (process.argv[2] === 'serve') await serve();
else await measure();

async function measure(): Promise<void> {
  const server = fork(import.meta.filename, ['serve']);
  const [{ port, sizes }] = (await once(server, 'message')) as [{ port: number; sizes: { [id: string]: number } }];
  const dispatcher = new Agent();
  const host = `127.0.0.1:${port}`;
  const inbox = createInbox({
    client: new WebClient('xoxb-not-a-token', { slackApiUrl: `http://${host}/api/` }),
    botToken: 'xoxb-not-a-token',
    fileHosts: [host],
    dispatcher,
    sleep: async () => {},
  });
  const ids = Object.keys(sizes);
  let begun = 0;

  async function reader(until: number): Promise<void> {
    while (begun < until) {
      const id = ids[begun % ids.length] ?? '';
      begun += 1;
      const [url = ''] = await inbox.read([{ kind: 'file', id }], { user: 'U00BENCH', channel: 'C00BENCH' });
      if (!url.startsWith('data:image/')) throw new Error(`${id} was not read`);
    }
  }
  const left: number[] = [];
  for (let quarter = 1; quarter <= 4; quarter += 1) {
    await Promise.all(Array.from({ length: READERS }, () => reader((PICTURES * quarter) / 4)));
    left.push(await settled());
  }
  const peak = megabytes(process.resourceUsage().maxRSS * 1024);
  server.disconnect();
  await dispatcher.close();

  const ok = peak <= PEAK_MAX_MB && (left[3] ?? 0) - (left[1] ?? 0) <= GROWTH_MAX_MB;
  process.send?.({ rssMb: { peak, left }, ok });
}

/** Resident memory once nothing is left to collect, in MB. What a collection frees is given back a moment later. */
async function settled(): Promise<number> {
  if (globalThis.gc === undefined) throw new Error('run with --expose-gc');
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc();
    await setImmediate();
  }
  return megabytes(process.memoryUsage.rss());
}

/** A Slack that has a few large files. Says its port and their sizes, and lives as long as its parent. */
async function serve(): Promise<void> {
  const files = await largePictures();
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/files/')) {
      const bytes = files.get(request.url.slice('/files/'.length));
      response.writeHead(200, { 'content-length': bytes?.length ?? 0 }).end(bytes);
      return;
    }
    request.setEncoding('utf8');
    let body = '';
    request.on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      const id = new URLSearchParams(body).get('file') ?? '';
      const file = { id, mimetype: 'image/png', url_private_download: `http://${request.headers.host}/files/${id}` };
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ ok: true, file }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.once('disconnect', () => process.exit());
  const sizes = Object.fromEntries([...files].map(([id, bytes]) => [id, bytes.length]));
  process.send?.({ port: (server.address() as AddressInfo).port, sizes });
}

/** What cameras and screens make: upright, turned by EXIF, without loss, with transparent parts. */
async function largePictures(): Promise<Map<string, Buffer>> {
  return new Map([
    ['F0UPRIGHT', await grain(4600, 3450, 30).jpeg({ quality: 90, chromaSubsampling: '4:4:4' }).toBuffer()],
    ['F0TURNED', await grain(4600, 3450, 30).jpeg({ quality: 90 }).withMetadata({ orientation: 6 }).toBuffer()],
    ['F0LOSSLESS', await grain(2200, 1700, 60).png().toBuffer()],
    ['F0CLEAR', await grain(2100, 1600, 60).ensureAlpha(0.5).png().toBuffer()],
  ]);
}

function grain(width: number, height: number, sigma: number) {
  return sharp({
    create: { width, height, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 128, sigma } },
  });
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}
