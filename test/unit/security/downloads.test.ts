import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import sharp from 'sharp';
import { Agent } from 'undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isPublic } from '../../../src/gateway/addresses.ts';
import { createPictures, type PicturesOptions } from '../../../src/gateway/index.ts';
import { createClients } from '../../../src/slack/connection/clients.ts';
import { createDownload } from '../../../src/slack/inbox/inbox-download.ts';
import { serve } from '../gateway/support.ts';

const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#336699' } })
  .png()
  .toBuffer();
const KEY = 'k-do-not-show-to-anybody';
const GATEWAY = 'http://gateway.example';

function pictures(more: Partial<PicturesOptions> = {}) {
  const made = createPictures({ gatewayOrigin: GATEWAY, ...more });
  onTestFinished(() => made.close());
  return made;
}
const refused = expect.objectContaining({ name: 'Refused', code: 'picture-unusable', reason: 'not-a-picture' });
const outcome = async (link: string, more: Partial<PicturesOptions> = {}) =>
  await pictures(more)
    .fetch(link)
    .catch((error: unknown) => error);

/** A server of this machine that counts who comes. */
async function own(): Promise<{ port: number; visits: () => number }> {
  let visits = 0;
  const server = createServer((_, response) => {
    visits += 1;
    response.writeHead(200, { 'content-type': 'image/png' }).end(png);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, visits: () => visits };
}

describe('a picture’s link into our own network', () => {
  test.each([
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '0x7f.1',
    '127.1',
    '0',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '[fe80::1]',
    '[fd00::1]',
    '169.254.169.254',
    '10.0.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '１２７.0.0.1',
  ])('is refused when it is spelt %s', async (host) => {
    const { port, visits } = await own();
    expect(await outcome(`http://${host}:${port}/a.png`)).toEqual(refused);
    expect(visits()).toBe(0);
  });

  test.each(['localhost', 'LOCALHOST'])('is refused behind the name %s', async (host) => {
    const { port, visits } = await own();
    expect(await outcome(`http://${host}:${port}/a.png`)).toEqual(refused);
    expect(visits()).toBe(0);
  });

  test('is refused when a name answers publicly first and privately when it is connected to', async () => {
    const { port, visits } = await own();
    let asked = 0;
    const rebinding: LookupFunction = (_, options, done) => {
      asked += 1;
      // TEST-NET-1 would be no public address; this one is, and nobody is there to be bothered.
      const address = asked === 1 ? '127.0.0.1' : '93.184.216.34';
      if (options.all === true) done(null, [{ address, family: 4 }]);
      else done(null, address, 4);
    };
    expect(await outcome(`http://rebinding.example:${port}/a.png`, { lookup: rebinding })).toEqual(refused);
    // One answer is both checked and used: there is no second one to be fooled by.
    expect(asked).toBe(1);
    expect(visits()).toBe(0);
  });

  test('is refused when only one of its addresses is public and the connection would choose', async () => {
    const { port, visits } = await own();
    const both: LookupFunction = (_, options, done) =>
      options.all === true
        ? done(null, [
            { address: '127.0.0.1', family: 4 },
            { address: '::1', family: 6 },
          ])
        : done(null, '127.0.0.1', 4);
    expect(await outcome(`http://both.example:${port}/a.png`, { lookup: both })).toEqual(refused);
    expect(visits()).toBe(0);
  });

  test.each([
    'file:///etc/passwd',
    'ftp://x.example/a',
    'data:image/png;base64,AAAA',
    'gopher://x',
    'http://user:pw@x.example/',
    'x',
  ])('is refused as %s', async (link) => {
    expect(await outcome(link)).toEqual(refused);
  });

  test('is taken from a host that the operator allows, and redirects lead nowhere else', async () => {
    const { port, visits } = await own();
    const { url } = await serve(() => ({ status: 302, headers: { location: `http://127.0.0.1:${port}/a.png` } }));
    const allowed = new URL(url).host;
    expect(await outcome(`${url}/a.png`, { allowHosts: [allowed] })).toEqual(refused);
    expect(visits()).toBe(0);
    expect(await outcome(`http://127.0.0.1:${port}/a.png`, { allowHosts: [`127.0.0.1:${port}`] })).toMatchObject({
      type: 'image/png',
    });
  });
});

test.each([
  '224.0.0.1',
  '255.255.255.255',
  '192.0.2.1',
  '198.18.0.1',
  '::',
  'ff02::1',
  '2001:db8::1',
  '64:ff9b::a00:1',
])('%s is nobody’s public address', (address) => {
  expect(isPublic(address)).toBe(false);
});

describe('secrets go to their own hosts only', () => {
  test('the gateway’s key not to a picture’s host, not through a redirect either', async () => {
    const elsewhere = await serve(() => ({ status: 401 }));
    const gateway = await serve(() => ({ status: 302, headers: { location: `${elsewhere.url}/a.png` } }));
    const made = createPictures({
      gatewayOrigin: gateway.url,
      allowHosts: ['127.0.0.1'],
      authorization: async () => ({ authorization: KEY, 'mj-api-secret': KEY }),
    });
    onTestFinished(() => made.close());
    await made.fetch(`${gateway.url}/mj/image/1`).catch(() => undefined);
    expect(elsewhere.seen.length).toBeGreaterThan(0);
    for (const { headers } of elsewhere.seen) expect(JSON.stringify(headers)).not.toContain(KEY);
  });

  test('the bot token not to a host that is not Slack’s, not through a redirect either', async () => {
    const elsewhere = await serve(() => ({ body: png }));
    const files = await serve(() => ({ status: 302, headers: { location: `${elsewhere.url}/a.png` } }));
    const dispatcher = new Agent();
    onTestFinished(async () => await dispatcher.destroy());
    const download = createDownload({
      botToken: 'xoxb-do-not-show',
      fileHosts: [new URL(files.url).host],
      dispatcher,
      bytesMax: 1000,
      timeoutMs: 5000,
    });
    await expect(download(`${files.url}/a.png`)).rejects.toMatchObject({ name: 'Refused', reason: 'reinstall' });
    await expect(download(`${elsewhere.url}/a.png`)).rejects.toMatchObject({ name: 'Misconfigured', code: 'no-route' });
    expect(files.seen).toHaveLength(1);
    expect(elsewhere.seen).toEqual([]);
  });

  test('Slack’s client follows no redirect and takes no address for a method', async () => {
    const elsewhere = await serve(() => ({ body: { ok: true } }));
    const api = await serve(() => ({ status: 307, headers: { location: `${elsewhere.url}/api/auth.test` } }));
    const dispatcher = new Agent();
    onTestFinished(async () => await dispatcher.destroy());
    const quiet = {
      debug() {},
      info() {},
      warn() {},
      error() {},
      setLevel() {},
      getLevel: () => 'error' as never,
      setName() {},
    };
    const { worker } = createClients({
      botToken: 'xoxb-do-not-show',
      apiUrl: `${api.url}/api/`,
      dispatcher,
      logger: quiet,
    });
    await expect(worker.auth.test()).rejects.toThrow(/fetch|redirect|request/i);
    await worker.apiCall(`${elsewhere.url}/steal`).catch(() => undefined);
    expect(api.seen.length).toBeGreaterThan(0);
    expect(elsewhere.seen).toEqual([]);
  });
});
