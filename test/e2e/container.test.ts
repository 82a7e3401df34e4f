/**
 * The image without an engine: the Dockerfile's own steps run in empty folders, and what they make runs as another user on a read-only
 * tree. What needs an engine (apt, users, volumes) is only looked at.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { EXIT_CONFIGURATION } from '../../src/app/exit-codes.ts';
import { gatewayButtons, setStage } from '../support/stage.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const BUILD_MS = 300_000;
/** `nobody`, where this process may become somebody else. */
const somebody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

interface Step {
  readonly keyword: string;
  readonly rest: string;
}
interface Stage {
  readonly name: string;
  readonly steps: readonly Step[];
}

/** What bounds the bot's memory (npm run bench). */
const MEMORY = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_TRIM_THRESHOLD_: '131072',
  NODE_OPTIONS: '--max-old-space-size=512 --max-semi-space-size=8',
};
const startScript = (JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { scripts: { start: string } })
  .scripts.start;

const stages = readStages(readFileSync(join(project, 'Dockerfile'), 'utf8'));
const last = stages.at(-1);
const image = {
  all: (keyword: string) => (last?.steps ?? []).filter((step) => step.keyword === keyword).map((step) => step.rest),
  env: {} as Record<string, string>,
};
for (const [, name = '', quoted, plain = ''] of image
  .all('ENV')
  .join(' ')
  .matchAll(/(\w+)=(?:"([^"]*)"|(\S+))/g))
  image.env[name] = quoted ?? plain;

let root = '';
/** The final stage's working directory. */
let bot = '';

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'image-'));
  // `mkdtemp` lets nobody else in.
  chmodSync(root, 0o755);
  for (const stage of stages) bot = runStage(stage);
  shell('chmod -R a-w .', bot);
}, BUILD_MS);

afterAll(() => {
  shell('chmod -R u+w .', root);
  rmSync(root, { recursive: true, force: true });
}, BUILD_MS);

describe('the image', () => {
  test('holds the built bot and its dependencies, and nothing else', () => {
    expect(readdirSync(bot).sort()).toEqual(['dist', 'node_modules', 'package.json']);
    expect(existsSync(join(bot, 'dist/app/main.js'))).toBe(true);
    expect(existsSync(join(bot, 'dist/sandbox'))).toBe(false);
  });

  test('has every dependency of the bot and none that only developers need', () => {
    const lock = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { dev?: boolean }>;
    };
    const packages = Object.entries(lock.packages).filter(([path]) => path.startsWith('node_modules/'));
    const forDevelopers = packages.filter(([, { dev }]) => dev).map(([path]) => path);
    const { dependencies } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };

    expect(forDevelopers.length).toBeGreaterThan(10);
    expect(forDevelopers.filter((path) => existsSync(join(bot, path)))).toEqual([]);
    expect(Object.keys(dependencies).filter((name) => !existsSync(join(bot, 'node_modules', name)))).toEqual([]);
  });

  test('starts as far as its configuration for a user who may write nothing', () => {
    const [program = '', ...args] = JSON.parse(image.all('CMD')[0] ?? '[]') as string[];

    const { status, stdout, stderr } = asSomebody(program, args);

    expect(stderr).toContain('MJ_BASE_URL: is missing');
    expect(stderr).toContain('SLACK_BOT_TOKEN: is missing');
    expect(stdout).toBe('');
    expect(status).toBe(EXIT_CONFIGURATION);
  });

  test('can draw for such a user', () => {
    const script = `
      const sharp = require('sharp');
      sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } }).webp().toBuffer()
        .then((bytes) => sharp(bytes).png().toBuffer())
        .then((bytes) => process.stdout.write(bytes.subarray(1, 4)));`;

    expect(asSomebody('node', ['-e', script]).stdout).toBe('PNG');
  });

  test('makes a picture and stops in order for such a user, who may write to the data directory alone', async () => {
    const stage = await setStage({ withoutBot: true });
    if (somebody.uid !== undefined) chownSync(stage.dataDir, somebody.uid, somebody.gid);
    const [program = '', ...args] = JSON.parse(image.all('CMD')[0] ?? '[]') as string[];
    const env = { ...image.env, ...programs(), ...stage.env, TMPDIR: '/nowhere', HOME: '/nowhere' };
    const child = spawn(program, args, { cwd: bot, env, ...somebody, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    try {
      await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended]);
      await stage.imagine('a red fox');
      await stage.card((card) => gatewayButtons(card).length === 9, 'the picture', { timeoutMs: 30_000 });
    } finally {
      child.kill('SIGTERM');
      const [code] = (await ended) as [number | null];
      await stage.strike();
      expect(code).toBe(0);
    }
  });

  test('takes its health from /healthz', async () => {
    let healthy = true;
    const server = createServer(({ url }, response) => {
      response.writeHead(url === '/healthz' && healthy ? 200 : 503).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const PORT = String(typeof address === 'object' ? address?.port : 0);
    const command = /CMD (\[.*\])$/.exec(image.all('HEALTHCHECK')[0] ?? '')?.[1] ?? '[]';
    const [program = '', ...args] = JSON.parse(command) as string[];
    const check = async () =>
      (await once(spawn(program, args, { env: { ...image.env, ...programs(), PORT } }), 'exit'))[0];

    expect(await check()).toBe(0);
    healthy = false;
    expect(await check()).toBe(1);
    server.close();
    await once(server, 'close');
    expect(await check()).toBe(1);
  });

  test('runs the bot as a plain user, directly, with a Redis and a home for its data', () => {
    expect(image.all('USER')).toEqual(['node']);
    expect(image.all('CMD')).toEqual([expect.stringMatching(/^\["node", /)]);
    expect(image.all('STOPSIGNAL')).toEqual(['SIGTERM']);
    expect(image.all('VOLUME')).toEqual([image.env['DATA_DIR']]);
    expect(image.all('RUN')).toEqual([expect.stringMatching(/install .*redis-server.*--owner=node .*\/data$/)]);
    expect(image.env).toMatchObject({ NODE_ENV: 'production', ...MEMORY });
    // Whoever starts the bot without the image gets the same bounds.
    for (const [name, value] of Object.entries(MEMORY))
      expect(startScript).toMatch(new RegExp(`${name}="?${value}\\b`));
  });
});

test('secrets, data and what lies about stay out of the build', () => {
  const may = contextFilter();

  expect(may('src/app/main.ts')).toBe(true);
  expect(['.env', 'data/redis.json', 'node_modules/x/y.js', 'dist/z.js', 'src/sandbox/main.ts'].filter(may)).toEqual(
    [],
  );
});

describe('compose.yaml', () => {
  const compose = parse(readFileSync(join(project, 'compose.yaml'), 'utf8'), { merge: true }) as {
    services: Record<string, Record<string, unknown>>;
    volumes: Record<string, unknown>;
  };
  const { web, worker, valkey } = compose.services;

  test('splits the bot around one Valkey, the workers scalable', () => {
    expect(web).toMatchObject({ build: '.', environment: { ROLE: 'web', REDIS_URL: 'redis://valkey:6379' } });
    expect(worker).toMatchObject({ build: '.', environment: { ROLE: 'worker', REDIS_URL: 'redis://valkey:6379' } });
    // A port or a name of its own would keep it from being there twice.
    expect(worker).not.toHaveProperty('ports');
    expect(worker).not.toHaveProperty('container_name');
  });

  test('keeps what Valkey holds, evicts nothing, and waits until it answers', () => {
    expect(compose.volumes).toHaveProperty('valkey');
    expect(valkey).toMatchObject({ volumes: ['valkey:/data'], healthcheck: { test: ['CMD', 'valkey-cli', 'ping'] } });
    expect(valkey?.['command']).toEqual(expect.arrayContaining(['--appendonly', '--appendfsync', 'noeviction']));
    expect(web?.['depends_on']).toEqual({ valkey: { condition: 'service_healthy' } });
  });
});

function readStages(dockerfile: string): Stage[] {
  const lines = dockerfile.split('\n').filter((line) => !/^\s*(#|$)/.test(line));
  const steps = lines
    .join('\n')
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => ({ keyword: line.split(' ')[0] ?? '', rest: line.slice(line.indexOf(' ') + 1).trim() }));
  const starts = steps.flatMap((step, index) => (step.keyword === 'FROM' ? [index] : []));
  return starts.map((start, index) => ({
    name: / AS (\w+)$/.exec(steps[start]?.rest ?? '')?.[1] ?? String(index),
    steps: steps.slice(start + 1, starts[index + 1]),
  }));
}

/** @returns its last working directory */
function runStage(stage: Stage): string {
  const disk = join(root, stage.name);
  let cwd = disk;
  for (const { keyword, rest } of stage.steps) {
    if (keyword === 'WORKDIR') {
      cwd = join(disk, rest);
      mkdirSync(cwd, { recursive: true });
    }
    if (keyword === 'COPY') copy(rest, cwd);
    // Packages of the system are the engine's affair.
    if (keyword === 'RUN' && !rest.startsWith('apt-get')) shell(rest, cwd);
  }
  return cwd;
}

function copy(words: string, cwd: string): void {
  const [first = '', ...others] = words.split(/\s+/);
  const from = /^--from=(\w+)$/.exec(first)?.[1];
  const names = from === undefined ? [first, ...others] : others;
  const target = join(cwd, names.pop() ?? '');
  const may = contextFilter();
  for (const name of names) {
    const source = from === undefined ? join(project, name) : join(root, from, name);
    const filter = (file: string) => from !== undefined || may(relative(project, file));
    // As Docker does: into a folder, or as that name; the content of a folder rather than the folder.
    const place = target.endsWith('/') ? join(target, basename(name)) : target;
    cpSync(source, place, { recursive: true, filter, verbatimSymlinks: true });
  }
}

/** The rules of .dockerignore that this project uses: `*`, a path, and `!` before either; the last that fits decides. */
function contextFilter(): (path: string) => boolean {
  const rules = readFileSync(join(project, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ keeps: line.startsWith('!'), path: line.replace('!', '') }));
  return (file) => {
    const fits = rules.filter(({ path: rule }) => rule === '*' || file === rule || file.startsWith(`${rule}/`));
    return fits.at(-1)?.keeps ?? true;
  };
}

function programs(): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '' };
}

function shell(command: string, cwd: string): void {
  // What `npm test` tells its children about this project would mislead an npm in another one.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(npm_(?!config_)|npm_config_(local_)?prefix|NODE_|VITEST)/.test(name),
    ),
  );
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ended with ${status}:\n${stdout}\n${stderr}`);
}

function asSomebody(program: string, args: string[]) {
  return spawnSync(program, args, { cwd: bot, env: { ...image.env, ...programs() }, encoding: 'utf8', ...somebody });
}
