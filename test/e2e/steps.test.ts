import sharp from 'sharp';
import { describe, expect, test as plain } from 'vitest';
import type { Message, View } from '../../src/sandbox/slack/index.ts';
import { FULL } from '../support/full.ts';
import { mention, png } from '../support/hand-over.ts';
import { onStage } from '../support/on-stage.ts';
import { continues, press, stepModal } from '../support/presses.ts';
import {
  ALICE,
  ART,
  BRUNO,
  buttonsOf,
  done,
  gatewayButtons,
  type Stage,
  type StageOptions,
  seen,
} from '../support/stage.ts';

/**
 * Presses that ask for more, played through: what the channel shows and what the gateway saw. Each kind in each dialect, at gateway latencies
 * that are really waited for. The short form takes each kind in the dialect that makes it hardest; `FULL_TESTS=1` takes them all.
 */
const test = plain.extend(onStage);

const DIALECTS = ['plus', 'trueai', 'new-api'] as const;
type Dialect = (typeof DIALECTS)[number];
const LATENCIES = [0, 2000, 6000];

/** How often new-api looks at what is behind it where that is not what is waited for; left alone it does every 15 s. */
const QUICK_SWEEPS = { sweepMs: 1000 };

function between(dialect: Dialect, more: { env?: Record<string, string>; sweepMs?: number } = {}): StageOptions {
  const { env = {}, ...switches } = more;
  return {
    rateScale: 0,
    gateway: { dialect, drawMs: 400, switches },
    env: { MJ_AUTH: 'auto', SLACK_TIER_SCALE: '20', ...env },
  };
}

/** A grid on a card, and then one picture of it. */
async function grid(stage: Stage, prompt: string): Promise<Message> {
  await stage.imagine(prompt);
  return await stage.card(done, 'the grid', { timeoutMs: 40_000 });
}
async function single(stage: Stage, prompt: string): Promise<Message> {
  const card = await grid(stage, prompt);
  await press(stage, card, 'U2');
  return await stage.card(done, 'the single picture', { n: 1, timeoutMs: 40_000 });
}

function promptIn(view: View): string {
  const input = view.blocks.find((block) => block['block_id'] === 'prompt') as
    | { element?: { initial_value?: string } }
    | undefined;
  return input?.element?.initial_value ?? '';
}

const seenBy = (stage: Stage, kind: string) => stage.gateway.submits.filter((submit) => submit.kind === kind);

type Play = (stage: Stage, latencyMs: number) => Promise<void>;

const remix: Play = async (stage, latencyMs) => {
  const card = await grid(stage, 'a red fox in snow --ar 3:2');
  stage.gateway.remix(true);
  stage.gateway.latency(latencyMs);
  await press(stage, card, 'V3');
  const view = await stepModal(stage, 1);
  expect(promptIn(view)).toContain('a red fox in snow');
  await stage.slack.act.submitView({ user: ALICE, values: { prompt: 'a blue fox in snow --ar 3:2' } });
  const child = await stage.card(done, 'the variation', { n: 1, timeoutMs: 80_000 });

  expect(child.threadTs).toBe(card.ts);
  expect(seen(child)).toMatch(/~red~[\s\S]*\*blue\*/);
  expect(seenBy(stage, 'modal').map((s) => s.body['prompt'])).toEqual(['a blue fox in snow --ar 3:2']);
  expect(seenBy(stage, 'action')).toHaveLength(1);
};

const zoom: Play = async (stage, latencyMs) => {
  const card = await single(stage, 'a red fox in snow --ar 3:2');
  stage.gateway.latency(latencyMs);
  const before = stage.gateway.submits.length;
  await press(stage, card, '🔍 Custom Zoom');
  await stepModal(stage, 2);
  expect(stage.gateway.submits).toHaveLength(before);
  const refused = await stage.slack.act.submitView({ user: ALICE, values: { zoom: '2.5' } });
  expect(refused.body).toMatchObject({ response_action: 'errors', errors: { zoom: expect.any(String) } });
  await stage.slack.act.submitView({ user: ALICE, values: { zoom: '1.4', ratio: '16:9' } });
  const child = await stage.card(done, 'the zoomed picture', { n: 2, timeoutMs: 80_000 });

  expect(child.threadTs).toBe(card.threadTs);
  expect(seenBy(stage, 'modal').map((s) => s.body['prompt'])).toEqual(['a red fox in snow --ar 16:9 --zoom 1.4']);
};

const region: Play = async (stage, latencyMs) => {
  const card = await single(stage, 'a red fox in snow');
  stage.gateway.latency(latencyMs);
  const before = stage.gateway.submits.length;
  await press(stage, card, '🖌️ Vary (Region)');
  await stepModal(stage, 2);
  expect(stage.gateway.submits).toHaveLength(before);
  const refused = await stage.slack.act.submitView({ user: ALICE, values: { prompt: 'a red fox with a hat' } });
  expect(refused.body).toMatchObject({ response_action: 'errors' });
  await stage.slack.act.submitView({
    user: ALICE,
    values: { prompt: 'a red fox with a hat', cells: ['1', '2', '5', '6'] },
  });
  const child = await stage.card(done, 'the varied picture', { n: 2, timeoutMs: 80_000 });

  expect(child.threadTs).toBe(card.threadTs);
  const [sent] = seenBy(stage, 'modal');
  expect(sent?.body['prompt']).toBe('a red fox with a hat');
  expect(await topLeftQuarter(sent?.body['maskBase64'])).toBe(1);
};

const pick: Play = async (stage, latencyMs) => {
  await mention(stage, 'describe', [{ name: 'fox.png', bytes: await png('green') }]);
  const card = await stage.card((c) => gatewayButtons(c).length >= 4, 'the four prompts', { timeoutMs: 40_000 });
  stage.gateway.latency(latencyMs);
  await press(stage, card, '2️⃣');
  const view = await stepModal(stage, 1);
  expect(seen(card)).toContain(promptIn(view).slice(0, 30));
  await stage.slack.act.submitView({ user: ALICE, values: { prompt: 'an edited prompt' } });
  const child = await stage.card(done, 'the picture', { n: 1, timeoutMs: 80_000 });

  expect(seen(child)).toContain('edited');
  const drawn = stage.gateway.submits.filter((s) => s.body['prompt'] === 'an edited prompt');
  expect(drawn).toHaveLength(1);
};

/** How much a mask and the top left quarter of its picture have in common: intersection over union. */
async function topLeftQuarter(dataUrl: unknown): Promise<number> {
  const base64 = String(dataUrl).replace(/^data:image\/png;base64,/, '');
  const { data, info } = await sharp(Buffer.from(base64, 'base64'))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  let both = 0;
  let either = 0;
  for (let y = 0; y < info.height; y++)
    for (let x = 0; x < info.width; x++) {
      const wanted = x < info.width / 2 && y < info.height / 2;
      const repainted = (data[(y * info.width + x) * info.channels] ?? 0) > 127;
      if (wanted && repainted) both += 1;
      if (wanted || repainted) either += 1;
    }
  return both / either;
}

const KINDS: readonly { name: string; play: Play; hardest: Dialect }[] = [
  // new-api rewrites the question to "accepted".
  { name: 'a remix', play: remix, hardest: 'new-api' },
  { name: 'a custom zoom', play: zoom, hardest: 'trueai' },
  { name: 'a region without a public address', play: region, hardest: 'plus' },
  { name: 'a prompt of describe', play: pick, hardest: 'new-api' },
];

describe.concurrent.each(LATENCIES)('with a gateway that takes %i ms for every answer', (latencyMs) => {
  for (const { name, play, hardest } of KINDS)
    test.concurrent.for(FULL ? DIALECTS : [hardest])(
      `${name} is asked for, answered once and drawn, on %s`,
      { timeout: 180_000 },
      async (dialect, { setStage }) => {
        // The short form waits for the real sweeps where it waits for nothing else.
        const stage = await setStage(between(dialect, FULL || latencyMs === 0 ? {} : QUICK_SWEEPS));
        await expect(play(stage, latencyMs)).resolves.toBeUndefined();
      },
    );
});

describe.concurrent('a confirmation', () => {
  test.concurrent('that two people answer at the same time is sent once', async ({ setStage }) => {
    const stage = await setStage(between('plus'));
    const card = await grid(stage, 'a red fox');
    stage.gateway.remix(true);
    stage.gateway.latency(3500);
    await press(stage, card, 'V1');
    await stage.card(continues, 'Continue', { n: 1 });
    const child = stage.cards()[1] as Message;
    for (const user of [ALICE, BRUNO]) {
      await press(stage, child, 'Continue', user);
      await stage.slack.waitFor((w) => w.modals[user]?.find((view) => view.submit !== undefined), {
        what: 'the modal',
      });
    }
    stage.gateway.latency(0);
    await Promise.all(
      [ALICE, BRUNO].map((user) =>
        stage.slack.act.submitView({ user, values: { prompt: `a fox of ${user === ALICE ? 'Alice' : 'Bruno'}` } }),
      ),
    );
    await stage.card(done, 'the variation', { n: 1 });
    expect(seenBy(stage, 'modal')).toHaveLength(1);
  });

  test.concurrent('is answered by itself where the person’s setting says so', async ({ setStage }) => {
    const stage = await setStage(between('new-api', QUICK_SWEEPS));
    await stage.slack.act.command({ user: ALICE, channel: ART, command: '/mj', text: 'settings' });
    await stage.slack.waitFor((w) => w.modals[ALICE]?.at(-1), { what: 'the settings' });
    await stage.slack.act.submitView({ user: ALICE, values: { remix: 'off' } });
    const card = await grid(stage, 'a red fox');
    stage.gateway.remix(true);
    await press(stage, card, 'V1');
    await stage.card(done, 'the variation', { n: 1, timeoutMs: 60_000 });
    expect(seenBy(stage, 'modal')).toHaveLength(1);
  });

  test.concurrent('whose answer was lost says so on the card, and is not sent again', async ({ setStage }) => {
    const stage = await setStage(between('trueai'));
    const card = await grid(stage, 'a red fox');
    stage.gateway.remix(true);
    await press(stage, card, 'V1');
    await stepModal(stage, 1);
    stage.gateway.faults.add({ kind: 'modal', times: 1, then: { do: 'drop' } });
    await stage.slack.act.submitView({ user: ALICE, values: { prompt: 'a blue fox' } });
    const lost = await stage.card((c) => seen(c).includes('its answer was lost'), 'what is known', { n: 1 });
    expect(seen(lost)).not.toContain('queued');
    expect(seen(lost)).toContain('will not send it a second time');
    expect(stage.gateway.submits.filter(({ kind }) => kind === 'modal').length).toBeLessThanOrEqual(1);
  });

  test.concurrent('that the gateway forgot ends honestly, and may be pressed again', async ({ setStage }) => {
    const stage = await setStage(between('trueai'));
    const card = await grid(stage, 'a red fox');
    stage.gateway.remix(true);
    await press(stage, card, 'V1');
    await stepModal(stage, 1);
    stage.gateway.forget(stage.gateway.submits[1]?.taskId ?? '');
    await stage.slack.act.submitView({ user: ALICE, values: { prompt: 'a blue fox' } });
    await stage.card((c) => buttonsOf(c).some((b) => b.label === 'Try again'), 'the failure', { n: 1 });
  });

  test.concurrent('of somebody else is not mine to answer under PRESS_BY=requester', async ({ setStage }) => {
    const stage = await setStage(between('plus', { env: { PRESS_BY: 'requester' } }));
    const card = await single(stage, 'a red fox');
    await press(stage, card, '🔍 Custom Zoom', BRUNO);
    const told = await stage.slack.waitFor((w) => w.ephemerals.find((e) => e.user === BRUNO), { what: 'why not' });
    expect(seen(told) + told.text).toContain(`<@${ALICE}>`);
    expect(stage.slack.world.modals[BRUNO] ?? []).toEqual([]);
  });
});

test.concurrent('an upscale that was pressed already is linked to, and not made again', async ({ setStage }) => {
  const stage = await setStage(between('plus'));
  const card = await grid(stage, 'a red fox');
  await press(stage, card, 'U2');
  const child = await stage.card(done, 'the upscale', { n: 1 });
  const linked = await stage.card((c) => buttonsOf(c).some((b) => b.label.includes('U2') && b.url), 'the link');
  const link = buttonsOf(linked).find((b) => b.label.includes('U2'));
  expect(link?.url).toContain(child.ts.replace('.', ''));
  expect(stage.gateway.submits).toHaveLength(2);

  await press(stage, card, 'V1');
  await stage.card(done, 'the variation', { n: 2 });
  await stage.card((c) => buttonsOf(c).some((b) => b.label.includes('V1') && b.label.includes('✓')), 'the mark');
  expect(stage.gateway.submits).toHaveLength(3);
});
