import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Message } from '../../src/sandbox/slack/index.ts';
import { ALICE, ART, buttonsOf, gatewayButtons, pictureOf, type Stage, seen, setStage } from '../support/stage.ts';

/** Prompts that need a word before they cost anything: what the channel shows, and what the gateway saw. */

let stage: Stage;

beforeAll(async () => {
  stage = await setStage({ rateScale: 0, gateway: { drawMs: 300 }, env: { SLACK_TIER_SCALE: '20' } });
}, 60_000);
afterAll(async () => await stage?.strike());

type Blocks = { blocks: readonly object[] };
const done = (card: Blocks) => pictureOf(card) !== undefined && gatewayButtons(card).length > 0;
const prompts = () => stage.gateway.submits.map((submit) => submit.body['prompt']);

/** What Alice alone is told. */
async function told(text: string) {
  return await stage.slack.waitFor(
    (world) => world.ephemerals.findLast((one) => one.user === ALICE && (seen(one) + one.text).includes(text)),
    { what: text },
  );
}
async function click(ts: string, label: string) {
  await stage.slack.act.click({ user: ALICE, on: { channel: ART, ts }, element: { label } });
}
const labels = (message: Blocks) => buttonsOf(message).map(({ label }) => label);

describe('a prompt that would certainly not work', () => {
  test('costs nothing, and runs corrected by one click', async () => {
    await stage.imagine('a red fox --chaos 200 --ar 16:9');
    const offer = await told('would not work');

    expect(seen(offer)).toContain('from 0 to 100');
    expect(seen(offer)).toContain('a red fox --chaos 100 --ar 16:9');
    expect(labels(offer)).toEqual(['Run corrected', 'Edit prompt', 'Cancel']);
    expect(stage.gateway.submits).toEqual([]);
    expect(stage.cards()).toEqual([]);

    await click(offer.ts, 'Run corrected');
    await told('on its way');
    await stage.card(done, 'the picture');
    expect(prompts()).toEqual(['a red fox --chaos 100 --ar 16:9']);
  });

  test('in the builder has the correction on top of it, and what was typed below', async () => {
    await stage.slack.act.command({ user: ALICE, channel: ART, command: '/imagine' });
    const modals = () => stage.slack.world.modals[ALICE] ?? [];
    await stage.slack.waitFor(() => modals().length === 1, { what: 'the builder' });
    await stage.slack.act.submitView({ user: ALICE, values: { prompt: 'a blue fox --seed' } });
    expect(modals()).toHaveLength(2);
    await stage.slack.act.closeView({ user: ALICE });
    expect(JSON.stringify(modals()[0]?.state)).toContain('a blue fox --seed');
    await stage.slack.act.submitView({ user: ALICE });
    await stage.slack.act.submitView({ user: ALICE });
    expect(modals()).toEqual([]);
    await stage.card(done, 'the picture', { n: 1 });
    expect(prompts().at(-1)).toBe('a blue fox');
  });
});

test('a prompt that may not work runs, with a line on its card and a click that mends it', async () => {
  await stage.imagine('a grey fox --stop 50');
  const card = await stage.card((one) => done(one) && labels(one).includes('Run corrected'), 'the card', { n: 2 });
  expect(seen(card)).toContain('`--stop` does nothing');
  expect(prompts().at(-1)).toBe('a grey fox --stop 50');

  await click(card.ts, 'Run corrected');
  const again = await stage.card(done, 'the corrected picture', { n: 3 });
  expect(again.threadTs).toBe(card.ts);
  expect(prompts().at(-1)).toBe('a grey fox');
});

test('a prompt for four pictures is asked about, made in one thread, and ends with a contact sheet', async () => {
  const before = stage.gateway.submits.length;
  await stage.imagine('a {white, black} fox --repeat 2 --ar 3:2');
  const offer = await told('makes 4 pictures');
  expect(labels(offer)).toEqual(['Make 4 pictures', 'Edit prompt', 'Cancel']);
  expect(stage.gateway.submits).toHaveLength(before);

  await click(offer.ts, 'Make 4 pictures');
  const head = await stage.slack.waitFor(
    (world) => world.messages[ART]?.find((one) => one.metadata?.['event_type'] === 'mj_series'),
    { what: 'the message of the series' },
  );
  const inThread = () => stage.cards().filter((one) => one.threadTs === head.ts);
  const whole = await stage.slack.waitFor(
    (world) => world.messages[ART]?.find((one) => one.ts === head.ts && pictureOf(one) !== undefined),
    { what: 'the contact sheet', timeoutMs: 30_000 },
  );

  expect(inThread().filter(done)).toHaveLength(4);
  expect(seen(whole)).toContain('All 4 are done');
  expect(prompts().slice(before)).toHaveLength(4);
  for (const colour of ['white', 'black'])
    expect(prompts().filter((prompt) => prompt === `a ${colour} fox --ar 3:2`)).toHaveLength(2);
  const link = `https://sandbox.slack.com/archives/${ART}/p${head.ts.replace('.', '')}`;
  await stage.slack.act.command({ user: ALICE, channel: ART, command: '/mj', text: 'tasks' });
  const tasks = await told('4 of 4 pictures done');
  expect(tasks.text).toContain(`“a {white, black} fox --repeat 2 --ar 3:2” · 4 of 4 pictures done`);
  expect(tasks.text).toContain(`<${link}|open>`);
  expect(tasks.text).not.toContain('a white fox');
  const [first] = inThread();
  const shown = `show ${link.replace(/p\d+$/, `p${first?.ts.replace('.', '')}`)}?thread_ts=${head.ts}&cid=${ART}`;
  await stage.slack.act.command({ user: ALICE, channel: ART, command: '/mj', text: shown });
  expect(seen(await told('One of'))).toContain(`One of <${link}|4 pictures>`);

  const { width, height } = await sheetSize(whole);
  expect(Math.max(width, height)).toBeLessThanOrEqual(2000);
  expect(width / height).toBeCloseTo(1.5, 1);
});

async function sheetSize(message: Message): Promise<{ width: number; height: number }> {
  const file = stage.slack.world.files[pictureOf(message) ?? ''];
  const { width, height } = await sharp(file?.bytes).metadata();
  return { width, height };
}
