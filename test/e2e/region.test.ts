import { setTimeout } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Message, View } from '../../src/sandbox/slack/index.ts';
import { launchBrowser } from '../support/browser.ts';
import { openPainter } from '../support/painter.ts';
import { handsAt } from '../support/painter-hands.ts';
import { likeness, readMask, rectangle, SAME } from '../support/painter-masks.ts';
import { ALICE, ART, buttonsOf, done, pictureOf, type Stage, seen, setStage } from '../support/stage.ts';

/** *Vary (Region)* with a public address, through the whole bot: from the button to the pixels that the gateway is sent. */

let browser: Browser;
let stage: Stage;
let parent: Message;

beforeAll(async () => {
  browser = await launchBrowser();
  const options = { mode: 'http' as const, rateScale: 0, gateway: { drawMs: 300 }, env: { SLACK_TIER_SCALE: '20' } };
  stage = await setStage({ ...options, withoutBot: true });
  await stage.startBot({ env: { PUBLIC_URL: stage.address, MJ_NOTIFY: 'off' } });
  await stage.imagine('a red fox in snow');
  const grid = await stage.card(done, 'the grid');
  await stage.slack.act.click({ user: ALICE, on: { channel: ART, ts: grid.ts }, element: { label: 'U1' } });
  parent = await stage.card(done, 'the single picture', { n: 1 });
});
afterAll(async () => {
  await browser.close();
  await stage.strike();
});

const topModal = () => stage.slack.world.modals[ALICE]?.at(-1);

/** Presses the button and finds the painter's address in the modal. */
async function pressed(): Promise<string> {
  const button = buttonsOf(parent).find((b) => b.label.includes('Vary (Region)'));
  await stage.slack.act.click({
    user: ALICE,
    on: { channel: ART, ts: parent.ts },
    element: { label: button?.label ?? '' },
  });
  return await stage.slack.waitFor(() => painterIn(topModal()), { what: 'the link to the painter' });
}
/** Two clicks within a second would be one. */
afterEach(async () => {
  if (topModal() !== undefined) await stage.slack.act.closeView({ user: ALICE, all: true });
  await setTimeout(1000);
});
function painterIn(view: View | undefined): string | undefined {
  return buttonsOf({ blocks: view?.blocks ?? [] }).find((b) => b.url?.includes('/paint/'))?.url;
}

const modals = () => stage.gateway.submits.filter((submit) => submit.kind === 'modal');

async function atPainter(address: string) {
  const page = await browser.newPage();
  await openPainter(page, address);
  const size = await sizeOfParent();
  const hands = handsAt(page, size, () => Promise.reject(new Error('the bot has it')));
  const box = [await hands.at(0.2, 0.25), await hands.at(0.7, 0.8)] as const;
  await hands.choose('rectangle');
  await hands.drag(box);
  return { page, shape: rectangle(await hands.inPicture(box)) };
}
async function sizeOfParent(): Promise<{ width: number; height: number }> {
  const bytes = stage.slack.world.files[pictureOf(parent) ?? '']?.bytes ?? Buffer.alloc(0);
  const { width, height } = await sharp(Buffer.from(bytes)).metadata();
  return { width, height };
}

test('what is painted arrives at the gateway to the pixel, and the link is used up', async () => {
  const before = stage.gateway.submits.length;
  const address = await pressed();
  expect(stage.gateway.submits).toHaveLength(before);
  const { page, shape } = await atPainter(address);
  await page.locator('#prompt').fill('a red fox with a blue hat');
  await page.getByRole('button', { name: 'Redraw' }).click();
  const child = await stage.card(done, 'the redrawn picture', { n: 2, timeoutMs: 30_000 });

  expect(child.threadTs).toBe(parent.threadTs);
  expect(seen(child)).toContain('*with a blue hat*');
  const [sent] = modals();
  expect(sent?.body['prompt']).toBe('a red fox with a blue hat');
  const mask = await readMask(sent?.mask ?? Buffer.alloc(0));
  expect([mask.width, mask.height]).toEqual(Object.values(await sizeOfParent()));
  expect(await likeness(mask, shape)).toBeGreaterThanOrEqual(SAME);

  expect((await fetch(address)).status).toBe(410);
  await stage.slack.waitFor(() => topModal() !== undefined && topModal()?.submit === undefined, {
    what: 'the modal to say that it is on its way',
  });
  await page.close();
});

test('a mask goes back into the open modal, with the prompt, and the modal shows it and sends it', async () => {
  const address = await pressed();
  const { page, shape } = await atPainter(address);
  await page.locator('#prompt').fill('a red fox with a green hat');
  await page.getByRole('button', { name: 'Use this mask' }).click();
  await stage.slack.waitFor(() => topModal()?.blocks.some((b) => 'image_url' in b), { what: 'the preview' });
  await stage.slack.act.submitView({ user: ALICE });
  await stage.card(done, 'the redrawn picture', { n: 3, timeoutMs: 30_000 });

  const sent = modals().at(-1);
  expect(sent?.body['prompt']).toBe('a red fox with a green hat');
  expect(await likeness(await readMask(sent?.mask ?? Buffer.alloc(0)), shape)).toBeGreaterThanOrEqual(SAME);
  await page.close();
});

test('a prompt that was typed in the modal stands at the painter, and is not lost when it is typed later still', async () => {
  const address = await pressed();
  const before = modals().length;
  const type = async (prompt: string) =>
    await stage.slack.act.click({
      user: ALICE,
      on: { viewId: topModal()?.id ?? '' },
      element: { blockId: 'prompt' },
      option: prompt,
    });
  await type('a red fox with a straw hat');
  const { page } = await atPainter(address);
  expect(await page.locator('#prompt').inputValue()).toBe('a red fox with a straw hat');
  await type('a red fox with a straw hat and boots');
  await page.getByRole('button', { name: 'Redraw' }).click();
  await stage.card(done, 'the redrawn picture', { n: 4, timeoutMs: 30_000 });

  expect(
    modals()
      .slice(before)
      .map(({ body }) => body['prompt']),
  ).toEqual(['a red fox with a straw hat and boots']);
  await page.close();
});

test.each([
  ['forged', (address: string) => `${address.slice(0, -2)}xx`, 404],
  ['of nothing', (address: string) => `${new URL(address).origin}/paint/nothing`, 404],
])('a link that is %s opens nothing', async (_what, change, status) => {
  const address = await pressed();
  expect((await fetch(change(address))).status).toBe(status);
  expect((await fetch(address)).status).toBe(200);
});

test.each([
  ['of the wrong size', async () => await maskOf(64, 64), /size|pixels/i],
  ['that is no PNG', async () => Buffer.from('GIF89a'), /PNG/],
  ['that selects nothing', async () => await blank(await sizeOfParent(), 0), /paint|nothing|select/i],
  ['that selects everything', async () => await blank(await sizeOfParent(), 255), /everything|whole|all/i],
])('a mask %s is refused with a sentence, and uses nothing up', async (_what, make, sentence) => {
  const address = await pressed();
  const before = stage.gateway.submits.length;
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(address).origin },
    body: JSON.stringify({
      prompt: 'a fox',
      then: 'redraw',
      mask: `data:image/png;base64,${(await make()).toString('base64')}`,
    }),
  });

  expect(answer.status).toBe(422);
  expect(((await answer.json()) as { error: string }).error).toMatch(sentence);
  expect((await fetch(address)).status).toBe(200);
  expect(stage.gateway.submits).toHaveLength(before);
});

async function blank(size: { width: number; height: number }, grey: number): Promise<Buffer> {
  const background = { r: grey, g: grey, b: grey };
  return await sharp({ create: { ...size, channels: 3, background } })
    .png()
    .toBuffer();
}
async function maskOf(width: number, height: number): Promise<Buffer> {
  const half = await blank({ width: width / 2, height }, 255);
  return await sharp(await blank({ width, height }, 0))
    .composite([{ input: half, left: 0, top: 0 }])
    .png()
    .toBuffer();
}

test('a mask of 20 MB is refused', async () => {
  const address = await pressed();
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(address).origin },
    body: JSON.stringify({
      prompt: 'a fox',
      then: 'redraw',
      mask: `data:image/png;base64,${'A'.repeat(20 * 1024 * 1024)}`,
    }),
  });
  expect(answer.status).toBe(413);
});
