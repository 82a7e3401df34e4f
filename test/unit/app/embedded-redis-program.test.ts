import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findProgram, installLine, serverConfiguration } from '../../../src/app/embedded-redis-program.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'program-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function program(folder: string, name: string, mode: number): Promise<string> {
  await mkdir(join(root, folder), { recursive: true });
  const file = join(root, folder, name);
  await writeFile(file, '#!/bin/sh\n');
  await chmod(file, mode);
  return file;
}

describe('the server’s program', () => {
  test('is the first redis-server on PATH, before any valkey-server', async () => {
    await program('a', 'valkey-server', 0o755);
    const redis = await program('b', 'redis-server', 0o755);

    expect(await findProgram(`${join(root, 'a')}:${join(root, 'b')}`)).toBe(redis);
  });

  test('is valkey-server where there is no redis-server that can be run', async () => {
    await program('a', 'redis-server', 0o644);
    const valkey = await program('a', 'valkey-server', 0o755);
    await mkdir(join(root, 'b', 'redis-server'), { recursive: true });

    expect(await findProgram(`${join(root, 'b')}:${join(root, 'a')}`)).toBe(valkey);
  });

  test('is missed with a sentence that says what to do', async () => {
    await expect(findProgram(root)).rejects.toMatchObject({
      code: 'not-installed',
      exitCode: 78,
      message: expect.stringMatching(/^REDIS_URL: .*redis-server.*valkey-server.*install one \(.+\), or set REDIS_URL/),
    });
  });
});

describe('the line that installs one', () => {
  test.each([
    ['ID=debian\n', 'sudo apt-get install redis-server'],
    ['NAME=Mint\nID=linuxmint\nID_LIKE="ubuntu debian"\n', 'sudo apt-get install redis-server'],
    ['ID=alpine\n', 'apk add redis'],
    ['ID="rocky"\nID_LIKE="rhel centos fedora"\n', 'sudo dnf install valkey'],
  ])('follows %j', async (osRelease, line) => {
    expect(await installLine('linux', async () => osRelease)).toBe(line);
  });

  test('is Homebrew’s on macOS', async () => {
    expect(await installLine('darwin', async () => '')).toBe('brew install redis');
  });

  test('is every known one on a system without a name', async () => {
    const line = await installLine('linux', async () => Promise.reject(new Error('no such file')));

    expect(line).toContain('apt-get');
    expect(line).toContain('apk add');
  });
});

test('the server listens on loopback with a password, evicts nothing and syncs every write', () => {
  const lines = serverConfiguration({ port: 1234, password: 'abc' }).split('\n');

  expect(lines).toEqual(
    expect.arrayContaining([
      'bind 127.0.0.1',
      'port 1234',
      'requirepass abc',
      'maxmemory-policy noeviction',
      'appendonly yes',
      'appendfsync always',
      'aof-load-truncated yes',
    ]),
  );
});
