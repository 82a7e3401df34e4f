import { expect, test } from 'vitest';
import { BotProcess } from '../../../src/sandbox/stage/bot.ts';

/** A process that runs this script in place of the bot. */
function bot(script: string) {
  const lines: string[] = [];
  const waiting: (() => void)[] = [];
  const changed = () => {
    for (const look of waiting.splice(0)) look();
  };
  const how = { command: process.execPath, args: ['-e', script], cwd: process.cwd() };
  const child = new BotProcess(how, (line) => lines.push(line), changed);
  const until = async (fits: () => boolean) => {
    while (!fits()) await new Promise<void>((resolve) => void waiting.push(resolve));
  };
  return { child, lines, until };
}

const ENV = { PATH: process.env['PATH'] ?? '', WORD: 'hello' };
const STAY = 'setInterval(() => {}, 1000);';

test('it is ready when it says so, gets the environment it was given, and its log is kept', async () => {
  const { child, lines, until } = bot(
    `console.error(process.env.WORD, process.env.HOME); console.log('ready'); ${STAY}`,
  );
  await child.start(ENV);
  await until(() => lines.length > 0);
  expect(child.state).toMatchObject({ state: 'ready', pid: expect.any(Number), log: ['hello undefined'] });
  expect(lines).toEqual(['hello undefined']);
  await child.stop();
  expect(child.state.state).toBe('dead');
});

test('one that ends before it is ready rejects with its exit code', async () => {
  const { child } = bot('process.exit(78)');
  await expect(child.start(ENV)).rejects.toThrow('exit code 78');
  expect(child.state).toMatchObject({ state: 'dead', note: expect.stringContaining('78') });
});

test('a command that does not exist rejects', async () => {
  const child = new BotProcess(
    { command: '/nowhere/bot', args: [], cwd: process.cwd() },
    () => undefined,
    () => undefined,
  );
  await expect(child.start(ENV)).rejects.toThrow('could not be started');
  expect(child.state.state).toBe('dead');
});

test('a killed one is said to be dead, and can be started again', async () => {
  const { child, until } = bot(`console.log('ready'); ${STAY}`);
  await child.start(ENV);
  child.kill();
  await until(() => child.state.state === 'dead');
  expect(child.state.note).toContain('killed');
  await child.start(ENV);
  expect(child.state).not.toHaveProperty('note');
  expect(child.state.state).toBe('ready');
  await child.stop();
});

test('a stop lets it finish what it has in hand', async () => {
  const script = `process.on('SIGTERM', () => { console.log('finishing'); process.exit(0); }); console.log('ready'); ${STAY}`;
  const { child, lines, until } = bot(script);
  await child.start(ENV);
  await child.stop();
  await until(() => lines.includes('finishing'));
  expect(child.state.note).toBe('The bot has stopped.');
});
