import { request } from 'node:http';
import { describe, expect, test, vi } from 'vitest';
import { Busy, InDoubt, Misconfigured, Unreachable, UserMistake } from '../../../src/domain/errors.ts';
import type { Painter } from '../../../src/web/index.ts';
import { good, MASK, PNG, painting, words } from './painting.ts';

describe('a mask that is sent', () => {
  test.each(['redraw', 'return'] as const)(
    'is handed on as bytes, and the page told what to say (%s)',
    async (then) => {
      const { post, fake } = await painting();
      const response = await post({ ...good, then });

      expect([response.status, await response.json()]).toEqual([200, { taken: words.taken[then] }]);
      expect(fake.accept.mock.calls).toEqual([['visit-1', { prompt: 'a fox with a hat', then, mask: PNG }]]);
    },
  );

  test.each([
    ['used', 410, words.notices.used.title],
    ['gone', 410, words.notices.over.title],
    ['closed', 409, words.refusals.closed],
  ] as const)('is answered when it is %s', async (outcome, status, sentence) => {
    const { post } = await painting({ accept: async () => outcome });
    const response = await post(good);

    expect(response.status).toBe(status);
    expect(((await response.json()) as { error: string }).error).toContain(sentence);
  });

  test('that is refused is told why, at which field, and may be sent again', async () => {
    const accept = vi
      .fn<Painter['accept']>()
      .mockRejectedValueOnce(new UserMistake('empty-prompt', {}, 'prompt'))
      .mockResolvedValueOnce('taken');
    const { post, log } = await painting({ accept });
    const refused = await post(good);

    expect(refused.status).toBe(422);
    const { error, field } = (await refused.json()) as { error: string; field: string };
    expect(field).toBe('prompt');
    // Slack's mark-up is none on a page.
    expect(error).toContain('/imagine a red fox');
    expect(error).not.toContain('`');
    expect((await post(good)).status).toBe(200);
    expect([log.warn.mock.calls, log.error.mock.calls]).toEqual([[], []]);
  });

  test.each([
    ['cannot be reached', new Unreachable('redis', 'no'), 503, words.refusals.later],
    ['is busy', new Busy('slack', 'no'), 503, words.refusals.later],
    ['gives no answer', new InDoubt('redis', 'no'), 503, words.refusals.later],
    ['is set up wrongly', new Misconfigured('slack', 'missing-scope', 'no'), 500, words.refusals.broken],
    ['breaks', new TypeError('no'), 500, words.refusals.broken],
  ])('may be sent again when what is behind %s', async (_what, err, status, sentence) => {
    const { post, log, serverLog } = await painting({ accept: () => Promise.reject(err) });
    const response = await post(good);

    expect([response.status, await response.json()]).toEqual([status, { error: sentence }]);
    const told = status === 503 ? log.warn : log.error;
    expect(told.mock.calls).toEqual([[{ err, method: 'POST' }, expect.any(String)]]);
    expect(serverLog.error).not.toHaveBeenCalled();
  });

  test.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['without a mask', { prompt: 'a', then: 'redraw' }],
    ['without a prompt', { mask: MASK, then: 'redraw' }],
    ['that wants something else', { ...good, then: 'delete' }],
    ['with a mask that is a number', { ...good, mask: 7 }],
  ])('must be what the page sends: %s', async (_what, body) => {
    const { post, fake } = await painting();
    const response = await post(body);

    expect([response.status, await response.json()]).toEqual([400, { error: words.refusals.unreadable }]);
    expect(fake.accept).not.toHaveBeenCalled();
  });

  test.each([
    ['a JPEG', MASK.replace('png', 'jpeg')],
    ['no data address', PNG.toString('base64')],
    ['empty', 'data:image/png;base64,'],
    ['no base64', 'data:image/png;base64,iVBO*w=='],
    ['base64 for addresses', 'data:image/png;base64,iVB_'],
    ['cut off', MASK.slice(0, -3)],
  ])('must be a PNG: %s', async (_what, mask) => {
    const { post, fake } = await painting();
    const response = await post({ ...good, mask });

    expect(response.status).toBe(422);
    expect(await response.json()).toEqual({ error: expect.stringMatching(/\S/), field: 'mask' });
    expect(fake.accept).not.toHaveBeenCalled();
  });

  test('may have 8 MiB, and is told when it has more', async () => {
    const { post, fake } = await painting();
    const room = 8 * 1024 * 1024 - JSON.stringify({ ...good, mask: 'data:image/png;base64,' }).length;
    const fits = `data:image/png;base64,${'A'.repeat(room - (room % 4))}`;

    expect((await post({ ...good, mask: fits })).status).toBe(200);
    const response = await post({ ...good, mask: `${fits}AAAA` });
    expect([response.status, await response.json()]).toEqual([413, { error: words.refusals.tooLarge, field: 'mask' }]);
    expect(fake.accept).toHaveBeenCalledTimes(1);
  });

  test('cannot be unpacked into more than it may have', async () => {
    const { post, fake } = await painting();
    expect((await post('x', { 'content-encoding': 'gzip' })).status).toBe(415);
    expect(fake.accept).not.toHaveBeenCalled();
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'must be JSON, not %s, which any site could send',
    async (type) => {
      const { post, fake } = await painting();
      expect((await post(good, { 'content-type': type })).status).toBe(415);
      expect(fake.accept).not.toHaveBeenCalled();
    },
  );
});

describe('where a mask comes from', () => {
  /** fetch would add its own headers. */
  async function status(base: string, path: string, headers: Record<string, string>): Promise<number | undefined> {
    return await new Promise((resolve, reject) => {
      const sent = request(base + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
      });
      sent.on('response', (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject);
      sent.end(JSON.stringify(good));
    });
  }

  test.each([
    ['the page', { 'sec-fetch-site': 'same-origin' }, 200],
    [
      'the page, whatever a proxy makes of our name',
      { 'sec-fetch-site': 'same-origin', origin: 'https://bot.example.com' },
      200,
    ],
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example.com' }, 403],
    ['a site beside ours', { 'sec-fetch-site': 'same-site' }, 403],
    ['an address that was typed', { 'sec-fetch-site': 'none' }, 403],
    [
      'the page, in a browser that does not say so',
      { host: 'bot.internal:3000', origin: 'http://bot.internal:3000' },
      200,
    ],
    [
      'the page, behind a proxy',
      { host: '10.0.0.7', 'x-forwarded-host': 'bot.internal', origin: 'http://bot.internal' },
      200,
    ],
    ['another site, in such a browser', { host: 'bot.internal:3000', origin: 'http://evil.example.com' }, 403],
    ['nowhere', { host: 'bot.internal:3000', origin: 'null' }, 403],
    ['nobody says where', { host: 'bot.internal:3000' }, 403],
  ])('%s', async (_what, headers, expected) => {
    const { base, page, fake } = await painting();

    expect(await status(base, page, headers as Record<string, string>)).toBe(expected);
    expect(fake.accept).toHaveBeenCalledTimes(expected === 200 ? 1 : 0);
  });
});
