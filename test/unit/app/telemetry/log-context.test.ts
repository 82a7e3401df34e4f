import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createLogger } from '../../../../src/app/logger.ts';
import { layered } from '../../../../src/app/telemetry/layers.ts';
import { createLogContext } from '../../../../src/app/telemetry/log-context.ts';
import { SubmissionId } from '../../../../src/domain/ids.ts';
import type { Handlers as JobHandlers } from '../../../../src/queue/index.ts';
import { FakeHandlers } from '../../slack/room.ts';

const ONE = SubmissionId.parse('s0123456789abcdefghi');
const TWO = SubmissionId.parse('sihgfedcba9876543210');

function listen() {
  const lines: { submission?: string; msg: string }[] = [];
  const { fields, layer } = createLogContext();
  const log = createLogger({
    level: 'info',
    fields,
    to: { write: (line) => void lines.push(JSON.parse(line) as (typeof lines)[0]) },
  });
  return {
    lines,
    log: log.child({ room: 'gateway' }),
    layer: layered([layer]),
    said: (msg: string) => lines.filter((l) => l.msg === msg),
  };
}

const idle: JobHandlers = {
  submit: async () => {},
  deliver: async () => {},
  show: async () => {},
  home: async () => {},
  letter: async () => {},
  series: async () => {},
  sheet: async () => {},
  forget: async () => {},
  read: async () => {},
};
const context = {} as never;

test('what another room logs during a job is about the job’s submission, side by side with other jobs', async () => {
  const { log, layer, said } = listen();
  const jobs = layer.jobs({
    ...idle,
    async submit() {
      await pause(5);
      log.info({}, 'from afar');
    },
  });

  await Promise.all([jobs.submit({ id: ONE }, context), jobs.submit({ id: TWO }, context)]);
  await jobs.read({}, context);
  log.info({}, 'of nobody');

  expect(said('from afar').map(({ submission }) => submission)).toEqual([ONE, TWO]);
  expect(said('of nobody')[0]).not.toHaveProperty('submission');
});

test('a line that names another submission keeps its own word', async () => {
  const { log, layer, said } = listen();
  const jobs = layer.jobs({ ...idle, deliver: async () => log.info({ submission: TWO }, 'about the parent') });

  await jobs.deliver({ id: ONE }, context);

  expect(said('about the parent')[0]?.submission).toBe(TWO);
});

test('after a click was handled, lines of its delivery are still about its card', async () => {
  const { log, layer, said } = listen();
  const handlers = layer.handlers(new FakeHandlers());

  await layer.delivery('press', async () => {
    await handlers.press({ submission: ONE } as never);
    log.info({}, 'refused at intake');
  });
  await layer.delivery('form', async () => {
    await handlers.step({ ref: { of: 'submission', submission: TWO } } as never);
    log.info({}, 'refused at intake');
  });
  await layer.delivery('command', async () => log.info({}, 'refused at intake'));

  expect(said('refused at intake').map(({ submission }) => submission)).toEqual([ONE, TWO, undefined]);
});
