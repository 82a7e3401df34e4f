import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Busy, InDoubt, Misconfigured, Unreachable } from '../../../src/domain/errors.ts';
import type { GatewayClient, GatewayOptions } from '../../../src/gateway/index.ts';
import { type Canned, client, failure, type Seen, serve } from './support.ts';

const ok = { body: { code: 1, description: 'ok', result: '1741531578038123' } };
const [a, b, c] = ['data:image/png;base64,AAAA', 'data:image/jpeg;base64,BBBB', 'data:image/webp;base64,CCCC'] as const;
const state = 's1';
const prompt = 'a red fox';
const film = { prompt, start: a, motion: 'low', loop: false, batch: 4, resolution: '480', state } as const;

/** What the gateway is sent. */
async function sent(ask: (gateway: GatewayClient) => Promise<unknown>, more?: Partial<GatewayOptions>): Promise<Seen> {
  const { url, seen } = await serve(({ path }) =>
    path.includes('upload') ? { body: { code: 1, result: ['https://a.example/1.png'] } } : ok,
  );
  await ask(client(url, more));
  const [only] = seen;
  if (only === undefined || seen.length > 1) throw new Error(`${seen.length} requests`);
  return only;
}

const VERBS: [name: string, ask: (gateway: GatewayClient) => Promise<unknown>, path: string, body: object][] = [
  [
    'imagine with pictures, for niji',
    (gw) => gw.imagine({ prompt, pictures: [a, b], bot: 'niji', state }),
    '/mj/submit/imagine',
    { prompt, base64Array: [a, b], botType: 'NIJI_JOURNEY' },
  ],
  [
    'imagine for Midjourney',
    (gw) => gw.imagine({ prompt, pictures: [], bot: 'midjourney', state }),
    '/mj/submit/imagine',
    { prompt, botType: 'MID_JOURNEY' },
  ],
  ['imagine, bare', (gw) => gw.imagine({ prompt, pictures: [], state }), '/mj/submit/imagine', { prompt }],
  [
    'blend, upright',
    (gw) => gw.blend({ pictures: [a, b, c], shape: 'portrait', state }),
    '/mj/submit/blend',
    { base64Array: [a, b, c], dimensions: 'PORTRAIT' },
  ],
  [
    'blend, square',
    (gw) => gw.blend({ pictures: [a, b], shape: 'square', state }),
    '/mj/submit/blend',
    { base64Array: [a, b], dimensions: 'SQUARE' },
  ],
  [
    'blend, wide',
    (gw) => gw.blend({ pictures: [a, b], shape: 'landscape', state }),
    '/mj/submit/blend',
    { base64Array: [a, b], dimensions: 'LANDSCAPE' },
  ],
  ['describe', (gw) => gw.describe({ picture: b, state }), '/mj/submit/describe', { base64: b }],
  ['shorten', (gw) => gw.shorten({ prompt, state }), '/mj/submit/shorten', { prompt }],
  [
    'faceswap: the face is the source',
    (gw) => gw.faceswap({ face: a, target: b, state }),
    '/mj/insight-face/swap',
    { sourceBase64: a, targetBase64: b },
  ],
  [
    'video',
    (gw) => gw.video(film),
    '/mj/submit/video',
    { prompt, image: a, motion: 'low', loop: false, videoType: 'vid_1.1_i2v_480', batchSize: 4 },
  ],
  [
    'video with an end, looped',
    (gw) => gw.video({ ...film, end: b, motion: 'high', loop: true, batch: 1, resolution: '720' }),
    '/mj/submit/video',
    { prompt, image: a, endImage: b, motion: 'high', loop: true, videoType: 'vid_1.1_i2v_720', batchSize: 1 },
  ],
  ['edit', (gw) => gw.edit({ prompt, picture: b, state }), '/mj/submit/edits', { prompt, image: b }],
  [
    'edit with a mask',
    (gw) => gw.edit({ prompt, picture: b, mask: a, state }),
    '/mj/submit/edits',
    { prompt, image: b, maskBase64: a },
  ],
  [
    'edit with a bare mask, which gets the prefix that gateways strip',
    (gw) => gw.edit({ prompt, picture: b, mask: 'AAAA', state }),
    '/mj/submit/edits',
    { prompt, image: b, maskBase64: a },
  ],
  [
    'upload',
    (gw) => gw.upload({ pictures: [a, b], state }),
    '/mj/submit/upload-discord-images',
    { base64Array: [a, b] },
  ],
  [
    'change',
    (gw) => gw.change({ task: '0741798445574458', action: 'REROLL', index: 1, state }),
    '/mj/submit/change',
    { taskId: '0741798445574458', action: 'REROLL', index: 1 },
  ],
];

describe('what is sent', () => {
  test.each(VERBS)('for %s', async (_, ask, path, body) => {
    const seen = await sent(ask);
    expect(seen).toMatchObject({ method: 'POST', path });
    expect(seen.headers['content-type']).toBe('application/json');
    expect(seen.body).toEqual({ ...body, state });
  });

  test.each(VERBS)('for %s has the account filter in it', async (name, ask) => {
    const { body } = await sent(ask, { accountFilter: { remark: 'team-a' } });
    expect(body['accountFilter']).toEqual({ remark: 'team-a' });
    expect(body['filter']).toEqual(name === 'upload' ? { remark: 'team-a' } : undefined);
  });

  test('may be 25 MB of pictures, and arrives whole', async () => {
    const large = Array.from({ length: 5 }, (_, i) => `data:image/png;base64,${String(i).repeat(5_000_000)}`);
    const { body } = await sent((gw) => gw.blend({ pictures: large, shape: 'square', state: 'ä"\\' }));
    expect(body['state']).toBe('ä"\\');
    expect((body['base64Array'] as string[]).every((one, i) => one === large[i])).toBe(true);
  });

  test('a mask that is no PNG is refused before anything is sent: it would fail late', async () => {
    const { url, seen } = await serve(() => ok);
    expect(await failure(client(url).edit({ prompt, picture: a, mask: b, state }))).toMatchObject({
      name: 'Refused',
      code: 'input-unusable',
    });
    expect(seen).toEqual([]);
  });

  test('no picture, prompt or key gets into the log', async () => {
    const said: unknown[] = [];
    const note = (...args: unknown[]) => void said.push(args);
    await sent((gw) => gw.faceswap({ face: a, target: b, state }), { log: { debug: note, info: note, warn: note } });
    await sent((gw) => gw.video(film), { log: { debug: note, info: note, warn: note } });
    expect(said.length).toBeGreaterThan(0);
    expect(JSON.stringify(said)).not.toMatch(/AAAA|BBBB|red fox|sk-test/);
  });
});

describe('a speed', () => {
  const flag = { modeVia: 'flag' } as const;

  test('is asked for by flag of a film and an edit, and not of what would shorten the flag, or has no prompt', async () => {
    expect((await sent((gw) => gw.video({ ...film, mode: 'relax' }), flag)).body['prompt']).toBe('a red fox --relax');
    const edit = await sent((gw) => gw.edit({ prompt, picture: a, state, mode: 'relax' }), flag);
    expect(edit.body['prompt']).toBe('a red fox --relax');
    expect((await sent((gw) => gw.shorten({ prompt, state, mode: 'relax' }), flag)).body['prompt']).toBe(prompt);
    expect((await sent((gw) => gw.describe({ picture: a, state, mode: 'relax' }), flag)).body).toEqual({
      base64: a,
      state,
    });
  });

  test('is asked for by path of every verb but an upload, which draws nothing', async () => {
    const path = { modeVia: 'path' } as const;
    const swap = await sent((gw) => gw.faceswap({ face: a, target: b, state, mode: 'fast' }), path);
    expect(swap.path).toBe('/mj-fast/mj/insight-face/swap');
    const upload = await sent((gw) => gw.upload({ pictures: [a], state, mode: 'fast' }), path);
    expect(upload.path).toBe('/mj/submit/upload-discord-images');
  });

  test('of turbo is fast for a film, for which there is no turbo', async () => {
    expect((await sent((gw) => gw.video({ ...film, mode: 'turbo' }), flag)).body['prompt']).toBe('a red fox --fast');
  });
});

/** A gateway that answers reads, and submits like this. */
const answering = (answer: Canned, read: Canned = { body: '' }) =>
  serve(({ method }) => (method === 'GET' ? read : answer));

describe('a verb that the gateway lacks', () => {
  test.each([
    ['404 and nothing', { status: 404 }],
    ["Spring's 404", { status: 404, body: { status: 404, error: 'Not Found', path: '/mj/submit/video' } }],
    ['405', { status: 405, body: 'Method Not Allowed' }],
    ["new-api's page", { type: 'text/html', body: '<!doctype html>' }],
    [
      'OpenAI-style',
      { status: 400, body: { error: { message: 'Invalid request, unknown_action:video', type: 'new_api_error' } } },
    ],
  ])('is refused as unsupported after %s', async (_, answer) => {
    const { url } = await answering(answer);
    expect(await failure(client(url).video(film))).toMatchObject({ name: 'Refused', code: 'unsupported' });
    expect(await failure(client(url).press({ task: '1', customId: 'x', state }))).toMatchObject({
      code: 'unsupported',
    });
  });

  test.each([
    ['has no gateway at all', { status: 404 }, Misconfigured],
    ['has a web page only', { body: '<!doctype html>' }, Misconfigured],
    ['refuses the key', { status: 401 }, Misconfigured],
    ['is overloaded', { status: 503 }, Busy],
    ['is broken', { status: 502 }, Unreachable],
  ])('is not taken for lacking where the address %s', async (_, read, Fate) => {
    const { url } = await answering({ status: 404 }, read);
    expect(await failure(client(url).video(film))).toBeInstanceOf(Fate);
  });

  test('is not what the page of a proxy in front is about, whatever its 5xx', async () => {
    for (const status of [500, 501, 502, 504]) {
      const { url } = await answering({ status, type: 'text/html', body: '<!doctype html>' });
      expect(await failure(client(url).video(film))).toBeInstanceOf(InDoubt);
    }
  });

  test('is asked about under the prefix that the submit had', async () => {
    const { url, seen } = await answering({ status: 404 });
    await failure(client(url, { modeVia: 'path' }).video({ ...film, mode: 'fast' }));
    expect(seen.map((one) => one.path)).toEqual(['/mj-fast/mj/submit/video', '/mj-fast/mj/task/0/fetch']);
  });
});

describe('pictures on their way', () => {
  test('may take longer than a prompt', async () => {
    let release = () => {};
    const patience = new Promise<void>((resolve) => (release = resolve));
    const { url } = await serve(async ({ path }) => {
      if (!path.endsWith('/describe')) return undefined;
      await patience;
      return ok;
    });
    const gateway = client(url, { timeouts: { submit: 300, pictures: 10_000 } });
    const described = gateway.describe({ picture: a, state });
    expect(await failure(gateway.imagine({ prompt, pictures: [], state }))).toBeInstanceOf(InDoubt);
    release();
    expect(await described).toMatchObject({ kind: 'accepted' });
  });

  test('are too large for a proxy that says so before it has read them, and were certainly not taken', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.once('data', () =>
        socket.write('HTTP/1.1 413 Payload Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n'),
      );
      socket.resume();
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const large = `data:image/png;base64,${'A'.repeat(5_000_000)}`;
    const gateway = client(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(await failure(gateway.describe({ picture: large, state }))).toMatchObject({
      name: 'Refused',
      code: 'input-unusable',
      reason: 'too-large',
    });
  });
});
