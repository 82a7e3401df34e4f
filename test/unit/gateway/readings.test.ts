import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Busy, Misconfigured, Unreachable } from '../../../src/domain/errors.ts';
import { hear } from '../../../src/gateway/body.ts';
import { READINGS, readingOf, readingRow } from '../../../src/gateway/readings.ts';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/gateway/${name}.json`, import.meta.url), 'utf8');
const heard = (text: string, status = 200) =>
  hear({ status, contentType: '', retryAfter: undefined, location: undefined, text }, 0);

function outcome(answer: ReturnType<typeof heard>): string {
  try {
    return readingOf(answer).kind;
  } catch (error) {
    if (error instanceof Misconfigured) return error.code;
    if (error instanceof Busy || error instanceof Unreachable) return error.name;
    throw error;
  }
}

const ROWS: [row: string, text: string, status: number, expected: string][] = [
  ['key refused', '', 401, 'key-refused'],
  ['key refused', fixture('new-api-model-forbidden'), 403, 'key-refused'],
  ['asked to wait', '', 429, 'Busy'],
  ['asked to wait', '<html>', 503, 'Busy'],
  ['redirect', '', 302, 'no-route'],
  ['list', fixture('unknown-tasks-list'), 200, 'list'],
  ['task', fixture('fetch-running'), 200, 'task'],
  ['task', fixture('new-api-fetch-new'), 200, 'task'],
  ['task', '{"code":1,"id":"1","status":"SUCCESS"}', 200, 'task'],
  ['nothing', '', 200, 'none'],
  ['nothing', '', 204, 'none'],
  ['nothing', 'null', 200, 'none'],
  ['unknown task, by code', fixture('new-api-task-not-found'), 400, 'none'],
  ['unknown task, by code', '{"code":3,"description":"关联任务不存在或已失效","result":null}', 404, 'none'],
  ['unknown task, in words', '{"error":"Task not found"}', 404, 'none'],
  ['no endpoint', '404 page not found', 404, 'no-route'],
  ['no endpoint', '', 405, 'no-route'],
  ['no endpoint', '{"timestamp":1,"status":404,"error":"Not Found","path":"/mj/task/0/fetch"}', 404, 'no-route'],
  ['no endpoint', '{"error":{"message":"Invalid URL (GET /v1/x)"}}', 404, 'no-route'],
  ['web page', '<html>', 200, 'no-route'],
  ['failed', '<html>', 502, 'Unreachable'],
  ['failed', '{"description":"do_request_failed ","type":"upstream_error","code":5}', 400, 'Unreachable'],
  ['failed', '{"id":"1741531578038123","sta', 200, 'Unreachable'],
  ['unreadable', '{"success":true}', 200, 'unreadable'],
  ['unreadable', '{"error":{"message":"bad"}}', 400, 'unreadable'],
];

describe('an answer to a read', () => {
  test.each(ROWS)('%s: %s with %i is %s', (row, text, status, expected) => {
    expect(readingRow(heard(text, status)).name).toBe(row);
    expect(outcome(heard(text, status))).toBe(expected);
  });

  test('every row of the table has an example here', () => {
    expect(new Set(ROWS.map(([row]) => row))).toEqual(new Set(READINGS.map((row) => row.name)));
  });

  test('whatever comes, it is a reading or one of our errors', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), fc.integer({ min: 200, max: 599 }), (text, status) => {
        expect(outcome(heard(text, status))).toEqual(expect.any(String));
      }),
    );
  });
});
