import { createServer } from 'node:http';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mp4Of } from '../../../src/sandbox/gateway/pictures/mp4.ts';
import { type Page, startPage } from '../../../src/sandbox/page/server.ts';
import type { Stage } from '../../../src/sandbox/page/stage.ts';
import { type AppSpec, demoWorkspace, type SlackStandIn, startSlack } from '../../../src/sandbox/slack/index.ts';

const APP: AppSpec = {
  scopes: ['commands', 'chat:write', 'files:read', 'files:write'],
  events: [],
  commands: [{ command: '/imagine', description: 'Makes a picture', shouldEscape: false }],
  shortcuts: [],
  homeTab: false,
  messagesTab: true,
};
const ALICE = 'U0ALICE01';
const BRUNO = 'U0BRUNO02';
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let slack: SlackStandIn;
let page: Page;
const faults: [string, boolean][] = [];
const turned: [string, unknown][] = [];
/** Stands where the bot would: acks everything, and has a picture of its own. */
const app = createServer((request, response) =>
  request.url === '/preview.png' ? response.writeHead(200, { 'content-type': 'image/png' }).end(PNG) : response.end(),
);
let botAddress: string;

beforeAll(async () => {
  slack = await startSlack({ ...demoWorkspace, app: APP, mode: 'http' });
  await new Promise<void>((resolve) => void app.listen(0, '127.0.0.1', resolve));
  const address = app.address();
  botAddress = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  await slack.setRequestUrl(`${botAddress}/slack/events`);
  const stage: Stage = {
    slack,
    homeTab: false,
    state: () => ({
      bot: { state: 'ready', log: ['started'] },
      dialect: 'plus',
      dialects: ['plus'],
      drawMs: 1,
      latencyMs: 0,
      remix: false,
      publicAddress: true,
      faults: [],
    }),
    gatewayTraffic: () => [],
    slackTraffic: () => [],
    violations: () => [],
    on: () => () => undefined,
    killBot: () => undefined,
    restartBot: async () => undefined,
    setDialect: async () => undefined,
    setDrawMs: async () => undefined,
    setLatency: (ms) => void turned.push(['latency', ms]),
    setRemix: (on) => void turned.push(['remix', on]),
    setPublicAddress: async (on) => void turned.push(['publicAddress', on]),
    setFault: (id, on) => void faults.push([id, on]),
    clearFaults: () => undefined,
  };
  page = await startPage(stage, 0);
});

afterAll(async () => {
  await page.close();
  await slack.close();
  app.close();
});

interface State {
  fresh: boolean;
  set: Record<string, unknown>;
  drop: string[];
}

/** Listens as a person until the told state fits. */
async function listen(person: string, fits: (all: Map<string, unknown>) => boolean): Promise<Map<string, unknown>> {
  const abort = new AbortController();
  const response = await fetch(`${page.url}/events?person=${person}`, { signal: abort.signal });
  const all = new Map<string, unknown>();
  let text = '';
  if (response.body === null) throw new Error('no stream');
  for await (const chunk of response.body) {
    text += Buffer.from(chunk).toString('utf8');
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events.filter((one) => one.startsWith('event: state'))) {
      const { set, drop }: State = JSON.parse(event.slice(event.indexOf('data: ') + 6));
      for (const [key, value] of Object.entries(set)) all.set(key, value);
      for (const key of drop) all.delete(key);
    }
    if (fits(all)) break;
  }
  abort.abort();
  return all;
}

const once = (person: string) => listen(person, () => true);

async function act(
  name: string,
  input: object,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) {
  const response = await fetch(`${page.url}/act/${name}`, { method: 'POST', headers, body: JSON.stringify(input) });
  const body: Record<string, unknown> = JSON.parse(await response.text());
  return { status: response.status, body };
}

async function api(method: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${slack.botToken}` };
  const response = await fetch(slack.apiUrl + method, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(JSON.parse(await response.text())).toMatchObject({ ok: true });
}

const post = (blocks: object[]) => api('chat.postMessage', { channel: 'C0ART', text: 'a', blocks });

const names = (state: Map<string, unknown>) => (state.get('channels') as { name: string }[]).map(({ name }) => name);

describe('what a person is told', () => {
  test('is the workspace as they see it: their own conversations and nobody else’s', async () => {
    const alice = await once(ALICE);
    expect(alice.get('me')).toBe(ALICE);
    expect(names(alice)).toEqual([
      'general',
      'art',
      'lounge',
      'private-no-bot',
      'Bruno Keller, midjourney',
      'midjourney',
      'Bruno Keller',
    ]);
    expect(names(await once(BRUNO))).toContain('Alice Moreau');
    expect(names(await once('U0CHIYO03'))).not.toContain('Alice Moreau');
  });

  test('falls back to the first person for a stranger', async () => {
    expect((await once('U0NOBODY')).get('me')).toBe(ALICE);
  });

  test('grows by a message as soon as somebody writes it', async () => {
    const seen = listen(BRUNO, (all) => [...all.keys()].some((key) => key.startsWith('message:C0ART:')));
    expect(await act('message', { user: ALICE, channel: 'C0ART', text: 'look & see' })).toEqual({
      status: 200,
      body: {},
    });
    const messages = [...(await seen)].filter(([key]) => key.startsWith('message:'));
    expect(messages.map(([, value]) => value)).toEqual([
      expect.objectContaining({ author: ALICE, channel: 'C0ART', text: 'look &amp; see', edited: false }),
    ]);
  });

  test('counts the replies of a thread on its root', async () => {
    const root = await slack.act.message({ user: ALICE, channel: 'C0GENERAL', text: 'root' });
    await slack.act.message({ user: BRUNO, channel: 'C0GENERAL', text: 'reply', threadTs: root.ts });
    const last = await slack.act.message({ user: BRUNO, channel: 'C0GENERAL', text: 'reply', threadTs: root.ts });
    const state = await once(ALICE);
    expect(state.get(`message:C0GENERAL:${root.ts}`)).toMatchObject({
      replies: { count: 2, users: [BRUNO], last: last.ts },
    });
  });
});

describe('what a person does', () => {
  test('comes back as what they noticed', async () => {
    const { body } = await act('command', { user: ALICE, channel: 'C0ART', command: '/imagine', text: 'a fox' });
    expect(body).toMatchObject({ acked: true, ms: expect.any(Number) });
  });

  test('and cannot be done comes back as an error with a sentence', async () => {
    const unknown = await act('command', { user: ALICE, channel: 'C0ART', command: '/paint', text: '' });
    expect(unknown.body['error']).toContain('/paint');
    expect((await act('fly', {})).body['error']).toContain('fly');
    expect((await act('command', { user: ALICE })).body['error']).toContain('channel');
  });

  test('behind the scenes reaches the stage', async () => {
    await act('fault', { id: 'down', on: true });
    expect(faults).toEqual([['down', true]]);
    await act('latency', { id: 2000 });
    await act('remix', { on: true });
    await act('publicAddress', { on: false });
    expect(turned).toEqual([
      ['latency', 2000],
      ['remix', true],
      ['publicAddress', false],
    ]);
    expect((await act('latency', { id: -1 })).body['error']).toBeDefined();
  });
});

describe('pictures at an address', () => {
  test('are shown as the copy that Slack took, and not at all where it took none', async () => {
    const url = `${botAddress}/preview.png`;
    const door = `${page.url}/image?url=${encodeURIComponent(url)}`;
    expect((await fetch(door)).status).toBe(404);
    slack.makePublic(new URL(url).host);
    await post([{ type: 'image', image_url: url, alt_text: 'a dot' }]);
    const response = await fetch(door);
    expect([response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
      'image/png',
      'no-store',
    ]);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PNG);
  });
});

describe('a modal', () => {
  test('is told with what Slack keeps of each of its inputs', async () => {
    await slack.act.command({ user: BRUNO, channel: 'C0ART', command: '/imagine', text: 'a fox' });
    const element = { type: 'plain_text_input', action_id: 'it', initial_value: 'a fox' };
    await api('views.open', {
      trigger_id: slack.deliveries.at(-1)?.payload['trigger_id'],
      view: {
        type: 'modal',
        title: { type: 'plain_text', text: 'Title' },
        submit: { type: 'plain_text', text: 'Go' },
        blocks: [{ type: 'input', block_id: 'prompt', label: { type: 'plain_text', text: 'Prompt' }, element }],
      },
    });
    const [view] = (await once(BRUNO)).get('modals') as { state: unknown }[];
    expect(view?.state).toEqual({ prompt: { it: { type: 'plain_text_input', value: 'a fox' } } });
  });
});

describe('files', () => {
  const upload = async () => {
    const response = await fetch(`${page.url}/upload?user=${ALICE}&name=dot.png`, { method: 'POST', body: PNG });
    const { id }: { id: string } = JSON.parse(await response.text());
    await slack.waitFor((world) => world.files[id]?.ready, { what: 'the upload' });
    return id;
  };

  test('go in and come out unchanged', async () => {
    const response = await fetch(`${page.url}/file/${await upload()}`);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PNG);
  });

  test('can be had in pieces, and for saving', async () => {
    const id = await upload();
    const piece = await fetch(`${page.url}/file/${id}`, { headers: { range: 'bytes=1-3' } });
    expect(piece.status).toBe(206);
    expect(await piece.text()).toBe('PNG');
    const saved = await fetch(`${page.url}/file/${id}?download`);
    expect(saved.headers.get('content-disposition')).toContain('attachment');
  });

  test('that do not exist are not found', async () => {
    expect((await fetch(`${page.url}/file/F0NOTHING00`)).status).toBe(404);
  });
});

describe('pictures to play with', () => {
  test('are told to the page, and are there', async () => {
    const told = (await listen(ALICE, (all) => all.has('samples'))).get('samples') as { id: string }[];
    expect(told).toHaveLength(4);
    for (const { id } of told) {
      const response = await fetch(`${page.url}/sample/${id}`);
      const { format, width } = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
      expect([format, (width ?? 0) >= 800]).toEqual(['jpeg', true]);
    }
    expect((await fetch(`${page.url}/sample/nothing`)).status).toBe(404);
  });

  test('a film of JPEGs moves in its preview; another file has none', async () => {
    const frames = await Promise.all(
      ['red', 'blue'].map((background) =>
        sharp({ create: { width: 32, height: 32, channels: 3, background } })
          .jpeg()
          .toBuffer(),
      ),
    );
    const { id: film } = await slack.act.addFile({
      user: ALICE,
      file: { name: 'a.mp4', bytes: mp4Of(frames, 32, 32, 100) },
    });
    const response = await fetch(`${page.url}/film/${film}`);
    const { format, pages } = await sharp(Buffer.from(await response.arrayBuffer()), { animated: true }).metadata();
    expect([format, pages]).toEqual(['webp', 2]);
    const { id: dot } = await slack.act.addFile({ user: ALICE, file: { name: 'dot.png', bytes: PNG } });
    expect((await fetch(`${page.url}/film/${dot}`)).status).toBe(404);
  });
});

describe('the server', () => {
  test.each(['/', '/static/js/app.js', '/static/css/base.css', '/emoji.json'])('serves %s', async (path) => {
    const response = await fetch(page.url + path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
  });

  test.each([
    '/static/../server.ts',
    '/static/..%2fserver.ts',
    '/fonts/nothing/a.css',
    '/static/nothing.js',
    '/elsewhere',
  ])('has nothing at %s', async (path) => {
    expect((await fetch(page.url + path)).status).toBe(404);
  });

  test('turns away pages of other origins, and forms that pretend to be one of ours', async () => {
    const headers = { 'content-type': 'application/json', origin: 'http://evil.example' };
    expect((await act('fault', { id: 'down', on: false }, headers)).status).toBe(403);
    expect((await act('fault', { id: 'down', on: false }, { 'content-type': 'text/plain' })).status).toBe(404);
    expect(faults).toEqual([['down', true]]);
  });
});
