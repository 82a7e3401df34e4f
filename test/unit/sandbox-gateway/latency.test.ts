import { expect, test } from 'vitest';
import { play } from './client.ts';

/** How long an answer takes, in milliseconds. */
async function took(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

test('every answer takes as long as was said at the start: submits, reads, pictures and what does not exist', async () => {
  const { post, get } = await play({ dialect: 'plus', latencyMs: 120 });
  for (const ask of [
    () => post('/mj/submit/imagine', { prompt: 'a fox' }),
    () => get('/mj/task/1/fetch'),
    () => get('/attachments/1/2/a.png'),
    () => get('/nothing'),
  ])
    expect(await took(ask)).toBeGreaterThan(110);
});

test('it can be turned while the stand-in runs', async () => {
  const { gateway, get } = await play({ dialect: 'plus' });
  gateway.latency(1000);
  expect(await took(() => get('/mj/task/1/fetch'))).toBeGreaterThan(950);
  gateway.latency(0);
  expect(await took(() => get('/mj/task/1/fetch'))).toBeLessThan(900);
});

test('a task is taken in the middle of it, so that its answer may be lost after the fact', async () => {
  const { gateway, post } = await play({ dialect: 'plus', latencyMs: 600 });
  const answer = post('/mj/submit/imagine', { prompt: 'a fox' });
  await gateway.waitFor(() => gateway.submits.length === 1, { what: 'the submit' });
  expect(gateway.requests[0]?.status).toBeNull();
  expect((await answer).json).toMatchObject({ code: 1 });
});

test('faults that answer in place of the gateway take as long', async () => {
  const { gateway, get } = await play({ dialect: 'plus', latencyMs: 120 });
  gateway.faults.add({ then: { do: 'html' } });
  expect(await took(() => get('/mj/task/1/fetch'))).toBeGreaterThan(110);
});

test('a stand-in that is closed leaves nobody waiting', async () => {
  const { gateway, get } = await play({ dialect: 'plus', latencyMs: 60_000 });
  const asked = get('/mj/task/1/fetch').catch((error: unknown) => error);
  await gateway.waitFor(() => gateway.requests.length === 1, { what: 'the request' });
  await gateway.close();
  expect(await asked).toBeInstanceOf(Error);
});
