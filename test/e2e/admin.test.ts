import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { english } from '../../src/domain/messages.en.ts';
import { digest } from '../../src/queue/keys.ts';
import type { View } from '../../src/sandbox/slack/types.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { everythingIn } from '../support/redis-text.ts';
import { ALICE, ART, BRUNO, buttonsOf, done, type Stage, seen, setStage } from '../support/stage.ts';

/** Alice runs the workspace, Bruno does not; both are in one channel, through the whole bot. */
let stage: Stage;
let redis: TestRedis;
let raw: Redis;

beforeAll(async () => {
  redis = await startRedis();
  raw = new Redis(redis.url);
  const env = { SLACK_TIER_SCALE: '20', REDIS_URL: redis.url };
  stage = await setStage({ mode: 'http', rateScale: 0, gateway: { drawMs: 300 }, env });
});
afterAll(async () => {
  await stage.strike();
  raw.disconnect();
  await redis.stop();
});

const mj = (user: string, text: string) => stage.slack.act.command({ user, channel: ART, command: '/mj', text });
const told = async (user: string, prompt: string) =>
  String((await stage.imagine(prompt, { user })).noticed.body?.['text']);
const shown = (says: string, user = ALICE): Promise<View> =>
  stage.slack.waitFor(
    ({ modals }) => modals[user]?.find((view) => JSON.stringify([view.title, view.blocks]).includes(says)),
    { what: `the page that says ${says}` },
  );

/** Presses a button of the modal, and waits for the page that follows. */
async function press(actionId: string, says: string, user = ALICE): Promise<View> {
  const viewId = stage.slack.world.modals[user]?.at(-1)?.id ?? '';
  await stage.slack.act.click({ user, on: { viewId }, element: { actionId } });
  return await shown(says, user);
}

/** Opens the modal at a page; what was open is closed, as Slack has no commands behind a modal. */
async function page(name: string, says: string): Promise<View> {
  if ((stage.slack.world.modals[ALICE] ?? []).length > 0) await stage.slack.act.closeView({ user: ALICE, all: true });
  await mj(ALICE, 'admin');
  await shown('Midjourney for admins');
  return await press(`admin:go:${name}`, says);
}

test('nobody but an admin gets in', async () => {
  expect(String((await mj(BRUNO, 'admin')).body?.['text'])).toContain('Only an admin');
  expect(String((await mj(BRUNO, 'help')).body?.['text'])).not.toContain('/mj admin');
  expect(stage.slack.world.modals[BRUNO] ?? []).toEqual([]);
});

test('a refused word is told with its reason, and a pause with its message; neither costs a submit', async () => {
  await page('words', 'Prompts with these words');
  await stage.slack.act.submitView({
    user: ALICE,
    values: { 'admin:words': 'blood', 'admin:reason': 'We make children’s books.' },
  });
  expect(await told(BRUNO, 'a Blood moon')).toContain('We make children’s books.');

  await page('pause', 'nothing new is taken');
  await stage.slack.act.submitView({ user: ALICE, values: { 'admin:message': 'Back on Monday.' } });
  expect(await told(BRUNO, 'a fox')).toContain('Back on Monday.');
  await press('admin:go:pause', 'Go on again');
  await press('admin:resume:0', 'Not paused');

  expect(stage.gateway.submits).toEqual([]);
});

test('the limit of a channel holds under parallel commands', async () => {
  await page('limits', 'The installation sets');
  await stage.slack.act.submitView({ user: ALICE, values: { 'admin:channelDaily': '4' } });

  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, n) => told(n % 2 === 0 ? ALICE : BRUNO, `fox number ${n}`)),
  );
  expect(answers.filter((text) => text.includes('This channel has reached its daily limit of 4'))).toHaveLength(6);
  for (const n of [0, 1, 2, 3]) await stage.card(done, `card ${n}`, { n });
  expect(stage.gateway.submits).toHaveLength(4);
});

test('usage counts them, and comes as a table; the audit trail tells who did what', async () => {
  // The end of a card is counted before it is shown.
  const usage = seen(await page('usage', 'All together'));
  expect(usage).toContain('*All together:* 4 asked for · 4 done · 0 failed · 0 cancelled');
  await press('admin:export-usage:0', english.admin.done.sent);
  const file = await stage.slack.waitFor(
    ({ messages, files }) => files[messages['D0ALICE']?.flatMap((message) => message.files).at(0) ?? ''],
    { what: 'the table' },
  );
  const table = new TextDecoder().decode(file.bytes);
  expect(file.name).toMatch(/^usage-1d-.*\.csv$/);
  expect(table.split('\r\n').filter((line) => line.includes(`,${ART},imagine,`))).toHaveLength(2);

  const audit = seen(await page('audit', 'took a table'));
  for (const deed of ['changed a refused word', 'paused', 'ended the pause', 'changed the limits'])
    expect(audit).toContain(deed);
  expect(audit).not.toContain('fox');
});

/** In each of Bruno's prompts, and in nobody else's. */
const HIS = 'quetzal';
const BRUNO_DM = 'D0BRUNO';

/** Whatever the bot keeps of a person, Bruno has it: submissions, a press, a series, an open question, settings, a preset, a favourite, a home. */
async function liveAs(user: string): Promise<void> {
  const { slack } = stage;
  const modal = async (says: string) => await shown(says, user);
  await slack.act.command({ user, channel: BRUNO_DM, command: '/mj', text: 'settings' });
  const settings = await modal('None yet');
  await slack.act.click({ user, on: { viewId: settings.id }, element: { label: 'New preset' } });
  await modal('Upper and lower case are the same');
  await slack.act.submitView({ user, values: { name: HIS, parameters: '--chaos 7' } });
  await modal(`*${HIS}*`);
  await slack.act.submitView({ user, values: { stylize: '77' } });
  await modal('are saved');
  await slack.act.closeView({ user, all: true });

  const asked = () =>
    slack.world.ephemerals.filter((one) => one.user === user && seen(one).includes('makes 2 pictures'));
  for (const prompt of [`a {red, blue} ${HIS}`, `a {big, small} ${HIS}`]) {
    const before = asked().length;
    await stage.imagine(prompt, { user, channel: BRUNO_DM });
    await slack.waitFor(() => asked().length > before, { what: 'the question' });
  }
  const [first] = asked();
  await slack.act.click({
    user,
    on: { channel: BRUNO_DM, ts: first?.ts ?? '' },
    element: { label: 'Make 2 pictures' },
  });
  await slack.waitFor(({ messages }) => messages[BRUNO_DM]?.find((one) => seen(one).includes('All 2 are done')), {
    what: 'the series',
    timeoutMs: 20_000,
  });

  const hers = stage.cards().find((card) => seen(card).includes(`<@${ALICE}>`));
  const on = { channel: ART, ts: hers?.ts ?? '' };
  await slack.act.react({ user, ...on, name: 'star' });
  await slack.act.click({ user, on, element: { label: 'V1' } });
  await slack.waitFor(() => stage.cards().find((card) => card.threadTs === on.ts && done(card)), { what: 'the press' });
  await slack.act.openHome({ user });
  await slack.waitFor(({ homes }) => homes[user] !== undefined && seen(homes[user]).includes(HIS), {
    what: 'the home',
  });
}

test('the data of a person is deleted: nothing is theirs any more, named or digested, and their cards are gone', async () => {
  await page('limits', 'The installation sets');
  await stage.slack.act.submitView({ user: ALICE, values: { 'admin:channelDaily': '' } });
  await liveAs(BRUNO);
  const kinds = [
    'settings',
    'series-of',
    'drafts-of',
    'favourites',
    'gallery',
    'home',
    'home-face',
    'recent',
    'record',
    'draft',
  ];
  const lacking = async () => {
    const had = await keysOf(BRUNO);
    return kinds.filter((kind) => !had.some((key) => key.startsWith(`{mj}:${kind}:`)));
  };
  await expect.poll(lacking, { timeout: 5000 }).toEqual([]);
  expect(JSON.stringify([...(await everythingIn(raw))])).toContain(HIS);
  const cards = () => stage.cards().map((card) => (seen(card).includes(`<@${BRUNO}>`) ? BRUNO : ALICE));
  const others = stage.cards().filter((card) => seen(card).includes(`<@${ALICE}>`)).length;
  expect(cards().filter((user) => user === BRUNO).length).toBeGreaterThan(stage.cards().length - others);

  await page('forget', 'Whose data?');
  await stage.slack.act.submitView({ user: ALICE, values: { 'admin:person': BRUNO, 'admin:cards': ['yes'] } });
  const sure = await shown('It cannot be taken back');
  expect(buttonsOf(sure).map(({ label }) => label)).toEqual(['Back']);
  expect(await keysOf(BRUNO)).not.toEqual([]);
  await stage.slack.act.submitView({ user: ALICE });
  await shown('is being deleted');

  await expect.poll(() => keysOf(BRUNO), { timeout: 25_000 }).toEqual([]);
  await expect.poll(cards, { timeout: 10_000 }).toEqual(Array.from({ length: others }, () => ALICE));
  const headings = Object.values(stage.slack.world.messages)
    .flat()
    .filter(({ metadata }) => metadata?.['event_type'] === 'mj_series');
  expect(headings.map(({ deleted }) => deleted)).toEqual([true]);
  expect((await keysOf(ALICE)).length).toBeGreaterThan(0);
  expect(seen(await page('audit', 'the data was deleted'))).toContain(`<@${BRUNO}>`);
}, 90_000);

/**
 * Every key in which somebody is named, which is theirs by a digest, or that holds a prompt of Bruno's; but for the audit trail, which says who did
 * what. In what a key holds, a digest names nobody: BullMQ's latest hundred events tell which home was looked at.
 */
async function keysOf(user: string): Promise<string[]> {
  const mine = digest(stage.slack.world.team.id, user);
  const held = [...(await everythingIn(raw))].filter(([key, text]) => {
    if (key.startsWith('{mj}:audit:')) return text.includes(HIS);
    return key.includes(mine) || `${key} ${text}`.includes(user) || (user === BRUNO && text.includes(HIS));
  });
  return held.map(([key]) => key);
}
