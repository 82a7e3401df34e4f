import { gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { SubmissionId } from '../../../src/domain/ids.ts';
import { type CallbackOptions, callbackAddress, callbackRoute, signToken } from '../../../src/web/index.ts';
import { listeningLog, serve } from './serve.ts';

const submission = SubmissionId.parse('s0123456789abcdefghi');
const path = new URL(callbackAddress('https://bot.example.com', 'key', submission)).pathname;

async function listening(onCallback = vi.fn<CallbackOptions['onCallback']>(async () => {})) {
  const log = listeningLog();
  const { base } = await serve(callbackRoute({ secret: 'key', now: () => 0, onCallback, log }));
  const post = (body?: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}, to = path) =>
    fetch(`${base}${to}`, { method: 'POST', headers, ...(body === undefined ? {} : { body }) });
  return { post, onCallback, log, base };
}

test('the address of a submission is public, short and holds its token', () => {
  const address = callbackAddress('https://bot.example.com/mj', 'key', submission);

  expect(address).toMatch(/^https:\/\/bot\.example\.com\/mj\/hooks\/midjourney\/s0123456789abcdefghi\.\.[\w-]{22}$/);
});

describe('a callback with a good token', () => {
  test.each([
    ['a task with an id in text', '{"id":"0017000000000000001","status":"SUCCESS"}', '0017000000000000001'],
    ['an id that a double cannot hold', '{"id":17000000000000000017}', '17000000000000000017'],
    ['no id', '{"status":"SUCCESS"}', undefined],
    ['an empty id', '{"id":""}', undefined],
    ['an id that is no text', '{"id":{"a":1}}', undefined],
    ['a list', '[1]', undefined],
    ['null', 'null', undefined],
    ['half a JSON', '{"id":"1', undefined],
    ['nesting without end', '['.repeat(200_000), undefined],
    ['something else', '<html>', undefined],
    ['nothing', '', undefined],
  ])('is answered 204 when its body is %s', async (_what, body, task) => {
    const { post, onCallback } = await listening();

    const response = await post(body, { 'content-type': 'application/json' });

    expect(response.status).toBe(204);
    expect(onCallback.mock.calls.map(([id, claim]) => [id, claim.task])).toEqual([[submission, task]]);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=nonsense'])(
    'may say that its body is %s',
    async (type) => {
      const { post, onCallback } = await listening();

      expect((await post('{"id":"7"}', { 'content-type': type })).status).toBe(204);
      expect(onCallback.mock.calls.map(([id, claim]) => [id, claim.task])).toEqual([[submission, '7']]);
    },
  );

  test('tells where the task stands, in the gateway’s words', async () => {
    const { post, onCallback } = await listening();

    await post('{"id":"7","status":"IN_PROGRESS"}', { 'content-type': 'application/json' });
    expect(onCallback.mock.calls).toEqual([[submission, { task: '7', status: 'IN_PROGRESS' }]]);
  });

  test('may come without any body', async () => {
    const { post, onCallback } = await listening();

    expect((await post()).status).toBe(204);
    expect(onCallback).toHaveBeenCalledOnce();
  });

  test('may be compressed, well or badly', async () => {
    const { post, onCallback } = await listening();

    expect((await post(new Uint8Array(gzipSync('{"id":"7"}')), { 'content-encoding': 'gzip' })).status).toBe(204);
    expect((await post('not gzip', { 'content-encoding': 'gzip' })).status).toBe(204);
    expect((await post('odd', { 'content-encoding': 'compress' })).status).toBe(204);
    expect(onCallback.mock.calls.map(([id, claim]) => [id, claim.task])).toEqual([
      [submission, '7'],
      [submission, undefined],
      [submission, undefined],
    ]);
  });

  test('with more than 1 MiB is refused, packed or not, and still makes a reading due', async () => {
    const { post, onCallback } = await listening();
    const large = 'x'.repeat((1 << 20) + 1);

    expect((await post(large)).status).toBe(413);
    expect((await post(new Uint8Array(gzipSync(large)), { 'content-encoding': 'gzip' })).status).toBe(413);
    expect((await post('x'.repeat(1 << 20))).status).toBe(204);
    expect(onCallback).toHaveBeenCalledTimes(3);
  });

  test('is answered 503, and written down without its token, when it could not be passed on', async () => {
    const err = new Error('Redis is gone');
    const { post, log } = await listening(vi.fn<CallbackOptions['onCallback']>(() => Promise.reject(err)));

    expect((await post('{}')).status).toBe(503);
    expect(log.warn).toHaveBeenCalledExactlyOnceWith({ err, submission }, expect.any(String));
  });
});

describe('anything else', () => {
  test.each([
    ['a token of another purpose', `/hooks/midjourney/${signToken('key', 'paint', submission)}`],
    ['a token of another key', `/hooks/midjourney/${signToken('other', 'callback', submission)}`],
    ['a token for what is no submission', `/hooks/midjourney/${signToken('key', 'callback', 'admin')}`],
    ['no token', '/hooks/midjourney/'],
    ['more path', `${path}/more`],
    ['a broken escape', '/hooks/midjourney/%zz'],
  ])('is nothing that anybody answers: %s', async (_what, to) => {
    const { post, onCallback } = await listening();

    const { status } = await post('{"id":"7"}', {}, to);

    expect([400, 404]).toContain(status);
    expect(onCallback).not.toHaveBeenCalled();
  });

  test('only POST counts', async () => {
    const { base, onCallback } = await listening();

    expect((await fetch(`${base}${path}`)).status).toBe(404);
    expect(onCallback).not.toHaveBeenCalled();
  });
});
