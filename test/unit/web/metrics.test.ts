import { expect, test } from 'vitest';
import { metricsRoute } from '../../../src/web/index.ts';
import { serve } from './serve.ts';

const TYPE = 'text/plain; version=0.0.4; charset=utf-8';

test('GET /metrics is what Prometheus reads', async () => {
  const { base } = await serve(metricsRoute({ text: async () => 'mj_info 1\n', type: TYPE }));

  const response = await fetch(`${base}/metrics`);

  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe(TYPE);
  expect(await response.text()).toBe('mj_info 1\n');
});

test('those who scrape at the same time share one look, and the next has one of its own', async () => {
  let looks = 0;
  const waiting: ((text: string) => void)[] = [];
  const text = () => {
    looks += 1;
    return new Promise<string>((resolve) => waiting.push(resolve));
  };
  const { base } = await serve(metricsRoute({ text, type: TYPE }));

  const both = [fetch(`${base}/metrics`), fetch(`${base}/metrics`)];
  await expect.poll(() => waiting.length).toBe(1);
  // The second request has no effect to wait for; a third that is answered proves that it was taken in.
  expect((await fetch(`${base}/elsewhere`)).status).toBe(404);
  for (const answer of waiting.splice(0)) answer('shared');
  expect(await Promise.all(both.map(async (asked) => await (await asked).text()))).toEqual(['shared', 'shared']);

  const next = fetch(`${base}/metrics`);
  await expect.poll(() => waiting.length).toBe(1);
  for (const answer of waiting) answer('new');
  expect(await (await next).text()).toBe('new');
  expect(looks).toBe(2);
});
