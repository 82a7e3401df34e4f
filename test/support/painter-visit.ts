import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { launchBrowser } from './browser.ts';
import { DESKTOP, openPainter, type PainterHost, PHONE, startPainter } from './painter.ts';
import { type Hands, handsAt } from './painter-hands.ts';

export const ON_PHONE = { viewport: PHONE, hasTouch: true, isMobile: true, deviceScaleFactor: 3 };

export interface Visit {
  readonly page: Page;
  readonly hands: Hands;
  readonly size: { width: number; height: number };
  /** What the page complains about in its console is as it should be, where it fits. */
  readonly forgive: (what: RegExp) => void;
}

export interface Visits extends Pick<PainterHost, 'next' | 'answer'> {
  /** How many masks have arrived. */
  readonly arrived: () => number;
  /**
   * A page on which a picture of this size can be painted. Whoever sends hears that the modal is closed, so that the page stays, until
   * `answer` says otherwise.
   */
  readonly open: (size: number | { width: number; height: number }, options?: BrowserContextOptions) => Promise<Visit>;
}

/**
 * For the tests of a file: the painter's pages and a browser. A test fails whose page complained in its console, asked another host, or was hindered by
 * its own policy.
 */
export function paintingVisits(): Visits {
  let host: PainterHost;
  let browser: Browser;
  let problems: string[] = [];
  let forgiven: RegExp[] = [];

  beforeAll(async () => {
    [host, browser] = await Promise.all([startPainter(), launchBrowser()]);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await host?.close();
  }, 30_000);

  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    const left = problems.filter((problem) => !forgiven.some((what) => what.test(problem)));
    problems = [];
    expect(left).toEqual([]);
  });

  return {
    next: () => host.next(),
    answer: (how) => host.answer(how),
    arrived: () => host.received.length,
    open: async (side, options = { viewport: DESKTOP }) => {
      const size = typeof side === 'number' ? { width: side, height: side } : side;
      forgiven = [/status of 409/];
      host.answer(async () => 'closed');
      const context = await browser.newContext(options);
      const page = await context.newPage();
      const address = host.address(size);
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('request', (request) => {
        const isOwn = request.url().startsWith('blob:') || new URL(request.url()).origin === new URL(address).origin;
        if (!isOwn) problems.push(`asks ${request.url()}`);
      });
      await openPainter(page, address);
      return { page, hands: handsAt(page, size, host.next), size, forgive: (what) => void forgiven.push(what) };
    },
  };
}
