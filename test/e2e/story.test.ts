import sharp from 'sharp';
import { describe, expect, test as plain } from 'vitest';
import { onStage } from '../support/on-stage.ts';
import { ALICE, ART, BRUNO, buttonsOf, done, gatewayButtons, pictureOf, type Stage, seen } from '../support/stage.ts';

const test = plain.extend(onStage);

async function originalOf(stage: Stage, taskId: string): Promise<Buffer> {
  const url = String(stage.gateway.tasks.get(taskId)?.imageUrl);
  return Buffer.from(await (await fetch(url)).arrayBuffer());
}

/** What the gateway itself says of a task, over its own API. */
async function fetched(
  stage: Stage,
  taskId: string,
): Promise<{ buttons: { label: string; emoji: string; customId: string }[] }> {
  const response = await fetch(`${stage.gateway.url}/mj/task/${taskId}/fetch`, {
    headers: { 'mj-api-secret': stage.gateway.key },
  });
  return (await response.json()) as never;
}

describe.each(['socket', 'http'] as const)('over %s', (mode) => {
  test('/imagine becomes a picture with working buttons, and U2 and Upscale (Subtle) follow in its thread', async ({
    setStage,
  }) => {
    // Slowly enough that a busy machine sees it move, too.
    const stage = await setStage({ mode, gateway: { drawMs: 3000 } });
    const { slack, gateway } = stage;
    const prompt = 'a red fox in snow --ar 16:9';

    const begun = performance.now();
    const { noticed } = await stage.imagine(prompt);
    const first = await stage.card(() => true, 'the card');
    const cardAfter = performance.now() - begun;

    expect(noticed).toMatchObject({ acked: true });
    expect(cardAfter).toBeLessThan(1000);
    expect(seen(first)).toContain(`<@${ALICE}>`);
    expect(seen(first)).toContain(prompt);
    expect(first.text).toContain('a red fox in snow');

    const grid = await stage.card(done, 'the picture and its buttons');
    const task = gateway.submits[0]?.taskId ?? '';
    const progress = new Set(grid.versions.flatMap((v) => seen(v).match(/\b\d{1,3}%/g) ?? []));
    expect(progress.size).toBeGreaterThanOrEqual(2);

    const file = slack.world.files[pictureOf(grid) ?? ''];
    expect(Buffer.from(file?.bytes ?? []).equals(await originalOf(stage, task))).toBe(true);
    const image = grid.blocks.find((b) => b['type'] === 'image');
    expect(image?.['alt_text']).toContain('a red fox in snow');

    const buttons = gatewayButtons(grid);
    expect(buttons.map((b) => b.label)).toEqual(['U1', 'U2', 'U3', 'U4', '🔄', 'V1', 'V2', 'V3', 'V4']);
    expect(buttons.map((b) => b.row)).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1]);
    expect(grid.metadata).toEqual({ event_type: 'mj_submission', event_payload: { submission: expect.any(String) } });

    await slack.act.click({ user: BRUNO, on: { channel: ART, ts: grid.ts }, element: { label: 'U2' } });
    const single = await stage.card((c) => c.threadTs === grid.ts && done(c), 'the upscale in the thread', { n: 1 });
    expect(seen(single)).toContain(`<@${BRUNO}>`);
    expect(gateway.submits[1]).toMatchObject({
      kind: 'action',
      body: { taskId: task, customId: expect.stringContaining('upsample::2::') },
    });
    const expected = (await fetched(stage, gateway.submits[1]?.taskId ?? '')).buttons;
    const shown = gatewayButtons(single);
    expect(expected.length).toBeGreaterThanOrEqual(14);
    expect(shown).toHaveLength(expected.length);
    for (const [index, { label, emoji }] of expected.entries())
      expect(shown[index]?.label).toContain(label === '' ? emoji : label);

    const pressed = await stage.card((c) => seen(c).includes(BRUNO), 'the press marked on the first card');
    expect(pressed.ts).toBe(grid.ts);

    await slack.act.click({
      user: ALICE,
      on: { channel: ART, ts: single.ts },
      element: { label: /Upscale \(Subtle\)/ },
    });
    const large = await stage.card((c) => c.threadTs === grid.ts && done(c), 'the large picture', { n: 2 });
    const sizes = await Promise.all(
      [single, large].map(async (c) => await sharp(slack.world.files[pictureOf(c) ?? '']?.bytes as Buffer).metadata()),
    );
    expect(sizes[1]?.width).toBeGreaterThan(sizes[0]?.width ?? 0);
    expect(gateway.submits.map((s) => s.kind)).toEqual(['imagine', 'action', 'action']);
  });
});

describe.concurrent('besides', () => {
  test('a webp picture is shown as a faithful png', async ({ setStage }) => {
    const stage = await setStage();
    stage.gateway.faults.add({ kind: 'pictures', then: { do: 'picture', as: 'webp' } });
    await stage.imagine('a webp fox');
    const card = await stage.card(done, 'the picture');

    const file = stage.slack.world.files[pictureOf(card) ?? ''];
    expect(file?.mimetype).toMatch(/image\/(png|jpeg)/);
    const [shown, original] = await Promise.all(
      [Buffer.from(file?.bytes ?? []), await originalOf(stage, stage.gateway.submits[0]?.taskId ?? '')].map((bytes) =>
        sharp(bytes).removeAlpha().resize(64, 64, { fit: 'fill' }).raw().toBuffer(),
      ),
    );
    const difference = (shown ?? Buffer.alloc(0)).reduce(
      (sum, value, i) => sum + Math.abs(value - (original?.[i] ?? 0)),
      0,
    );
    expect(difference / (64 * 64 * 3)).toBeLessThan(8);
  });

  test('every entry of buttons is shown, also those that nobody has heard of, and links are links', async ({
    setStage,
  }) => {
    const stage = await setStage({
      gateway: { switches: { extraButtons: ['link', 'emoji-object', 'emoji-missing', 'unknown'] } },
    });
    await stage.imagine('a fox with odd buttons');
    const card = await stage.card(done, 'the picture');
    const expected = (await fetched(stage, stage.gateway.submits[0]?.taskId ?? '')).buttons;

    expect(expected.length).toBeGreaterThan(9);
    expect(gatewayButtons(card).length + buttonsOf(card).filter((b) => b.url !== undefined).length).toBe(
      expected.length,
    );
    expect(buttonsOf(card).some((b) => b.url?.startsWith('https://'))).toBe(true);
  });

  test('a prompt with Slack’s own tokens reaches the gateway as text, and pings nobody', async ({ setStage }) => {
    // The stand-in gateway suspects a client that sends what looks like a token; here a person typed it.
    const stage = await setStage({ forgive: true });
    await stage.imagine(
      'cats & dogs <3 said @bruno to <!channel> in #general "quoted" https://example.com/?a=1&b=2 *bold*',
    );
    await stage.card(done, 'the picture');

    expect(stage.gateway.submits[0]?.body['prompt']).toBe(
      'cats & dogs <3 said @bruno to <!channel> in #general "quoted" https://example.com/?a=1&b=2 *bold*',
    );
    expect(stage.slack.world.pings.filter((p) => p.kind !== 'user' || p.id !== ALICE)).toEqual([]);
  });

  test('a mention in a thread becomes a card in that thread, once, although Slack tells of it twice', async ({
    setStage,
  }) => {
    const stage = await setStage();
    const root = await stage.slack.act.message({ user: ALICE, channel: ART, text: 'look at this' });
    await stage.slack.act.message({
      user: ALICE,
      channel: ART,
      text: '@midjourney imagine a green fox',
      threadTs: root.ts,
    });
    const card = await stage.card(done, 'the picture');

    expect(card.threadTs).toBe(root.ts);
    expect(stage.gateway.submits.map((s) => s.body['prompt'])).toEqual(['a green fox']);
  });

  test('a direct message is taken like a command', async ({ setStage }) => {
    const stage = await setStage();
    await stage.slack.act.message({ user: ALICE, channel: 'D0ALICE', text: 'imagine a shy fox' });
    const card = await stage.card(done, 'the picture', { channel: 'D0ALICE' });

    expect(seen(card)).toContain('a shy fox');
    expect(stage.gateway.submits).toHaveLength(1);
  });

  test('SIGTERM stops the bot in order, and what runs is finished by the next one', async ({ setStage }) => {
    const stage = await setStage({ gateway: { drawMs: 4000 } });
    await stage.imagine('a patient fox');
    await stage.card((c) => /\d+%/.test(seen(c)), 'some progress');

    expect(await stage.bot.stop()).toBe(0);
    await stage.startBot();
    await stage.card(done, 'the picture');

    expect(stage.cards()).toHaveLength(1);
    expect(stage.gateway.submits).toHaveLength(1);
  });

  test('delete takes the card and its file away, for the requester only', async ({ setStage }) => {
    const stage = await setStage();
    await stage.imagine('a fleeting fox');
    const card = await stage.card(done, 'the picture');
    const remove = (user: string) =>
      stage.slack.act.click({
        user,
        on: { channel: ART, ts: card.ts },
        element: { actionId: menuOf(card) },
        option: 'Delete',
      });

    await remove(BRUNO);
    await stage.slack.waitFor((w) => w.ephemerals.find((e) => e.user === BRUNO), { what: 'the refusal' });
    expect(stage.cards()).toHaveLength(1);

    await remove(ALICE);
    await stage.slack.waitFor((w) => w.files[pictureOf(card) ?? '']?.deleted, { what: 'the file gone' });
    expect(stage.cards()).toHaveLength(0);
  });
});

function menuOf(card: { blocks: readonly object[] }): string {
  const blocks = card.blocks as { accessory?: { type: string; action_id?: string } }[];
  return blocks.find((b) => b.accessory?.type === 'overflow')?.accessory?.action_id ?? '';
}
