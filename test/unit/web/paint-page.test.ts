import { describe, expect, test } from 'vitest';
import { Busy, Unreachable, UserMistake } from '../../../src/domain/errors.ts';
import { paintAddress, signToken } from '../../../src/web/index.ts';
import { good, HALF_AN_HOUR_MS, PAGE, PUBLIC, painting, words } from './painting.ts';

/** What a directive of the policy allows. */
function allowed(response: Response, directive: string): string | undefined {
  const policy = response.headers.get('content-security-policy') ?? '';
  return policy
    .split('; ')
    .find((part) => part.startsWith(`${directive} `))
    ?.slice(directive.length + 1);
}

test('the address is public, below whatever path the bot has, and holds the id alone', () => {
  expect(paintAddress(PUBLIC, 'key', 'visit-1', HALF_AN_HOUR_MS)).toMatch(
    /^https:\/\/bot\.example\.com\/mj\/paint\/visit-1\.[0-9a-z]+\.[\w-]{22}$/,
  );
});

describe('the page', () => {
  test('shows the prompt, the size and both buttons, with nothing inline and nothing of others', async () => {
    const { get, page, fake } = await painting();
    const response = await get(page);
    const text = await response.text();

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(text).toContain('>a fox</textarea>');
    expect(text).toContain('data-width="1024" data-height="768"');
    expect(text).toMatch(/<button[^>]+value="redraw"/);
    expect(text).toMatch(/<button[^>]+value="return"/);
    expect(fake.page.mock.calls).toEqual([['visit-1']]);

    expect(text).not.toMatch(/<style|<script(?![^>]* src=)|\sstyle=|\son\w+=|javascript:/);
    expect(text).not.toMatch(/(?:src|href)="(?:[a-z]+:)?\/\//);
    // Relative: the bot may live below a path.
    for (const [, address] of text.matchAll(/(?:src|href)="([^"]+)"/g)) expect(address).toMatch(/^assets\//);
  });

  test('is guarded by strict headers', async () => {
    const { get, page } = await painting();
    const response = await get(page);

    expect(allowed(response, 'default-src')).toBe("'none'");
    expect(allowed(response, 'script-src')).toBe("'self'");
    expect(allowed(response, 'style-src')).toBe("'self'");
    expect(allowed(response, 'img-src')).toBe("'self' blob:");
    expect(allowed(response, 'connect-src')).toBe("'self'");
    expect(allowed(response, 'frame-ancestors')).toBe("'none'");
    expect(allowed(response, 'form-action')).toBe("'none'");
    expect(allowed(response, 'base-uri')).toBe("'none'");
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  test('cannot be broken by what a person wrote', async () => {
    const evil = `</textarea><script>alert('1')</script>" x='&amp;`;
    const { get, page } = await painting({ page: async () => ({ ...PAGE, prompt: evil, button: evil }) });
    const text = await (await get(page)).text();

    expect(text).not.toContain('<script>');
    expect(text.match(/<\/textarea>/g)).toHaveLength(1);
    expect(text).toContain('&#60;/textarea&#62;');
  });

  test('has no button that leads back where there is no modal', async () => {
    const { get, page } = await painting({ page: async () => ({ ...PAGE, canReturn: false }) });
    const text = await (await get(page)).text();

    expect(text).not.toContain('value="return"');
    expect(text).not.toContain(words.useMaskHint);
  });

  test('may be looked at as often as one likes', async () => {
    const { get, page, fake } = await painting();
    for (let i = 0; i < 3; i++) {
      expect((await get(page)).status).toBe(200);
      expect((await get(`${page}/picture`)).status).toBe(200);
    }
    expect(fake.accept).not.toHaveBeenCalled();
  });

  test.each([
    ['used', 'used' as const, 410, words.notices.used],
    ['over, though the token is not', 'gone' as const, 410, words.notices.over],
  ])('says what to do when the link is %s', async (_what, answer, status, notice) => {
    const { get, page } = await painting({ page: async () => answer });
    const response = await get(page);

    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(await response.text()).toContain(notice.title);
  });

  test('is over after its time, and asks nobody then', async () => {
    const { get, page, at, fake, post } = await painting();
    at(HALF_AN_HOUR_MS);
    expect((await get(page)).status).toBe(200);
    at(HALF_AN_HOUR_MS + 1);

    const response = await get(page);
    expect(response.status).toBe(410);
    expect(await response.text()).toContain(words.notices.over.text.split('.')[0]);
    expect((await get(`${page}/picture`)).status).toBe(410);
    const refused = await post(good);
    expect(refused.status).toBe(410);
    expect(((await refused.json()) as { error: string }).error).toContain(words.notices.over.title);
    expect(fake.page).toHaveBeenCalledTimes(1);
    expect(fake.accept).not.toHaveBeenCalled();
  });

  test.each([
    ['altered', (page: string) => `${page.slice(0, -1)}${page.endsWith('A') ? 'B' : 'A'}`],
    ['of another id', (page: string) => page.replace('visit-1', 'visit-2')],
    ['longer lived', (page: string) => page.replace(/\.[0-9a-z]+\./, '.zzzzzz.')],
    ['cut off', (page: string) => page.slice(0, -5)],
    ['of another key', () => `/paint/${signToken('other', 'paint', 'visit-1', HALF_AN_HOUR_MS)}`],
    ['of another purpose', () => `/paint/${signToken('key', 'callback', 'visit-1', HALF_AN_HOUR_MS)}`],
    ['for the preview', () => `/paint/${signToken('key', 'paint-preview', 'visit-1', HALF_AN_HOUR_MS)}`],
  ])('is not there for a token that is %s', async (_what, forge) => {
    const { get, post, page, fake } = await painting();
    const to = forge(page);

    const response = await get(to);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain(words.notices.unknown.title);
    expect((await get(`${to}/picture`)).status).toBe(404);
    expect((await post(good, {}, to)).status).toBe(404);
    for (const asked of Object.values(fake)) expect(asked).not.toHaveBeenCalled();
  });

  test.each([
    ['Redis cannot be reached', new Unreachable('redis', 'refused'), 503, words.notices.later],
    ['Slack is busy', new Busy('slack', 'ratelimited'), 503, words.notices.later],
    ['something breaks', new Error('boom'), 500, words.notices.broken],
  ])('asks for patience when %s', async (_what, error, status, notice) => {
    const { get, page, log, serverLog } = await painting({ page: () => Promise.reject(error) });
    const response = await get(page);

    expect(response.status).toBe(status);
    expect(await response.text()).toContain(notice.text);
    const logged = [...log.warn.mock.calls, ...log.error.mock.calls];
    expect(logged).toHaveLength(1);
    expect(JSON.stringify([logged, serverLog.warn.mock.calls, serverLog.error.mock.calls])).not.toContain('visit-1.');
  });

  test('tells a mistake in words that a page can show', async () => {
    const refuse = () => Promise.reject(new UserMistake('not-yours-to-press', { owner: 'U1' }));
    const { get, page } = await painting({ page: refuse });
    const response = await get(page);

    expect(response.status).toBe(422);
    const text = await response.text();
    expect(text).toContain(words.somebody);
    expect(text).not.toContain('U1');
  });
});

describe('pictures', () => {
  test('are served as what they are', async () => {
    const { get, page, preview, fake } = await painting();
    const picture = await get(`${page}/picture`);
    const painted = await get(preview);

    expect([picture.status, picture.headers.get('content-type'), await picture.text()]).toEqual([
      200,
      'image/jpeg',
      'a jpeg',
    ]);
    expect([painted.status, painted.headers.get('content-type'), await painted.text()]).toEqual([
      200,
      'image/webp',
      'a webp',
    ]);
    expect(picture.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    // Slack shows it in a modal.
    expect(painted.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect([fake.picture.mock.calls, fake.preview.mock.calls]).toEqual([[['visit-1']], [['visit-1']]]);
  });

  test('are never anything that a browser would run', async () => {
    const { get, page } = await painting({
      picture: async () => ({ bytes: Buffer.from('<svg onload="x"/>'), type: 'image/svg+xml' }),
    });
    expect((await get(`${page}/picture`)).headers.get('content-type')).toBe('application/octet-stream');
  });

  test('that are gone say so', async () => {
    const { get, page, preview } = await painting({ picture: async () => undefined, preview: async () => undefined });
    for (const address of [`${page}/picture`, preview]) {
      const response = await get(address);
      expect(response.status).toBe(410);
      expect(await response.json()).toEqual({ error: expect.stringContaining(words.notices.over.title) });
    }
  });

  test('that cannot be fetched just now say so', async () => {
    const { get, page } = await painting({ picture: () => Promise.reject(new Unreachable('slack', 'no')) });
    const response = await get(`${page}/picture`);
    expect([response.status, await response.json()]).toEqual([
      503,
      { error: `${words.notices.later.title}. ${words.notices.later.text}` },
    ]);
    expect(response.headers.get('retry-after')).toBe('30');
  });

  test('a link to the page shows no preview', async () => {
    const { get, page, fake } = await painting();
    expect((await get(`${page}/preview`)).status).toBe(404);
    expect(fake.preview).not.toHaveBeenCalled();
  });
});

describe('the files of the page', () => {
  test('are all there, typed, and asked for anew only when they changed', async () => {
    const { get, page } = await painting();
    const text = await (await get(page)).text();
    const addresses = [...text.matchAll(/(?:src|href)="(assets\/[^"]+)"/g)].map(([, address]) => `/paint/${address}`);

    expect(addresses.length).toBeGreaterThan(10);
    for (const address of addresses) {
      const response = await get(address);
      expect([address, response.status]).toEqual([address, 200]);
      expect(response.headers.get('content-type')).toMatch(/^(?:text\/javascript|text\/css|image\/svg)/);
      const etag = response.headers.get('etag') ?? '';
      expect((await get(address, { 'if-none-match': etag })).status).toBe(304);
      expect((await get(address, { 'if-none-match': '"other"' })).status).toBe(200);
    }
  });

  test.each([
    '/paint/assets/',
    '/paint/assets/none.js',
    '/paint/assets/js',
    '/paint/assets/..%2f..%2froute.ts',
    '/paint/assets/jsconfig.json',
  ])('there is nothing at %s', async (path) => {
    const { get } = await painting();
    expect((await get(path)).status).toBe(404);
  });
});

test('other methods are nothing that anybody answers', async () => {
  const { base, page, fake } = await painting();
  for (const method of ['PUT', 'DELETE', 'PATCH']) expect((await fetch(base + page, { method })).status).toBe(404);
  expect(fake.accept).not.toHaveBeenCalled();
});
