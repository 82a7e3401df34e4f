import { describe, expect, test } from 'vitest';
import {
  judgeDirectory,
  judgeListener,
  judgeNode,
  judgePublicAddress,
} from '../../../../src/app/doctor/judge/machine.ts';
import { explainNetwork, type NetworkTrouble, networkTrouble } from '../../../../src/app/doctor/network.ts';

test.each([
  ['v20.19.0', 'well'],
  ['v24.1.0', 'well'],
  ['v20.18.3', 'problem'],
  ['v18.20.0', 'problem'],
])('Node %s is %s', (version, state) => {
  expect(judgeNode(version).state).toBe(state);
});

describe('HOST and PORT', () => {
  const http = {
    host: '0.0.0.0',
    port: 80,
    publicUrl: undefined,
    secretKey: undefined,
    adminToken: undefined,
  };

  test.each([
    ['EACCES', /^PORT: 80 is for programs of the system/],
    ['EADDRNOTAVAIL', /^HOST: 0\.0\.0\.0 is no address of this machine/],
    ['EMFILE', /^PORT: .*\(EMFILE\)/],
  ])('%s', (code, what) => {
    expect(judgeListener({ code, by: 'nothing' }, http)).toMatchObject({
      state: 'problem',
      what: expect.stringMatching(what),
    });
  });

  test('a bot that runs already is not in its own way', () => {
    expect(judgeListener({ code: 'EADDRINUSE', by: 'a-bot' }, http).state).toBe('well');
    expect(judgeListener({ code: 'EADDRINUSE', by: 'something-else' }, http).state).toBe('problem');
  });
});

test('a directory that another bot holds is a problem, unless that bot is the one that runs here', () => {
  const held = { noProgram: undefined, code: undefined, holder: 'process 4711' };

  expect(judgeDirectory(held, '/data', true).map(({ state }) => state)).toEqual(['well']);
  expect(judgeDirectory(held, '/data', false)).toMatchObject([
    { state: 'problem', what: 'DATA_DIR: /data is in use by another bot (process 4711)' },
  ]);
});

describe('PUBLIC_URL', () => {
  const seen = { resolves: true, range: 'unicast', answering: 'a-bot' } as const;
  const judged = (change: object, url = 'https://bot.example.com') =>
    judgePublicAddress({ ...seen, ...change }, url).filter(({ state }) => state !== 'well');

  test('that leads to the bot is well', () => {
    expect(judged({})).toEqual([]);
    expect(judged({ answering: 'nothing' })).toEqual([]);
  });

  test.each([
    [{ resolves: false }, 'problem', /there is no host bot\.example\.com/],
    [{ range: 'loopback' }, 'problem', /is this machine itself/],
    [{ range: 'private' }, 'remark', /inside a network/],
    [{ answering: 'something-else' }, 'remark', /something else answers/],
  ])('%j', (change, state, what) => {
    expect(judged(change)).toMatchObject([{ state, what: expect.stringMatching(what) }]);
  });

  test('without TLS is a remark', () => {
    expect(judged({}, 'http://bot.example.com')).toMatchObject([{ state: 'remark' }]);
  });
});

describe('why a connection failed', () => {
  const coded = (code: string) => Object.assign(new Error('x'), { code });

  test.each<[string, NetworkTrouble]>([
    ['EAI_AGAIN', 'no-host'],
    ['EHOSTUNREACH', 'no-way'],
    ['UND_ERR_CONNECT_TIMEOUT', 'silent'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate'],
    ['CERT_HAS_EXPIRED', 'certificate'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate'],
    ['EPROTO', 'no-tls'],
    ['HPE_INVALID_CONSTANT', 'hung-up'],
  ])('%s is %s, and says what to do', (code, trouble) => {
    expect(networkTrouble(new Error('outer', { cause: new Error('inner', { cause: coded(code) }) }))).toBe(trouble);

    const [what, todo] = explainNetwork(
      { variable: 'MJ_BASE_URL', at: 'mj.example', schemes: { tls: 'https://', plain: 'http://' } },
      trouble,
    );
    expect(what).toMatch(/^MJ_BASE_URL: .*mj\.example/);
    expect(todo.length).toBeGreaterThan(20);
  });

  test('of several addresses, of the nodes of a cluster, and by a time-out without a code', () => {
    expect(networkTrouble(new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')]))).toBe('refused');
    expect(networkTrouble(Object.assign(new Error('x'), { lastNodeError: coded('ENOTFOUND') }))).toBe('no-host');
    expect(networkTrouble(new DOMException('late', 'TimeoutError'))).toBe('silent');
  });

  test('is unknown where it was not the network', () => {
    expect(networkTrouble(new Error('HTTP 500'))).toBeUndefined();
    expect(networkTrouble('a word')).toBeUndefined();
  });
});
