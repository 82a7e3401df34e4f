import { describe, expect, test } from 'vitest';
import { fixture, play, shapeOf } from './client.ts';

describe('a submit', () => {
  test('is accepted in the documented shape with a 16-digit id as a string', async () => {
    const { post } = await play({ dialect: 'plus' });
    const { status, json } = await post('/mj/submit/imagine', { prompt: 'cat' });
    expect(status).toBe(200);
    expect(json).toEqual({ ...(await fixture('submit-ok')), result: expect.stringMatching(/^\d{16}$/) });
  });

  test('beyond the running slots is queued with code 22 and the number ahead', async () => {
    const { post } = await play({ dialect: 'plus', slots: { running: 1, waiting: 5 } });
    await post('/mj/submit/imagine', { prompt: 'one' });
    await post('/mj/submit/imagine', { prompt: 'two' });
    const { json } = await post('/mj/submit/imagine', { prompt: 'three' });
    expect(json).toEqual({ ...(await fixture('submit-queued')), result: expect.stringMatching(/^\d{16}$/) });
  });

  test('beyond the queue is refused with code 23 and leaves no task', async () => {
    const { gateway, post } = await play({ dialect: 'plus', slots: { running: 1, waiting: 0 } });
    await post('/mj/submit/imagine', { prompt: 'one' });
    const { json } = await post('/mj/submit/imagine', { prompt: 'two' });
    expect(json).toEqual(await fixture('queue-full'));
    expect(gateway.tasks.size).toBe(1);
    expect(gateway.submits).toHaveLength(1);
  });

  test('with a banned word is refused with code 24 and the word', async () => {
    const { gateway, post } = await play({ dialect: 'plus' });
    const { json } = await post('/mj/submit/imagine', { prompt: 'nude body' });
    expect(json).toEqual(await fixture('banned-prompt'));
    expect(gateway.submits).toHaveLength(0);
  });

  test('whose words merely contain a banned word is accepted', async () => {
    const { submit } = await play({ dialect: 'plus' });
    await expect(submit('imagine', { prompt: 'a goreme valley' })).resolves.toMatch(/^\d+$/);
  });

  test('with a blank prompt is refused with code 4 and HTTP 200', async () => {
    const { post } = await play({ dialect: 'plus' });
    const { status, json } = await post('/mj/submit/imagine', { prompt: '  ' });
    expect([status, json]).toEqual([200, await fixture('invalid-prompt')]);
  });

  test.each([
    ['seventeen', /^\d{17}$/],
    ['leading-zero', /^0\d{15}$/],
    ['alphanumeric', /^task_\w+$/],
  ] as const)('can carry ids of the %s kind', async (idStyle, shape) => {
    const { submit, snapshot } = await play({ dialect: 'plus', switches: { idStyle } });
    const id = await submit('imagine', { prompt: 'cat' });
    expect(id).toMatch(shape);
    expect((await snapshot(id)).id).toBe(id);
  });

  test('can answer a 17-digit id as a bare number that no double holds', async () => {
    const { gateway, post } = await play({ dialect: 'plus', switches: { idStyle: 'seventeen', resultType: 'number' } });
    const { text } = await post('/mj/submit/imagine', { prompt: 'cat' });
    const digits = /"result":(\d{17})\b/.exec(text)?.[1] ?? '';
    expect(gateway.tasks.has(digits)).toBe(true);
    expect(String(Number(digits))).not.toBe(digits);
  });

  test('is told to the test with what was sent', async () => {
    const { gateway, submit } = await play({ dialect: 'plus' });
    const id = await submit('imagine', { prompt: 'cat', state: 'mine' });
    expect(gateway.submits).toMatchObject([
      { kind: 'imagine', taskId: id, code: 1, mode: null, body: { prompt: 'cat', state: 'mine' } },
    ]);
    expect(gateway.requests).toMatchObject([
      { method: 'POST', path: '/mj/submit/imagine', status: 200, kind: 'imagine' },
    ]);
  });
});

describe('a task', () => {
  test('moves by hand from NOT_START over SUBMITTED and a preview to SUCCESS with a grid and nine buttons', async () => {
    const { gateway, submit, snapshot } = await play({ dialect: 'plus' });
    const id = await submit('imagine', { prompt: 'cat', state: 'mine' });
    expect(await snapshot(id)).toMatchObject({ status: 'NOT_START', state: 'mine', buttons: [] });
    gateway.step(id, 0);
    expect(await snapshot(id)).toMatchObject({ status: 'SUBMITTED', progress: '0%', imageUrl: null });
    gateway.step(id, 31);
    const running = await snapshot(id);
    expect(Object.keys(running).toSorted()).toEqual(Object.keys(await fixture('fetch-running')).toSorted());
    expect(running).toMatchObject({ status: 'IN_PROGRESS', progress: '31%', finishTime: null, buttons: [] });
    expect(running.imageUrl).toMatch(/_grid_0\.webp\?ex=[0-9a-f]+&is=[0-9a-f]+&hm=[0-9a-f]{64}&$/);
    gateway.step(id, 'Waiting to start');
    expect(await snapshot(id)).toMatchObject({ progress: 'Waiting to start' });
    gateway.finish(id);
    const done = await snapshot(id);
    expect(done).toMatchObject({ status: 'SUCCESS', progress: '100%', imageWidth: 256, imageHeight: 256 });
    expect(shapeOf(done.buttons)).toEqual(shapeOf((await fixture('fetch-success-sample'))['buttons']));
    expect(gateway.violations).toEqual([]);
  });

  test('moves by time through all its steps', async () => {
    const { gateway, submit } = await play({ dialect: 'plus', manual: false, drawMs: 120, steps: [0, 40, 80] });
    const seen: string[] = [];
    gateway.on('task', () => {
      for (const { status, progress } of gateway.tasks.values())
        if (seen.at(-1) !== `${status} ${progress}`) seen.push(`${status} ${progress}`);
    });
    const id = await submit('imagine', { prompt: 'cat' });
    await gateway.waitFor(() => gateway.tasks.get(id)?.status === 'SUCCESS', { what: 'the end' });
    expect(seen).toEqual(['NOT_START 0%', 'SUBMITTED 0%', 'IN_PROGRESS 40%', 'IN_PROGRESS 80%', 'SUCCESS 100%']);
  });

  test('that is held stays where it is until it is moved by hand', async () => {
    const { gateway, submit, snapshot } = await play({ dialect: 'plus', manual: false, drawMs: 60 });
    const [held, other] = [await submit('imagine', { prompt: 'one' }), await submit('imagine', { prompt: 'two' })];
    gateway.hold(held);
    const { status } = await snapshot(held);
    await gateway.waitFor(() => gateway.tasks.get(other)?.status === 'SUCCESS', { what: 'the other task' });
    expect((await snapshot(held)).status).toBe(status);
    gateway.finish(held);
    expect((await snapshot(held)).status).toBe('SUCCESS');
  });

  test('that waits starts when one ends', async () => {
    const { gateway, submit } = await play({
      dialect: 'plus',
      manual: false,
      drawMs: 40,
      slots: { running: 1, waiting: 2 },
    });
    await submit('imagine', { prompt: 'one' });
    const second = await submit('imagine', { prompt: 'two' });
    await gateway.waitFor(() => gateway.tasks.get(second)?.status === 'SUCCESS', { what: 'the second task' });
    const [one, two] = [...gateway.tasks.values()];
    expect(two?.startTime).toBeGreaterThanOrEqual(one?.finishTime ?? Number.POSITIVE_INFINITY);
  });

  test('that is held while it waits does not start by itself', async () => {
    const due: (() => void)[] = [];
    const clock = { now: () => 1_741_531_578_038, after: (_: number, run: () => void) => (due.push(run), () => {}) };
    const options = { manual: false, slots: { running: 1, waiting: 2 }, clock } as const;
    const { gateway, submit, snapshot } = await play({ dialect: 'plus', ...options });
    const [first, held] = [await submit('imagine', { prompt: 'one' }), await submit('imagine', { prompt: 'two' })];
    gateway.hold(first);
    gateway.hold(held);
    due.length = 0;
    gateway.finish(first);
    for (const run of due) run();
    expect((await snapshot(held)).status).toBe('NOT_START');
  });

  test('that fails says why and ends with an empty progress', async () => {
    const { gateway, submit, snapshot } = await play({ dialect: 'plus' });
    const id = await submit('imagine', { prompt: 'cat' });
    gateway.step(id, 46);
    gateway.fail(id, '[Invalid parameter] Unrecognized');
    expect(await snapshot(id)).toMatchObject({
      status: 'FAILURE',
      progress: '',
      failReason: '[Invalid parameter] Unrecognized',
    });
  });

  test('that is unknown or forgotten is an empty 200, and missing in a list', async () => {
    const { gateway, get, submit, snapshots } = await play({ dialect: 'plus' });
    const [kept, lost] = [await submit('imagine', { prompt: 'one' }), await submit('imagine', { prompt: 'two' })];
    gateway.forget(lost);
    expect(await get(`/mj/task/${lost}/fetch`)).toMatchObject({ status: 200, text: '' });
    expect((await snapshots([lost, 'nonsense', kept])).map(({ id }) => id)).toEqual([kept]);
  });

  test('is found in the list of all and in the queue while it runs', async () => {
    const { gateway, get, submit } = await play({ dialect: 'plus' });
    const id = await submit('imagine', { prompt: 'cat' });
    expect((await get('/mj/task/queue')).text).toContain(id);
    gateway.finish(id);
    expect((await get('/mj/task/queue')).text).toBe('[]');
    expect((await get('/mj/task/list')).text).toContain(id);
  });

  test('can be cancelled while it is not over', async () => {
    const { gateway, post, submit, snapshot } = await play({ dialect: 'plus' });
    const id = await submit('imagine', { prompt: 'cat' });
    expect((await post(`/mj/task/${id}/cancel`)).json).toMatchObject({ code: 1 });
    expect((await snapshot(id)).status).toBe('CANCEL');
    expect((await post(`/mj/task/${id}/cancel`)).json).toMatchObject({ code: 4 });
    expect(gateway.tasks.get(id)?.finishTime).not.toBeNull();
  });

  test('has a seed of digits once it has a picture', async () => {
    const { get, imagined, submit } = await play({ dialect: 'plus' });
    const done = await imagined();
    expect((await get(`/mj/task/${done.id}/image-seed`)).json).toEqual({
      ...(await fixture('image-seed')),
      result: expect.stringMatching(/^\d+$/),
    });
    const running = await submit('imagine', { prompt: 'cat' });
    expect((await get(`/mj/task/${running}/image-seed`)).json).toMatchObject({ code: 4 });
  });
});

describe('the key', () => {
  test.each([[{}], [{ 'mj-api-secret': 'wrong' }], [{ authorization: 'Bearer sk-sandbox' }]])(
    '%o is refused with an empty 401',
    async (headers) => {
      const { post } = await play({ dialect: 'plus' });
      expect(await post('/mj/submit/imagine', { prompt: 'cat' }, headers)).toMatchObject({ status: 401, text: '' });
    },
  );
});

test.each(['/mj/mj/submit/imagine', '/submit/imagine', '/mj-fast/mj/submit/imagine', '/mj/submit/nonsense'])(
  'the path %s is answered with the error object of Spring',
  async (path) => {
    const { post } = await play({ dialect: 'plus' });
    const { status, json } = await post(path, { prompt: 'cat' });
    expect(status).toBe(404);
    expect(json).toEqual({ timestamp: expect.any(String), status: 404, error: 'Not Found', path });
  },
);

test('accounts are told with everything about them', async () => {
  const { get } = await play({ dialect: 'plus', switches: { accounts: [true, false] } });

  const { text } = await get('/mj/account/list');

  expect(JSON.parse(text)).toMatchObject([{ enable: true, userToken: expect.any(String) }, { enable: false }]);
});
