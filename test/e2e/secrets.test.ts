import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { english } from '../../src/domain/messages.en.ts';
import { everyKey } from '../support/every-key.ts';
import { modal } from '../support/hand-over.ts';
import { CHOSEN, LASTING } from '../support/lasting-keys.ts';
import { startRedis } from '../support/redis.ts';
import { ALICE, ART, BRUNO, buttonsOf, done, gatewayButtons, type Stage, seen, setStage } from '../support/stage.ts';

const SECRET_KEY = 'sk-signs-links-0123456789abcdef0123';
const ADMIN_TOKEN = 'at-opens-queues-0123456789abcdef012';
const REDIS_PASSWORD = 'rp-redis-password-0123456789abcdef';
const PROMPTS = {
  drawn: 'a quokka in a cerulean scarf',
  pressed: 'a quokka in a vermilion scarf',
  refused: 'a wombat beside a chartreuse kiosk',
  busy: 'a numbat under an ochre parasol',
  doubtful: 'a bilby on a heliotrope sledge',
  unreached: 'a quoll under a fuchsia awning',
  misled: 'a kowari on a magenta ladder',
  several: 'potoroo under a teal lamp',
};
/** Of people, and no prompts: what they look for, and what they and their admins chose. */
const WORDS = {
  found: 'chartreuse sextant',
  preset: 'maroon parasols',
  pause: 'Back after the puce parade',
};

/** Where prompts, and words of people, may stand. */
const HOLDS_WORDS = /^\{mj\}:(?:record|memory|once|paint|draft|series|home|settings|rules|audit):/;
/** Jobs, which hold ids alone and go when they are done; some still wait here. */
const OF_A_QUEUE = /^\{mj\}:(?:submit|deliver|end|progress|person|read):/;

let stage: Stage | undefined;
let redis: Awaited<ReturnType<typeof startRedis>> | undefined;
afterEach(async () => {
  await stage?.strike({ forgive: true });
  await redis?.stop();
});

test('a whole story leaves no secret, no prompt and no powerful link in what is printed, in keys, jobs and metadata', async () => {
  redis = await startRedis({ flags: ['--requirepass', REDIS_PASSWORD] });
  stage = await setStage({
    withoutBot: true,
    env: {
      // As it is when nobody sets it.
      LOG_LEVEL: '',
      REDIS_URL: `redis://:${REDIS_PASSWORD}@127.0.0.1:${redis.port}`,
      SECRET_KEY,
      ADMIN_TOKEN,
    },
  });
  const { slack, gateway } = stage;
  await stage.startBot({ env: { PUBLIC_URL: stage.address } });
  const links: string[] = [];
  const client = new Redis({ port: redis.port, host: '127.0.0.1', password: REDIS_PASSWORD });
  const said = (prompt: string) => (card: { blocks: readonly object[] }) => seen(card).includes(prompt);
  const cardOf = (prompt: string) => {
    const n = stage?.cards().findIndex(said(prompt)) ?? 0;
    return stage?.cards()[n];
  };

  // A picture, a press that changes its prompt where the gateway asks, and one that leads to the painter.
  await stage.imagine(PROMPTS.drawn);
  const grid = await stage.card(done, 'the picture');
  await slack.act.click({ user: BRUNO, on: { channel: ART, ts: grid.ts }, element: { label: 'U1' } });
  const single = await stage.card((c) => c.threadTs === grid.ts && done(c), 'the upscale', { n: 1 });
  const region = gatewayButtons(single).find(({ label }) => /region/i.test(label));
  if (region !== undefined) {
    await slack.act.click({ user: ALICE, on: { channel: ART, ts: single.ts }, element: { label: region.label } });
    const view = await slack.waitFor(
      (w) => w.modals[ALICE]?.find((one) => buttonsOf(one).some(({ url }) => url?.includes('/paint/'))),
      { what: 'the step with the painter', timeoutMs: 20_000 },
    );
    const paint = buttonsOf(view).find(({ url }) => url?.includes('/paint/'))?.url ?? '';
    links.push(paint);
    expect((await fetch(paint)).status).toBe(200);
    await slack.act.closeView({ user: ALICE });
  }

  // A failure that repeats the prompt in the gateway's words, a gateway that is busy with it, an answer that is lost, and a gateway that is not there.
  const words = (prompt: string) => `rejected near "${prompt}"`;
  gateway.faults.add({
    kind: 'imagine',
    times: 1,
    then: {
      do: 'answer',
      status: 200,
      body: { code: 24, description: words(PROMPTS.refused), properties: { bannedWord: PROMPTS.refused } },
    },
  });
  await stage.imagine(PROMPTS.refused);
  await slack.waitFor(() => /kiosk/.test(seen(cardOf(PROMPTS.refused) ?? { blocks: [] })), { what: 'the refusal' });
  gateway.faults.add({
    kind: 'imagine',
    times: 1,
    then: { do: 'answer', status: 200, body: { code: 23, description: words(PROMPTS.busy) } },
  });
  await stage.imagine(PROMPTS.busy);
  await stage.bot.logged(({ msg }) => /submit not taken/.test(msg ?? ''), 'the busy gateway');
  gateway.faults.add({
    kind: 'imagine',
    times: 1,
    then: { do: 'answer', status: 500, body: { description: words(PROMPTS.doubtful) } },
  });
  await stage.imagine(PROMPTS.doubtful);
  await stage.bot.logged(({ msg }) => /in doubt/.test(msg ?? ''), 'the lost answer');
  gateway.faults.add({
    kind: 'imagine',
    times: 1,
    then: { do: 'answer', status: 521, body: { description: words(PROMPTS.unreached) } },
  });
  await stage.imagine(PROMPTS.unreached);
  await stage.bot.logged(
    ({ why }: { msg?: string; why?: string }) => why === 'unreachable',
    'the edge without a gateway',
  );
  gateway.faults.add({
    kind: 'imagine',
    times: 1,
    then: { do: 'answer', status: 404, body: { description: words(PROMPTS.misled) } },
  });
  await stage.imagine(PROMPTS.misled);
  await stage.bot.logged(({ msg }) => /the gateway cannot be used/.test(msg ?? ''), 'the missing endpoint');

  // A wrong file, a callback that is forged, requests that nobody made.
  await slack.act.command({ user: ALICE, channel: ART, command: '/describe' });
  await modal(stage);
  await slack.act.submitView({
    user: ALICE,
    values: { picture: [{ name: 'fox.png', bytes: Buffer.from('%PDF-1.7') }] },
  });
  await slack.waitFor((w) => /not a picture/i.test(seen(w.modals[ALICE]?.at(-1) ?? { blocks: [] })), {
    what: 'the sentence about the file',
    timeoutMs: 15_000,
  });
  const hook = gateway.submits
    .map(({ body }) => (typeof body['notifyHook'] === 'string' ? body['notifyHook'] : ''))
    .find((one) => one !== '');
  expect(hook).toContain('/hooks/midjourney/');
  links.push(hook ?? '');
  expect((await fetch(`${hook}x`, { method: 'POST' })).status).toBe(404);

  await teamStory(stage, grid.ts);

  const keys = await everyKey(client);
  client.disconnect();
  const printed = stage.bot.output;
  const metadata = JSON.stringify(stage.cards().map((card) => card.metadata));
  const names = JSON.stringify(keys.map(({ key }) => key));
  const jobs = JSON.stringify(keys.filter(({ key }) => !HOLDS_WORDS.test(key)));

  const secrets = [
    stage.env['SLACK_BOT_TOKEN'],
    stage.env['SLACK_APP_TOKEN'],
    gateway.key,
    SECRET_KEY,
    ADMIN_TOKEN,
    REDIS_PASSWORD,
  ];
  const tokens = links.map((link) => link.split('/').at(-1) ?? '');
  const powerful = ['/commands/', '/actions/'];
  const never = [...secrets, ...tokens, ...powerful, ...Object.values(PROMPTS), ...Object.values(WORDS)].filter(
    (one) => one !== undefined && one !== '',
  );
  // What was looked at is really there.
  expect(tokens.length).toBeGreaterThanOrEqual(2);
  expect(printed).toContain('submission stored');
  expect(metadata).toContain('mj_submission');
  expect(keys.length).toBeGreaterThan(20);
  for (const word of never) {
    expect(printed, `printed: ${word}`).not.toContain(word);
    expect(metadata, `metadata: ${word}`).not.toContain(word);
    expect(names, `names of keys: ${word}`).not.toContain(word);
    expect(jobs, `jobs: ${word}`).not.toContain(word);
  }
  for (const line of printed.split('\n')) expect(line).not.toMatch(/https?:\/\/\S+\?\w+=/);

  // Records hold prompts and the addresses of answers; tokens and keys stand nowhere, and what holds anything has an end.
  const records = keys.filter(({ key }) => key.startsWith('{mj}:record:'));
  expect(records.some(({ held }) => held.includes(PROMPTS.drawn))).toBe(true);
  const holding = (what: string) => keys.filter(({ held }) => held.includes(what)).map(({ key }) => key.split(':')[1]);
  expect(holding(PROMPTS.several)).toEqual(expect.arrayContaining(['record', 'series']));
  expect(holding(WORDS.found)).toEqual(['home']);
  expect(holding(WORDS.preset)).toContain('settings');
  expect(holding(WORDS.pause)).toEqual(expect.arrayContaining(['rules', 'audit']));
  for (const { key, held, ends } of keys) {
    for (const secret of secrets) expect(held, `${key} holds a secret`).not.toContain(secret);
    if (Object.values(PROMPTS).some((prompt) => held.includes(prompt)) || /\/(?:commands|actions)\//.test(held))
      expect({ key, ends }).toEqual({ key, ends: true });
    // What somebody chose stays until they choose otherwise; nothing else that holds words of theirs does.
    if (Object.values(WORDS).some((chosen) => held.includes(chosen)))
      expect({ key, ends: ends || CHOSEN.test(key) }).toEqual({ key, ends: true });
    if (!LASTING.some((lasts) => lasts.test(key)) && !OF_A_QUEUE.test(key))
      expect({ key, ends }).toEqual({ key, ends: true });
  }
}, 120_000);

/** What a team does beside making pictures: a preset, a series, a search, a letter, a table, and a pause that stays. */
async function teamStory(on: Stage, ts: string): Promise<void> {
  const { slack, gateway } = on;
  const mj = async (text: string) => await slack.act.command({ user: ALICE, channel: ART, command: '/mj', text });
  const modalSaying = async (words: string) =>
    await slack.waitFor((w) => w.modals[ALICE]?.find((view) => JSON.stringify(view).includes(words)), { what: words });
  const closed = async () => await slack.act.closeView({ user: ALICE, all: true });

  await closed();
  await mj('settings');
  const settings = await modalSaying('New preset');
  await slack.act.click({ user: ALICE, on: { viewId: settings.id }, element: { label: 'New preset' } });
  await modalSaying('"callbackId":"preset"');
  await slack.act.submitView({ user: ALICE, values: { name: 'dull', parameters: `--no ${WORDS.preset}` } });
  await modalSaying('*dull*');
  await closed();

  const before = on.cards().length;
  await on.imagine(`a {red, blue} ${PROMPTS.several} --preset dull`);
  const offer = await slack.waitFor(
    (w) => w.ephemerals.find((one) => buttonsOf(one).some(({ label }) => label === 'Make 2 pictures')),
    { what: 'the offer' },
  );
  await slack.act.click({ user: ALICE, on: { channel: ART, ts: offer.ts }, element: { label: 'Make 2 pictures' } });
  for (const n of [before, before + 1]) await on.card(done, 'a picture of the series', { n, timeoutMs: 40_000 });
  expect(gateway.submits.filter(({ body }) => String(body['prompt']).includes(WORDS.preset))).toHaveLength(2);

  await mj(`search ${WORDS.found}`);
  await slack.act.openHome({ user: ALICE });
  const home = async (says: string) =>
    await slack.waitFor((w) => JSON.stringify(w.homes[ALICE] ?? '').includes(says) && w.homes[ALICE], { what: says });
  await home('Find in your prompts');
  await slack.act.click({
    user: ALICE,
    on: { home: true },
    element: { label: 'Find in your prompts' },
    option: WORDS.found,
  });
  await home(WORDS.found);

  await slack.act.react({ user: ALICE, channel: ART, ts, name: 'envelope' });
  await slack.waitFor((w) => w.messages['D0ALICE']?.find((one) => seen(one).includes(PROMPTS.drawn)), {
    what: 'the letter',
  });

  await mj('admin');
  const press = async (actionId: string, says: string) => {
    const viewId = slack.world.modals[ALICE]?.at(-1)?.id ?? '';
    await slack.act.click({ user: ALICE, on: { viewId }, element: { actionId } });
    await modalSaying(says);
  };
  await modalSaying('Midjourney for admins');
  await press('admin:go:usage', 'All together');
  await press('admin:export-usage:0', english.admin.done.sent);
  const csv = await slack.waitFor((w) => Object.values(w.files).find(({ name }) => name.endsWith('.csv')), {
    what: 'the table',
  });
  const table = new TextDecoder().decode(csv.bytes);
  expect(table).toContain('imagine');
  for (const prompt of Object.values(PROMPTS)) expect(table).not.toContain(prompt);
  await closed();
  await mj('admin');
  await modalSaying('Midjourney for admins');
  await press('admin:go:pause', 'nothing new is taken');
  await slack.act.submitView({ user: ALICE, values: { 'admin:message': WORDS.pause } });
  await press('admin:go:pause', 'Go on again');
}
