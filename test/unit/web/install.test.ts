import { describe, expect, test, vi } from 'vitest';
import { catalogue } from '../../../src/domain/catalogue.ts';
import { type InstallOutcome, installRoute } from '../../../src/web/install/route.ts';
import { serve } from './serve.ts';

const SECRET = 's'.repeat(40);
const MINUTE = 60_000;
const words = catalogue.en.install;

async function site(
  outcome: InstallOutcome = { outcome: 'done', name: 'Acme', url: 'https://acme.slack.com/' },
  more = {},
) {
  const clock = { now: 1_763_700_000_000 };
  const walked = new Set<string>();
  const install = vi.fn<(code: string) => Promise<InstallOutcome>>(async () => outcome);
  const { base } = await serve(
    installRoute({
      secret: SECRET,
      now: () => clock.now,
      secure: true,
      base: '/bot',
      address: (state) => `https://slack.test/authorize?state=${encodeURIComponent(state)}&scope=a,b`,
      first: async (key) => !walked.has(key) && Boolean(walked.add(key)),
      install,
      catalogue,
      ...more,
    }),
  );
  const begin = async (headers = {}) => {
    const response = await fetch(`${base}/slack/install`, { headers });
    const page = await response.text();
    const cookie = response.headers.get('set-cookie') ?? '';
    const state = decodeURIComponent(/state=([^&]+)/.exec(page.replaceAll('&#38;', '&'))?.[1] ?? '');
    return { response, page, cookie, state };
  };
  const back = async (query: Record<string, string>, cookie = '') => {
    const response = await fetch(`${base}/slack/oauth_redirect?${new URLSearchParams(query).toString()}`, {
      headers: { cookie: cookie.split(';')[0] ?? '' },
    });
    return { status: response.status, page: await response.text(), headers: response.headers };
  };
  return { begin, back, clock, install };
}

test('the page leads to Slack, and gives a cookie that goes nowhere but to the way back', async () => {
  const { begin } = await site();
  const { response, page, cookie } = await begin();
  expect(response.status).toBe(200);
  expect(page).toContain(words.start.go);
  expect(page).toContain('href="https://slack.test/authorize?state=');
  expect(cookie).toMatch(
    /^mj_install=[^;]+; Path=\/bot\/slack\/oauth_redirect; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
  );
  expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; /);
  expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  expect(page).not.toContain('<script');
});

test('it speaks as the browser', async () => {
  const { begin } = await site();
  const { page } = await begin({ 'accept-language': 'zh-CN,zh;q=0.9' });
  expect(page).toContain('<html lang="zh-Hans">');
  expect(page).toContain(catalogue.zh.install.start.go);
});

test('whoever comes back in time, once, in the same browser, has the app', async () => {
  const { begin, back, install } = await site();
  const { state, cookie } = await begin();
  const done = await back({ state, code: 'c1' }, cookie);
  expect(done).toMatchObject({ status: 200, page: expect.stringContaining('Midjourney is now in Acme') });
  expect(install.mock.calls).toEqual([['c1']]);

  expect(await back({ state, code: 'c1' }, cookie)).toMatchObject({
    status: 400,
    page: expect.stringContaining(words.stale.title),
  });
  expect(install).toHaveBeenCalledTimes(1);
});

describe('nobody comes in', () => {
  test('with a state that is late, of another visit, altered or missing', async () => {
    const { begin, back, clock, install } = await site();
    const [one, other] = [await begin(), await begin()];
    const ways: [string, string][] = [
      [one.state, other.cookie],
      [one.state, ''],
      [`${one.state}A`, one.cookie],
      ['', one.cookie],
      // A cookie is no state, nor the other way round.
      [/mj_install=([^;]+)/.exec(one.cookie)?.[1] ?? '', one.cookie],
      [one.state, `mj_install=${one.state}`],
    ];
    for (const [state, cookie] of ways)
      expect([state, (await back({ state, code: 'c' }, cookie)).status]).toEqual([state, 400]);
    clock.now += 10 * MINUTE + 1000;
    expect((await back({ state: one.state, code: 'c' }, one.cookie)).status).toBe(400);
    expect(install).not.toHaveBeenCalled();
  });

  test('who said no, or whose code is none', async () => {
    const { begin, back, install } = await site();
    for (const query of [{ error: 'access_denied' }, { code: '' }, { code: 'c'.repeat(501) }]) {
      const { state, cookie } = await begin();
      expect(await back({ state, ...query }, cookie)).toMatchObject({
        status: 200,
        page: expect.stringContaining(words.cancelled.title),
      });
    }
    expect(install).not.toHaveBeenCalled();
  });

  test.each([
    [{ outcome: 'not-allowed', id: 'T0EVIL' }, 403, 'T0EVIL'],
    [{ outcome: 'refused' }, 400, words.refused.title],
    [{ outcome: 'failed' }, 502, words.failed.title],
  ] as const)('where it ends as %j', async (outcome, status, text) => {
    const { begin, back } = await site(outcome);
    const { state, cookie } = await begin();
    expect(await back({ state, code: 'c' }, cookie)).toMatchObject({ status, page: expect.stringContaining(text) });
  });
});

test('where it cannot be told whether a way was walked before, nobody comes in', async () => {
  const away = {
    first: async () => {
      throw new Error('Redis is away');
    },
  };
  const { begin, back, install } = await site(undefined, away);
  const { state, cookie } = await begin();
  expect(await back({ state, code: 'c' }, cookie)).toMatchObject({
    status: 502,
    page: expect.stringContaining(words.failed.title),
  });
  expect(install).not.toHaveBeenCalled();
});

test('a name is words, whatever it is', async () => {
  const { begin, back } = await site({ outcome: 'done', name: '<b onload=x>', url: 'https://acme.slack.com/' });
  const { state, cookie } = await begin();
  expect((await back({ state, code: 'c' }, cookie)).page).not.toContain('<b onload');
});
