/** What is done on the sandbox page to take its pictures, and how they are kept in docs/. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';

const DOCS = path.resolve(import.meta.dirname, '../docs');
/** What a README can carry. */
const MOST_BYTES = 250 * 1024;
const PATIENCE_MS = 30_000;

/** A switch of the board; some start the bot anew. */
export async function flip(page: Page, name: string): Promise<void> {
  await page.getByTestId('open-drawer').click();
  const before = await page.getByTestId(name).getAttribute('aria-checked');
  await page.getByTestId(name).click();
  await page.locator(`[data-testid=${name}][aria-checked=${before === 'true' ? 'false' : 'true'}]`).waitFor();
  await page.locator('[data-testid=bot-state][data-state=ready]').waitFor();
  await page.getByTestId('open-drawer').click();
}

/** How long a picture takes; what is being drawn is lost. */
export async function setDrawing(page: Page, ms: string, shown: string): Promise<void> {
  await page.getByTestId('open-drawer').click();
  await page.getByTestId('draw-ms').fill(ms);
  await page.locator('.stage-row', { hasText: 'Drawing takes' }).getByText(shown, { exact: true }).waitFor();
  await page.getByTestId('open-drawer').click();
}

export async function open(page: Page, address: string, channel: string): Promise<void> {
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(address);
  await page.getByTestId(`channel-${channel}`).click();
}

export async function say(page: Page, text: string): Promise<void> {
  await page.getByTestId('composer').first().fill(text);
  await page.getByTestId('send').click();
}

export async function share(page: Page, samples: readonly string[], text: string): Promise<void> {
  for (const id of samples) await sample(page, page.getByTestId('samples'), id);
  await say(page, text);
}

/** Picks a sample and waits until it is uploaded. */
export async function sample(page: Page, button: Locator, id: string): Promise<void> {
  const uploaded = page.locator('.upload:not(.upload-busy)', { hasText: `${id}.jpg` });
  await button.click();
  await page.getByTestId(`sample-${id}`).click();
  await uploaded.waitFor();
}

export function modal(page: Page): Locator {
  return page.getByTestId('modal');
}

export function field(page: Page, name: string): Locator {
  return modal(page).locator(`[data-testid=input][data-block-id=${name}]`);
}

export async function closeModal(page: Page): Promise<void> {
  await modal(page).getByTestId('modal-close').click();
  await modal(page).waitFor({ state: 'detached' });
}

/** The card with this text, once it has this button. */
export async function finished(page: Page, text: string, label: string): Promise<Locator> {
  const button = page.locator(`[data-testid=button][data-label="${label}"]`);
  const card = page.getByTestId('message').filter({ hasText: text }).filter({ has: button }).last();
  await card.waitFor();
  return card;
}

/** Opens the thread of a card, one of whose buttons was pressed: its label has changed. */
export async function threadOf(page: Page, text: string): Promise<void> {
  await page
    .getByTestId('message-list')
    .getByTestId('message')
    .filter({ hasText: text })
    .last()
    .getByTestId('thread-open')
    .click();
}

export async function drawn(picture: Locator): Promise<void> {
  await picture.waitFor();
  await picture.evaluate(async (img) => {
    await (img as unknown as { decode(): Promise<void> }).decode();
  });
}

export async function keep(what: Locator, name: string): Promise<void> {
  await what.waitFor();
  await what.page().mouse.move(0, 0);
  await save(await what.screenshot({ animations: 'disabled' }), name);
}

/** Full colour where that is small enough, else a palette. */
export async function save(png: Buffer, name: string): Promise<void> {
  const full = await sharp(png).png({ compressionLevel: 9 }).toBuffer();
  const bytes =
    full.length <= MOST_BYTES ? full : await sharp(png).png({ palette: true, quality: 90, effort: 10 }).toBuffer();
  if (bytes.length > MOST_BYTES) throw new Error(`docs/${name}.png is too large: ${bytes.length} bytes`);
  await mkdir(DOCS, { recursive: true });
  await writeFile(path.join(DOCS, `${name}.png`), bytes);
  process.stdout.write(`docs/${name}.png ${Math.round(bytes.length / 1024)} kB\n`);
}
