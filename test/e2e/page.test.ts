import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type Sandbox, startSandbox } from '../support/sandbox.ts';

/** The sandbox as a stranger starts it, played in a real browser. */
const PICTURES = path.resolve(import.meta.dirname, '../output');

let sandbox: Sandbox;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  [sandbox, browser] = await Promise.all([startSandbox(['--draw-ms', '4000']), launchBrowser()]);
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(sandbox.address);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await sandbox?.stop();
}, 30_000);

test('a person types /imagine, sees the picture, clicks U2 and sees the thread', async () => {
  await page.getByTestId('channel-art').click();
  await page.getByTestId('composer').first().fill('/imagine a red fox in snow --ar 16:9');
  await page.getByTestId('composer').first().press('Enter');

  const card = page.getByTestId('message').filter({ hasText: 'a red fox in snow' }).first();
  await card.waitFor();
  await card.getByText(/\d+%/).waitFor();
  const picture = card.getByTestId('card-image');
  await picture.waitFor({ timeout: 20_000 });
  await expect
    .poll(() => picture.evaluate((img) => (img as unknown as { naturalWidth: number }).naturalWidth))
    .toBeGreaterThan(100);
  expect(
    await card.getByTestId('button').evaluateAll((all) => all.map((one) => one.getAttribute('data-label'))),
  ).toEqual(['U1', 'U2', 'U3', 'U4', '🔄', 'V1', 'V2', 'V3', 'V4']);

  await card.locator('[data-testid=button][data-label=U2]').click();
  await card.getByText('pressed').waitFor();
  await card.getByTestId('thread-open').click();
  const thread = page.getByTestId('thread-pane');
  await thread.getByTestId('card-image').first().waitFor({ timeout: 20_000 });
  await thread
    .locator('[data-testid=button][data-label="Upscale (Subtle)"], [data-testid=button]', {
      hasText: 'Upscale (Subtle)',
    })
    .first()
    .waitFor({ timeout: 20_000 });
  await page.screenshot({ path: path.join(PICTURES, 'story.png') });

  expect(await thread.getByTestId('button').count()).toBeGreaterThanOrEqual(14);
}, 90_000);

test('a mistake is told to the person alone', async () => {
  await page.getByTestId('channel-general').click();
  await page.getByTestId('composer').first().fill('/mj conjure a fox');
  await page.getByTestId('composer').first().press('Enter');

  const told = page.getByTestId('ephemeral').filter({ hasText: 'conjure' });
  await told.waitFor();
  expect(await told.textContent()).toContain('/mj help');
});

/** Where a picked sample is shown once it is uploaded. */
const uploaded = (name: string) => page.locator('.upload:not(.upload-busy)', { hasText: name });

test('a person chooses two files in the modal of /blend, and closes it when it says that they are on their way', async () => {
  await page.getByTestId('channel-art').click();
  await page.getByTestId('composer').first().fill('/blend');
  await page.getByTestId('send').click();
  const modal = page.getByTestId('modal');
  await modal.getByTestId('file-input').setInputFiles(
    await Promise.all(
      ['fox', 'city'].map(async (id) => {
        const sample = await page.request.get(`${sandbox.address}/sample/${id}`);
        return { name: `${id}.jpg`, mimeType: 'image/jpeg', buffer: await sample.body() };
      }),
    ),
  );
  await uploaded('fox.jpg').waitFor();
  await uploaded('city.jpg').waitFor();
  await modal.getByTestId('modal-submit').click();
  await modal.getByText('On its way').waitFor({ timeout: 15_000 });
  await modal.getByTestId('modal-close').click();

  const card = page.getByTestId('message').filter({ hasText: 'asked to blend 2 pictures' });
  await card.getByTestId('card-image').waitFor({ timeout: 20_000 });
  await card.locator('[data-testid=button][data-label=U1]').waitFor();
  expect(await modal.count()).toBe(0);
});

test('a person shares a picture with a mention, reads four prompts, and draws the second', async () => {
  await page.getByTestId('channel-art').click();
  await page.getByTestId('samples').click();
  await page.getByTestId('sample-fox').click();
  await uploaded('fox.jpg').waitFor();
  await page.getByTestId('composer').first().fill('@midjourney describe');
  await page.getByTestId('send').click();

  const card = page.getByTestId('message').filter({ hasText: 'asked what this picture shows' });
  const second = card.locator('[data-testid=button][data-label="2️⃣"]');
  await second.waitFor({ timeout: 20_000 });
  const prompts = await card.locator('.pre').allTextContents();
  expect(prompts).toHaveLength(4);
  await second.click();
  await page.getByTestId('modal').getByTestId('modal-submit').click();
  await card.getByTestId('thread-open').click();

  const drawn = page.getByTestId('thread-pane').getByTestId('message').nth(1);
  await drawn.getByTestId('card-image').waitFor({ timeout: 20_000 });
  expect(await drawn.locator('.pre').first().textContent()).toContain(prompts[1]?.trim());
});

test('a person stars a card from its menu, finds it in the Home tab, and follows its link back to it', async () => {
  await page.getByTestId('channel-art').click();
  const card = page.getByTestId('message').filter({ hasText: 'asked to blend 2 pictures' });
  await card.hover();
  await card.getByTestId('reaction-open').click();
  await page.getByTestId('react-star').click();
  await card.getByTestId('reaction-star').waitFor();

  await page.getByTestId('app-home').click();
  const home = page.getByTestId('home');
  await home.locator('[data-testid=button][data-label*=Favourites]').click();
  await home.locator('[data-testid=button][data-label="⭐ Favourites ✓"]').waitFor();
  await home.locator('.thumbnail img').first().waitFor();
  await home.locator('[data-testid=button][data-label=Open]').click();
  await card.waitFor();
  expect(await card.evaluate((row) => row === row.ownerDocument.activeElement)).toBe(true);
  await page.getByTestId('channel-dm').click();
  await page.getByTestId('tab-home').click();
  await home.waitFor();
});
