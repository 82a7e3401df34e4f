import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readArguments } from '../../../src/app/manifest/arguments.ts';
import { commandNames, type Manifest, manifestOf } from '../../../src/app/manifest/manifest.ts';
import { SCOPES } from '../../../src/app/manifest/scopes.ts';
import { manifestYaml } from '../../../src/app/manifest/yaml.ts';
import { readManifest } from '../../../src/sandbox/slack/manifest.ts';

const file = readFileSync(fileURLToPath(new URL('../../../manifest.yml', import.meta.url)), 'utf8');

function printed(...args: string[]): Manifest {
  const options = readArguments(args);
  if ('help' in options || 'mistake' in options) throw new Error(JSON.stringify(options));
  return parse(manifestYaml(manifestOf(options))) as Manifest;
}

function mistake(...args: string[]): string {
  const options = readArguments(args);
  return 'mistake' in options ? options.mistake : 'none';
}

test('manifest.yml is what npm run manifest prints; after a change: npm run --silent manifest > manifest.yml', () => {
  expect(file).toBe(manifestYaml(manifestOf({ http: undefined, prefix: '' })));
});

test('every scope says what it is for, and how the bot goes on without it where it does, in one line', () => {
  expect(SCOPES.length).toBeGreaterThan(5);
  for (const one of SCOPES) {
    const without = 'without' in one ? `; without it, ${one.without}` : '';
    expect(file).toContain(`- ${one.scope} # to ${one.lets}${without}\n`);
  }
});

describe('--http', () => {
  const manifest = printed('--http', 'https://bot.example.com/');

  test('turns Socket Mode off and names the address wherever Slack asks for one', () => {
    const address = 'https://bot.example.com/slack/events';

    expect(manifest.settings).toMatchObject({
      socket_mode_enabled: false,
      event_subscriptions: { request_url: address },
      interactivity: { request_url: address },
    });
    expect(manifest.features?.slash_commands?.map(({ url }) => url)).toEqual(commandNames().map(() => address));
  });

  test('changes nothing else', () => {
    expect(readAs(manifest)).toEqual(readAs(printed()));
  });

  test('takes the address of the listener too, and a path before it', () => {
    const given = printed('--http', 'https://example.com/bots/mj/slack/events');

    expect(given.settings?.interactivity?.request_url).toBe('https://example.com/bots/mj/slack/events');
  });

  test.each(['http://bot.example.com', 'bot.example.com', 'https://user:pw@bot.example.com', 'https://bot/?a=b', ''])(
    'refuses %j in one sentence',
    (url) => {
      expect(mistake('--http', url)).toMatch(/^--http needs an https address .*https:\/\/bot\.example\.com\.$/);
    },
  );
});

describe('--prefix', () => {
  test('renames the slash commands, and leaves the one that has the prefix already', () => {
    const names = printed('--prefix', 'mj-').features?.slash_commands?.map(({ command }) => command);

    expect(names).toContain('/mj-imagine');
    expect(names).toContain('/mj');
    expect(names).toHaveLength(commandNames().length);
    expect(new Set(names).size).toBe(names?.length);
  });

  test('renames all of them where it is another word', () => {
    const names = printed('--prefix', 'team-a-').features?.slash_commands?.map(({ command }) => command);

    expect(names).toEqual(commandNames().map((name) => `/team-a-${name}`));
  });

  test.each(['mj', '/mj-', 'MJ-', 'm j-', '-'])('refuses %j in one sentence', (prefix) => {
    expect(mistake(`--prefix=${prefix}`)).toMatch(/^--prefix needs .* such as mj-, without a slash\.$/);
  });

  test('refuses one with which a command would be longer than Slack allows', () => {
    expect(mistake('--prefix', `${'a'.repeat(23)}-`)).toMatch(/^--prefix may have 23 characters/);
    expect(mistake('--prefix', `${'a'.repeat(22)}-`)).toBe('none');
  });
});

describe('--several', () => {
  const manifest = printed('--several', 'https://bot.example.com/');

  test('names where Slack sends admins back, hears of removals, and lets organisations in', () => {
    expect(manifest.oauth_config?.redirect_urls).toEqual(['https://bot.example.com/slack/oauth_redirect']);
    const before = readAs(printed());
    expect(readAs(manifest)).toEqual({
      ...before,
      events: [...before.events, 'app_uninstalled', 'tokens_revoked'],
      orgDeploy: true,
      redirectUrls: ['https://bot.example.com/slack/oauth_redirect'],
    });
  });

  test('goes with --http, and takes the redirect address too', () => {
    const both = printed(
      '--http',
      'https://events.example.com',
      '--several',
      'https://x.example/b/slack/oauth_redirect',
    );
    expect(both.settings?.interactivity?.request_url).toBe('https://events.example.com/slack/events');
    expect(both.oauth_config?.redirect_urls).toEqual(['https://x.example/b/slack/oauth_redirect']);
  });

  test('is said by the environment, too', () => {
    const env = { SLACK_CLIENT_ID: '1.2', PUBLIC_URL: 'https://bot.example.com' };
    expect(readArguments([], env)).toMatchObject({ several: 'https://bot.example.com' });
    expect(readArguments([], { PUBLIC_URL: 'https://bot.example.com' })).toMatchObject({ several: undefined });
  });

  test('never switches token rotation on, which cannot be switched off again', () => {
    expect(manifest.settings?.token_rotation_enabled).toBe(false);
  });

  test.each(['http://bot.example.com', 'bot.example.com', ''])('refuses %j in one sentence', (url) => {
    expect(mistake('--several', url)).toMatch(/^--several .* needs the https address .*https:\/\/bot\.example\.com\.$/);
  });
});

test('what it does not understand it says in one sentence', () => {
  expect(mistake('--htpp', 'https://bot.example.com')).toContain('npm run manifest -- --help');
  expect(readArguments(['--help'])).toEqual({ help: true });
});

test('the command: the manifest alone on stdout, or one sentence and exit code 64', () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'src/app/manifest/main.ts', ...args], {
      cwd: root,
      encoding: 'utf8',
    });

  expect(run()).toMatchObject({ status: 0, stdout: file });
  expect(run('--http', 'http://bot.example.com')).toMatchObject({
    status: 64,
    stdout: '',
    stderr: expect.stringMatching(/^--http needs an https address .*\n$/),
  });
});

/** As Slack reads it, without the commands, whose addresses differ. */
function readAs(manifest: Manifest) {
  return { ...readManifest(JSON.stringify(manifest)), commands: [] };
}
