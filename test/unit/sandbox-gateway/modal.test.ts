import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { type Answer, fixture, type Played, play, type Snapshot } from './client.ts';

const ids = ({ json }: Answer) => String(json?.['result']);
const codeOf = ({ json }: Answer) => json?.['code'];

/** A press on a picture of its own, with what else a body carries. */
async function pressWith({ post }: Played, parent: Snapshot, face: string, more: object): Promise<Answer> {
  const button = parent.buttons?.find(({ label, emoji }) => label === face || emoji === face);
  return post('/mj/submit/action', { taskId: parent.id, customId: button?.customId, ...more });
}

describe('Remix', () => {
  test('answers 21 with the prompt, waits in MODAL, and runs after the modal under the same id', async () => {
    const { gateway, imagined, press, post, snapshot } = await play({ dialect: 'trueai', switches: { remix: true } });
    const grid = await imagined('cat --v 7');
    const { json } = await press(grid, 'V1');
    expect(json).toEqual({ ...(await fixture('modal-needed')), result: expect.any(String) });
    const child = String(json?.['result']);
    expect(await snapshot(child)).toMatchObject({ status: 'MODAL', buttons: [], imageUrl: null });
    expect((await post('/mj/submit/modal', { taskId: child, prompt: 'dog --v 7' })).json).toMatchObject({
      code: 1,
      result: child,
    });
    gateway.finish(child);
    expect(await snapshot(child)).toMatchObject({ status: 'SUCCESS', prompt: 'dog --v 7' });
    expect(gateway.violations).toEqual([]);
  });

  test.each(['plus', 'trueai'] as const)(
    'asks for every vary, reroll and pan of %s, and for nothing else',
    async (dialect) => {
      const { gateway, imagined, pressed, press } = await play({ dialect });
      const grid = await imagined();
      const single = await pressed(grid, 'U1');
      gateway.remix(true);
      const animate = dialect === 'trueai' ? 21 : 1;
      for (const [parent, face, code] of [
        [grid, 'V4', 21],
        [grid, '🔄', 21],
        [single, 'Vary (Subtle)', 21],
        [single, '➡️', 21],
        [single, 'Animate (Low motion)', animate],
        [grid, 'U3', 1],
        [single, 'Zoom Out 2x', 1],
      ] as const) {
        const answer = await press(parent, face);
        expect([face, codeOf(answer)]).toEqual([face, code]);
        if (code === 1) gateway.finish(ids(answer));
      }
    },
  );

  test('is asked for only while the account has it on, and can be turned while the stand-in runs', async () => {
    const { gateway, imagined, press } = await play({ dialect: 'plus' });
    const grid = await imagined();
    expect(codeOf(await press(grid, 'V1'))).toBe(1);
    gateway.remix(true);
    expect(codeOf(await press(grid, 'V1'))).toBe(21);
    gateway.remix(true, { auto: true });
    expect(codeOf(await press(grid, 'V1'))).toBe(1);
    gateway.remix(false);
    expect(codeOf(await press(grid, 'V1'))).toBe(1);
  });

  test('can be asked for at trueai: where the account answers by itself it asks, without Remix it refuses', async () => {
    const played = await play({ dialect: 'trueai', switches: { remix: true, remixAuto: true } });
    const grid = await played.imagined();
    expect(codeOf(await pressWith(played, grid, 'V1', {}))).toBe(1);
    expect(codeOf(await pressWith(played, grid, 'V1', { enableRemix: true }))).toBe(21);
    played.gateway.remix(false);
    expect((await pressWith(played, grid, 'V1', { enableRemix: true })).json).toMatchObject({
      code: 4,
      description: '当前账号不支持 remix，请开启 remix 功能',
    });
    expect(codeOf(await pressWith(played, grid, 'U1', { enableRemix: true }))).toBe(1);
  });

  test('is no word to the others', async () => {
    const played = await play({ dialect: 'plus' });
    expect(codeOf(await pressWith(played, await played.imagined(), 'V1', { enableRemix: true }))).toBe(1);
  });

  test('may be told by nothing but the status of the child', async () => {
    const { imagined, press, snapshot, gateway } = await play({
      dialect: 'new-api',
      switches: { remix: true, modalProperties: false, modalDescription: false },
    });
    const answer = await press(await imagined(), 'V1');
    expect(answer.json).toEqual({ code: 1, description: '提交成功', result: expect.any(String) });
    gateway.sweep();
    expect((await snapshot(ids(answer))).status).toBe('MODAL');
  });
});

describe('Custom Zoom', () => {
  test.each(['plus', 'trueai', 'new-api'] as const)(
    'always asks at %s, with the prompt to start from',
    async (dialect) => {
      const { imagined, pressed, press } = await play({ dialect });
      const { json } = await press(await pressed(await imagined('a fox'), 'U1'), 'Custom Zoom');
      expect(json).toMatchObject({ code: 21, properties: { finalPrompt: 'a fox' } });
    },
  );

  test.each(['a fox', 'a fox --zoom 2.5', 'a fox --zoom 0.9', 'a fox --zoom', 'a fox --zoom 1.5 --zoom 2'])(
    'refuses and notes %j',
    async (prompt) => {
      const { gateway, imagined, pressed, press, post } = await play({ dialect: 'plus' });
      const taskId = ids(await press(await pressed(await imagined('a fox'), 'U1'), 'Custom Zoom'));
      expect(codeOf(await post('/mj/submit/modal', { taskId, prompt }))).toBe(4);
      expect(gateway.violations).toEqual([expect.stringContaining('--zoom')]);
      expect((await post('/mj/submit/modal', { taskId, prompt: 'a fox --ar 16:9 --zoom 1.5' })).json).toMatchObject({
        code: 1,
        result: taskId,
      });
    },
  );

  test('can be without properties, with a child in NOT_START, and with a new id after the modal', async () => {
    const { gateway, imagined, pressed, press, post, snapshot } = await play({
      dialect: 'plus',
      switches: { modalProperties: false, customZoomChild: 'NOT_START', modalNewId: true },
    });
    const { json } = await press(await pressed(await imagined(), 'U1'), 'Custom Zoom');
    expect(json).toEqual({ ...(await fixture('modal-needed-bare')), result: expect.any(String) });
    const child = String(json?.['result']);
    expect((await snapshot(child)).status).toBe('NOT_START');
    const answer = await post('/mj/submit/modal', { taskId: child, prompt: 'a fox --zoom 2' });
    expect(codeOf(answer)).toBe(1);
    expect(ids(answer)).not.toBe(child);
    expect(gateway.violations).toEqual([]);
    expect(codeOf(await post('/mj/submit/modal', { taskId: ids(answer), prompt: 'a fox --zoom 2' }))).toBe(4);
    expect(gateway.violations).toEqual([expect.stringContaining('confirmed twice')]);
  });
});

describe('the picks of describe and shorten', () => {
  const png = async () => {
    const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
    return `data:image/png;base64,${bytes.toString('base64')}`;
  };
  /** The finished describe or shorten. */
  const proposals = async ({ gateway, submit, snapshot }: Played, verb: string, body: object) => {
    const id = await submit(verb, body);
    gateway.finish(id);
    gateway.sweep();
    return snapshot(id);
  };

  test.each(['plus', 'trueai'] as const)('%s asks with the picked description', async (dialect) => {
    const played = await play({ dialect });
    const parent = await proposals(played, 'describe', { base64: await png() });
    const [, second = ''] = String(parent.properties?.['finalPrompt'])
      .split('\n\n')
      .map((line) => line.replace(/^\S+ /, ''));
    expect((await played.press(parent, '2️⃣')).json).toMatchObject({ code: 21, properties: { finalPrompt: second } });
  });

  test('new-api knows no pick of a description, and trueai none of a shorter prompt', async () => {
    const newApi = await play({ dialect: 'new-api' });
    const described = await proposals(newApi, 'describe', { base64: await png() });
    expect((await newApi.press(described, '1️⃣')).status).toBe(400);
    const trueai = await play({ dialect: 'trueai' });
    const shorter = await proposals(trueai, 'shorten', { prompt: 'a very long prompt about foxes' });
    expect((await trueai.press(shorter, '1️⃣')).json).toMatchObject({ code: 4, description: '未知的 Action 类型' });
    expect([newApi.gateway.submits.length, trueai.gateway.submits.length]).toEqual([1, 1]);
  });
});

describe('a child that waits for its modal', () => {
  const waiting = async (played: Played) => ids(await played.press(await played.imagined(), 'V1'));
  const confirm = ({ post }: Played, taskId: string, prompt = 'dog') => post('/mj/submit/modal', { taskId, prompt });

  test('may be confirmed once only', async () => {
    const played = await play({ dialect: 'plus', switches: { remix: true } });
    const taskId = await waiting(played);
    const twice = await Promise.all([confirm(played, taskId), confirm(played, taskId)]);
    expect(new Set(twice.map(codeOf))).toEqual(new Set([1, 4]));
    expect(played.gateway.violations).toEqual([expect.stringContaining('confirmed twice')]);
  });

  test('wants a prompt', async () => {
    const played = await play({ dialect: 'plus', switches: { remix: true } });
    await confirm(played, await waiting(played), ' ');
    expect(played.gateway.violations).toEqual([expect.stringContaining('the prompt is empty')]);
  });

  test.each([
    ['plus', 200, 3],
    ['trueai', 404, 3],
    ['new-api', 200, 3],
  ] as const)('that %s has forgotten is answered %i with code %i', async (dialect, status, code) => {
    const played = await play({ dialect, switches: { remix: true } });
    const taskId = await waiting(played);
    played.gateway.forget(taskId);
    expect(await confirm(played, taskId)).toMatchObject({ status, json: { code } });
    expect(played.gateway.violations).toEqual([]);
  });

  test('is forgotten by itself when its time is over, but not once it was confirmed', async () => {
    let now = 1_741_531_578_038;
    const timers: { at: number; run: () => void }[] = [];
    const clock = {
      now: () => now,
      after: (ms: number, run: () => void) => {
        timers.push({ at: now + ms, run });
        return () => timers.splice(0, timers.length, ...timers.filter((timer) => timer.run !== run));
      },
    };
    const played = await play({ dialect: 'plus', clock, switches: { remix: true } });
    const [left, taken] = [await waiting(played), await waiting(played)];
    await confirm(played, taken);
    now += 5 * 60 * 1000;
    for (const { run } of timers.filter(({ at }) => at <= now)) run();
    expect((await confirm(played, left)).json).toMatchObject({ code: 3 });
    expect((await played.get(`/mj/task/${left}/fetch`)).text).toBe('');
    played.gateway.finish(taken);
    expect((await played.snapshot(taken)).status).toBe('SUCCESS');
  });

  test.each([
    ['plus', 23, 200, 'MODAL'],
    ['trueai', 9, 204, undefined],
  ] as const)(
    'and finds no room at %s is answered code %i, and is then read as %i %s',
    async (dialect, code, status, state) => {
      const played = await play({ dialect, slots: { running: 1, waiting: 0 }, switches: { remix: true } });
      const taskId = await waiting(played);
      await played.submit('imagine', { prompt: 'in the way' });
      expect(codeOf(await confirm(played, taskId))).toBe(code);
      const after = await played.get(`/mj/task/${taskId}/fetch`);
      expect([after.status, after.json?.['status']]).toEqual([status, state]);
    },
  );
});
