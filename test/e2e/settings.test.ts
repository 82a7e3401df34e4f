import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Message, View } from '../../src/sandbox/slack/index.ts';
import { files } from '../support/hand-over.ts';
import {
  ALICE,
  ART,
  BRUNO,
  buttonsOf,
  gatewayButtons,
  pictureOf,
  type Stage,
  seen,
  setStage,
} from '../support/stage.ts';

/** One stage for all: what is chosen in one test holds in the next, as it does for people. */
let stage: Stage;
beforeAll(async () => {
  stage = await setStage({ rateScale: 0, gateway: { drawMs: 400 }, env: { MJ_AUTH: 'auto', SLACK_TIER_SCALE: '20' } });
});
afterAll(async () => await stage.strike());

const done = (card: Message) => pictureOf(card) !== undefined && gatewayButtons(card).length > 0;
const sent = () => stage.gateway.submits.map(({ body }) => body['prompt']);

/** The top modal of a person, once it says this. */
async function modal(user: string, text: string): Promise<View> {
  const top = () => stage.slack.world.modals[user]?.at(-1);
  return await stage.slack.waitFor(() => (JSON.stringify(top() ?? '').includes(text) ? top() : undefined), {
    what: text,
  });
}

async function settings(user: string, text: string, says: string): Promise<View> {
  await stage.slack.act.command({ user, channel: ART, command: '/mj', text });
  return await modal(user, says);
}

/** Fills the settings in and sends them. */
async function choose(user: string, values: Record<string, string | string[]>, text = 'settings'): Promise<void> {
  await settings(user, text, 'Stylize');
  await stage.slack.act.submitView({ user, values });
  await modal(user, 'are saved');
  await stage.slack.act.closeView({ user, all: true });
}

test('defaults and a preset are set in the modal, added to a prompt, and shown on its card', async () => {
  const view = await settings(ALICE, 'settings', 'None yet');
  await stage.slack.act.click({ user: ALICE, on: { viewId: view.id }, element: { label: 'New preset' } });
  await modal(ALICE, '"callbackId":"preset"');
  const wrong = await stage.slack.act.submitView({ user: ALICE, values: { name: 'Cinematic', parameters: 'ar 21:9' } });
  expect(wrong.body).toMatchObject({ response_action: 'errors', errors: { parameters: expect.any(String) } });
  await stage.slack.act.submitView({ user: ALICE, values: { parameters: '—ar 21:9 --style raw' } });
  await modal(ALICE, '*cinematic*');
  const refused = await stage.slack.act.submitView({ user: ALICE, values: { ratio: 'wide' } });
  expect(refused.body).toMatchObject({ response_action: 'errors', errors: { ratio: expect.any(String) } });
  await stage.slack.act.submitView({ user: ALICE, values: { ratio: '3:2', stylize: '250', mode: 'relax' } });
  await modal(ALICE, 'are saved');
  await stage.slack.act.closeView({ user: ALICE, all: true });
  await choose(BRUNO, { stylize: '50', raw: ['yes'] }, 'settings channel');

  await stage.imagine('a red fox --preset cinematic');
  const card = await stage.card(done, 'the first picture');
  await stage.imagine('a blue fox', { user: BRUNO });
  const other = await stage.card(done, 'the second picture', { n: 1 });

  expect(sent()).toEqual(['a red fox --ar 21:9 --style raw --stylize 250 --relax', 'a blue fox --stylize 50 --raw']);
  expect(seen(card)).toContain('```a red fox --preset cinematic```');
  expect(seen(card)).toContain(
    'Added: `--ar 21:9 --style raw` (preset *cinematic*) · `--stylize 250 --relax` (own default)',
  );
  expect(seen(other)).toContain('Added: `--stylize 50 --raw` (channel default)');
}, 60_000);

test('the builder offers the preset and shows what would be sent; a name that nobody knows is refused', async () => {
  await stage.slack.act.command({ user: ALICE, channel: ART, command: '/imagine' });
  const view = await modal(ALICE, 'cinematic');
  const values = { preset: 'cinematic', prompt: 'a green fox' };
  const element = { blockId: 'prompt' };
  await stage.slack.act.click({ user: ALICE, on: { viewId: view.id }, element, option: values.prompt, values });
  await modal(ALICE, 'a green fox --ar 21:9 --style raw --stylize 250');
  const before = stage.gateway.submits.length;
  const refused = await stage.slack.act.submitView({ user: ALICE, values: { prompt: 'a green fox --preset nope' } });

  expect(refused.body).toMatchObject({
    response_action: 'errors',
    errors: { prompt: expect.stringContaining('nope') },
  });
  await stage.slack.act.closeView({ user: ALICE, all: true });
  const { noticed } = await stage.imagine('a fox --preset nope');
  expect(noticed.body?.['text']).toContain('cinematic');
  expect(stage.gateway.submits).toHaveLength(before);
});

test('a preset is kept of what is typed in the builder, and of the prompt of a card', async () => {
  await stage.slack.act.command({ user: BRUNO, channel: ART, command: '/imagine' });
  const view = await modal(BRUNO, '"callbackId":"form"');
  const values = { prompt: 'a fox --chaos 20 --preset x', ratio: '9:16' };
  const typed = { user: BRUNO, on: { viewId: view.id }, element: { blockId: 'prompt' }, option: values.prompt, values };
  await stage.slack.act.click(typed);
  const save = { label: 'Save as preset' };
  await modal(BRUNO, '--ar 9:16');
  await stage.slack.act.click({ user: BRUNO, on: { viewId: view.id }, element: save });
  await modal(BRUNO, '"initial_value":"--chaos 20 --ar 9:16"');
  await stage.slack.act.submitView({ user: BRUNO, values: { name: 'Tall' } });
  await modal(BRUNO, 'Put `--preset tall` into a prompt');
  await stage.slack.act.closeView({ user: BRUNO });
  // What was typed is still there, below.
  expect((await modal(BRUNO, '"callbackId":"form"')).state['prompt']?.['field:prompt']).toMatchObject({
    value: values.prompt,
  });
  await stage.slack.act.closeView({ user: BRUNO, all: true });

  const [card] = stage.cards();
  const on = { channel: ART, ts: card?.ts ?? '' };
  await stage.slack.act.click({ user: BRUNO, on, element: { actionId: 'menu' }, option: 'Show prompt' });
  const prompt = await modal(BRUNO, 'a red fox --ar 21:9');
  await stage.slack.act.click({ user: BRUNO, on: { viewId: prompt.id }, element: save });
  await modal(BRUNO, '"callbackId":"preset"');
  const taken = await stage.slack.act.submitView({ user: BRUNO, values: { name: 'tall' } });
  await stage.slack.act.submitView({ user: BRUNO, values: { name: 'like-alice' } });
  await modal(BRUNO, '--preset like-alice');
  await stage.slack.act.closeView({ user: BRUNO, all: true });
  const before = stage.gateway.submits.length;
  await stage.imagine('a cat --preset tall', { user: BRUNO });
  await stage.imagine('a dog --preset like-alice', { user: BRUNO });
  await stage.slack.waitFor(() => stage.gateway.submits.length === before + 2, { what: 'both submits' });

  expect(taken.body).toMatchObject({ response_action: 'errors', errors: { name: expect.stringContaining('tall') } });
  expect(new Set(sent().slice(before))).toEqual(
    new Set(['a cat --chaos 20 --ar 9:16 --stylize 50 --raw', 'a dog --ar 21:9 --style raw --stylize 250']),
  );
  await stage.card(done, 'the dog', { n: 3 });
}, 60_000);

test('only whoever asked may press, where they want that; others are told whose it is', async () => {
  await choose(ALICE, { pressBy: 'me', results: 'channel' });
  const [card] = stage.cards();
  const press = async (user: string) =>
    await stage.slack.act.click({ user, on: { channel: ART, ts: card?.ts ?? '' }, element: { label: 'V1' } });
  const before = stage.gateway.submits.length;
  await press(BRUNO);
  const told = await stage.slack.waitFor((w) => w.ephemerals.find((one) => one.user === BRUNO), { what: 'a refusal' });

  expect(told.text).toContain(`<@${ALICE}> or an admin may press`);
  expect(stage.gateway.submits).toHaveLength(before);
  await press(ALICE);
  const child = await stage.card(done, 'the variation', { n: 4 });
  expect(child).toMatchObject({ threadTs: card?.ts, broadcast: true });
  expect(seen(child)).not.toContain('Added');
}, 60_000);

test('results for oneself alone stand in the direct conversation, buttons and all; the channel sees nothing', async () => {
  await choose(ALICE, { results: 'dm', pressBy: 'anyone' });
  const before = stage.slack.world.messages[ART]?.length;
  const { noticed } = await stage.imagine('a secret fox');
  const dm = await stage.slack.waitFor(
    (w) => Object.values(w.channels).find((one) => one.isIm && one.imWith === ALICE && one.botIn)?.id,
    { what: 'the direct conversation' },
  );
  const card = await stage.card(done, 'the picture', { channel: dm });
  await stage.slack.act.click({ user: ALICE, on: { channel: dm, ts: card.ts }, element: { label: 'U1' } });
  const child = await stage.card(done, 'the upscale', { channel: dm, n: 1 });

  await stage.imagine('a secret {red, blue} cat');
  const offer = await stage.slack.waitFor((w) => w.ephemerals.find((one) => seen(one).includes('makes 2 pictures')), {
    what: 'the offer',
  });
  await stage.slack.act.click({
    user: ALICE,
    on: { channel: ART, ts: offer.ts },
    element: { label: 'Make 2 pictures' },
  });
  await stage.slack.waitFor((w) => w.ephemerals.find((one) => one.text.includes('your direct messages with me')), {
    what: 'where they go',
  });
  const head = await stage.slack.waitFor(
    (w) => w.messages[dm]?.find((one) => one.metadata?.['event_type'] === 'mj_series' && pictureOf(one) !== undefined),
    { what: 'the contact sheet', timeoutMs: 30_000 },
  );
  expect(stage.cards(dm).filter((one) => one.threadTs === head.ts && done(one))).toHaveLength(2);

  expect(noticed.body?.['text']).toContain('direct messages');
  expect(seen(card)).toContain('a secret fox');
  expect(child.threadTs).toBe(card.ts);
  expect(stage.slack.world.messages[ART]).toHaveLength(before ?? 0);
}, 60_000);

test('pictures that are shared without a word are left alone, until the channel wants an offer: for the sharer alone, and once', async () => {
  const { slack, gateway } = stage;
  const share = async (text: string) =>
    await slack.act.message({ user: BRUNO, channel: ART, text, files: await files('red', 'blue') });
  /** All that Slack told of a message, once it is through. */
  const told = async ({ ts }: Message) =>
    await slack.waitFor(
      () => {
        const all = slack.deliveries.filter(
          ({ payload }) => (payload['event'] as { ts?: string } | undefined)?.ts === ts,
        );
        return all.length > 0 && all.every(({ done: over, acked }) => over && acked) && all;
      },
      { what: 'the acks of a message' },
    );
  const from = slack.world.ephemerals.length;
  const whispers = () => slack.world.ephemerals.slice(from);
  await told(await share('look at these'));
  await told(await slack.act.message({ user: BRUNO, channel: ART, text: 'nobody answers' }));
  expect(whispers()).toEqual([]);

  await choose(BRUNO, { shares: 'offered' }, 'settings channel');
  slack.faults.add({ method: 'message', times: 1, effect: { kind: 'duplicate' } });
  const [before, cards] = [gateway.submits.length, stage.cards().length];
  const shared = await share('look at these');
  const offer = await slack.waitFor(() => whispers().find((one) => buttonsOf(one).length > 1), { what: 'the offer' });
  expect((await told(shared)).map(({ attempts }) => attempts.length)).toEqual([2]);
  expect(offer).toMatchObject({ user: BRUNO, channel: ART });
  expect(seen(offer)).toContain('/mj settings channel');
  await slack.act.click({ user: BRUNO, on: { channel: ART, ts: offer.ts }, element: { label: /blend/i } });
  await stage.card(done, 'the blend', { n: cards });
  expect(gateway.submits.slice(before).map(({ kind }) => kind)).toEqual(['blend']);

  const mentioned = await share('@midjourney');
  await slack.waitFor(() => whispers().length === 2, { what: 'the choice' });
  expect((await told(mentioned)).map(({ name }) => name).toSorted()).toEqual(['app_mention', 'message']);
  await slack.act.command({ user: BRUNO, channel: ART, command: '/mj', text: 'status' });
  expect(whispers().filter((one) => buttonsOf(one).length > 1)).toHaveLength(2);
  expect(
    slack.world.messages[ART]?.filter((one) => one.botId !== undefined && seen(one).includes('What shall')),
  ).toEqual([]);
}, 60_000);
