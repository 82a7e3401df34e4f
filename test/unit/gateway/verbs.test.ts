import sharp from 'sharp';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createPictures } from '../../../src/gateway/index.ts';
import type { GatewayStandIn } from '../../../src/sandbox/gateway/index.ts';
import { automatic, only, standIn, taskOf } from './stand-in.ts';
import { failure } from './support.ts';

const png = await sharp({ create: { width: 48, height: 32, channels: 3, background: 'red' } })
  .png()
  .toBuffer();
const picture = `data:image/png;base64,${png.toString('base64')}`;
const state = 's1';
const film = { prompt: 'it runs', start: picture, motion: 'high', loop: true, resolution: '720', state } as const;

const EVERY = ['plus', 'trueai', 'new-api', 'novicezk'] as const;
const MODERN = ['plus', 'trueai', 'new-api'] as const;

/** The one submit that the stand-in took, of which it had nothing to complain. */
function taken(gateway: GatewayStandIn): { kind: string; body: Record<string, unknown> } {
  expect(gateway.violations).toEqual([]);
  const [first] = gateway.submits;
  if (first === undefined || gateway.submits.length > 1) throw new Error(`${gateway.submits.length} submits`);
  return first;
}

describe.each(EVERY)('at %s', (dialect) => {
  test('imagine takes pictures and another bot', async () => {
    const gateway = await standIn({ dialect });
    const answer = await automatic(gateway).imagine({ prompt: 'a fox', pictures: [picture], bot: 'niji', state });
    expect(answer).toMatchObject({ kind: 'accepted' });
    expect(taken(gateway).body).toMatchObject({ base64Array: [picture], botType: 'NIJI_JOURNEY' });
  });

  test('blend gives a picture', async () => {
    const gateway = await standIn({ dialect });
    const bot = automatic(gateway);
    const task = taskOf(await bot.blend({ pictures: [picture, picture], shape: 'landscape', state }));
    gateway.finish(task);
    expect(await only(bot, task)).toMatchObject({ status: 'done', imageUrl: expect.stringContaining('http') });
    expect(taken(gateway)).toMatchObject({ kind: 'blend', body: { dimensions: 'LANDSCAPE' } });
  });

  test('describe gives four prompts', async () => {
    const gateway = await standIn({ dialect });
    const bot = automatic(gateway);
    const task = taskOf(await bot.describe({ picture, state }));
    gateway.finish(task);
    expect((await only(bot, task))?.text).toMatch(/^1️⃣ [^\n]+\n\n2️⃣ [^\n]+\n\n3️⃣ [^\n]+\n\n4️⃣ [^\n]+$/u);
    expect(taken(gateway).kind).toBe('describe');
  });
});

describe.each(MODERN)('at %s', (dialect) => {
  test('shorten gives the words that matter and shorter prompts', async () => {
    const gateway = await standIn({ dialect });
    const bot = automatic(gateway);
    const task = taskOf(await bot.shorten({ prompt: 'a red fox in the snow', state, mode: 'relax' }));
    gateway.finish(task);
    expect((await only(bot, task))?.text).toMatch(/^## Important tokens\n\*\*a\*\*.*\n## Shortened prompts\n1️⃣ /u);
    expect(taken(gateway).kind).toBe('shorten');
  });

  test('faceswap gives a picture', async () => {
    const gateway = await standIn({ dialect });
    const bot = automatic(gateway);
    const task = taskOf(await bot.faceswap({ face: picture, target: picture, state }));
    gateway.finish(task);
    expect(await only(bot, task)).toMatchObject({ status: 'done', imageUrl: expect.stringContaining('http') });
    expect(taken(gateway).kind).toBe('swap');
  });

  test.each(['array', 'string'] as const)('upload gives links, as %s', async (uploadResult) => {
    const gateway = await standIn({ dialect, switches: { uploadResult } });
    const answer = await automatic(gateway).upload({ pictures: [picture, picture], state });
    const links = answer.kind === 'links' ? answer.links : [];
    expect(links).toHaveLength(uploadResult === 'array' ? 2 : 1);
    for (const link of links) expect((await fetch(link)).status).toBe(200);
    expect(taken(gateway).kind).toBe('upload-discord-images');
  });

  test('edit draws anew', async () => {
    const gateway = await standIn({ dialect, switches: { newerRoutes: true } });
    const bot = automatic(gateway);
    const task = taskOf(await bot.edit({ prompt: 'a hat', picture, mask: picture, state }));
    gateway.finish(task);
    expect(await only(bot, task)).toMatchObject({ status: 'done', imageUrl: expect.stringContaining('http') });
    expect(taken(gateway)).toMatchObject({ kind: 'edits', body: { maskBase64: picture } });
  });

  test('a seed is told of a finished picture, and refused of another', async () => {
    const gateway = await standIn({ dialect });
    const bot = automatic(gateway);
    const task = taskOf(await bot.imagine({ prompt: 'a fox', state }));
    expect(await failure(bot.seed(task))).toMatchObject({ name: 'Refused', code: 'invalid' });
    gateway.finish(task);
    expect(await bot.seed(task)).toBe(String(gateway.tasks.get(task)?.seed));
    expect(await failure(bot.seed('404'))).toMatchObject({ name: 'Refused', code: 'parent-gone' });
  });
});

test.each(['plus', 'trueai'] as const)('a film of %s comes with its poster, and can be had', async (dialect) => {
  const gateway = await standIn({ dialect });
  const bot = automatic(gateway);
  const task = taskOf(await bot.video({ ...film, batch: 2 }));
  gateway.finish(task);
  const done = await only(bot, task);
  expect(taken(gateway).body).toMatchObject({ loop: true, batchSize: 2, videoType: 'vid_1.1_i2v_720' });

  const pictures = createPictures({ gatewayOrigin: gateway.url });
  onTestFinished(() => pictures.close());
  expect(await pictures.fetch(done?.videoUrl ?? '')).toMatchObject({ type: 'video/mp4', width: 0, height: 0 });
  const poster = await pictures.fetch(done?.imageUrl ?? '');
  expect(poster.type).toMatch(/^image\//);
  expect(poster.width).toBeGreaterThan(0);
});

test.each([
  ['novicezk', ['shorten', 'faceswap', 'video', 'edit', 'upload', 'press', 'confirm', 'seed']],
  ['trueai', ['change']],
  ['new-api', ['video', 'edit']],
  ['plus', []],
] as const)('%s lacks %j, and says so', async (dialect, lacking) => {
  const gateway = await standIn({ dialect });
  const bot = automatic(gateway);
  const task = taskOf(await bot.imagine({ prompt: 'a fox', state }));
  gateway.finish(task);
  const u1 = (await only(bot, task))?.buttons.find((one) => one.label === 'U1');
  const asks: Record<string, () => Promise<unknown>> = {
    blend: () => bot.blend({ pictures: [picture, picture], shape: 'square', state }),
    describe: () => bot.describe({ picture, state }),
    shorten: () => bot.shorten({ prompt: 'a red fox', state }),
    faceswap: () => bot.faceswap({ face: picture, target: picture, state }),
    video: () => bot.video({ ...film, batch: 1 }),
    edit: () => bot.edit({ prompt: 'a hat', picture, state }),
    upload: () => bot.upload({ pictures: [picture], state }),
    change: () => bot.change({ task, action: 'UPSCALE', index: 2, state }),
    press: () => bot.press({ task, customId: u1?.customId ?? 'MJ::JOB::upsample::1::u', state }),
    confirm: () => bot.confirm({ task, prompt: 'a fox', state }),
    seed: () => bot.seed(task),
  };
  const missing: string[] = [];
  for (const [name, ask] of Object.entries(asks))
    await ask().catch((error: unknown) => {
      if ((error as { code?: unknown }).code === 'unsupported') missing.push(name);
    });
  expect(missing).toEqual(lacking);
});

test.each([
  ['novicezk', 'UPSCALE', 2],
  ['novicezk', 'REROLL', 1],
  ['plus', 'VARIATION', 4],
  ['new-api', 'REROLL', 1],
] as const)('%s does a button by number: %s %i', async (dialect, action, index) => {
  const gateway = await standIn({ dialect });
  const bot = automatic(gateway);
  const task = taskOf(await bot.imagine({ prompt: 'a fox', state }));
  gateway.finish(task);
  const child = taskOf(await bot.change({ task, action, index, state: 's2' }));
  gateway.finish(child);
  expect(await only(bot, child)).toMatchObject({ status: 'done' });
  expect(gateway.violations).toEqual([]);
});

test.each(['properties', 'promptEn', 'prompt'] as const)('what describe says is found in %s', async (describeText) => {
  const gateway = await standIn({ dialect: 'plus', switches: { describeText } });
  const bot = automatic(gateway);
  const described = taskOf(await bot.describe({ picture, state }));
  const shortened = taskOf(await bot.shorten({ prompt: 'a red fox', state }));
  gateway.finish(described);
  gateway.finish(shortened);
  expect((await only(bot, described))?.text).toMatch(/^1️⃣ /u);
  expect((await only(bot, shortened))?.text).toMatch(/^## Important tokens/u);
});
