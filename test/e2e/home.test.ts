import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Message, View } from '../../src/sandbox/slack/types.ts';
import { ALICE, ART, BRUNO, gatewayButtons, pictureOf, type Stage, seen, setStage } from '../support/stage.ts';

/** One day of two people, in one set-up: each story goes on where the last one ended. */
let stage: Stage;
beforeAll(async () => {
  stage = await setStage({ gateway: { drawMs: 2500 }, env: { DAILY_LIMIT_PER_USER: '20' } });
});
afterAll(() => stage.strike());

const done = (card: { blocks: readonly object[] }) => pictureOf(card) !== undefined && gatewayButtons(card).length > 0;

/** The person's home, once it fits. A change that meets the job at work is shown by its next look, ten seconds later. */
const home = async (user: string, fits: (text: string, view: View) => boolean, what: string) =>
  await stage.slack.waitFor(
    (world) => {
      const view = world.homes[user];
      return view !== undefined && fits(seen(view), view) && view;
    },
    { what, timeoutMs: 25_000 },
  );
const has = (text: string) => (shown: string) => shown.includes(text);
const thumbnails = (view: View) => view.blocks.filter((block) => 'slack_file' in Object(block['accessory'])).length;

const react = async (user: string, card: Message, name: string, remove = false) =>
  await stage.slack.act.react({ user, channel: card.channel, ts: card.ts, name, remove });
const clickHome = async (user: string, label: string, option?: string) =>
  await stage.slack.act.click({
    user,
    on: { home: true },
    element: { label },
    ...(option === undefined ? {} : { option }),
  });
const answerTo = async (text: string) => {
  const { slack } = stage;
  const before = slack.world.ephemerals.length;
  await slack.act.command({ user: ALICE, channel: ART, command: '/mj', text });
  return await slack.waitFor((world) => world.ephemerals[before], { what: `the answer to ${text}` });
};

test('an empty home teaches; what is asked for shows as running and then as a picture, without being opened again', async () => {
  const asked = performance.now();
  await stage.slack.act.openHome({ user: ALICE });
  await home(ALICE, has('Nothing here yet'), 'the empty home');
  expect(performance.now() - asked).toBeLessThan(1000);

  await stage.imagine('a red fox in snow');
  await home(ALICE, has('Running now'), 'the running one');
  await stage.card(done, 'the picture');
  const view = await home(
    ALICE,
    (text, shown) => !text.includes('Running now') && thumbnails(shown) === 1,
    'the picture',
  );

  expect(seen(view)).toContain('*a red fox in snow*');
  expect(seen(view)).toContain('Today: *1 of 20*');
});

test('⭐ by somebody else keeps the picture in their home, and letting it go there takes it away', async () => {
  const card = await stage.card(done, 'the picture');
  await react(BRUNO, card, 'star');
  await stage.slack.act.openHome({ user: BRUNO });
  await home(BRUNO, has('Nothing here yet'), 'a home without pictures of one’s own');
  await clickHome(BRUNO, 'Favourites');
  const kept = await home(BRUNO, has('*a red fox in snow*'), 'the favourite');
  expect(seen(kept)).toContain(`<@${ALICE}>`);
  expect(thumbnails(kept)).toBe(1);

  await clickHome(BRUNO, 'Kept');
  await home(BRUNO, has('You keep nothing'), 'no favourite');
});

test('✉️ sends whoever reacted the picture with seed and ids', async () => {
  const card = await stage.card(done, 'the picture');
  await react(BRUNO, card, 'envelope');
  const letter = await stage.slack.waitFor((world) => world.messages['D0BRUNO']?.find((m) => m.botId), {
    what: 'the letter',
  });

  expect(pictureOf(letter)).toBe(pictureOf(card));
  expect(seen(letter)).toMatch(/a red fox in snow[\s\S]*Seed `\d+` · Task `\w+` · Submission `s\w+`/);
});

test('a picture is found by its words, in the home and by a command, and shown once more with what came of it', async () => {
  await stage.imagine('a blue bird');
  await stage.card(done, 'the second picture', { n: 1 });
  await clickHome(ALICE, 'Find in your prompts', 'BIRD blue');
  const found = await home(ALICE, has('*1 picture* with'), 'what was found');
  expect(seen(found)).not.toContain('red fox');

  const bird = await stage.card(done, 'the second picture', { n: 1 });
  const list = await answerTo('search blue bird');
  expect(list.text).toContain(`p${bird.ts.replace('.', '')}|open>`);
  expect((await answerTo('search wolf')).text).toContain('No picture of yours has “wolf”');

  await stage.slack.act.click({ user: ALICE, on: { channel: ART, ts: bird.ts }, element: { label: 'U2' } });
  const child = await stage.card(done, 'the upscale', { n: 2 });
  const link = (ts: string) => `https://sandbox.slack.com/archives/${ART}/p${ts.replace('.', '')}`;
  const again = await answerTo(`show ${link(bird.ts)}`);
  expect(pictureOf(again)).toBe(pictureOf(bird));
  expect(JSON.stringify(again.blocks)).toContain(`What came of it: <${link(child.ts)}`);
  expect(seen(await answerTo(`show ${link(child.ts)}?thread_ts=${bird.ts}&cid=${ART}`))).toContain('|a blue bird>');

  await stage.slack.act.click({
    user: ALICE,
    on: { channel: ART, ts: again.ts },
    element: { label: 'Run again with changes' },
  });
  const form = await stage.slack.waitFor((world) => world.modals[ALICE]?.find((m) => m.callbackId === 'form'), {
    what: 'the builder',
  });
  expect(JSON.stringify(form.blocks)).toContain('"initial_value":"a blue bird"');
  await stage.slack.act.closeView({ user: ALICE });
});

test('❌ stops what runs, and takes away what is done; both are gone from the home', async () => {
  const { slack } = stage;
  await clickHome(ALICE, 'Recent');
  await stage.imagine('a fox that nobody wants');
  const running = await stage.card((card) => /%|Queued/.test(seen(card)), 'the running card', { n: 3 });
  await react(BRUNO, running, 'x');
  await react(ALICE, running, 'x');
  await stage.card((card) => seen(card).includes('Cancelled'), 'the end', { n: 3 });
  expect(slack.world.messages[ART]?.find((m) => m.ts === running.ts)?.deleted).toBe(false);

  const [fox] = stage.cards();
  if (fox === undefined) throw new Error('there is no card');
  await react(BRUNO, fox, 'x');
  await react(ALICE, fox, 'x');
  await slack.waitFor(() => slack.world.messages[ART]?.find((m) => m.ts === fox.ts)?.deleted, { what: 'the deletion' });
  await home(ALICE, (text) => text.includes('a blue bird') && !text.includes('red fox'), 'the home without it');
});

test('what runs shows how far it is without being asked again, and is stopped there', async () => {
  const slow = await setStage({ gateway: { drawMs: 40_000 } });
  try {
    const shows = async (what: string, fits: (text: string) => boolean) =>
      await slow.slack.waitFor(({ homes }) => homes[ALICE] !== undefined && fits(seen(homes[ALICE])), {
        what,
        timeoutMs: 25_000,
      });
    await slow.slack.act.openHome({ user: ALICE });
    await slow.imagine('a slow fox');
    await shows('the percentage', (text) => /Drawing \(\d+%\)/.test(text));
    await slow.slack.act.click({ user: ALICE, on: { home: true }, element: { label: 'Cancel' } });
    await slow.card((card) => seen(card).includes('Cancelled'), 'the end');
    await shows('the home without it', (text) => !text.includes('Running now'));
    expect(slow.gateway.submits).toHaveLength(1);
  } finally {
    await slow.strike();
  }
}, 60_000);
