import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { catalogue } from '../../src/domain/catalogue.ts';
import { createWeb, type InstallOptions, installRoute, type Web } from '../../src/web/index.ts';
import { launchBrowser } from '../support/browser.ts';

/** The pages on which the app is added, in a real browser, from the button to the end: whether everybody can use them, in both colours, on a phone. */

type Outcome = Awaited<ReturnType<InstallOptions['install']>>;

let browser: Browser;
let page: Page;
let web: Web;
let base = '';
let outcome: Outcome;

beforeAll(async () => {
  browser = await launchBrowser();
  const walked = new Set<string>();
  web = createWeb({
    log: { warn() {}, error() {} },
    routes: [
      installRoute({
        secret: 's'.repeat(40),
        now: Date.now,
        secure: false,
        base: '',
        // Slack's page, on which everybody agrees at once.
        address: (state) => `${base}/slack/oauth_redirect?code=c&state=${encodeURIComponent(state)}`,
        first: async (key) => !walked.has(key) && Boolean(walked.add(key)),
        install: async () => outcome,
        catalogue,
      }),
    ],
  });
  const { port } = await web.listen({ host: '127.0.0.1', port: 0 });
  base = `http://127.0.0.1:${port}`;
});
afterEach(async () => await page.context().close());
afterAll(async () => {
  await browser.close();
  await web.close(0);
});

async function open(options: Parameters<Browser['newContext']>[0] = {}): Promise<string[]> {
  // The policy of the page keeps axe out.
  page = await (await browser.newContext({ bypassCSP: true, ...options })).newPage();
  const complaints: string[] = [];
  page.on('console', (line) => complaints.push(line.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`${base}/slack/install`);
  return complaints;
}

async function barriers(): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<AxeResults>('axe.run()');
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`);
}

test.each(['light', 'dark'] as const)(
  'in %s colours nobody meets a barrier, from the button to the end',
  async (colorScheme) => {
    outcome = { outcome: 'done', name: 'Acme', url: 'https://acme.slack.com/' };
    await open({ colorScheme });
    expect(await barriers()).toEqual([]);
    await page.keyboard.press('Tab');
    await Promise.all([page.waitForURL('**/oauth_redirect?**'), page.keyboard.press('Enter')]);
    expect(await page.locator('h1').textContent()).toBe('Midjourney is now in Acme');
    expect(await page.locator('a').getAttribute('href')).toBe('https://acme.slack.com/');
    expect(await barriers()).toEqual([]);
    // The same way back, once more.
    await page.reload();
    expect(await page.locator('h1').textContent()).toBe(catalogue.en.install.stale.title);
    expect(await barriers()).toEqual([]);
  },
);

test('on a phone, in Chinese, with a name that has no place to break, nothing is cut off', async () => {
  outcome = { outcome: 'not-allowed', id: `T${'0'.repeat(60)}` };
  await open({ viewport: { width: 320, height: 568 }, locale: 'zh-CN' });
  await page.locator('a').click();
  expect(await page.locator('h1').textContent()).toBe(catalogue.zh.install['not-allowed'].title);
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  expect(await barriers()).toEqual([]);
});

test('its policy lets its own style in', async () => {
  const complaints = await open({ bypassCSP: false });
  expect(await page.evaluate('getComputedStyle(document.querySelector("a")).backgroundColor')).toBe('rgb(71, 82, 196)');
  expect(complaints).toEqual([]);
});
