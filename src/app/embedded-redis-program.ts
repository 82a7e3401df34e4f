/** Which program is started, how it is told what to do, and what to type where there is none. */
import { constants } from 'node:fs';
import { access, readFile, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { EmbeddedRedisError } from './embedded-redis-error.ts';

const PROGRAMS = ['redis-server', 'valkey-server'];

/**
 * @param path the value of `PATH`
 * @returns the first server found
 * @throws EmbeddedRedisError `not-installed`, with the line that installs one here
 */
export async function findProgram(path: string): Promise<string> {
  for (const name of PROGRAMS) {
    for (const folder of path.split(delimiter).filter((part) => part !== '')) {
      const file = join(folder, name);
      if (await isProgram(file)) return file;
    }
  }
  throw new EmbeddedRedisError(
    'not-installed',
    `REDIS_URL: is missing and there is neither redis-server nor valkey-server on PATH; install one (${await installLine()}), or set REDIS_URL to a Redis of yours`,
  );
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

/** What installs a Redis on this platform; every known line where the platform is not. */
export async function installLine(
  platform: NodeJS.Platform = process.platform,
  osRelease: () => Promise<string> = () => readFile('/etc/os-release', 'utf8'),
): Promise<string> {
  if (platform === 'darwin') return 'brew install redis';
  if (platform === 'win32') return 'not available on Windows: run the bot in WSL or in its container';
  const names = await osRelease().then(
    (text) => [...text.matchAll(/^ID(?:_LIKE)?=["']?([^"'\n]*)/gm)].flatMap(([, words = '']) => words.split(' ')),
    (): string[] => [],
  );
  const known = INSTALL_LINES.find(([systems]) => systems.some((system) => names.includes(system)));
  return known ? known[1] : INSTALL_LINES.map(([systems, line]) => `${systems[0]}: ${line}`).join('; ');
}

/** By the `ID` and `ID_LIKE` of os-release(5). Fedora 41 and its kin replaced Redis by Valkey. */
const INSTALL_LINES: readonly (readonly [readonly string[], string])[] = [
  [['debian', 'ubuntu'], 'sudo apt-get install redis-server'],
  [['alpine'], 'apk add redis'],
  [['fedora', 'rhel', 'centos'], 'sudo dnf install valkey'],
  [['arch'], 'sudo pacman -S valkey'],
  [['suse', 'opensuse'], 'sudo zypper install redis'],
];

/**
 * The server's configuration; it runs with the data directory as its working directory. Only directives that Redis 5 knows already.
 *
 * `appendfsync always`: the mark that is stored before a submit must outlive a power cut, or the submit is paid for twice. It costs
 * little because all that arrives together is written together: on ext4 on a virtual disk 4,900 writes a second on one connection and
 * 93,000 on fifty (with `everysec` 37,000 and 161,000), far more than a bot makes.
 */
export function serverConfiguration({ port, password }: { port: number; password: string }): string {
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    'protected-mode yes',
    // Every user of the machine can reach a loopback port.
    `requirepass ${password}`,
    'daemonize no',
    'databases 1',
    'maxmemory-policy noeviction',
    'appendonly yes',
    'appendfsync always',
    // A kill in the middle of a write leaves half a command at the end of the file; it was never answered, so it may go.
    'aof-load-truncated yes',
    // The append-only file is the one copy; a snapshot beside it would only cost forks.
    'save ""',
    '',
  ].join('\n');
}
