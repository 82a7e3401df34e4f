import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type EmbeddedRedis, type EmbeddedRedisOptions, startEmbeddedRedis } from '../../../src/app/embedded-redis.ts';
import { markOf } from '../../../src/app/embedded-redis-process.ts';
import { findServer, freePort } from '../../../src/app/embedded-redis-server.ts';

const OWNER = fileURLToPath(new URL('./owner.ts', import.meta.url));

let root: string;
let dataDir: string;
const running: EmbeddedRedis[] = [];
const owners: ChildProcess[] = [];
/** Servers whose bot was killed; whatever happens in a test, none of them is left behind. */
const orphans = new Set<number>();

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'embedded redis-'));
  dataDir = join(root, 'data');
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((redis) => redis.stop()));
  for (const owner of owners.splice(0)) {
    if (owner.exitCode === null && owner.signalCode === null) await kill(owner);
  }
  for (const pid of orphans) if (isRunning(pid)) process.kill(pid, 'SIGKILL');
  orphans.clear();
  await rm(root, { recursive: true, force: true });
});

function listeningLog() {
  return {
    info: vi.fn<(fields: object, message: string) => void>(),
    warn: vi.fn<(fields: object, message: string) => void>(),
  };
}

async function start(options: Partial<EmbeddedRedisOptions> = {}): Promise<EmbeddedRedis> {
  const log = listeningLog();
  const redis = await startEmbeddedRedis({ dataDir, env: process.env, log, ...options });
  running.push(redis);
  return redis;
}

async function startOwner(): Promise<{ owner: ChildProcess; told: Record<string, unknown> }> {
  const owner = spawn(process.execPath, ['--import', 'tsx', OWNER, dataDir], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  owners.push(owner);
  const [line] = (await once(createInterface({ input: owner.stdout ?? process.stdin }), 'line')) as [string];
  const state = await readFile(join(dataDir, 'redis.json'), 'utf8').catch(() => '{}');
  const pid = (JSON.parse(state) as { server?: { pid: number } }).server?.pid;
  if (pid !== undefined) orphans.add(pid);
  return { owner, told: JSON.parse(line) as Record<string, unknown> };
}

/** With all of its process group, as a terminal or a supervisor does. */
async function kill(owner: ChildProcess): Promise<void> {
  process.kill(-(owner.pid ?? Number.NaN), 'SIGKILL');
  await once(owner, 'exit');
}

async function run<T>(url: string, work: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url, { retryStrategy: (times) => (times > 40 ? null : 100), maxRetriesPerRequest: 40 });
  client.on('error', () => {});
  try {
    return await work(client);
  } finally {
    client.disconnect();
  }
}

const write = (url: string, value: string) => run(url, (client) => client.set('kept', value));
const read = (url: string) => run(url, (client) => client.get('kept'));
const pidOf = (url: string) => run(url, async (client) => Number(/process_id:(\d+)/.exec(await client.info())?.[1]));

/** Not by `kill(pid, 0)`, which finds a dead process until its parent collects it. */
const isRunning = (pid: number) => markOf(pid) !== undefined;

describe('a fresh start', () => {
  test('gives a Redis behind a password, on loopback, that evicts nothing and appends every write', async () => {
    const { url, adopted } = await start();

    expect(adopted).toBe(false);
    expect(url).toMatch(/^redis:\/\/:[0-9a-f]{64}@127\.0\.0\.1:\d+$/);
    expect(await write(url, 'x')).toBe('OK');
    const settings = await run(url, async (client) => {
      const names = ['maxmemory-policy', 'appendonly', 'appendfsync', 'bind'];
      return Promise.all(names.map(async (name) => (await client.config('GET', name))[1]));
    });
    expect(settings).toEqual(['noeviction', 'yes', 'always', '127.0.0.1']);
    const stranger = new URL(url);
    stranger.password = '';
    await expect(write(stranger.href, 'y')).rejects.toThrow(/NOAUTH/);
  });

  test('keeps everything private to this user', async () => {
    await start();

    const modes = await Promise.all(
      ['.', 'appendonlydir', 'redis.json', 'redis.conf', 'redis.log'].map(
        async (name) => (await stat(join(dataDir, name))).mode & 0o077,
      ),
    );
    expect(modes).toEqual([0, 0, 0, 0, 0]);
  });

  test('passes none of the bot’s environment on but what a program needs', async () => {
    const { url } = await start({ env: { ...process.env, SLACK_BOT_TOKEN: 'xoxb-secret' } });

    expect(await readFile(`/proc/${await pidOf(url)}/environ`, 'utf8').catch(() => '')).not.toContain('xoxb');
  });

  test('takes another port when the one that was free is taken in between', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const address = squatter.address();
    const taken = typeof address === 'object' && address ? address.port : 0;
    const ports = [taken, taken, await freePort()];

    const { url } = await start({ pickPort: async () => ports.shift() ?? 0 });

    expect(ports).toEqual([]);
    expect(Number(new URL(url).port)).not.toBe(taken);
    squatter.close();
  });
});

describe('a stop', () => {
  test('ends the server, keeps the data, and leaves nothing but the data', async () => {
    const first = await start();
    await write(first.url, 'before');
    const pid = await pidOf(first.url);

    await Promise.all([first.stop(), first.stop()]);

    expect(isRunning(pid)).toBe(false);
    expect((await readdir(dataDir)).sort()).toEqual(['appendonlydir', 'redis.conf', 'redis.log']);
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(await read(second.url)).toBe('before');
  });
});

describe('after a SIGKILL of the bot', () => {
  test('the next start adopts the server with all that it holds, and stops it in the end', async () => {
    const { owner, told } = await startOwner();
    await write(String(told['url']), 'survived');
    const pid = await pidOf(String(told['url']));

    await kill(owner);
    expect(isRunning(pid)).toBe(true);
    const next = await start();

    expect(next).toMatchObject({ adopted: true, url: told['url'] });
    expect(await read(next.url)).toBe('survived');
    expect(await pidOf(next.url)).toBe(pid);
    await next.stop();
    expect(isRunning(pid)).toBe(false);
  });

  test('and one of the server, the data is read again from its file, cut end or not', async () => {
    const { owner, told } = await startOwner();
    await write(String(told['url']), 'synced');
    const pid = await pidOf(String(told['url']));
    await kill(owner);
    process.kill(pid, 'SIGKILL');
    const file = (await readdir(join(dataDir, 'appendonlydir'))).find((name) => name.endsWith('.incr.aof')) ?? '';
    await appendFile(join(dataDir, 'appendonlydir', file), '*3\r\n$3\r\nSET\r\n$4\r\nkept\r\n$9\r\nhal');

    const next = await start();

    expect(next.adopted).toBe(false);
    expect(await read(next.url)).toBe('synced');
  });

  test('at the moment of starting the server, that server is found although nobody wrote down its process', async () => {
    const { owner, told } = await startOwner();
    await kill(owner);
    const file = join(dataDir, 'redis.json');
    const { port, password, space } = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    await writeFile(file, JSON.stringify({ port, password, space }));

    expect(await start()).toMatchObject({ adopted: true, url: told['url'] });
  });

  test('a pid that now belongs to another program is not taken for the server', async () => {
    const { owner, told } = await startOwner();
    await write(String(told['url']), 'kept');
    const pid = await pidOf(String(told['url']));
    await kill(owner);
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => isRunning(pid)).toBe(false);
    const file = join(dataDir, 'redis.json');
    const state = JSON.parse(await readFile(file, 'utf8')) as { server: { began: string } };
    await writeFile(file, JSON.stringify({ ...state, server: { ...state.server, pid: process.pid } }));

    const next = await start();

    expect(next.adopted).toBe(false);
    expect(await read(next.url)).toBe('kept');
  });

  test('a server that is alive and does not answer is named, and no second one is started', async () => {
    const { owner, told } = await startOwner();
    const pid = await pidOf(String(told['url']));
    await kill(owner);
    process.kill(pid, 'SIGSTOP');

    await expect(findServer(dataDir, 500)).rejects.toMatchObject({
      code: 'mute',
      message: expect.stringContaining(`kill ${pid}`),
    });
  });

  test('a copy of the directory does not lead to the server of the original', async () => {
    const { owner, told } = await startOwner();
    await write(String(told['url']), 'original');
    await kill(owner);
    const copy = join(root, 'copy');
    await cp(dataDir, copy, { recursive: true });

    const other = await start({ dataDir: copy });

    expect(other.adopted).toBe(false);
    expect(await read(other.url)).toBe('original');
    await write(other.url, 'copy');
    expect(await read(String(told['url']))).toBe('original');
  });
});

describe('two bots on one directory', () => {
  test('are one too many: the second is told who has it and what to do', async () => {
    const { told, owner } = await startOwner();

    await expect(start()).rejects.toMatchObject({
      code: 'in-use',
      exitCode: 78,
      message: expect.stringMatching(new RegExp(`^DATA_DIR: .*process ${owner.pid}.*another DATA_DIR.*REDIS_URL`)),
    });
    expect(await write(String(told['url']), 'unharmed')).toBe('OK');
  });

  test('that start at the same moment end up as one', async () => {
    const results = await Promise.all([startOwner(), startOwner(), startOwner()]);

    const winners = results.filter(({ told }) => told['url'] !== undefined);
    const losers = results.filter(({ told }) => told['code'] === 'in-use');
    expect([winners.length, losers.length]).toEqual([1, 2]);
    expect(await write(String(winners[0]?.told['url']), 'mine')).toBe('OK');
  });

  test('cannot happen after a stop in order', async () => {
    const { owner } = await startOwner();
    owner.kill('SIGTERM');
    await once(owner, 'exit');

    expect((await start()).adopted).toBe(false);
  });

  test('are told apart by the touch of their claim where pids cannot be compared, as between containers', async () => {
    await mkdir(dataDir);
    const claim = join(dataDir, 'owner-elsewhere.json');
    await writeFile(claim, JSON.stringify({ owner: { pid: 1, began: '1' }, space: 'another container', held: true }));
    const touching = setInterval(() => void utimes(claim, new Date(), new Date()), 200);

    await expect(start()).rejects.toMatchObject({ code: 'in-use' });
    clearInterval(touching);

    // Its owner is gone now.
    expect((await start()).adopted).toBe(false);
  });
});

describe('a server that dies while the bot lives', () => {
  test('is started again at the same address with the same data', async () => {
    const log = listeningLog();
    const { url } = await start({ log });
    await write(url, 'again');
    const pid = await pidOf(url);

    process.kill(pid, 'SIGKILL');
    await expect.poll(() => isRunning(pid)).toBe(false);

    expect(await read(url)).toBe('again');
    expect(await pidOf(url)).not.toBe(pid);
    expect(log.warn).toHaveBeenCalledWith({ redisPid: pid }, expect.stringContaining('ended by itself'));
  });
});

describe('what only an operator can mend', () => {
  test('a missing program is named with the line that installs it, and nothing is left claimed', async () => {
    await expect(start({ env: { PATH: root } })).rejects.toMatchObject({ code: 'not-installed' });

    expect((await start()).adopted).toBe(false);
  });

  test.each([
    ['a file', async () => writeFile(dataDir, '')],
    [
      'a folder under a file',
      async () => {
        await writeFile(join(root, 'file'), '');
        dataDir = join(root, 'file', 'data');
      },
    ],
  ])('a data directory that is %s is refused', async (_what, prepare) => {
    await prepare();

    await expect(start()).rejects.toMatchObject({
      code: 'unusable-directory',
      message: expect.stringMatching(/^DATA_DIR: /),
    });
  });

  test('an append-only file that is broken in its middle is left alone, and the server’s last words are passed on', async () => {
    const first = await start();
    await write(first.url, 'precious');
    await first.stop();
    const folder = join(dataDir, 'appendonlydir');
    const file = join(folder, (await readdir(folder)).find((name) => name.endsWith('.incr.aof')) ?? '');
    const broken = `garbage\r\n${await readFile(file, 'utf8')}`;
    await writeFile(file, broken);

    await expect(start()).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringMatching(/last words: .*Bad file format/),
    });
    expect(await readFile(file, 'utf8')).toBe(broken);
  });
});
