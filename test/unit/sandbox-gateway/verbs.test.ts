import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { bytesOf, fixture, play } from './client.ts';

describe('blend', () => {
  test('mixes two pictures into a grid of the asked proportion', async () => {
    const { gateway, submit, snapshot } = await play({ dialect: 'plus' });
    const base64Array = [await dataUrl('#ff0000'), await dataUrl('#0000ff')];
    const id = await submit('blend', { base64Array, dimensions: 'LANDSCAPE' });
    gateway.finish(id);
    expect(await snapshot(id)).toMatchObject({
      action: 'BLEND',
      description: `/blend ${id} 2`,
      imageWidth: 256,
      imageHeight: 170,
    });
  });

  test.each([
    [{ base64Array: ['data:image/png;base64,AAAA', 'x'] }, 'base64格式错误'],
    [{ base64Array: [] }, 'base64List参数错误'],
    [{ dimensions: null }, 'dimensions参数错误'],
  ])('refuses %o', async (change, description) => {
    const { post } = await play({ dialect: 'plus' });
    const base64Array = [await dataUrl('#ff0000'), await dataUrl('#0000ff')];
    expect((await post('/mj/submit/blend', { base64Array, ...change })).json).toEqual({
      code: 4,
      description,
      result: null,
    });
  });
});

describe('a description', () => {
  test('is four numbered texts, with the upload as its picture, and buttons that imagine', async () => {
    const { gateway, submit, snapshot, post } = await play({ dialect: 'plus' });
    const id = await submit('describe', { base64: await dataUrl('#00ff00') });
    gateway.finish(id);
    const done = await snapshot(id);
    const expected = await fixture('describe-success');
    expect(Object.keys(done).toSorted()).toEqual(Object.keys(expected).toSorted());
    expect(done.buttons).toEqual(expected['buttons']);
    expect(done.prompt).toMatch(/^1️⃣ .+ --ar 3:2\n\n2️⃣ .+\n\n3️⃣ .+\n\n4️⃣ .+/u);
    expect([done.promptEn, done.properties?.['finalPrompt']]).toEqual([done.prompt, done.prompt]);
    expect(new URL(done.imageUrl).pathname).toMatch(/^\/ephemeral-attachments\//);
    expect((await sharp(await bytesOf(done.imageUrl)).metadata()).width).toBe(60);

    const pick = await post('/mj/submit/action', { taskId: id, customId: 'MJ::Job::PicReader::2' });
    const second = done.prompt?.split('\n\n')[1]?.replace(/^2️⃣ /u, '');
    expect(pick.json).toMatchObject({ code: 21, properties: { finalPrompt: second } });
    expect((await post('/mj/submit/modal', { taskId: pick.json?.['result'], prompt: second })).json).toMatchObject({
      code: 1,
    });
    expect(gateway.violations).toEqual([]);
  });

  test.each([
    ['prompt', ['text', null, undefined]],
    ['promptEn', [null, 'text', undefined]],
    ['properties', [null, null, 'text']],
  ] as const)('can tell its text in %s alone', async (describeText, places) => {
    const { gateway, submit, snapshot } = await play({ dialect: 'plus', switches: { describeText } });
    const id = await submit('describe', { base64: await dataUrl('#00ff00') });
    gateway.finish(id);
    const { prompt, promptEn, properties } = await snapshot(id);
    const found = [prompt, promptEn, properties?.['finalPrompt']].map((each) =>
      typeof each === 'string' ? 'text' : each,
    );
    expect(found).toEqual(places);
  });

  test('refuses what is no picture', async () => {
    const { post } = await play({ dialect: 'plus' });
    expect((await post('/mj/submit/describe', {})).json).toMatchObject({ code: 4, description: 'base64不能为空' });
    expect((await post('/mj/submit/describe', { base64: 'data:image/png;base64,AAAA' })).json).toMatchObject({
      code: 4,
    });
  });
});

test('shorten ends with tokens and five prompts in properties.finalPrompt and no picture', async () => {
  const { gateway, submit, snapshot } = await play({ dialect: 'plus' });
  const id = await submit('shorten', { prompt: 'a very small red fox in deep snow' });
  gateway.finish(id);
  const done = await snapshot(id);
  expect(done).toMatchObject({ action: 'SHORTEN', imageUrl: null, prompt: 'a very small red fox in deep snow' });
  expect(done.properties?.['finalPrompt']).toMatch(/^## Important tokens\n.+\n## Shortened prompts\n1️⃣ .+\n\n.*5️⃣ /su);
  expect(done.buttons?.map(({ customId }) => customId)).toEqual(
    [1, 2, 3, 4, 5].map((n) => `MJ::Job::PromptAnalyzer::${n}`),
  );
});

test.each([
  ['edits', { prompt: 'a hat', image: true }, 'EDIT', 9],
  ['video', { prompt: 'a fox', batchSize: 2 }, 'VIDEO', 3],
])('%s ends with its buttons', async (verb, body, action, buttons) => {
  const { gateway, submit, snapshot } = await play({ dialect: 'plus', pictureSize: 64 });
  const id = await submit(verb, { ...body, ...('image' in body && { image: await dataUrl('#123456') }) });
  gateway.finish(id);
  const done = await snapshot(id);
  expect(done).toMatchObject({ action, status: 'SUCCESS' });
  expect(done.buttons).toHaveLength(buttons);
});

test('swap takes two pictures, under its own path', async () => {
  const { gateway, post, snapshot } = await play({ dialect: 'plus' });
  const picture = await dataUrl('#123456');
  const { json } = await post('/mj/insight-face/swap', { sourceBase64: picture, targetBase64: picture });
  gateway.finish(String(json?.['result']));
  expect(await snapshot(String(json?.['result']))).toMatchObject({ action: 'SWAP_FACE', buttons: [] });
  expect((await post('/mj/insight-face/swap', { sourceBase64: picture })).json).toMatchObject({ code: 4 });
});

test('an upload answers an array of links, or one string, to the very bytes that were sent', async () => {
  const picture = await dataUrl('#123456');
  const { post } = await play({ dialect: 'plus' });
  const { json } = await post('/mj/submit/upload-discord-images', { base64Array: [picture, picture] });
  expect(json).toEqual({ ...(await fixture('upload')), result: [expect.any(String), expect.any(String)] });
  const links: string[] = Array.isArray(json?.['result']) ? json['result'] : [];
  expect((await bytesOf(links[1] ?? '')).toString('base64')).toBe(picture.split(',')[1]);

  const other = await play({ dialect: 'plus', switches: { uploadResult: 'string' } });
  expect((await other.post('/mj/submit/upload-discord-images', { base64Array: [picture] })).json).toMatchObject({
    result: expect.stringMatching(/^http/),
  });
});

test('imagine refuses an image prompt that is no data URL, except trueai', async () => {
  const body = { prompt: 'cat', base64Array: ['https://example.com/a.png', (await dataUrl('#123456')).split(',')[1]] };
  const plus = await play({ dialect: 'plus' });
  expect((await plus.post('/mj/submit/imagine', body)).json).toMatchObject({ code: 4, description: 'base64格式错误' });
  const trueai = await play({ dialect: 'trueai' });
  expect((await trueai.post('/mj/submit/imagine', body)).json).toMatchObject({ code: 1 });
});

async function dataUrl(background: string): Promise<string> {
  const bytes = await sharp({ create: { width: 60, height: 40, channels: 3, background } })
    .png()
    .toBuffer();
  return `data:image/png;base64,${bytes.toString('base64')}`;
}
