import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Noticed } from '../../src/sandbox/slack/index.ts';
import { ALICE, ART, BRUNO, gatewayButtons, pictureOf, type Stage, setStage } from '../support/stage.ts';

/** Who may do what and how much of it, through the whole bot: what people are told, and what the gateway saw. */

const CHIYO = 'U0CHIYO03';
const AT_ONCE = 2;
const A_DAY = 3;

let stage: Stage;
beforeAll(async () => {
  stage = await setStage({ rateScale: 0, gateway: { drawMs: 1500 }, env: { MJ_AUTH: 'secret' }, withoutBot: true });
  await stage.startBot({
    env: {
      PUBLIC_URL: stage.address,
      SECRET_KEY: 'sk-signs-links-0123456789abcdef0123',
      ALLOWED_CHANNELS: ART,
      ADMIN_USERS: BRUNO,
      PRESS_BY: 'requester',
      CONCURRENT_PER_USER: String(AT_ONCE),
      DAILY_LIMIT_PER_USER: String(A_DAY),
    },
  });
});
afterAll(async () => await stage.strike());

const told = ({ body }: Noticed) => JSON.stringify(body ?? '');
const pictures = () => stage.cards().filter((card) => pictureOf(card) !== undefined && gatewayButtons(card).length > 0);

/** So many commands of one person at the same moment. @returns what those that were refused were told */
async function atOnce(times: number, words: string): Promise<string[]> {
  const all = await Promise.all(
    Array.from({ length: times }, async (_, n) => await stage.imagine(`${words} ${n}`, { user: ALICE })),
  );
  return all.map(({ noticed }) => told(noticed)).filter((text) => text.includes('text'));
}

test('in a channel that is not allowed nothing is taken, from anybody', async () => {
  for (const user of [ALICE, BRUNO]) {
    const { noticed } = await stage.imagine('a fox elsewhere', { user, channel: 'C0GENERAL' });
    expect(told(noticed)).toContain('not allowed to work in this channel');
  }
  expect(stage.gateway.submits).toEqual([]);
});

test('of ten commands at the same moment as many are taken as may run, and no more', async () => {
  const refusals = await atOnce(10, 'a fox of ten');

  expect(refusals).toHaveLength(10 - AT_ONCE);
  for (const text of refusals) expect(text).toContain(`(${AT_ONCE})`);
  await stage.slack.waitFor(() => pictures().length === AT_ONCE, { what: 'the pictures', timeoutMs: 30_000 });
  expect(stage.gateway.submits).toHaveLength(AT_ONCE);
});

test('when there is room again, the day’s limit lets one more through, and no more', async () => {
  const refusals = await atOnce(10, 'a fox of a long day');

  expect(refusals).toHaveLength(10 - (A_DAY - AT_ONCE));
  for (const text of refusals) expect(text).toContain(`daily limit of ${A_DAY}`);
  await stage.slack.waitFor(() => pictures().length === A_DAY, { what: 'the picture', timeoutMs: 30_000 });
  expect(stage.gateway.submits).toHaveLength(A_DAY);
});

test('only the requester may press, not even an admin; their own limit holds for presses, too', async () => {
  const [card] = stage.cards();
  const on = { channel: ART, ts: card?.ts ?? '' };
  const toldTo = (user: string) => stage.slack.world.ephemerals.filter((one) => one.user === user);
  for (const [user, word] of [
    [CHIYO, `Only <@${ALICE}> may press`],
    [BRUNO, `Only <@${ALICE}> may press`],
    [ALICE, `daily limit of ${A_DAY}`],
  ] as const) {
    const before = toldTo(user).length;
    await stage.slack.act.click({ user, on, element: { label: 'U1' } });
    const refused = await stage.slack.waitFor(() => toldTo(user)[before], { what: 'the word' });
    expect(refused.text).toContain(word);
  }
  expect(stage.gateway.submits).toHaveLength(A_DAY);
});

test('whoever has no link finds out how the bot is, and nothing else', async () => {
  const ask = async (path: string, method = 'GET') => {
    const response = await fetch(`${stage.address}${path}`, { method });
    return { status: response.status, text: await response.text() };
  };
  for (const path of ['/healthz', '/readyz', '/metrics', '/paint/assets/js/page.js']) {
    const { status, text } = await ask(path);
    expect([path, status]).toEqual([path, 200]);
    for (const secret of [ALICE, 'fox', stage.slack.botToken, stage.gateway.key]) expect(text).not.toContain(secret);
  }
  for (const path of [
    '/',
    '/paint/x',
    '/paint/x/picture',
    '/paint/x/preview',
    '/paint/assets/../x',
    '/hooks/midjourney/x',
  ])
    for (const method of ['GET', 'POST', 'PUT', 'DELETE'])
      expect([path, method, (await ask(path, method)).status >= 400]).toEqual([path, method, true]);
});

test('the address for callbacks is good for one submission, and its token for nothing else', async () => {
  const [one, other] = stage.gateway.submits.map(({ body }) => String(body['notifyHook']));
  const post = async (address: string) =>
    (await fetch(address, { method: 'POST', body: JSON.stringify({ id: '1', status: 'FAILURE', failReason: 'x' }) }))
      .status;
  const token = one?.split('/').at(-1) ?? '';
  const [, , signature] = token.split('.');
  const [otherId] = other?.split('/').at(-1)?.split('.') ?? [];

  expect(await post(one ?? '')).toBe(204);
  expect(await post(`${stage.address}/hooks/midjourney/${otherId}..${signature}`)).toBe(404);
  expect(await post(`${stage.address}/hooks/midjourney/${token.replace('..', '.zzzzzz.')}`)).toBe(404);
  expect((await fetch(`${stage.address}/paint/${token}`)).status).toBe(404);
  // What the body claims is checked by a reading, and a picture that is done stays done.
  expect(pictures()).toHaveLength(A_DAY);
});
