import { describe, expect, test } from 'vitest';
import { type Checks, healthRoutes } from '../../../src/web/index.ts';
import { serve } from './serve.ts';

function routes(ready: Checks, alive: Checks = {}) {
  let time = 0;
  return healthRoutes({ ready, alive, withinMs: 50, clock: () => (time += 2) });
}

describe('GET /readyz', () => {
  test('is 200 with the figures of every check while all of them pass', async () => {
    const { base } = await serve(routes({ redis: async () => ({ waiting: 3 }), slack: async () => undefined }));

    const response = await fetch(`${base}/readyz`);

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      ready: true,
      checks: { redis: { ok: true, ms: expect.any(Number), waiting: 3 }, slack: { ok: true, ms: expect.any(Number) } },
    });
  });

  test('is 503 with the reason when one of them fails', async () => {
    const { base } = await serve(
      routes({ redis: () => Promise.reject(new Error('not connected')), slack: async () => undefined }),
    );

    const response = await fetch(`${base}/readyz`);

    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      ready: false,
      reason: 'redis: not connected',
      checks: { redis: { ok: false }, slack: { ok: true } },
    });
  });

  test('does not wait for a check that never ends', async () => {
    const { base } = await serve(routes({ redis: () => new Promise(() => {}) }));

    const response = await fetch(`${base}/readyz`);

    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ reason: 'redis: no answer within 50 ms' });
  });

  test('asks once for all who ask at the same time, and again for the next', async () => {
    let runs = 0;
    const waiting: (() => void)[] = [];
    const { base } = await serve(
      routes({
        redis: () => {
          runs += 1;
          return new Promise((resolve) => waiting.push(() => resolve(undefined)));
        },
      }),
    );

    const first = fetch(`${base}/readyz`);
    const second = fetch(`${base}/readyz`);
    await expect.poll(() => waiting.length).toBe(1);
    // The second request has no effect to wait for; a third that is answered proves that it was taken in.
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
    for (const answer of waiting.splice(0)) answer();
    await Promise.all([first, second]);
    expect(runs).toBe(1);

    const third = fetch(`${base}/readyz`);
    await expect.poll(() => waiting.length).toBe(1);
    for (const answer of waiting) answer();
    await third;
    expect(runs).toBe(2);
  });
});

describe('GET /healthz', () => {
  test('is 200 although the process is not ready, because a restart would not help', async () => {
    const { base } = await serve(routes({ redis: () => Promise.reject(new Error('gone')) }));

    const response = await fetch(`${base}/healthz`);

    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ healthy: true });
  });

  test('is 503 with the reason when the process itself is not well', async () => {
    const { base } = await serve(routes({}, { stopping: () => Promise.reject(new Error('it is stopping')) }));

    const response = await fetch(`${base}/healthz`);

    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ healthy: false, reason: 'stopping: it is stopping' });
  });
});
