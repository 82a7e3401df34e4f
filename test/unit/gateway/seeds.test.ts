import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Busy, Misconfigured, Refused, Unreachable } from '../../../src/domain/errors.ts';
import { type Heard, hear } from '../../../src/gateway/body.ts';
import { SEEDS, seedOf, seedRow } from '../../../src/gateway/seeds.ts';
import { client, failure, serve } from './support.ts';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/gateway/${name}.json`, import.meta.url), 'utf8');

function heard(text: string, status = 200): Heard {
  return hear({ status, contentType: 'application/json', retryAfter: undefined, location: undefined, text }, 0);
}

function outcome(answer: Heard): unknown {
  try {
    return seedOf(answer);
  } catch (error) {
    if (error instanceof Refused) return ['Refused', error.code, error.reason];
    if (error instanceof Misconfigured) return ['Misconfigured', error.code];
    if (error instanceof Busy || error instanceof Unreachable) return [error.name, error.message];
    throw error;
  }
}

const ROWS: [row: string | undefined, answer: Heard, expected: unknown][] = [
  ['seed', heard(fixture('image-seed')), '636646138'],
  ['seed', heard('{"code":1,"result":4294967295}'), '4294967295'],
  ['seed', heard('{"code":1,"result":0}'), '0'],
  ['asked to wait', heard('{"code":23,"description":"队列已满"}'), ['Busy', '队列已满']],
  [
    'no such verb',
    heard('{"error":{"message":"Invalid request, unknown_action:seed","type":"new_api_error"}}', 400),
    ['Refused', 'unsupported', 'Invalid request, unknown_action:seed'],
  ],
  ['unknown task', heard(fixture('parent-not-found'), 404), ['Refused', 'parent-gone', '关联任务不存在或已失效']],
  ['unknown task', heard(fixture('new-api-task-not-found'), 400), ['Refused', 'parent-gone', 'task_no_found']],
  [
    'no seed to be had',
    heard('{"code":4,"description":"关联任务状态错误"}', 400),
    ['Refused', 'invalid', '关联任务状态错误'],
  ],
  ['no seed to be had', heard('{"error":{"message":"not now"}}', 400), ['Refused', 'invalid', 'not now']],
  ['not found', heard('{"code":3,"description":"未找到 seed"}'), ['Refused', 'failed', '未找到 seed']],
  ['not found', heard('{"code":9,"description":"no private channel"}'), ['Refused', 'failed', 'no private channel']],
  [
    'not found',
    heard('{"description":"do_request_failed ","code":5}', 400),
    ['Refused', 'failed', 'do_request_failed'],
  ],
  ['not found', heard('{"code":1,"description":"成功","result":""}'), ['Refused', 'failed', '成功']],
  ['not found', heard('{"code":1,"description":"ok","result":"soon"}'), ['Refused', 'failed', 'ok']],
  [undefined, heard('', 401), ['Misconfigured', 'key-refused']],
  [undefined, heard('{"code":4,"description":"slow down"}', 429), ['Busy', 'slow down']],
  [undefined, heard('', 503), ['Busy', 'HTTP 503']],
  [undefined, heard('<html>', 502), ['Unreachable', 'HTTP 502']],
  [undefined, heard('{"code":1,"resu'), ['Unreachable', 'HTTP 200']],
  [undefined, heard('', 204), ['Refused', 'parent-gone', 'HTTP 204']],
  [undefined, heard('', 404), ['Refused', 'unsupported', 'HTTP 404']],
  [undefined, heard('<!doctype html>'), ['Refused', 'unsupported', 'HTTP 200']],
  [undefined, heard('{"id":"1","status":"SUCCESS"}'), ['Refused', 'failed', 'HTTP 200']],
];

describe('an answer to a question for a seed', () => {
  test.each(ROWS)('%s (%o)', (row, answer, expected) => {
    expect(seedRow(answer)?.name).toBe(row);
    expect(outcome(answer)).toEqual(expected);
  });

  test('every row of the table has an example here', () => {
    expect(new Set(ROWS.flatMap(([row]) => row ?? []))).toEqual(new Set(SEEDS.map((row) => row.name)));
  });
});

describe('a seed', () => {
  test('is asked for by the id of the task', async () => {
    const { url, seen } = await serve(() => ({ body: fixture('image-seed') }));
    expect(await client(url).seed('task_01/ä')).toBe('636646138');
    expect(seen[0]).toMatchObject({ method: 'GET', path: '/mj/task/task_01%2F%C3%A4/image-seed' });
  });

  test('may take longer than another read, but not for ever', async () => {
    let release = () => {};
    const patience = new Promise<void>((resolve) => (release = resolve));
    const { url } = await serve(async ({ path }) => {
      if (!path.endsWith('/1/image-seed')) return undefined;
      await patience;
      return { body: fixture('image-seed') };
    });
    const slow = client(url, { timeouts: { read: 30, seed: 10_000 } });
    const seed = slow.seed('1');
    expect(await failure(slow.read(['2']))).toBeInstanceOf(Unreachable);
    release();
    expect(await seed).toBe('636646138');
    expect(await failure(client(url, { timeouts: { seed: 30 } }).seed('2'))).toBeInstanceOf(Unreachable);
  });

  test('is not what a wrong address lacks', async () => {
    const { url } = await serve(() => ({ status: 404 }));
    expect(await failure(client(url).seed('1'))).toMatchObject({ name: 'Misconfigured', code: 'no-route' });
    const nz = await serve(({ path }) => (path.endsWith('/fetch') ? { body: '' } : { status: 404 }));
    expect(await failure(client(nz.url).seed('1'))).toMatchObject({ name: 'Refused', code: 'unsupported' });
  });
});
