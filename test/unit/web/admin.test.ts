import type { BaseAdapter } from '@bull-board/api/baseAdapter';
import { describe, expect, test } from 'vitest';
import { english } from '../../../src/domain/messages.en.ts';
import { adminRoute } from '../../../src/web/index.ts';
import { serve } from './serve.ts';

const TOKEN = 'at-opens-queues-0123456789abcdef012';
const BEARER = { authorization: `Bearer ${TOKEN}` };
const BROWSER = { accept: 'text/html,application/xhtml+xml' };

async function open(more: Partial<Parameters<typeof adminRoute>[0]> = {}) {
  const queues = async (): Promise<BaseAdapter[]> => [];
  const options = { token: TOKEN, secret: 'a key', now: () => 1_000_000, secure: false, queues, words: english.queues };
  const { base } = await serve(adminRoute({ ...options, ...more }));
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${base}${path}`, { headers, redirect: 'manual' });
  const login = (token: string) =>
    fetch(`${base}/admin/login`, { method: 'POST', body: new URLSearchParams({ token }), redirect: 'manual' });
  return { base, get, login };
}

function cookieOf(response: Response): string {
  return response.headers.getSetCookie()[0] ?? '';
}

describe('without the token', () => {
  test.each(['/admin/queues', '/admin/queues/', '/admin/queues/api/queues', '/admin/queues/static/js/x.js'])(
    '%s is closed',
    async (path) => {
      const { get } = await open();

      const plain = await get(path);

      expect(plain.status).toBe(401);
      expect(plain.headers.get('www-authenticate')).toBe('Bearer');
      expect((await get(path, { authorization: 'Bearer wrong' })).status).toBe(401);
      expect((await get(path, { authorization: `Basic ${btoa(`admin:${TOKEN}`)}` })).status).toBe(401);
      expect((await get(path, { cookie: 'mj_queues=visit..forged' })).status).toBe(401);
    },
  );

  test('a browser gets a page that asks for it, and that can do nothing else', async () => {
    const { get } = await open();

    const page = await get('/admin/queues', BROWSER);

    expect(page.status).toBe(401);
    expect(await page.text()).toContain('<form method="post" action="/admin/login">');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+';/);
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  test('a wrong one is said to be wrong, and gives no cookie', async () => {
    const { login } = await open();

    const answer = await login(`${TOKEN}x`);

    expect(answer.status).toBe(401);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(await answer.text()).toContain('role="alert"');
  });
});

describe('with the token', () => {
  test('the dashboard loads, and nothing from elsewhere', async () => {
    const { get } = await open();

    const page = await get('/admin/queues/', BEARER);
    const policy = page.headers.get('content-security-policy') ?? '';

    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<base href="/admin/queues/" />');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('http');
    expect(await (await get('/admin/queues/api/queues', BEARER)).json()).toEqual({ queues: [] });
  });

  test.each([
    ['PUT', '/admin/queues/api/queues/pause'],
    ['POST', '/admin/queues/api/queues/submit/add'],
    ['PUT', '/admin/queues/api/queues/submit/clean/failed'],
    ['DELETE', '/admin/queues/api/queues/submit'],
  ])('%s %s changes nothing', async (method, path) => {
    const { base } = await open();

    expect((await fetch(`${base}${path}`, { method, headers: BEARER })).status).toBe(405);
  });

  test('a browser is given a cookie that opens the same, for half a day', async () => {
    let now = 1_000_000;
    const { get, login } = await open({ now: () => now });

    const answer = await login(` ${TOKEN} `);
    const cookie = cookieOf(answer);

    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/admin/queues');
    expect(cookie).toMatch(/; Path=\/admin; Max-Age=43200; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(TOKEN);
    const visit = { ...BROWSER, cookie: `other=1; ${cookie.split(';')[0]}` };
    expect((await get('/admin/queues', visit)).status).toBe(200);
    now += 12 * 60 * 60_000 + 2000;
    expect((await get('/admin/queues', visit)).status).toBe(401);
  });

  test('where browsers come by https the cookie goes by nothing else', async () => {
    const { login } = await open({ secure: true });

    expect(cookieOf(await login(TOKEN))).toMatch(/; Secure$/);
  });

  test.each([{ token: `${TOKEN}-new` }, { secret: 'another key' }])('another %o ends all visits', async (changed) => {
    const cookie = cookieOf(await (await open()).login(TOKEN)).split(';')[0] ?? '';
    const { get } = await open(changed);

    expect((await get('/admin/queues', { cookie })).status).toBe(401);
  });
});
