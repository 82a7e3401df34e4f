import axe, { type AxeResults } from 'axe-core';
import { describe, expect, test } from 'vitest';
import { Unreachable, UserMistake } from '../../src/domain/errors.ts';
import { english } from '../../src/domain/messages.en.ts';
import { DESKTOP } from '../support/painter.ts';
import { readMask } from '../support/painter-masks.ts';
import { ON_PHONE, paintingVisits } from '../support/painter-visit.ts';

/** The painter page in a real browser: what it says, how it ends, and whether everybody can use it. */
const { open, next, answer, arrived } = paintingVisits();

describe('the end', () => {
  const words = english.painter;

  test('is refused on the page when nothing, everything or no prompt is there, and nothing is sent', async () => {
    const { page, hands } = await open(256);
    const sent = arrived();
    const problem = page.locator('#problem');
    await page.locator('#redraw').click();
    expect(await problem.textContent()).toBe(words.live.selectFirst);
    await page.keyboard.press('i');
    await page.locator('#redraw').click();
    expect(await problem.textContent()).toBe(words.live.selectLess);
    await page.locator('#stage').press('e');
    await page.locator('#stage').press('Enter');
    await page.locator('#prompt').fill('  ');
    await page.locator('#return').click();
    expect(await problem.textContent()).toBe(words.live.promptFirst);
    expect(await page.locator('#prompt').getAttribute('aria-invalid')).toBe('true');
    // Letters in a text are no shortcuts.
    await page.locator('#prompt').pressSequentially('i bell');
    expect(await hands.share()).toMatch(/^9\d % selected$/);
    expect(arrived()).toBe(sent);
  });

  test('says why the bot refused, keeps what was painted, and goes through at last', async () => {
    const { page, hands, forgive } = await open(256);
    // What the bot refuses stands in the console as well.
    forgive(/status of (?:422|503)/);
    const problem = page.locator('#problem');
    await page.locator('#stage').press('Enter');
    answer(() => Promise.reject(new UserMistake('channel-not-allowed')));
    const first = await hands.sent();
    expect(await problem.textContent()).toBe(english.mistakes['channel-not-allowed']({}));
    answer(() => Promise.reject(new Unreachable('redis', 'no')));
    await hands.sent();
    expect(await problem.textContent()).toBe(words.refusals.later);
    answer(async () => 'closed');
    const arrives = next();
    await page.locator('#return').click();
    expect((await arrives).then).toBe('return');
    await page.locator('#return').waitFor({ state: 'hidden' });
    expect(await problem.textContent()).toBe(words.refusals.closed);

    answer(async () => 'taken');
    await page.locator('#prompt').fill('a kite');
    const last = next();
    await page.locator('#redraw').click();
    const { mask, prompt } = await last;
    expect(prompt).toBe('a kite');
    expect((await readMask(mask)).pixels.equals(first.pixels)).toBe(true);
    await page.getByText(words.taken.redraw.text).waitFor();
    expect(await page.title()).toBe(words.taken.redraw.title);
    expect(await page.locator('#painter').isVisible()).toBe(false);
  });

  test('a link that was used in the meantime says so, and takes nothing more', async () => {
    const { page, hands, forgive } = await open(256);
    forgive(/status of 410/);
    await page.locator('#stage').press('Enter');
    answer(async () => 'used');
    await hands.sent();
    expect(await page.locator('#problem').textContent()).toContain(words.notices.used.title);
    expect(await page.locator('#redraw').getAttribute('aria-disabled')).toBe('true');
    const sent = arrived();
    await page.locator('#redraw').click({ force: true });
    await page.keyboard.press('Enter');
    expect(arrived()).toBe(sent);
  });

  test('a picture that cannot be had leaves a sentence instead of a stage', async () => {
    const { page, forgive } = await open(256);
    forgive(/status of 503|ERR_FAILED/);
    await page.route('**/picture', (route) => route.fulfill({ status: 503, json: { error: 'Come back later.' } }));
    await page.reload();
    await page.getByText('Come back later.').waitFor();
    expect(await page.locator('#redraw').isDisabled()).toBe(true);
    await page.unroute('**/picture');
    await page.route('**/picture', (route) => route.abort());
    await page.reload();
    await page.getByText(words.live.pictureFailed).waitFor();
  });
});

describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
  test.each([
    ['a desk', { viewport: DESKTOP, colorScheme }],
    ['a phone', { ...ON_PHONE, colorScheme }],
  ])('nobody is shut out, on %s', async (_what, options) => {
    const { page } = await open(256, options);
    await page.evaluate(axe.source);
    const check = async (what: string) => {
      const { violations, passes } = await page.evaluate<AxeResults>(
        'axe.run(document, { rules: { "target-size": { enabled: true } } })',
      );
      expect(passes.length).toBeGreaterThan(10);
      expect(violations.map(({ id, nodes }) => [what, id, nodes.map((node) => node.html)])).toEqual([]);
    };
    await page.locator('#redraw').click();
    await check('with a mistake');
    await page.locator('#help-open').click();
    await check('with the help');
    await page.keyboard.press('Escape');
    await page.locator('#stage').press('Enter');
    answer(async () => 'taken');
    await page.locator('#redraw').click();
    await page.locator('#done').waitFor();
    await check('done');
  });
});
