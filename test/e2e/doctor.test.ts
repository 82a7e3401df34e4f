import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSurgery, type Surgery, slackEnv } from '../support/doctor.ts';
import { freePort } from '../support/redis.ts';
import { MANIFEST, type Stage, setStage } from '../support/stage.ts';
import { type Change, WRONG } from '../support/wrong-set-ups.ts';

let surgery: Surgery;
beforeAll(async () => {
  surgery = await openSurgery();
});
afterAll(() => surgery.close());

describe.concurrent('a wrong set-up:', () => {
  test.each(WRONG)('$name', async ({ wrong, what, todo, cure }) => {
    const env = without({ ...surgery.right, ...(await wrong(surgery)) });

    const { code, problems } = await surgery.found(env);

    expect(code).toBe(78);
    expect(problems.map((one) => one.what)).toEqual([expect.stringMatching(what)]);
    expect(problems[0]?.todo).toMatch(todo);
    const { name = '', value = '' } = cure?.exec(problems[0]?.todo ?? '')?.groups ?? {};
    if (cure !== undefined)
      expect(await surgery.found({ ...env, [name]: value })).toMatchObject({ code: 0, problems: [] });
  });
});

function without(change: Change): Record<string, string> {
  return Object.fromEntries(
    Object.entries(change).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

test('each missing scope is named, with what the bot could not do', async () => {
  const one = await surgery.slackWith({ app: MANIFEST.replace(/^.*- (files:read|commands) .*\n/gm, '') });

  const { problems } = await surgery.found({ ...surgery.right, ...slackEnv(one) });

  expect(problems[0]?.details).toEqual([
    'commands: it could not be called by slash commands and shortcuts',
    expect.stringMatching(/^files:read: it could not /),
  ]);
});

test('a configuration that cannot be read is told whole, and nothing else is looked at', async () => {
  const before = surgery.gateway.requests.length + surgery.slack.calls.length;

  const { code, out } = await surgery.doctor({
    ...surgery.right,
    MJ_BASE_URL: 'gateway',
    PORT: '99999',
    MJ_AUTH: 'magic',
  });

  expect(code).toBe(78);
  for (const name of ['MJ_BASE_URL', 'PORT', 'MJ_AUTH']) expect(out).toMatch(new RegExp(`✗ ${name}: .*\n +→ `));
  expect(out).toMatch(/The bot would not work: 3 to mend/);
  expect(surgery.gateway.requests.length + surgery.slack.calls.length).toBe(before);
});

test('a right set-up: exit 0, dialect and abilities, by harmless reads alone', async () => {
  const asked = surgery.slack.calls.length;
  const seen = surgery.gateway.requests.length;

  const { code, out } = await surgery.doctor(surgery.right);

  expect({ code, out }).toMatchObject({ code: 0 });
  expect(out).toMatch(/✓ Slack knows the bot: @midjourney in the workspace “Sandbox” \(T0SANDBOX\)/);
  expect(out).toMatch(/✓ It has every scope that it needs/);
  expect(out).toMatch(/✓ A gateway answers at .* as midjourney-proxy-plus does/);
  expect(out).toMatch(/reads many tasks at once: yes/);
  expect(out).toMatch(/✓ Its account is enabled/);
  expect(out.trimEnd().endsWith('The bot works with this.')).toBe(true);
  for (const secret of [surgery.slack.botToken, surgery.slack.appToken, surgery.gateway.key, 'an.account.token'])
    expect(out).not.toContain(secret);
  expect(new Set(surgery.slack.calls.slice(asked).map(({ method }) => method))).toEqual(
    new Set(['auth.test', 'apps.connections.open', 'bots.info']),
  );
  expect(surgery.slack.sockets.open).toBe(0);
  const kinds = new Set(surgery.gateway.requests.slice(seen).map(({ kind }) => kind));
  expect(
    [...kinds].filter(
      (kind) => !['fetch', 'list-by-condition', 'list', 'image-seed', 'accounts', 'nothing'].includes(kind),
    ),
  ).toEqual([]);
  expect([...surgery.slack.violations, ...surgery.gateway.violations]).toEqual([]);
});

test.each(['novicezk', 'trueai', 'new-api'] as const)('it recognises %s, and works with it', async (dialect) => {
  const one = await surgery.gatewayWith({ dialect });

  const { code, findings } = await surgery.found({ ...surgery.right, MJ_BASE_URL: one.url });

  expect(code).toBe(0);
  expect(findings.find(({ area }) => area === 'gateway')?.what).toContain(dialect);
});

test('a key that the gateway quotes is not printed', async () => {
  const one = await surgery.gatewayWith();
  const body = { code: 4, description: `no such token: ${surgery.gateway.key}` };
  one.faults.add({ path: /^/, then: { do: 'answer', status: 401, body } });

  const { code, out } = await surgery.doctor({ ...surgery.right, MJ_BASE_URL: one.url });

  expect(code).toBe(78);
  expect(out).toContain('no such token: [hidden]');
  expect(out).not.toContain(surgery.gateway.key);
});

test('`.env` is read as by the bot, another file in its place when it is named', async () => {
  const lines = Object.entries(surgery.right).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(path.join(surgery.folder, '.env'), lines.join(''));
  await writeFile(path.join(surgery.folder, 'wrong.env'), 'SLACK_BOT_TOKEN=xoxp-1\n');

  expect(await surgery.doctor({})).toMatchObject({ code: 0 });
  expect(await surgery.doctor({}, '--env', 'wrong.env')).toMatchObject({ code: 78 });
  expect(await surgery.doctor({}, '--env', 'missing')).toMatchObject({ code: 64 });
  expect(await surgery.doctor({}, '--fix')).toMatchObject({ code: 64, out: expect.stringContaining('--help') });
});

describe('beside a bot that runs', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(() => stage.strike());

  test('port and folder are the bot’s own, and it is left alone', async () => {
    const { code, out } = await surgery.doctor(stage.env);

    expect({ code, out }).toMatchObject({ code: 0 });
    expect(out).toMatch(/✓ A bot runs here already/);
    expect(stage.slack.sockets.open).toBe(2);
  });

  test('it says itself how it is, and why it is not ready', async () => {
    const asked = async (route: string) => {
      const response = await fetch(`${stage.address}${route}`);
      return { status: response.status, body: (await response.json()) as object };
    };
    const ok = { ok: true };
    expect(await asked('/healthz')).toMatchObject({
      status: 200,
      body: { healthy: true, checks: { loop: ok, workers: ok } },
    });
    expect(await asked('/readyz')).toMatchObject({
      status: 200,
      body: { ready: true, checks: { redis: ok, slack: ok, workers: ok } },
    });

    const lift = stage.slack.faults.add({
      method: 'apps.connections.open',
      effect: { kind: 'error', error: 'internal_error' },
    });
    stage.slack.sockets.drop();
    await expect
      .poll(() => asked('/readyz'))
      .toMatchObject({ status: 503, body: { ready: false, reason: 'slack: no connection to Slack is open' } });
    expect(await asked('/healthz')).toMatchObject({ status: 200 });

    lift();
    await expect.poll(() => asked('/readyz'), { timeout: 20_000 }).toMatchObject({ status: 200 });
  });

  test('another bot cannot have its folder', async () => {
    const { problems } = await surgery.found({ ...stage.env, PORT: String(await freePort()) });

    expect(problems.map(({ what }) => what)).toEqual([
      expect.stringMatching(/^DATA_DIR: .* is in use by another bot \(process \d+\)$/),
    ]);
  });
});
