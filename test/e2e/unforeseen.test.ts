import { expect, test as plain } from 'vitest';
import { onStage } from '../support/on-stage.ts';
import { gatewayButtons } from '../support/stage.ts';

const test = plain.extend(onStage);

const PLANT = './test/support/plants/nobody-looks.mjs';

test('a promise that is rejected while nobody looks ends the process, with a line at fatal, and the next one goes on', async ({
  setStage,
}) => {
  const stage = await setStage({ plants: [PLANT], gateway: { drawMs: 3000 } });
  await stage.imagine('a fox that is still drawn');
  await stage.gateway.waitFor(() => stage.gateway.submits[0], { what: 'the submit' });
  const { bot } = stage;

  process.kill(bot.pid, 'SIGUSR2');

  expect(await bot.ended).toBe(1);
  expect(bot.log.filter(({ level }) => level === 'fatal')).toMatchObject([
    { msg: 'a promise was rejected and nobody looked', err: { message: 'a planted rejection' } },
  ]);
  await stage.startBot({ plants: [] });
  await stage.card((card) => gatewayButtons(card).length === 9, 'the picture', { timeoutMs: 40_000 });
  expect(stage.gateway.submits).toHaveLength(1);
});
