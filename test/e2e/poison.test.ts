import { afterEach, expect, test } from 'vitest';
import { ALICE, ART, BRUNO, gatewayButtons, pictureOf, type Stage, seen, setStage } from '../support/stage.ts';

let stage: Stage;
afterEach(() => stage.strike({ forgive: true }));

const POISON = './test/support/plants/poison.mjs';
const POISON_FORGET = './test/support/plants/poison-forget.mjs';
/** Not one of those who run the workspace. */
const CHIYO = 'U0CHIYO03';

test('a submit that always fails ends its card, stands in /mj dead, and its replay makes the picture', async () => {
  stage = await setStage({ env: { ADMIN_USERS: BRUNO }, plants: [POISON] });
  await stage.imagine('a poisoned fox');
  await stage.bot.logged((line) => line.msg?.startsWith('a job is dead') === true, 'the dead job', 30_000);
  const line = stage.bot.log.find((one) => one.msg?.startsWith('a job is dead'));
  expect(line).toMatchObject({
    level: 'error',
    job: 'submit',
    submission: expect.any(String),
    reason: 'a planted bug',
  });
  await stage.card((card) => /try again/i.test(seen(card)), 'the end of the card');
  expect(stage.gateway.submits).toEqual([]);

  await stage.bot.stop();
  await stage.startBot({ plants: [] });
  await stage.slack.act.command({ user: CHIYO, channel: ART, command: '/mj', text: 'dead' });
  const refusal = await stage.slack.waitFor((world) => world.ephemerals.find((one) => /admin/.test(one.text)), {
    what: 'the refusal',
  });
  expect(refusal.user).toBe(CHIYO);
  await stage.slack.act.command({ user: BRUNO, channel: ART, command: '/mj', text: 'dead' });
  const list = await stage.slack.waitFor(
    (world) => world.ephemerals.find((one) => one.user === BRUNO && seen(one).includes('a planted bug')),
    { what: 'the list' },
  );
  await stage.slack.act.click({ user: BRUNO, on: { channel: ART, ts: list.ts }, element: { label: 'Replay' } });

  await stage.card((card) => pictureOf(card) !== undefined && gatewayButtons(card).length === 9, 'the picture');
  expect(stage.cards()).toHaveLength(1);
  expect(stage.gateway.submits).toHaveLength(1);
  const now = stage.slack.world.ephemerals.filter((one) => one.user === BRUNO && !one.dismissed).at(-1);
  expect(now === undefined ? '' : seen(now)).toMatch(/No job has failed for good/);
});

test('a deletion that always fails: whoever asked for it is told in their direct messages, and the audit trail says so', async () => {
  stage = await setStage({ env: { ADMIN_USERS: ALICE }, plants: [POISON_FORGET] });
  const shown = async (user: string, says: string) =>
    await stage.slack.waitFor(
      ({ modals }) => modals[user]?.find((view) => JSON.stringify([view.title, view.blocks]).includes(says)),
      { what: `the page that says ${says}` },
    );
  await stage.slack.act.command({ user: BRUNO, channel: ART, command: '/mj', text: 'forget' });
  await shown(BRUNO, 'can be deleted');
  await stage.slack.act.submitView({ user: BRUNO });
  await shown(BRUNO, 'It cannot be taken back');
  await stage.slack.act.submitView({ user: BRUNO });
  await shown(BRUNO, 'is being deleted');

  const said = await stage.slack.waitFor(
    ({ messages }) =>
      Object.entries(messages)
        .filter(([channel]) => channel.startsWith('D'))
        .flatMap(([, all]) => all)
        .find(({ text }) => text.includes('could not delete')),
    { what: 'the message', timeoutMs: 20_000 },
  );
  expect(said.text).toContain('keep of you');
  await stage.slack.act.command({ user: ALICE, channel: ART, command: '/mj', text: 'admin' });
  await stage.slack.waitFor(({ modals }) => modals[ALICE]?.at(-1), { what: 'the admins’ modal' });
  const viewId = stage.slack.world.modals[ALICE]?.at(-1)?.id ?? '';
  await stage.slack.act.click({ user: ALICE, on: { viewId }, element: { actionId: 'admin:go:audit' } });
  expect(JSON.stringify((await shown(ALICE, 'could not be deleted')).blocks)).toContain(`<@${BRUNO}>`);
});
