import { expect, test } from 'vitest';
import { createLogger, type LoggerOptions } from '../../../src/app/logger.ts';

function listen(options: Partial<LoggerOptions> = {}) {
  const lines: string[] = [];
  const log = createLogger({ level: 'info', ...options, to: { write: (line) => void lines.push(line) } });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? 'null') as Record<string, unknown> };
}

test('a line is JSON with a level in words, a time and the fields of its parents', () => {
  const { log, last } = listen();

  log.child({ room: 'gateway' }).info({ submission: 's1' }, 'submitted');

  expect(last()).toMatchObject({ level: 'info', room: 'gateway', submission: 's1', msg: 'submitted' });
  expect(last()['time']).toMatch(/^\d{4}-\d\d-\d\dT/);
});

test('fields with a secret’s name are hidden at any depth, in lists and in children', () => {
  const { log, lines, last } = listen();

  log.child({ botToken: 'one' }).info(
    {
      headers: { Authorization: 'Bearer two', 'mj-api-secret': 'three' },
      calls: [{ body: { notifyHook: 'four', deeper: { response_url: 'five', apiKey: 'six', upload_url: 'seven' } } }],
      client_secret: 'eight',
      monkey: 'visible',
    },
    'call',
  );

  expect(lines.join()).not.toMatch(/one|two|three|four|five|six|seven|eight/);
  expect(last()).toMatchObject({ headers: { Authorization: '[hidden]' }, botToken: '[hidden]', monkey: 'visible' });
});

test('a configured secret appears in no text, not even in a message or a stack', () => {
  const { log, lines } = listen({ secrets: ['pa"ss\\word-1'] });

  log.warn({ err: new Error('refused: pa"ss\\word-1') }, 'with pa"ss\\word-1');

  expect(lines.join()).toContain('[hidden]');
  expect(lines.join()).not.toContain('word-1');
  expect(() => JSON.parse(lines[0] ?? '')).not.toThrow();
});

test('a short secret does not blot out ordinary words', () => {
  const { log, last } = listen({ secrets: ['test'] });

  log.info('a test');

  expect(last()['msg']).toBe('a test');
});

test('what looks like a Slack token or lets its holder act is hidden wherever it stands', () => {
  const { log, lines } = listen();

  log.error(
    { note: 'used xoxb-123-abc and xoxe.xoxb-1-zzz', at: 'https://hooks.slack.com/commands/T1/2/yyy' },
    'posted to https://bot.example.com/hooks/midjourney/s0.abc.def with xapp-1-xxx',
  );

  expect(lines.join()).not.toMatch(/123-abc|zzz|yyy|s0\.abc|1-xxx/);
});

test('the query of an address, which may be a signature, is left out', () => {
  const { log, last } = listen();

  log.info({ url: 'https://cdn.example.com/a.png?ex=1&hm=2', plain: 'really? yes' }, 'fetched');

  expect(last()).toMatchObject({ url: 'https://cdn.example.com/a.png?…', plain: 'really? yes' });
});

test('the login in an address is left out', () => {
  const { log, last } = listen();

  log.warn({ err: new Error('cannot reach redis://:abc123@127.0.0.1:1') }, 'lost rediss://me:pw@host/0');

  expect(last()).toMatchObject({
    err: { message: 'cannot reach redis://[hidden]@127.0.0.1:1' },
    msg: 'lost rediss://[hidden]@host/0',
  });
});

test('a prompt is written at debug and hidden at info', () => {
  const { log, lines } = listen({ level: 'debug' });

  log.debug({ prompt: 'a red fox' }, 'in debug');
  log.info({ order: { prompt: 'a red fox', finalPrompt: 'a red fox' } }, 'in info');

  expect(lines[0]).toContain('a red fox');
  expect(lines[1]).not.toContain('a red fox');
});

test('an error is written with its fields and the chain of its causes', () => {
  const { log, last } = listen();
  const root = Object.assign(new Error('reset'), { code: 'ECONNRESET' });

  log.error({ err: new TypeError('outer', { cause: new Error('middle', { cause: root }) }) }, 'failed');

  expect(last()['err']).toMatchObject({
    type: 'TypeError',
    message: 'outer',
    stack: expect.stringContaining('logger.test.ts'),
    cause: { message: 'middle', cause: { message: 'reset', code: 'ECONNRESET' } },
  });
});

test('an error as the only argument is a line of its own', () => {
  const { log, last } = listen();

  log.error(new Error('alone'));

  expect(last()).toMatchObject({ err: { message: 'alone' }, msg: 'alone' });
});

test('odd values do not break a line: circles, big numbers, buffers, maps, foreign objects', () => {
  const { log, last } = listen();
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  class Socket {
    readonly secretInside = 'x';
  }

  log.info({ circle, big: 2n ** 64n, bytes: Buffer.alloc(3), map: new Map([['a', 1]]), socket: new Socket() }, 'odd');

  expect(last()).toMatchObject({
    circle: { self: '[circular]' },
    big: '18446744073709551616',
    bytes: '[3 bytes]',
    map: { a: 1 },
    socket: '[Socket]',
  });
});

test('nothing below the level is written', () => {
  const { log, lines } = listen({ level: 'warn' });

  log.info('quiet');
  log.warn('loud');

  expect(lines).toHaveLength(1);
});
