/** Plays the sandbox in a browser and writes the pictures of the README to docs/: all of them, or those that are named. */
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../test/support/browser.ts';
import { painterPictures } from '../test/support/painter.ts';
import { startSandbox } from '../test/support/sandbox.ts';
import {
  closeModal,
  drawn,
  field,
  finished,
  flip,
  keep,
  modal,
  open,
  sample,
  save,
  say,
  setDrawing,
  share,
  threadOf,
} from './on-page.ts';

const HERO = { width: 1280, height: 800 };
const HOME = { width: 1100, height: 1000 };
/** Of the window around a card, which is as wide as Slack draws one. */
const CLOSE = { width: 930, height: 900 };

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
  // Wants a font with Chinese letters: `apt install fonts-noto-cjk`, where there is none.
  async chinese(page) {
    await page.getByTestId('person-U0DAWEI04').click();
    await say(page, '/imagine 雪地里的一只红狐狸，水彩 --ar 3:2');
    const card = await finished(page, '雪地里的一只红狐狸', 'U1');
    await drawn(card.getByTestId('card-image'));
    await keep(card, 'chinese');
  },
  async settings(page) {
    await say(page, '/mj settings');
    for (const [name, parameters] of [
      ['cinematic', '--ar 21:9 --style raw --s 250'],
      ['sticker', '--ar 1:1 --no background, text --s 50'],
    ] as const) {
      await modal(page).getByText('New preset').last().click();
      await field(page, 'name').locator('input').fill(name);
      await field(page, 'parameters').locator('input').fill(parameters);
      await modal(page).getByTestId('modal-submit').click();
      await modal(page).getByText(parameters).waitFor();
    }
    await field(page, 'ratio').locator('input').fill('3:2');
    await field(page, 'stylize').locator('input').fill('250');
    await page.setViewportSize({ ...CLOSE, height: 1900 });
    await modal(page)
      .getByText('Presets', { exact: true })
      .evaluate((heading) => (heading as unknown as { scrollIntoView(): void }).scrollIntoView());
    await keep(modal(page), 'settings');
    await modal(page).getByTestId('modal-submit').click();
    await modal(page).getByText('are saved').waitFor();
    await closeModal(page);
    await page.setViewportSize(CLOSE);
    await say(page, '/imagine a lighthouse in a storm --preset cinematic');
    const card = await finished(page, 'a lighthouse', 'U1');
    await drawn(card.getByTestId('card-image'));
    await keep(card, 'preset');
    // The pictures after this one start from nothing.
    await say(page, '/mj settings');
    for (const name of ['ratio', 'stylize']) await field(page, name).locator('input').fill('');
    await modal(page).getByTestId('modal-submit').click();
    await modal(page).getByText('are saved').waitFor();
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
  async lint(page) {
    await say(page, '/imagine a red fox in snow --chaos 200 --ar 16:9');
    const offer = page.getByTestId('ephemeral').last();
    await offer.locator('[data-testid=button]', { hasText: 'Run corrected' }).waitFor();
    await keep(offer, 'lint');
  },
  async series(page) {
    await say(page, '/imagine a fox in {snow, rain, autumn leaves, moonlight} --ar 3:2');
    await page.getByTestId('ephemeral').last().locator('[data-testid=button]', { hasText: 'Make 4 pictures' }).click();
    const head = page.getByTestId('message').filter({ hasText: 'All 4 are done' }).last();
    await head.waitFor();
    await drawn(head.locator('img.card-image, [data-testid=card-image]').first());
    await keep(head, 'series');
  },
  async admin(page) {
    await say(page, '/imagine a lighthouse at dusk');
    await finished(page, 'lighthouse at dusk', 'U1');
    await say(page, '/mj admin');
    await modal(page)
      .getByText(/\d asked for/)
      .waitFor();
    await page.setViewportSize({ ...CLOSE, height: 1300 });
    await keep(modal(page), 'admin');
    await closeModal(page);
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

/** The app's own page: something that runs, the latest pictures, one of them kept. */
async function home(browser: Browser, address: string): Promise<void> {
  const page = await browser.newPage({ viewport: HOME });
  await open(page, address, 'art');
  for (const prompt of ['a lighthouse in a storm', 'a quiet harbour at dawn, watercolour', 'dunes under two moons']) {
    await say(page, `/imagine ${prompt}`);
    await drawn((await finished(page, prompt, 'U1')).getByTestId('card-image'));
  }
  const harbour = await finished(page, 'quiet harbour', 'U1');
  await harbour.hover();
  await harbour.getByTestId('reaction-open').click();
  await page.getByTestId('react-star').click();
  await harbour.getByTestId('reaction-star').waitFor();
  await setDrawing(page, '20000', '20 s');
  await say(page, '/imagine a paper city at night');
  await page.getByTestId('message').filter({ hasText: 'paper city' }).getByText(/\d+%/).waitFor();
  await page.getByTestId('app-home').click();
  await page.getByTestId('home').getByText('Running now').waitFor();
  await page.getByTestId('home').getByText('⭐ Kept').waitFor();
  await page.waitForFunction(
    '[...document.querySelectorAll(".thumbnail img")].every((img) => img.complete && img.naturalWidth > 0)',
  );
  await page.mouse.move(0, 0);
  await save(await page.screenshot({ animations: 'disabled' }), 'home');
  await setDrawing(page, '1500', '1.5 s');
  await page.close();
}

async function main(): Promise<void> {
  const [sandbox, browser] = await Promise.all([startSandbox(['--draw-ms', '1500']), launchBrowser()]);
  try {
    const wanted = process.argv.slice(2);
    const takes = (name: string) => wanted.length === 0 || wanted.includes(name);
    if (takes('sandbox')) await hero(browser, sandbox.address);
    if (takes('home')) await home(browser, sandbox.address);
    for (const [name, play] of Object.entries(PICTURES)) {
      if (!takes(name)) continue;
      const page = await browser.newPage({ viewport: CLOSE, deviceScaleFactor: 2 });
      await open(page, sandbox.address, 'art');
      await play(page);
      await page.close();
    }
    if (!takes('painter')) return;
    const { painter, 'painter-phone': phone } = await painterPictures(browser);
    if (painter !== undefined) await save(painter, 'painter');
    if (phone !== undefined) await save(phone, 'painter-phone');
  } finally {
    await browser.close();
    await sandbox.stop();
  }
}

await main();
