import { describe, expect, test as plain } from 'vitest';
import { colourOf, files, mention, modal, sent } from '../support/hand-over.ts';
import { onStage } from '../support/on-stage.ts';
import {
  ALICE,
  ART,
  BRUNO,
  buttonsOf,
  done,
  gatewayButtons,
  pictureOf,
  type StageOptions,
  seen,
} from '../support/stage.ts';

const test = plain.extend(onStage);

type Blocks = { blocks: readonly object[] };
const shows = (text: string | RegExp) => (card: Blocks) =>
  typeof text === 'string' ? seen(card).includes(text) : text.test(seen(card));

const QUICK: StageOptions = { env: { MJ_AUTH: 'auto' }, gateway: { drawMs: 500 } };

describe.concurrent.each(['plus', 'trueai'] as const)('on a %s gateway', (dialect) => {
  const options: StageOptions = { ...QUICK, gateway: { ...QUICK.gateway, dialect } };

  test('/imagine alone opens the builder, and what it sends is what it showed', async ({ setStage }) => {
    const stage = await setStage(options);
    await stage.slack.act.command({ user: ALICE, channel: ART, command: '/imagine' });
    await modal(stage);
    await stage.slack.act.submitView({
      user: ALICE,
      values: { prompt: 'a built fox', ratio: '16:9', stylize: '50', version: '7' },
    });
    await stage.card(done, 'the picture');

    expect((await sent(stage)).body['prompt']).toBe('a built fox --ar 16:9 --v 7 --stylize 50');
  });

  test('a mistake in a field of the builder is told under it, and costs nothing', async ({ setStage }) => {
    const stage = await setStage(options);
    await stage.slack.act.command({ user: ALICE, channel: ART, command: '/imagine' });
    await modal(stage);
    const noticed = await stage.slack.act.submitView({ user: ALICE, values: { prompt: 'a fox', ratio: 'wide' } });

    expect(noticed.body).toMatchObject({ response_action: 'errors' });
    expect(stage.gateway.submits).toEqual([]);
  });

  test('imagine takes pictures that come with a mention as references', async ({ setStage }) => {
    const stage = await setStage(options);
    await mention(stage, 'imagine a fox like this', await files('red'));
    await stage.card(done, 'the picture');

    const { body } = await sent(stage);
    expect(body['prompt']).toBe('a fox like this');
    expect(await Promise.all((body['base64Array'] as string[]).map(colourOf))).toEqual(['red']);
  });

  test('blend, from a modal with files and from a mention', async ({ setStage }) => {
    const stage = await setStage(options);
    await stage.slack.act.command({ user: ALICE, channel: ART, command: '/blend' });
    await modal(stage);
    await stage.slack.act.submitView({
      user: ALICE,
      values: { pictures: await files('red', 'blue'), shape: 'portrait' },
    });
    await stage.card(done, 'the blend');
    expect((await sent(stage)).body).toMatchObject({ dimensions: 'PORTRAIT' });
    await stage.slack.waitFor((w) => (w.modals[ALICE] ?? []).length === 0 || seen(w.modals[ALICE]?.at(-1) as never), {
      what: 'the modal to say so',
    });

    await mention(stage, 'blend', await files('red', 'green', 'blue'));
    await stage.card(done, 'the second blend', { n: 1 });
    const { body } = await sent(stage, 1);
    expect(await Promise.all((body['base64Array'] as string[]).map(colourOf))).toEqual(['red', 'green', 'blue']);
  });

  test('describe shows four prompts, each with a button that draws it', async ({ setStage }) => {
    const stage = await setStage(options);
    await mention(stage, 'describe', await files('green'));
    const card = await stage.card((c) => gatewayButtons(c).length >= 4 && seen(c).length > 100, 'the four prompts');

    await stage.slack.act.click({ user: BRUNO, on: { channel: ART, ts: card.ts }, element: { label: '2️⃣' } });
    await stage.slack.waitFor((w) => w.modals[BRUNO]?.at(-1), { what: 'the modal with the second prompt' });
    await stage.slack.act.submitView({ user: BRUNO });
    const child = await stage.card((c) => c.threadTs === card.ts && done(c), 'the picture of the second prompt', {
      n: 1,
    });
    const { body } = await sent(stage, 2);
    expect(stage.gateway.submits.map((s) => s.kind)).toEqual(['describe', 'action', 'modal']);
    expect(seen(card)).toContain(String(body['prompt']).slice(0, 30));
    expect(seen(child)).toContain(`<@${BRUNO}>`);
  });

  test('shorten shows what matters and shorter prompts', async ({ setStage }) => {
    const stage = await setStage(options);
    await stage.slack.act.command({
      user: ALICE,
      channel: ART,
      command: '/shorten',
      text: 'a very very red fox in deep snow',
    });
    const card = await stage.card((c) => gatewayButtons(c).length > 0, 'the shorter prompts');
    await stage.slack.act.click({ user: ALICE, on: { channel: ART, ts: card.ts }, element: { label: '1️⃣' } });
    await modal(stage);
    await stage.slack.act.submitView({ user: ALICE });
    await stage.card((c) => c.threadTs === card.ts && done(c), 'the picture', { n: 1 });

    // trueai knows no such button; then the prompt is drawn as an ordinary one.
    const drawn = dialect === 'plus' ? ['shorten', 'action', 'modal'] : ['shorten', 'imagine'];
    expect(stage.gateway.submits.map((s) => s.kind)).toEqual(drawn);
  });

  test('faceswap sends the face and the picture, in that order', async ({ setStage }) => {
    const stage = await setStage(options);
    await stage.slack.act.command({ user: ALICE, channel: ART, command: '/faceswap' });
    await modal(stage);
    await stage.slack.act.submitView({
      user: ALICE,
      values: { face: await files('red'), target: await files('blue') },
    });
    await stage.card((c) => pictureOf(c) !== undefined, 'the picture');

    const { body } = await sent(stage);
    expect([await colourOf(body['sourceBase64']), await colourOf(body['targetBase64'])]).toEqual(['red', 'blue']);
  });

  test('upload answers with links, from a direct message', async ({ setStage }) => {
    const stage = await setStage(options);
    await stage.slack.act.message({
      user: ALICE,
      channel: 'D0ALICE',
      text: 'upload',
      files: await files('red', 'blue'),
    });
    const card = await stage.card(shows(/https?:\/\/\S+[\s\S]*https?:\/\/\S+/), 'two links', { channel: 'D0ALICE' });

    expect(card.deleted).toBe(false);
  });

  test('seed, from the card’s menu and by its task', async ({ setStage }) => {
    const stage = await setStage(options);
    await stage.imagine('a seeded fox');
    await stage.card(done, 'the picture');
    await stage.slack.act.command({
      user: ALICE,
      channel: ART,
      command: '/mj',
      text: `seed ${stage.gateway.submits[0]?.taskId}`,
    });

    await stage.slack.waitFor((w) => w.ephemerals.find((e) => /\d{6,}/.test(`${e.text}${seen(e)}`)), {
      what: 'the seed',
      timeoutMs: 15_000,
    });
    expect(stage.gateway.submits).toHaveLength(1);
  });

  test('the message shortcut offers what fits, also in a thread', async ({ setStage }) => {
    const stage = await setStage(options);
    const root = await stage.slack.act.message({ user: BRUNO, channel: ART, text: 'look' });
    const message = await stage.slack.act.message({
      user: BRUNO,
      channel: ART,
      text: 'this',
      threadTs: root.ts,
      files: await files('green'),
    });
    await stage.slack.act.messageShortcut({ user: ALICE, channel: ART, ts: message.ts, callbackId: 'use_image' });
    const view = await modal(stage);
    await stage.slack.act.click({ user: ALICE, on: { viewId: view.id }, element: { label: /describe/i } });
    await stage.slack.waitFor(
      (w) => /describe/i.test(w.modals[ALICE]?.at(-1)?.callbackId ?? '') || w.modals[ALICE]?.at(-1)?.submit,
      { what: 'the form of describe' },
    );
    await stage.slack.act.submitView({ user: ALICE });
    const card = await stage.card((c) => gatewayButtons(c).length >= 4, 'the four prompts');

    expect(card.threadTs).toBe(root.ts);
  });

  test('the global shortcut opens the builder', async ({ setStage }) => {
    const stage = await setStage(options);
    await stage.slack.act.globalShortcut({ user: ALICE, callbackId: 'imagine' });

    expect(seen(await modal(stage))).toMatch(/prompt/i);
  });

  test('files with a mention and no verb are offered as a choice', async ({ setStage }) => {
    const stage = await setStage(options);
    await mention(stage, '', await files('red', 'blue'));
    const offer = await stage.slack.waitFor(
      (w) => w.ephemerals.find((e) => e.user === ALICE && buttonsOf(e).length > 1),
      { what: 'the choice' },
    );
    await stage.slack.act.click({ user: ALICE, on: { channel: ART, ts: offer.ts }, element: { label: /blend/i } });
    await stage.card(done, 'the blend');

    expect((await sent(stage)).kind).toBe('blend');
  });

  test('/mj tasks and /mj status tell how things stand', async ({ setStage }) => {
    const stage = await setStage(options);
    await stage.imagine('a listed fox');
    await stage.card(done, 'the picture');
    await stage.slack.act.command({ user: ALICE, channel: ART, command: '/mj', text: 'tasks' });
    await stage.slack.waitFor((w) => w.ephemerals.find((e) => `${e.text}${seen(e)}`.includes('a listed fox')), {
      what: 'the list',
    });
    await stage.slack.act.command({ user: ALICE, channel: ART, command: '/mj', text: 'status' });
    await stage.slack.waitFor((w) => w.ephemerals.find((e) => /ms/.test(`${e.text}${seen(e)}`)), {
      what: 'the status',
      timeoutMs: 15_000,
    });

    expect(stage.gateway.submits).toHaveLength(1);
  });
});

describe.concurrent.each([
  ['trueai', {}],
  ['new-api', { newerRoutes: true, sweepMs: 200 }],
] as const)('films and edits on a %s gateway', (dialect, switches) => {
  const options: StageOptions = { ...QUICK, gateway: { ...QUICK.gateway, dialect, switches } };

  test('video: a file in the thread that plays, and a still on the card', async ({ setStage }) => {
    const stage = await setStage(options);
    await mention(stage, 'video the fox runs off', await files('red'));
    const card = await stage.card((c) => gatewayButtons(c).length > 0, 'the end', { timeoutMs: 30_000 });
    const film = await stage.slack.waitFor(
      (w) => Object.values(w.files).find((f) => f.mimetype.startsWith('video/') && f.shares.length > 0),
      { what: 'the film' },
    );

    expect(film.shares[0]?.threadTs).toBe(card.ts);
    expect((await sent(stage)).body).toMatchObject({ prompt: 'the fox runs off', motion: 'low' });
  });

  test('edit sends the picture and the prompt', async ({ setStage }) => {
    const stage = await setStage(options);
    await mention(stage, 'edit make it night', await files('blue'));
    await stage.card((c) => pictureOf(c) !== undefined, 'the picture');
    const { body } = await sent(stage);

    expect(body['prompt']).toBe('make it night');
    expect(await colourOf(body['image'])).toBe('blue');
  });
});

test.concurrent('the seed is in the card’s menu too', async ({ setStage }) => {
  const stage = await setStage(QUICK);
  await stage.imagine('a seeded fox');
  const card = await stage.card(done, 'the picture');
  const menu = (card.blocks as { accessory?: { type: string; action_id?: string } }[]).find(
    (b) => b.accessory?.type === 'overflow',
  );
  await stage.slack.act.click({
    user: ALICE,
    on: { channel: ART, ts: card.ts },
    element: { actionId: menu?.accessory?.action_id ?? '' },
    option: 'Seed',
  });

  await stage.slack.waitFor((w) => w.ephemerals.find((e) => /\d{6,}/.test(`${e.text}${seen(e)}`)), {
    what: 'the seed',
    timeoutMs: 15_000,
  });
});

test.concurrent('a seed that nobody has is said to be none', async ({ setStage }) => {
  const stage = await setStage(QUICK);
  await stage.slack.act.command({ user: ALICE, channel: ART, command: '/mj', text: 'seed 1111111111111111' });

  await stage.slack.waitFor(
    (w) => w.ephemerals.find((e) => e.user === ALICE && /seed/i.test(e.text) && !/looking/i.test(e.text)),
    {
      what: 'the sentence',
      timeoutMs: 15_000,
    },
  );
});

test.concurrent('the operator’s account filter goes along with submits and uploads', async ({ setStage }) => {
  const stage = await setStage({ ...QUICK, env: { MJ_ACCOUNT_FILTER: '{"remark":"team-a"}' } });
  await stage.imagine('a filtered fox');
  await mention(stage, 'upload', await files('red'));

  expect((await sent(stage, 0)).body['accountFilter']).toEqual({ remark: 'team-a' });
  expect((await sent(stage, 1)).body['filter']).toEqual({ remark: 'team-a' });
});

describe.concurrent('what a gateway lacks', () => {
  test('novicezk has no buttons: U and V are ours, answered with change', async ({ setStage }) => {
    const stage = await setStage({ ...QUICK, gateway: { ...QUICK.gateway, dialect: 'novicezk' } });
    await stage.imagine('a plain fox');
    const grid = await stage.card(done, 'the picture');
    expect(gatewayButtons(grid).map((b) => b.label)).toEqual(['U1', 'U2', 'U3', 'U4', '🔄', 'V1', 'V2', 'V3', 'V4']);
    await stage.slack.act.click({ user: ALICE, on: { channel: ART, ts: grid.ts }, element: { label: 'U2' } });
    await stage.card((c) => c.threadTs === grid.ts && pictureOf(c) !== undefined, 'the upscale', { n: 1 });

    expect(await sent(stage, 1)).toMatchObject({ kind: 'change', body: { action: 'UPSCALE', index: 2 } });
  });

  test('a verb that it does not have is said on the card, and costs nothing', async ({ setStage }) => {
    const stage = await setStage({ ...QUICK, gateway: { ...QUICK.gateway, dialect: 'novicezk' } });
    await mention(stage, 'upload', await files('red'));
    await stage.card(shows(/does not offer/i), 'the sentence');

    expect(stage.gateway.submits).toEqual([]);
  });
});
