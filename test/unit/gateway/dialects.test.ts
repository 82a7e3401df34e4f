import { createHash } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createPictures, type GatewayClient } from '../../../src/gateway/index.ts';
import { automatic, only, standIn, taskOf } from './stand-in.ts';
import { client, failure } from './support.ts';

const DIALECTS = ['plus', 'trueai', 'new-api', 'novicezk'] as const;

async function imagined(bot: GatewayClient): Promise<string> {
  return taskOf(await bot.imagine({ prompt: 'a red fox', state: 's1' }));
}

describe.each(DIALECTS)('with no setting but address and key, %s', (dialect) => {
  test('takes a prompt, tells its progress, and gives the picture that it drew', async () => {
    const gateway = await standIn({ dialect });
    const bot = automatic(gateway);
    const task = await imagined(bot);
    gateway.step(task, 31);
    expect(await only(bot, task)).toMatchObject({ status: 'running', progress: '31%', percent: 31 });
    gateway.finish(task);
    const done = await only(bot, task);
    expect(done).toMatchObject({ status: 'done' });

    const pictures = createPictures({ gatewayOrigin: gateway.url });
    onTestFinished(() => pictures.close());
    const picture = await pictures.fetch(done?.imageUrl ?? '');
    expect(picture.bytes.length).toBeGreaterThan(100);
    expect(picture.width).toBeGreaterThan(0);
    expect(gateway.submits).toHaveLength(1);
    expect(gateway.violations).toEqual([]);
  });

  test('is told of a relaxed speed in the way it understands', async () => {
    const gateway = await standIn({ dialect });
    await automatic(gateway).imagine({ prompt: 'a red fox', state: 's1', mode: 'relax' });
    const path = gateway.requests.filter((one) => one.path.includes('/submit/')).at(-1)?.path;
    const byPath = dialect === 'trueai' || dialect === 'new-api';
    expect(path).toBe(byPath ? '/mj-relax/mj/submit/imagine' : '/mj/submit/imagine');
    const [submit] = gateway.submits;
    expect(JSON.stringify(submit)).toContain(byPath ? 'a red fox' : 'a red fox --relax');
  });

  test('fails a task with its reason, and knows nothing of a foreign one', async () => {
    const gateway = await standIn({ dialect });
    const bot = automatic(gateway);
    const task = await imagined(bot);
    gateway.fail(task, '[Banned prompt detected] no');
    const found = await bot.read([task, '404']);
    expect([...found.keys()]).toEqual([task]);
    expect(found.get(task)).toMatchObject({ status: 'failed', reason: '[Banned prompt detected] no' });
  });

  test('refuses a wrong key', async () => {
    const gateway = await standIn({ dialect });
    const bot = client(gateway.url, { key: 'sk-wrong', auth: 'auto' });
    expect(await failure(bot.imagine({ prompt: 'a red fox', state: 's1' }))).toMatchObject({ code: 'key-refused' });
    expect(gateway.submits).toEqual([]);
  });
});

test.each(['plus', 'new-api', 'novicezk'] as const)('%s names a banned word', async (dialect) => {
  const bot = automatic(await standIn({ dialect }));
  const refusal = await failure(bot.imagine({ prompt: 'a nude', state: 's1' }));
  expect(refusal).toMatchObject({ code: 'banned-word', bannedWord: 'nude' });
});

describe.each(['plus', 'trueai', 'new-api'] as const)('a press at %s', (dialect) => {
  test('echoes the button and yields the child', async () => {
    const gateway = await standIn({ dialect });
    const bot = automatic(gateway);
    const task = await imagined(bot);
    gateway.finish(task);
    const u2 = (await only(bot, task))?.buttons.find((one) => one.label === 'U2');
    const answer = await bot.press({ task, customId: u2?.customId ?? '', state: 's2' });
    expect(answer.kind).toBe('accepted');
    gateway.finish(taskOf(answer));
    expect((await only(bot, taskOf(answer)))?.buttons.map((one) => one.label)).toContain('Upscale (Subtle)');
    expect(gateway.violations).toEqual([]);
  });

  test('that opens a dialog asks to confirm, also where the code was rewritten, and goes on when it is answered', async () => {
    const gateway = await standIn({ dialect, switches: { remix: true } });
    const bot = automatic(gateway);
    const task = await imagined(bot);
    gateway.finish(task);
    const v1 = (await only(bot, task))?.buttons.find((one) => one.label === 'V1');
    const asked = await bot.press({ task, customId: v1?.customId ?? '', state: 's2' });
    expect(asked.kind).toBe('confirm');
    const answer = await bot.confirm({ task: taskOf(asked), prompt: 'a blue fox', state: 's2' });
    expect(answer.kind).toBe('accepted');
    gateway.finish(taskOf(answer));
    expect(await only(bot, taskOf(answer))).toMatchObject({ status: 'done' });
    expect(gateway.violations).toEqual([]);
  });
});

const digest = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');

test("new-api's link of a picture on localhost is fetched from the gateway", async () => {
  const gateway = await standIn({ dialect: 'new-api', switches: { serverAddress: 'http://localhost:3000' } });
  const bot = automatic(gateway);
  const task = await imagined(bot);
  gateway.finish(task);
  const link = (await only(bot, task))?.imageUrl;
  expect(link).toBe(`${gateway.url}/mj/image/${task}`);
  const pictures = createPictures({ gatewayOrigin: gateway.url });
  onTestFinished(() => pictures.close());
  const { bytes } = await pictures.fetch(link ?? '');
  const straight = await fetch(`${gateway.url}/mj/image/${task}`);
  expect(digest(bytes)).toBe(digest(new Uint8Array(await straight.arrayBuffer())));
});

test('where every id is a number of 17 digits, none is lost', async () => {
  const gateway = await standIn({ dialect: 'plus', switches: { idStyle: 'seventeen', resultType: 'number' } });
  const bot = automatic(gateway);
  const task = await imagined(bot);
  expect([...gateway.tasks.keys()]).toEqual([task]);
});

test('a submit in doubt can be found among the latest tasks by its state', async () => {
  const gateway = await standIn({ dialect: 'plus' });
  const bot = automatic(gateway);
  gateway.faults.add({ kind: 'imagine', then: { do: 'commit-then-drop' } });
  expect(await failure(bot.imagine({ prompt: 'a red fox', state: 's-lost' }))).toMatchObject({ name: 'InDoubt' });
  expect((await bot.latest())?.map((one) => one.state)).toEqual(['s-lost']);
});

test.each([
  ['plus', true],
  ['trueai', true],
  ['new-api', false],
  ['novicezk', false],
] as const)('%s is asked to cancel: %s', async (dialect, taken) => {
  const gateway = await standIn({ dialect });
  const bot = automatic(gateway);
  const task = await imagined(bot);
  expect(await bot.cancel(task)).toBe(taken);
  expect((await only(bot, task))?.status === 'cancelled').toBe(taken);
});
