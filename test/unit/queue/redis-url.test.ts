import { describe, expect, test } from 'vitest';
import { Misconfigured } from '../../../src/domain/errors.ts';
import { parseRedisUrl } from '../../../src/queue/index.ts';

describe('parseRedisUrl', () => {
  test.each([
    ['redis://localhost', { kind: 'single', host: 'localhost', port: 6379, db: 0, tls: false }],
    ['redis://localhost/', { kind: 'single', host: 'localhost', port: 6379, db: 0, tls: false }],
    ['redis://10.0.0.1:7000/3', { kind: 'single', host: '10.0.0.1', port: 7000, db: 3, tls: false }],
    ['redis://[::1]:7000', { kind: 'single', host: '::1', port: 7000, db: 0, tls: false }],
    ['redis://:secret@h', { kind: 'single', host: 'h', port: 6379, db: 0, tls: false, password: 'secret' }],
    [
      'rediss://bot:p%40ss%3A@h:6380/1',
      { kind: 'single', host: 'h', port: 6380, db: 1, tls: true, username: 'bot', password: 'p@ss:' },
    ],
    ['redis://:p@ss/w%d@h', { kind: 'single', host: 'h', port: 6379, db: 0, tls: false, password: 'p@ss/w%d' }],
    [
      'redis+sentinel://bot:pw@a:26379,b/mymaster/2',
      {
        kind: 'sentinel',
        sentinels: [
          { host: 'a', port: 26379 },
          { host: 'b', port: 26379 },
        ],
        master: 'mymaster',
        db: 2,
        tls: false,
        username: 'bot',
        password: 'pw',
      },
    ],
    [
      'redis+cluster://a:7000,b:7001',
      {
        kind: 'cluster',
        nodes: [
          { host: 'a', port: 7000 },
          { host: 'b', port: 7001 },
        ],
        tls: false,
      },
    ],
    ['rediss+cluster://a', { kind: 'cluster', nodes: [{ host: 'a', port: 6379 }], tls: true }],
  ])('reads %s', (url, target) => {
    expect(parseRedisUrl(url)).toEqual(target);
  });

  test.each([
    '',
    'localhost:6379',
    'http://localhost',
    'redis://',
    'redis://host:0',
    'redis://host:70000',
    'redis://host:port',
    'redis://a,b',
    'redis://host/first',
    'redis://host/1/2',
    'redis+sentinel://a:26379',
    'redis+sentinel://a:26379/',
    'redis+sentinel://a:26379/master/1/2',
    'redis+cluster://a:7000/1',
    'redis+cluster://a:7000,',
    'redis+tunnel://a',
  ])('refuses %j with the accepted forms', (url) => {
    expect(() => parseRedisUrl(url)).toThrow(Misconfigured);
    expect(() => parseRedisUrl(url)).toThrow('redis+sentinel://');
  });

  test('a refusal does not show the password', () => {
    expect(() => parseRedisUrl('redis://user:hunter2@host/x/y')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });
});
