import { afterEach, expect, test } from 'vitest';
import { gatewayButtons, pictureOf, type Stage, setStage } from '../support/stage.ts';

let stage: Stage;
afterEach(() => stage.strike({ forgive: true }));

const PLANT = './test/support/plants/fail-at-signal.mjs';

test.each([
  ['an unhandled rejection', {}, 'a planted rejection'],
  ['an uncaught error', { THROW: '1' }, 'a planted error'],
])(
  '%s ends the process with a line in the log and a code that is not 0, and the next start goes on',
  async (_, env, reason) => {
    stage = await setStage({ plants: [PLANT], env });
    const { bot } = stage;
    process.kill(bot.pid, 'SIGUSR2');

    expect(await bot.ended).toBe(1);
    const line = bot.log.find((one) => one.level === 'fatal');
    expect(JSON.stringify(line)).toContain(reason);

    await stage.startBot({ plants: [] });
    await stage.imagine('a fox after the fall');
    await stage.card((card) => pictureOf(card) !== undefined, 'the picture');
  },
);

const LOAD = 10;

test('SIGTERM under load, with a slow gateway and a slow Slack, ends within 10 s; the next start finishes everything, once', async () => {
  stage = await setStage({ rateScale: 0, env: { MJ_AUTH: 'secret' } });
  const lifts = [
    stage.slack.faults.add({ method: /^(chat|files)\./, effect: { kind: 'delay', ms: 1500 } }),
    stage.gateway.faults.add({ kind: 'imagine', then: { do: 'slow-body', ms: 4000 } }),
    stage.gateway.faults.add({ kind: 'pictures', then: { do: 'delay', ms: 5000 } }),
  ];
  for (let n = 0; n < LOAD; n += 1) expect((await stage.imagine(`fox number ${n}`)).noticed.acked).toBe(true);
  await stage.gateway.waitFor(() => stage.gateway.submits.length > 2, { what: 'submits' });

  const asked = performance.now();
  expect(await stage.bot.stop(10_000)).toBe(0);
  expect(performance.now() - asked).toBeLessThan(10_000);

  for (const lift of lifts) lift();
  await stage.startBot();
  await stage.slack.waitFor(
    () =>
      stage.cards().filter((card) => pictureOf(card) !== undefined && gatewayButtons(card).length === 9).length ===
      LOAD,
    { what: 'all pictures', timeoutMs: 60_000 },
  );
  expect(stage.cards()).toHaveLength(LOAD);
  expect(stage.gateway.submits).toHaveLength(LOAD);
});
