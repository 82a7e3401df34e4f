import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import sharp from 'sharp';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Pictures as Needed } from '../../../src/flows/needs/pictures.ts';
import { createPictures, type PicturesOptions } from '../../../src/gateway/index.ts';
import { type Canned, closedPort, failure, serve } from './support.ts';

const canvas = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 80, b: 20 } } });
const png = await canvas(64, 48).png().toBuffer();

function pictures(gatewayOrigin: string, more: Partial<PicturesOptions> = {}): Needed {
  const made = createPictures({ gatewayOrigin, ...more });
  onTestFinished(() => made.close());
  return made;
}

/** Names that lead where the test says, as a name server would answer. */
function names(table: Record<string, string[]>): LookupFunction {
  return (hostname, options, done) => {
    const found: LookupAddress[] = (table[hostname] ?? []).map((address) => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }));
    const [first] = found;
    if (first === undefined) return done(Object.assign(new Error(`no ${hostname}`), { code: 'ENOTFOUND' }), []);
    if (options.all === true) done(null, found);
    else done(null, first.address, first.family);
  };
}

/** What a fetch of `/a` comes to, when a server answers like this. */
async function fetchOf(answer: Canned, more: Partial<PicturesOptions> = {}): Promise<unknown> {
  const { url } = await serve(() => answer);
  return pictures(url, more)
    .fetch(`${url}/a`)
    .catch((error: unknown) => error);
}
const unusable = (reason: string) =>
  expect.objectContaining({ name: 'Refused', peer: 'picture', code: 'picture-unusable', reason });
const unreachable = expect.objectContaining({ name: 'Unreachable', peer: 'picture' });

describe('a picture', () => {
  test.each(['png', 'jpeg', 'webp', 'gif', 'avif'] as const)(
    'of type %s is known by its content, and comes byte by byte as it is',
    async (format) => {
      const bytes = await canvas(64, 48).toFormat(format).toBuffer();
      const fetched = await fetchOf({ type: 'application/octet-stream', body: bytes });
      expect(fetched).toEqual({ bytes, type: `image/${format}`, width: 64, height: 48 });
    },
  );

  test('that moves in webp is a picture all the same', async () => {
    const frames = Buffer.concat([Buffer.alloc(8 * 8 * 3, 0), Buffer.alloc(8 * 8 * 3, 255)]);
    const bytes = await sharp(frames, { raw: { width: 8, height: 16, channels: 3, pageHeight: 8 } })
      .webp({ loop: 0, delay: [100, 100] })
      .toBuffer();
    expect((await sharp(bytes).metadata()).pages).toBe(2);
    expect(await fetchOf({ type: 'video/mp4', body: bytes })).toEqual({
      bytes,
      type: 'image/webp',
      width: 8,
      height: 8,
    });
  });

  test('is asked for with the query to the letter', async () => {
    const { url, seen } = await serve(() => ({ body: png }));
    await pictures(url).fetch(`${url}/a.png?ex=67cefb57&is=67cda9d7&hm=b8%2f7&`);
    expect(seen[0]?.path).toBe('/a.png?ex=67cefb57&is=67cda9d7&hm=b8%2f7&');
  });

  test.each([
    ['404', { status: 404, body: 'This content is no longer available.' }],
    ['410', { status: 410 }],
    ['403', { status: 403, body: '<Error><Code>AccessDenied</Code></Error>' }],
    ["new-api's 400", { status: 400, body: { error: 'midjourney_task_not_found' } }],
  ])('is gone after %s', async (_, answer) => {
    expect(await fetchOf(answer)).toEqual(unusable('gone'));
  });

  test.each([
    ['a web page', { type: 'image/png', body: '<!doctype html><title>Just a moment...</title>' }],
    ['JSON', { type: 'image/png', body: { error: 'upstream said no' } }],
    ['nothing', { type: 'image/png', body: '' }],
    ['a sound', { body: Buffer.from('\0\0\0\x20ftypM4A \0\0\x02\0isomiso2', 'latin1') }],
    ['a photograph that Slack cannot show', { body: Buffer.from('\0\0\0\x20ftypheic\0\0\x02\0', 'latin1') }],
    [
      'a drawing with scripts',
      { type: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>' },
    ],
    ['only the head of a picture', { body: png.subarray(0, 20) }],
  ])('is none where the answer is %s', async (_, answer) => {
    expect(await fetchOf(answer)).toEqual(unusable('not-a-picture'));
  });

  test('is too large by what its answer announces, or by what comes', async () => {
    expect(await fetchOf({ body: png }, { limits: { bytes: png.length - 1 } })).toEqual(unusable('too-large'));
    expect(await fetchOf({ body: png }, { limits: { bytes: png.length } })).toMatchObject({ width: 64 });
    const { url } = await serve((_, response) => {
      response.write(png);
      const more = () => response.destroyed || response.write(Buffer.alloc(65_536), more);
      more();
      return undefined;
    });
    expect(await failure(pictures(url, { limits: { bytes: 1_000_000 } }).fetch(`${url}/a`))).toEqual(
      unusable('too-large'),
    );
  });

  test('is too large by its pixels, without being decoded', async () => {
    expect(await fetchOf({ body: png }, { limits: { pixels: 64 * 48 - 1 } })).toEqual(unusable('too-large'));
    expect(await fetchOf({ body: png }, { limits: { pixels: 64 * 48 } })).toMatchObject({ height: 48 });
    // Only the head says 40,000 times 40,000: a decoder would fail, or take 6 GB.
    const bomb = Buffer.from(png);
    bomb.writeUInt32BE(40_000, 16);
    bomb.writeUInt32BE(40_000, 20);
    expect(await fetchOf({ body: bomb })).toEqual(unusable('too-large'));
  });

  test.each([500, 502, 503, 429])('may be had later after HTTP %i', async (status) => {
    expect(await fetchOf({ status })).toEqual(unreachable);
  });

  test('may be had later when nobody listens, when it breaks off, or when it takes too long', async () => {
    expect(await failure(pictures('http://127.0.0.1').fetch(`http://127.0.0.1:${await closedPort()}/a`))).toEqual(
      unreachable,
    );
    const broken = await serve((_, response, socket) => {
      response.writeHead(200, { 'content-length': String(png.length) });
      response.write(png.subarray(0, 40), () => socket.destroy());
      return undefined;
    });
    expect(await failure(pictures(broken.url).fetch(`${broken.url}/a`))).toEqual(unreachable);
    const slow = await serve((_, response) => {
      response.write(png.subarray(0, 40));
      return undefined;
    });
    expect(await failure(pictures(slow.url, { limits: { ms: 30 } }).fetch(`${slow.url}/a`))).toEqual(unreachable);
  });

  test.each(['file:///etc/passwd', 'data:image/png;base64,AAAA', 'not a link', 'http://user:word@127.0.0.1/'])(
    'is not fetched from %s',
    async (link) => {
      expect(await failure(pictures('http://127.0.0.1').fetch(link))).toEqual(unusable('not-a-picture'));
    },
  );
});

describe('a film', () => {
  const mp4 = (brand: string) => Buffer.from(`\0\0\0\x20ftyp${brand}\0\0\x02\0isomiso2`, 'latin1');

  test.each([
    ['isom', mp4('isom'), 'video/mp4'],
    ['mp42', mp4('mp42'), 'video/mp4'],
    ['iso5', mp4('iso5'), 'video/mp4'],
    ['avc1', mp4('avc1'), 'video/mp4'],
    ['webm', Buffer.from('1a45dfa39f4286810142f7810142f2810442f381084282847765626d', 'hex'), 'video/webm'],
  ])('of kind %s is known by its content, and has no size in pixels', async (_, bytes, type) => {
    expect(await fetchOf({ type: 'image/webp', body: bytes })).toEqual({ bytes, type, width: 0, height: 0 });
  });

  test('is too large at the same size as a picture', async () => {
    expect(await fetchOf({ body: mp4('isom') }, { limits: { bytes: 23 } })).toEqual(unusable('too-large'));
  });
});

/** `/3` leads to `/2`, `/1`, `/0`; `/0` is the picture. */
const chain = () =>
  serve(({ path }) => {
    const left = Number(path.slice(1));
    return left === 0 ? { body: png } : { status: 302, headers: { location: `/${left - 1}` } };
  });

describe('a redirect', () => {
  test('is followed three times, and no more', async () => {
    const { url } = await chain();
    expect(await pictures(url).fetch(`${url}/3`)).toMatchObject({ width: 64 });
    expect(await failure(pictures(url).fetch(`${url}/4`))).toEqual(unusable('gone'));
  });

  test('into a private network is refused', async () => {
    const inside = await serve(() => ({ body: png }));
    const target = inside.url.replace('127.0.0.1', 'inside.example');
    const { url } = await serve(() => ({ status: 302, headers: { location: `${target}/a` } }));
    const lookup = names({ 'gw.example': ['127.0.0.1'], 'inside.example': ['127.0.0.1'] });
    const origin = url.replace('127.0.0.1', 'gw.example');
    expect(await failure(pictures(origin, { lookup }).fetch(`${origin}/a`))).toEqual(unusable('not-a-picture'));
    expect(inside.seen).toEqual([]);
  });
});

describe('a private address', () => {
  test.each([
    'http://127.0.0.1:1/a',
    'http://2130706433/a',
    'http://0x7f.1/a',
    'http://10.0.0.1/a',
    'http://192.168.1.1/a',
    'http://169.254.169.254/latest/meta-data',
    'http://[::1]/a',
    'http://[::ffff:127.0.0.1]/a',
    'http://[fd00::1]/a',
    'http://[64:ff9b::7f00:1]/a',
    'http://0.0.0.0/a',
    'http://100.64.0.1/a',
  ])('is refused as %s', async (link) => {
    expect(await failure(pictures('https://gw.example').fetch(link))).toEqual(unusable('not-a-picture'));
  });

  test('is refused behind a name, and the operator is told which variable allows it', async () => {
    const { url, seen } = await serve(() => ({ body: png }));
    const said: string[] = [];
    const log = { debug: () => {}, info: () => {}, warn: (_: object, message: string) => said.push(message) };
    const lookup = names({ 'cdn.example': ['10.0.0.1', '127.0.0.1', '::1'] });
    const link = `${url.replace('127.0.0.1', 'cdn.example')}/a`;
    expect(await failure(pictures('https://gw.example', { lookup, log }).fetch(link))).toEqual(
      unusable('not-a-picture'),
    );
    expect(seen).toEqual([]);
    expect(said).toEqual([expect.stringContaining('MJ_IMAGE_HOSTS')]);
  });

  test.each([
    ['the gateway itself', (url: string) => ({ origin: url.replace('127.0.0.1', 'cdn.example'), allowHosts: [] })],
    ['an allowed host', () => ({ origin: 'https://gw.example', allowHosts: ['CDN.example'] })],
    [
      'an allowed host and port',
      (url: string) => ({ origin: 'https://gw.example', allowHosts: [`cdn.example:${new URL(url).port}`] }),
    ],
  ])('is no hindrance for %s', async (_, settings) => {
    const { url } = await serve(() => ({ body: png }));
    const { origin, allowHosts } = settings(url);
    const lookup = names({ 'cdn.example': ['127.0.0.1'] });
    const made = pictures(origin, { lookup, allowHosts });
    expect(await made.fetch(`${url.replace('127.0.0.1', 'cdn.example')}/a`)).toMatchObject({ width: 64 });
  });

  test('of an allowed host is not open on another port', async () => {
    const { url } = await serve(() => ({ body: png }));
    const made = pictures('https://gw.example', {
      lookup: names({ 'cdn.example': ['127.0.0.1'] }),
      allowHosts: ['cdn.example:1'],
    });
    expect(await failure(made.fetch(`${url.replace('127.0.0.1', 'cdn.example')}/a`))).toEqual(
      unusable('not-a-picture'),
    );
  });
});

const authorization = async () => ({ authorization: 'Bearer sk-test' });

describe('the key', () => {
  test('is not shown to a gateway that does not ask', async () => {
    const { url, seen } = await serve(() => ({ body: png }));
    await pictures(url, { authorization }).fetch(`${url}/mj/image/1`);
    expect(seen.map((one) => one.headers.authorization)).toEqual([undefined]);
  });

  test('is shown once to a gateway that asks', async () => {
    const { url, seen } = await serve(({ headers }) =>
      headers.authorization === undefined ? { status: 401 } : { body: png },
    );
    expect(await pictures(url, { authorization }).fetch(`${url}/mj/image/1`)).toMatchObject({ width: 64 });
    expect(seen.map((one) => one.headers.authorization)).toEqual([undefined, 'Bearer sk-test']);
    const closed = await serve(() => ({ status: 401 }));
    expect(await failure(pictures(closed.url, { authorization }).fetch(`${closed.url}/a`))).toEqual(unusable('gone'));
    expect(closed.seen).toHaveLength(2);
  });

  test('is shown to nobody else, and does not follow a redirect', async () => {
    const other = await serve(() => ({ status: 401 }));
    await failure(pictures('http://127.0.0.1', { authorization }).fetch(`${other.url}/a`));
    const { url, seen } = await serve(({ headers }) =>
      headers.authorization === undefined ? { status: 401 } : { status: 302, headers: { location: `${other.url}/a` } },
    );
    await failure(pictures(url, { authorization }).fetch(`${url}/a`));
    expect(seen).toHaveLength(2);
    expect(other.seen.map((one) => one.headers.authorization)).toEqual([undefined, undefined]);
  });
});
