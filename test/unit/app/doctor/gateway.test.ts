import { expect, test } from 'vitest';
import { parseConfig } from '../../../../src/app/config.ts';
import { judgeGateway } from '../../../../src/app/doctor/judge/gateway.ts';
import { type GatewaySeen, otherAddresses } from '../../../../src/app/doctor/look/gateway.ts';
import { Busy, Misconfigured, Unreachable } from '../../../../src/domain/errors.ts';

const parsed = parseConfig({
  SLACK_BOT_TOKEN: 'xoxb-1-fake',
  SLACK_APP_TOKEN: 'xapp-1-fake',
  MJ_BASE_URL: 'https://mj.example.com',
  MJ_API_KEY: 'sk-fake',
});
if (!parsed.ok) throw new Error(parsed.problems.join());
const settings = parsed.config.gateway;

type Works = Extract<GatewaySeen, { kind: 'works' }>;
const WORKS: Works = {
  kind: 'works',
  ms: 20,
  probe: { auth: 'bearer', mode: 'path', list: true, latest: true },
  character: { dialect: 'new-api', seeds: true, accounts: undefined },
  modePathWorks: true,
};
const failed = (error: unknown, more: object = {}): GatewaySeen => ({
  kind: 'fails',
  error,
  elsewhere: undefined,
  otherAuth: undefined,
  panel: undefined,
  ...more,
});
const accounts = (all: number, enabled: number): Works => ({
  ...WORKS,
  character: { dialect: 'plus', seeds: true, accounts: { all, enabled } },
});

test('what it lacks is told as an ability, with what follows from it', () => {
  const [first] = judgeGateway({ ...WORKS, probe: { ...WORKS.probe, list: false, latest: false } }, settings);

  expect(first?.state).toBe('well');
  expect(first?.details?.join('\n')).toMatch(/many tasks at once: no, .*later\n.*latest tasks: no, .*PUBLIC_URL/);
});

test('a dialect that nobody knows is no trouble', () => {
  const findings = judgeGateway({ ...WORKS, character: undefined }, settings);

  expect(findings.every(({ state }) => state === 'well')).toBe(true);
});

test.each([
  [accounts(0, 0), 'problem', /no account to draw with/],
  [accounts(3, 0), 'problem', /None of its 3 accounts/],
  [accounts(3, 2), 'remark', /2 of its 3 accounts/],
] as const)('accounts: %#', (seen, state, what) => {
  expect(judgeGateway(seen, settings).at(-1)).toMatchObject({ state, what: expect.stringMatching(what) });
});

test('a speed that cannot be asked for stops the bot only where one is always asked for', () => {
  const seen = { ...WORKS, modePathWorks: false };

  expect(judgeGateway(seen, settings).at(-1)?.state).toBe('remark');
  expect(judgeGateway(seen, { ...settings, defaultMode: 'relax' }).at(-1)?.state).toBe('problem');
});

test.each([
  [failed(new Busy('gateway', '当前分组负载已饱和')), /asks to wait: 当前分组负载已饱和/],
  [failed(new Unreachable('gateway', 'HTTP 502')), /is in trouble: HTTP 502/],
  [failed(new Misconfigured('gateway', 'unreadable', 'pong')), /^MJ_BASE_URL: .* is no midjourney-proxy \(pong\)/],
])('a failure: %#', (seen, what) => {
  expect(judgeGateway(seen, settings)).toMatchObject([{ state: 'problem', what: expect.stringMatching(what) }]);
});

test('addresses nearby: less of the path, then the other scheme', () => {
  expect(otherAddresses('https://h.example:8443/a/b')).toEqual([
    'https://h.example:8443/a',
    'https://h.example:8443',
    'http://h.example:8443/a/b',
  ]);
  expect(otherAddresses('http://h.example')).toEqual(['https://h.example']);
});
