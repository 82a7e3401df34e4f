import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startGateway } from '../../../src/sandbox/gateway/index.ts';
import { demoWorkspace, startSlack } from '../../../src/sandbox/slack/index.ts';
import { FaultBoard } from '../../../src/sandbox/stage/faults.ts';
import { startStage } from '../../../src/sandbox/stage/stage.ts';

const MANIFEST = `
display_information: { name: Test }
features: { app_home: { home_tab_enabled: true } }
oauth_config: { scopes: { bot: ["chat:write"] } }
`;

/** Writes down what it was given, and says that it is ready. */
const SCRIPT = `
const { MJ_BASE_URL, SLACK_API_URL, DATA_DIR, PORT, PUBLIC_URL } = process.env;
require('node:fs').appendFileSync(DATA_DIR + '/starts', JSON.stringify({ MJ_BASE_URL, SLACK_API_URL, PORT, PUBLIC_URL, names: Object.keys(process.env).sort() }) + '\\n');
console.log('ready');
process.on('SIGTERM', () => process.exit(0));
setInterval(() => {}, 1000);
`;

interface Start {
  MJ_BASE_URL: string;
  SLACK_API_URL: string;
  PORT: string;
  PUBLIC_URL?: string;
  names: string[];
}

async function stageWith(script: string) {
  const dataDir = await mkdtemp(join(tmpdir(), 'stage-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const starts = async (): Promise<Start[]> =>
    (await readFile(join(dataDir, 'starts'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  const stage = await startStage({
    dialect: 'plus',
    drawMs: 50,
    http: false,
    manifest: MANIFEST,
    bot: { command: process.execPath, args: ['-e', script], cwd: process.cwd() },
    env: { PATH: process.env['PATH'] ?? '' },
    dataDir,
    redisUrl: 'redis://127.0.0.1:1',
    log: () => undefined,
  });
  return { stage, starts };
}

test('the bot is told where everything is, and nothing of the person’s own environment', async () => {
  const { stage, starts } = await stageWith(SCRIPT);
  onTestFinished(() => stage.close());
  const [first] = await starts();
  expect(first?.SLACK_API_URL).toBe(stage.slack.apiUrl);
  expect(first?.names).toEqual([
    'DATA_DIR',
    'HOST',
    'MJ_API_KEY',
    'MJ_BASE_URL',
    'MJ_POLL_MS',
    'PATH',
    'PORT',
    'PUBLIC_URL',
    'REDIS_URL',
    'SLACK_API_URL',
    'SLACK_APP_TOKEN',
    'SLACK_BOT_TOKEN',
    'SLACK_FILE_HOSTS',
  ]);
  expect(stage.homeTab).toBe(true);
});

test('another dialect starts gateway and bot anew at the same address, and keeps the faults that are on', async () => {
  const { stage, starts } = await stageWith(SCRIPT);
  onTestFinished(() => stage.close());
  stage.setFault('down', true);
  await stage.setDialect('trueai');
  const [first, second] = await starts();
  expect(second?.MJ_BASE_URL).toBe(first?.MJ_BASE_URL);
  expect(stage.state()).toMatchObject({ dialect: 'trueai', bot: { state: 'ready' } });
  expect((await fetch(`${second?.MJ_BASE_URL}/mj/task/1/fetch`)).status).toBe(503);
  expect(stage.gatewayTraffic()[0]).toMatchObject({ name: 'GET /mj/task/1/fetch', status: '503', ok: false });
  await expect(stage.setDialect('klingon')).rejects.toThrow('klingon');
});

test('without a public address the bot is started anew and told of none, and with one it is where it was', async () => {
  const { stage, starts } = await stageWith(SCRIPT);
  onTestFinished(() => stage.close());
  await stage.setPublicAddress(false);
  expect(stage.state()).toMatchObject({ publicAddress: false, bot: { state: 'ready' } });
  await stage.setPublicAddress(true);
  const [first, second, third] = await starts();
  expect([second?.PUBLIC_URL, second?.PORT]).toEqual([undefined, first?.PORT]);
  expect(first?.PUBLIC_URL).toBe(`http://127.0.0.1:${first?.PORT}`);
  expect(third?.PUBLIC_URL).toBe(first?.PUBLIC_URL);
});

test('Remix and the time for an answer are turned at once, and another dialect keeps them', async () => {
  const { stage, starts } = await stageWith(SCRIPT);
  onTestFinished(() => stage.close());
  stage.setRemix(true);
  stage.setLatency(300);
  const [first] = await starts();
  const took = async () => {
    const start = performance.now();
    await fetch(`${first?.MJ_BASE_URL}/mj/task/1/fetch`);
    return performance.now() - start;
  };
  expect(await took()).toBeGreaterThan(280);
  await stage.setDialect('trueai');
  expect(stage.state()).toMatchObject({ dialect: 'trueai', remix: true, latencyMs: 300 });
  expect(await took()).toBeGreaterThan(280);
  expect(await starts()).toHaveLength(2);
});

test('what the bot does wrong is told, whichever side noted it', async () => {
  const { stage, starts } = await stageWith(SCRIPT);
  onTestFinished(() => stage.close());
  const [first] = await starts();
  await fetch(`${first?.MJ_BASE_URL}/attachments/1/2/a.png`, { headers: { authorization: 'Bearer sk-sandbox' } });
  await fetch(`${first?.SLACK_API_URL}api.test?colour=red`);
  expect(stage.violations()).toEqual([
    expect.stringMatching(/^Slack: .*colour/),
    expect.stringMatching(/^Gateway: .*the key was sent/),
  ]);
});

test('a bot that cannot start fails the whole stage, with its reason', async () => {
  await expect(stageWith('process.exit(78)')).rejects.toThrow('78');
});

test('a fault that strikes once is off when it has struck, others stay until they are taken away', async () => {
  const slack = await startSlack({ ...demoWorkspace, app: MANIFEST, mode: 'socket' });
  const gateway = await startGateway({ dialect: 'plus', manual: true });
  onTestFinished(() => Promise.all([slack.close(), gateway.close()]).then(() => undefined));
  let changes = 0;
  const board = new FaultBoard(slack, gateway, () => {
    changes += 1;
  });
  const on = () => board.state.filter((fault) => fault.on).map(({ id }) => id);
  const imagine = () =>
    fetch(`${gateway.url}/mj/submit/imagine`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'mj-api-secret': gateway.key },
      body: JSON.stringify({ prompt: 'a fox' }),
    });
  board.set('lose-answer', true);
  board.set('slack-slow', true);
  expect(on()).toEqual(['lose-answer', 'slack-slow']);
  await expect(imagine()).rejects.toThrow('fetch failed');
  expect(gateway.submits).toHaveLength(1);
  expect(on()).toEqual(['slack-slow']);
  expect(changes).toBe(3);
  expect((await imagine()).status).toBe(200);
  board.clear();
  expect(on()).toEqual([]);
  expect(() => board.set('weather', true)).toThrow('weather');
});
