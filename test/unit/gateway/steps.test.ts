import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { InDoubt } from '../../../src/domain/errors.ts';
import type { Gateway } from '../../../src/flows/needs/gateway.ts';
import type { GatewayClient, GatewayOptions } from '../../../src/gateway/index.ts';
import type { GatewayStandIn } from '../../../src/sandbox/gateway/index.ts';
import { fixture } from './answer-examples.ts';
import { automatic, only, standIn, taskOf } from './stand-in.ts';
import { type Canned, client, failure, memory, type Seen, serve } from './support.ts';

const state = 's1';
const v1 = { task: '1741531578038123', customId: 'MJ::JOB::variation::1::u', state };
const asking = { body: fixture('modal-needed') };
const refusing = { body: fixture('trueai-remix-refused') };
const ok = { body: fixture('submit-queued') };
const DAY = 86_400_000;

/** A gateway that answers so, and a client as the stories see it. */
async function pressed(
  answer: (seen: Seen) => Canned | undefined,
  more: Partial<GatewayOptions> = {},
): Promise<{ gateway: Gateway; seen: Seen[] }> {
  const { url, seen } = await serve((one, _, socket) => {
    const canned = answer(one);
    if (canned === undefined) socket.destroy();
    return canned;
  });
  return { gateway: client(url, more), seen };
}

const asksForRemix = (seen: Seen) => 'enableRemix' in seen.body;
/** trueai, whose account has no Remix. */
const remixless = (seen: Seen) => (asksForRemix(seen) ? refusing : ok);

describe('a press that asks to be asked', () => {
  test('says so', async () => {
    const { gateway, seen } = await pressed(() => asking);
    expect(await gateway.press({ ...v1, remix: true })).toMatchObject({ kind: 'confirm', finalPrompt: 'cat --v 7' });
    expect(seen.map((one) => one.body)).toEqual([{ taskId: v1.task, customId: v1.customId, state, enableRemix: true }]);
  });

  test.each([undefined, false])('and one for which remix is %s does not', async (remix) => {
    const { gateway, seen } = await pressed(() => ok);
    await gateway.press({ ...v1, remix });
    expect(seen.map((one) => one.body)).toEqual([{ taskId: v1.task, customId: v1.customId, state }]);
  });

  test('is made once without where the account has no Remix, for a day, by every worker', async () => {
    let now = 0;
    const lasting = memory();
    const shared = { ...lasting, get: async (name: string) => (now < DAY ? lasting.get(name) : undefined) };
    const { url, seen } = await serve(remixless);
    const [gateway, other] = [
      client(url, { memory: shared, now: () => now }),
      client(url, { memory: shared, now: () => now }),
    ];
    expect(await gateway.press({ ...v1, remix: true })).toMatchObject({ kind: 'accepted' });
    expect(seen.map(asksForRemix)).toEqual([true, false]);
    expect(seen[1]?.body).toEqual({ taskId: v1.task, customId: v1.customId, state });

    await other.press({ ...v1, remix: true });
    await gateway.press({ ...v1, remix: true });
    expect(seen.map(asksForRemix)).toEqual([true, false, false, false]);
    now = DAY;
    await gateway.press({ ...v1, remix: true });
    expect(seen.map(asksForRemix)).toEqual([true, false, false, false, true, false]);
  });

  test('is not made again when its fate is unknown, nor for another refusal', async () => {
    const lost = await pressed(() => undefined);
    expect(await failure(lost.gateway.press({ ...v1, remix: true }))).toBeInstanceOf(InDoubt);
    expect(lost.seen).toHaveLength(1);

    for (const [answer, code] of [
      [{ body: fixture('trueai-unknown-action') }, 'unsupported'],
      [{ body: fixture('parent-not-found'), status: 404 }, 'parent-gone'],
      [{ body: '{"code":4,"description":"remix is fine, the prompt is not"}' }, 'invalid'],
    ] as const) {
      const { gateway, seen } = await pressed(() => answer);
      expect(await failure(gateway.press({ ...v1, remix: true }))).toMatchObject({ name: 'Refused', code });
      expect(seen).toHaveLength(1);
    }
  });

  test('gets the fate of the one without, whatever it is', async () => {
    const { gateway, seen } = await pressed((one) => (asksForRemix(one) ? refusing : undefined));
    expect(await failure(gateway.press({ ...v1, remix: true }))).toBeInstanceOf(InDoubt);
    expect(seen).toHaveLength(2);
  });
});

describe('the answer to a confirmation', () => {
  const child = { task: '14001929738841620', prompt: 'a blue fox', state };
  const mask = 'data:image/png;base64,AAAA';

  test.each([
    ['with a mask', mask, mask],
    ['with a bare mask', 'AAAA', mask],
    ['with a prefix that says more', 'data:image/PNG;charset=utf-8;base64,AAAA', mask],
  ])('goes out %s under the one prefix that gateways strip', async (_, given, sent) => {
    const { gateway, seen } = await pressed(() => ok);
    await gateway.confirm({ ...child, mask: given });
    expect(seen.map((one) => one.body)).toEqual([
      { taskId: child.task, prompt: child.prompt, state, maskBase64: sent },
    ]);
  });

  test('has no mask in it where none was given', async () => {
    const { gateway, seen } = await pressed(() => ok);
    await gateway.confirm(child);
    await gateway.confirm({ ...child, mask: undefined });
    expect(seen.map((one) => 'maskBase64' in one.body)).toEqual([false, false]);
  });

  test('with a mask that is no PNG is not sent', async () => {
    const { gateway, seen } = await pressed(() => ok);
    expect(await failure(gateway.confirm({ ...child, mask: 'data:image/jpeg;base64,AAAA' }))).toMatchObject({
      name: 'Refused',
      code: 'input-unusable',
    });
    expect(seen).toEqual([]);
  });

  test('with a mask may take as long as pictures do, and may be too large for a proxy', async () => {
    let release = () => {};
    const patience = new Promise<void>((resolve) => (release = resolve));
    const { url } = await serve(async ({ body }) => {
      await patience;
      return 'maskBase64' in body ? { status: 413, type: 'text/html', body: '<html>' } : ok;
    });
    const gateway = client(url, { timeouts: { submit: 300, pictures: 10_000 } });
    const masked = failure(gateway.confirm({ ...child, mask }));
    expect(await failure(gateway.confirm(child))).toBeInstanceOf(InDoubt);
    release();
    expect(await masked).toMatchObject({ code: 'input-unusable', reason: 'too-large' });
  });

  test('may name another task', async () => {
    const { gateway } = await pressed(() => ok);
    expect(await gateway.confirm(child)).toMatchObject({ kind: 'accepted', task: '1741531578038124' });
  });
});

describe.each(['plus', 'trueai', 'new-api'] as const)('at %s', (dialect) => {
  test('a region is varied by a mask of the picture’s size', async () => {
    const { gateway, bot, customIdOf, task } = await upscaled(dialect);
    const asked = await bot.press({ task, customId: customIdOf('Vary (Region)'), state });
    expect(asked).toEqual({ kind: 'confirm', task: taskOf(asked) });

    const answer = await bot.confirm({ task: taskOf(asked), prompt: 'a hat', mask: await halfMask(64), state });
    expect(answer.kind).toBe('accepted');
    gateway.finish(taskOf(answer));
    expect((await only(bot, taskOf(answer)))?.status).toBe('done');
    expect(gateway.violations).toEqual([]);
  });

  test('a custom zoom is asked for, and goes on under the id that came', async () => {
    const { gateway, bot, customIdOf, task } = await upscaled(dialect);
    const asked = await bot.press({ task, customId: customIdOf('Custom Zoom'), state });
    expect(asked).toMatchObject({ kind: 'confirm', finalPrompt: 'a red fox' });
    const answer = await bot.confirm({ task: taskOf(asked), prompt: 'a red fox --zoom 1.5', state });
    gateway.finish(taskOf(answer));
    expect((await only(bot, taskOf(answer)))?.status).toBe('done');
    expect(gateway.violations).toEqual([]);
  });

  test('a child that it has forgotten is gone', async () => {
    const { bot } = await upscaled(dialect);
    expect(await failure(bot.confirm({ task: '404', prompt: 'a hat', state }))).toMatchObject({
      name: 'Refused',
      code: 'parent-gone',
      momentary: false,
    });
  });
});

test('at new-api a task that was confirmed never seems to wait again, although its first row does', async () => {
  const { gateway, bot, customIdOf, task } = await upscaled('new-api', { remix: true, sweepMs: 3_600_000 });
  const child = taskOf(await bot.press({ task, customId: customIdOf('Vary (Subtle)'), state }));
  gateway.sweep();
  expect(await only(bot, child)).toMatchObject({ status: 'confirming', finalPrompt: 'a red fox' });

  expect(taskOf(await bot.confirm({ task: child, prompt: 'a blue fox', state }))).toBe(child);
  expect((await only(bot, child))?.status).toBe('waiting');
  gateway.step(child, 31);
  gateway.sweep();
  const headers = { authorization: `Bearer ${gateway.key}` };
  const first = await fetch(`${gateway.url}/mj/task/${child}/fetch`, { headers });
  expect(await first.json()).toMatchObject({ id: child, status: 'MODAL' });
  expect(await only(bot, child)).toMatchObject({ status: 'running', percent: 31 });
  expect(gateway.violations).toEqual([]);
});

describe.each(['off', 'on', 'auto'] as const)('at trueai with the Remix of its account %s', (remix) => {
  test.each([true, false])('a press that asks to be asked (%s) is taken once', async (asks) => {
    const { gateway, bot, customIdOf, task } = await upscaled('trueai');
    gateway.remix(remix !== 'off', { auto: remix === 'auto' });
    const before = gateway.submits.length;
    const answer = await bot.press({ task, customId: customIdOf('Vary (Subtle)'), remix: asks, state });
    const isAsked = remix === 'on' || (remix === 'auto' && asks);
    expect(answer.kind).toBe(isAsked ? 'confirm' : 'accepted');
    expect(gateway.submits).toHaveLength(before + 1);
    expect(gateway.violations).toEqual([]);
  });
});

/** An upscaled picture of 64 pixels, and its buttons. */
async function upscaled(
  dialect: 'plus' | 'trueai' | 'new-api',
  switches: { remix?: boolean; sweepMs?: number } = {},
): Promise<{ gateway: GatewayStandIn; bot: GatewayClient; task: string; customIdOf: (label: string) => string }> {
  const gateway = await standIn({ dialect, switches });
  const bot = automatic(gateway);
  const finish = async (task: string) => {
    gateway.finish(task);
    gateway.sweep();
    const buttons = (await only(bot, task))?.buttons ?? [];
    return (label: string) => buttons.find((one) => one.label === label)?.customId ?? '';
  };
  const grid = taskOf(await bot.imagine({ prompt: 'a red fox', pictures: [], state }));
  const customIdOfGrid = await finish(grid);
  const task = taskOf(await bot.press({ task: grid, customId: customIdOfGrid('U1'), state }));
  return { gateway, bot, task, customIdOf: await finish(task) };
}

/** The upper half of a square is repainted. */
async function halfMask(side: number): Promise<string> {
  const half = { create: { width: side, height: side / 2, channels: 3, background: '#fff' } } as const;
  const png = await sharp({ create: { width: side, height: side, channels: 3, background: '#000' } })
    .composite([{ input: half, left: 0, top: 0 }])
    .removeAlpha()
    .png()
    .toBuffer();
  return `data:image/png;base64,${png.toString('base64')}`;
}
