import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogue } from '../../src/domain/catalogue.ts';
import type { Message } from '../../src/sandbox/slack/index.ts';
import { ALICE, ART, buttonsOf, gatewayButtons, pictureOf, type Stage, seen, setStage } from '../support/stage.ts';

/** Alice has Slack in English, Dawei in Chinese; both are in one channel, through the whole bot. */
const DAWEI = 'U0DAWEI04';
const { en, zh } = catalogue;

let stage: Stage;
const cards: Record<string, Message> = {};

type Blocks = { blocks: readonly object[] };
const done = (card: Blocks) => pictureOf(card) !== undefined && gatewayButtons(card).length > 0;

beforeAll(async () => {
  const options = { mode: 'http' as const, rateScale: 0, gateway: { drawMs: 300 }, env: { SLACK_TIER_SCALE: '20' } };
  stage = await setStage({ ...options, withoutBot: true });
  await stage.startBot({ env: { PUBLIC_URL: stage.address, MJ_NOTIFY: 'off' } });
  for (const [n, user] of [ALICE, DAWEI].entries()) {
    await stage.imagine('a red fox in snow', { user });
    cards[user] = await stage.card(done, `the card of ${user}`, { n });
  }
});
afterAll(() => stage.strike());

const ts = (user: string) => cards[user]?.ts ?? '';
const modalOf = (user: string) => stage.slack.world.modals[user]?.at(-1);

test('a card is in the language of whoever asked', () => {
  expect(seen(cards[ALICE] ?? { blocks: [] })).toContain(en.card.asked(`<@${ALICE}>`, 'imagine', 0));
  expect(seen(cards[DAWEI] ?? { blocks: [] })).toContain(zh.card.asked(`<@${DAWEI}>`, 'imagine', 0));
  // From the first post on, not only once the language was known.
  expect(cards[DAWEI]?.versions.map(({ text }) => text.includes('请我画'))).not.toContain(false);
});

test('an answer to one person is in theirs, and Slack was asked once for each', async () => {
  for (const [user, { sentences }] of [
    [ALICE, en],
    [DAWEI, zh],
  ] as const) {
    await stage.slack.act.command({ user, channel: ART, command: '/mj', text: 'tasks' });
    const told = await stage.slack.waitFor((w) => w.ephemerals.find((one) => one.user === user), { what: 'the tasks' });
    expect(told.text.split('\n').at(-1)).toBe(sentences.tasks({ tasks: [] }));
  }

  const asked = stage.slack.calls.filter(({ method }) => method === 'users.info');
  expect(asked.map(({ args }) => args['user'])).toEqual([ALICE, DAWEI]);
});

test('a press by somebody else has a card, a modal and a line in the language of whoever pressed', async () => {
  await stage.slack.act.click({ user: DAWEI, on: { channel: ART, ts: ts(ALICE) }, element: { label: 'U1' } });
  const single = await stage.card(done, 'the single picture', { n: 2 });
  expect(single.threadTs).toBe(ts(ALICE));
  expect(seen(single)).toContain(zh.card.pressed(`<@${DAWEI}>`, 'U1', 'follows'));

  const { label = '' } = buttonsOf(single).find((button) => button.label.includes('Vary (Region)')) ?? {};
  const addressFor = async (user: string, words: typeof en) => {
    await stage.slack.act.click({ user, on: { channel: ART, ts: single.ts }, element: { label } });
    const view = await stage.slack.waitFor(() => modalOf(user), { what: 'the step' });
    expect(view.title).toMatchObject({ text: words.steps.kinds.region.title });
    return buttonsOf(view).find((button) => button.url?.includes('/paint/'))?.url ?? '';
  };

  const [chinese, english] = [await addressFor(DAWEI, zh), await addressFor(ALICE, en)];
  const inEnglish = { headers: { 'accept-language': 'en' } };
  expect(await (await fetch(chinese, inEnglish)).text()).toContain(zh.painter.heading);
  expect(await (await fetch(english, inEnglish)).text()).toContain(en.painter.heading);
});

test('the line that asks for more stands in the thread in the language of whoever pressed', async () => {
  stage.gateway.remix(true);
  // Slower than a click's trigger lives, so the question is found when no modal opens any more.
  stage.gateway.latency(3500);
  await stage.slack.act.click({ user: DAWEI, on: { channel: ART, ts: ts(DAWEI) }, element: { label: 'V1' } });

  const line = await stage.slack.waitFor(
    (w) => w.messages[ART]?.find((one) => one.threadTs === ts(DAWEI) && one.text.includes('继续') && !one.metadata),
    { what: 'the line', timeoutMs: 20_000 },
  );
  expect(line.text).toBe(zh.sentences['needs-input']({ mention: DAWEI, button: 'V1' }));
  expect(buttonsOf(line).map((button) => button.label)).toEqual([zh.controls.continue]);
});
