/** Plays the sandbox in a browser and writes the pictures of the README to docs/. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { launchBrowser } from '../test/support/browser.ts';
import { painterPictures } from '../test/support/painter.ts';
import { startSandbox } from '../test/support/sandbox.ts';

const DOCS = path.resolve(import.meta.dirname, '../docs');
const HERO = { width: 1280, height: 800 };
/** Of the window around a card, which is as wide as Slack draws one. */
const CLOSE = { width: 930, height: 900 };
/** What a README can carry. */
const MOST_BYTES = 250 * 1024;
const PATIENCE_MS = 30_000;

/** Each starts on a fresh page, in #art unless it goes elsewhere. */
const PICTURES: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  async builder(page) {
    await say(page, '/imagine');
    await field(page, 'prompt').locator('textarea').fill('a red fox in snow, watercolour');
    await field(page, 'ratio').locator('input').fill('16:9');
    await field(page, 'stylize').locator('input').fill('250');
    const preview = modal(page).getByText('--stylize 250');
    await preview.waitFor();
    await preview.scrollIntoViewIfNeeded();
    await keep(modal(page), 'builder');
    await closeModal(page);
  },
  async describe(page) {
    await share(page, ['fox'], '@midjourney describe');
    await keep(await finished(page, 'asked what this picture shows', '1️⃣'), 'describe');
  },
  async shorten(page) {
    await say(page, '/shorten red fox, very deep snow, really golden light, truly oil painting, please');
    await keep(await finished(page, 'oil painting, please', '1️⃣'), 'shorten');
  },
  async blend(page) {
    await say(page, '/blend');
    await sample(page, modal(page).getByTestId('input-samples'), 'fox');
    await sample(page, modal(page).getByTestId('input-samples'), 'harbour');
    await modal(page).getByTestId('modal-submit').click();
    await modal(page).getByText('On its way').waitFor();
    await closeModal(page);
    const card = await finished(page, 'asked to blend', 'U1');
    await drawn(card.getByTestId('card-image'));
    await keep(card, 'blend');
  },
  async upload(page) {
    await share(page, ['city', 'dunes'], '@midjourney upload');
    const card = page.getByTestId('message').filter({ hasText: /https?:\/\// });
    await keep(card.last(), 'upload');
  },
  async choice(page) {
    await share(page, ['fox', 'city'], '@midjourney');
    const offer = page.getByTestId('ephemeral').last();
    await offer.getByTestId('button').nth(1).waitFor();
    await keep(offer, 'choice');
  },
  async video(page) {
    const text = 'the boat sails out of the harbour';
    await share(page, ['harbour'], `@midjourney video ${text}`);
    const card = page
      .getByTestId('message')
      .filter({ hasText: text })
      .filter({ has: page.getByTestId('card-image') });
    await drawn(card.getByTestId('card-image'));
    await card.getByTestId('thread-open').click();
    const thread = page.getByTestId('thread-list');
    const film = thread.getByTestId('file-video').first();
    await film.waitFor();
    await film.evaluate(async (video) => {
      const { poster } = video as unknown as { poster: string };
      await fetch(poster);
    });
    await page.locator('[data-testid=file-video]:not([controls])').first().waitFor();
    await page.setViewportSize({ ...CLOSE, height: 1600 });
    await keep(thread.locator('.list-inner'), 'video');
  },
  async remix(page) {
    await flip(page, 'remix');
    await say(page, '/imagine a red fox in snow, oil painting');
    const card = await finished(page, 'oil painting', 'V2');
    await card.locator('[data-testid=button][data-label=V2]').click();
    await field(page, 'prompt').locator('textarea').fill('a red fox in deep snow, pencil drawing');
    await modal(page).getByTestId('modal-submit').click();
    await threadOf(page, 'oil painting');
    const child = page.getByTestId('thread-pane').getByTestId('message').nth(1);
    await drawn(child.getByTestId('card-image'));
    await keep(child, 'remix');
    await flip(page, 'remix');
  },
  async region(page) {
    await flip(page, 'public-address');
    await say(page, '/imagine a red fox at a harbour');
    const card = await finished(page, 'at a harbour', 'U2');
    await card.locator('[data-testid=button][data-label=U2]').click();
    await threadOf(page, 'at a harbour');
    await page.getByTestId('thread-pane').locator('[data-testid=button]', { hasText: 'Vary (Region)' }).click();
    await drawn(modal(page).locator('img').first());
    for (const cell of ['6', '7', '10', '11'])
      await field(page, 'cells')
        .getByText(new RegExp(`^${cell}$`))
        .first()
        .click();
    await page.setViewportSize({ ...CLOSE, height: 1500 });
    await keep(modal(page), 'region');
    await closeModal(page);
    await flip(page, 'public-address');
  },
  // Last, because it moves everybody to a gateway that gives its reasons in English.
  async failure(page) {
    await page.getByTestId('open-drawer').click();
    await page.getByTestId('dialect-trueai').click();
    await page.locator('[data-testid=dialect-trueai][aria-checked=true]').waitFor();
    await page.locator('[data-testid=bot-state][data-state=ready]').waitFor();
    await page.getByTestId('open-drawer').click();
    await say(page, '/imagine a fox, blood red, in the snow');
    const card = page.getByTestId('message').filter({ hasText: 'blood red' }).last();
    await card.locator('[data-testid=button]', { hasText: 'Try again' }).waitFor();
    await keep(card, 'failure');
  },
};

/** The page as a whole: a finished grid, and the thread of an upscale. */
async function hero(browser: Browser, address: string): Promise<void> {
  const page = await browser.newPage({ viewport: HERO });
  await open(page, address, 'art');
  await say(page, '/imagine a red fox in snow, golden hour --ar 16:9');
  const card = await finished(page, 'golden hour', 'U2');
  await drawn(card.getByTestId('card-image'));
  await card.locator('[data-testid=button][data-label=U2]').click();
  await threadOf(page, 'golden hour');
  await drawn(page.getByTestId('thread-pane').getByTestId('card-image').first());
  await page.getByTestId('thread-pane').getByText('Upscale (Subtle)').first().waitFor();
  await page.getByTestId('composer').first().focus();
  await page.mouse.move(0, 0);
  await save(await page.screenshot(), 'sandbox');
  await page.close();
}

/** A switch of the board; some start the bot anew. */
async function flip(page: Page, name: string): Promise<void> {
  await page.getByTestId('open-drawer').click();
  const before = await page.getByTestId(name).getAttribute('aria-checked');
  await page.getByTestId(name).click();
  await page.locator(`[data-testid=${name}][aria-checked=${before === 'true' ? 'false' : 'true'}]`).waitFor();
  await page.locator('[data-testid=bot-state][data-state=ready]').waitFor();
  await page.getByTestId('open-drawer').click();
}

async function open(page: Page, address: string, channel: string): Promise<void> {
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(address);
  await page.getByTestId(`channel-${channel}`).click();
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByTestId('composer').first().fill(text);
  await page.getByTestId('send').click();
}

async function share(page: Page, samples: readonly string[], text: string): Promise<void> {
  for (const id of samples) await sample(page, page.getByTestId('samples'), id);
  await say(page, text);
}

/** Picks a sample and waits until it is uploaded. */
async function sample(page: Page, button: Locator, id: string): Promise<void> {
  const uploaded = page.locator('.upload:not(.upload-busy)', { hasText: `${id}.jpg` });
  await button.click();
  await page.getByTestId(`sample-${id}`).click();
  await uploaded.waitFor();
}

function modal(page: Page): Locator {
  return page.getByTestId('modal');
}

function field(page: Page, name: string): Locator {
  return modal(page).locator(`[data-testid=input][data-block-id=${name}]`);
}

async function closeModal(page: Page): Promise<void> {
  await modal(page).getByTestId('modal-close').click();
  await modal(page).waitFor({ state: 'detached' });
}

/** The card with this text, once it has this button. */
async function finished(page: Page, text: string, label: string): Promise<Locator> {
  const button = page.locator(`[data-testid=button][data-label="${label}"]`);
  const card = page.getByTestId('message').filter({ hasText: text }).filter({ has: button }).last();
  await card.waitFor();
  return card;
}

/** Opens the thread of a card, one of whose buttons was pressed: its label has changed. */
async function threadOf(page: Page, text: string): Promise<void> {
  await page
    .getByTestId('message-list')
    .getByTestId('message')
    .filter({ hasText: text })
    .last()
    .getByTestId('thread-open')
    .click();
}

async function drawn(picture: Locator): Promise<void> {
  await picture.waitFor();
  await picture.evaluate(async (img) => {
    await (img as unknown as { decode(): Promise<void> }).decode();
  });
}

async function keep(what: Locator, name: string): Promise<void> {
  await what.waitFor();
  await what.page().mouse.move(0, 0);
  await save(await what.screenshot({ animations: 'disabled' }), name);
}

/** Full colour where that is small enough, else a palette. */
async function save(png: Buffer, name: string): Promise<void> {
  const full = await sharp(png).png({ compressionLevel: 9 }).toBuffer();
  const bytes =
    full.length <= MOST_BYTES ? full : await sharp(png).png({ palette: true, quality: 90, effort: 10 }).toBuffer();
  if (bytes.length > MOST_BYTES) throw new Error(`docs/${name}.png is too large: ${bytes.length} bytes`);
  await writeFile(path.join(DOCS, `${name}.png`), bytes);
  process.stdout.write(`docs/${name}.png ${Math.round(bytes.length / 1024)} kB\n`);
}

async function main(): Promise<void> {
  await mkdir(DOCS, { recursive: true });
  const [sandbox, browser] = await Promise.all([startSandbox(['--draw-ms', '1500']), launchBrowser()]);
  try {
    await hero(browser, sandbox.address);
    for (const play of Object.values(PICTURES)) {
      const page = await browser.newPage({ viewport: CLOSE, deviceScaleFactor: 2 });
      await open(page, sandbox.address, 'art');
      await play(page);
      await page.close();
    }
    const { painter, 'painter-phone': phone } = await painterPictures(browser);
    if (painter !== undefined) await save(painter, 'painter');
    if (phone !== undefined) await save(phone, 'painter-phone');
  } finally {
    await browser.close();
    await sandbox.stop();
  }
}

await main();
