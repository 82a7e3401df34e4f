import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { evaluate, type Series } from '../../support/promql-value.ts';

const file = readFileSync(path.resolve(import.meta.dirname, '../../../docs/alerts.yml'), 'utf8');
const rules = (parse(file) as { groups: { rules: { alert: string; expr: string; for?: string }[] }[] }).groups.flatMap(
  (group) => group.rules,
);

/** What Prometheus has of a process that is up: `name` is its instance. */
function bot(name: string, role: 'all' | 'web' | 'worker', more: Partial<Told> = {}): Series[] {
  const { redis, sockets, watched, overdue, waiting, jobs, away } = { ...WELL, ...more };
  if (away) return [];
  const of = (metric: string, is: number, labels = {}, was?: number): Series => ({
    metric,
    labels: { instance: name, job: 'bot', ...labels },
    is,
    ...(was === undefined ? {} : { was }),
  });
  return [
    of('mj_info', 1, { role, version: '1' }),
    of('mj_redis_up', redis),
    of('mj_watched_submissions', watched),
    of('mj_overdue_submissions', overdue),
    of('mj_queue_jobs', waiting, { queue: 'submit', state: 'waiting' }),
    of('mj_queue_jobs', 0, { queue: 'deliver', state: 'waiting' }),
    of('mj_queue_jobs', 500, { queue: 'progress', state: 'waiting' }),
    ...(role === 'worker' ? [] : [of('mj_slack_connections', sockets)]),
    ...(role === 'web' ? [] : [of('mj_job_seconds_count', 100 + jobs, { job: 'submit', outcome: 'done' }, 100)]),
  ];
}
interface Told {
  redis: number;
  sockets: number;
  watched: number;
  overdue: number;
  waiting: number;
  /** Runs of jobs within five minutes. */
  jobs: number;
  away: boolean;
}
const WELL: Told = { redis: 1, sockets: 2, watched: 40, overdue: 3, waiting: 0, jobs: 12, away: false };

const ended = (end: string, cause: string, is: number): Series => ({
  metric: 'mj_submissions_ended_total',
  labels: { instance: 'a', job: 'bot', verb: 'imagine', end, cause },
  is,
  was: 0,
});
const requests = (outcome: string, is: number): Series => ({
  metric: 'mj_gateway_request_seconds_count',
  labels: { instance: 'a', job: 'bot', method: 'list', outcome },
  is,
  was: 0,
});
const one = (metric: string, is: number): Series => ({ metric, labels: { instance: 'a', job: 'bot' }, is, was: 0 });

/** The alerts that such a scrape would raise, if it stayed so. What asks for quantiles is not looked at here. */
function raised(...scraped: readonly Series[][]): string[] {
  return rules
    .filter(({ expr }) => !expr.includes('histogram_quantile'))
    .filter(({ expr }) => evaluate(expr, scraped.flat()).length > 0)
    .map(({ alert }) => alert);
}

describe('what wakes somebody', () => {
  test.each<[string, Series[][], string[]]>([
    ['nothing, while all is well', [bot('a', 'all')], []],
    ['nothing, while nobody asks for anything', [bot('a', 'all', { watched: 0, overdue: 0, jobs: 0 })], []],
    ['nothing, in a team of several processes', [bot('a', 'web'), bot('b', 'web'), bot('c', 'worker')], []],
    ['no process at all', [], ['BotIsDown']],
    ['a dead worker, though nobody asks', [bot('a', 'web', { watched: 0, overdue: 0 })], ['BotIsDown']],
    [
      'a dead worker, and three who wait',
      [bot('a', 'web', { watched: 3, overdue: 3, waiting: 3 })],
      ['BotIsDown', 'NobodyWorks'],
    ],
    ['a dead web process', [bot('a', 'worker')], ['BotIsDown']],
    [
      'one of two workers that is dead: nothing',
      [bot('a', 'web'), bot('b', 'worker'), bot('c', 'worker', { away: true })],
      [],
    ],
    [
      'a worker that hangs, with the three tasks of a small team',
      [bot('a', 'all', { watched: 3, overdue: 3, jobs: 0 })],
      ['NobodyWorks'],
    ],
    [
      'a worker that hangs, with one command',
      [bot('a', 'all', { watched: 0, overdue: 0, waiting: 1, jobs: 0 })],
      ['NobodyWorks'],
    ],
    ['a queue that is busy and moves: nothing', [bot('a', 'all', { waiting: 30, jobs: 400 })], []],
    ['a queue that grows faster than it is worked off', [bot('a', 'all', { waiting: 60, jobs: 400 })], ['NobodyWorks']],
    ['one of two processes without Redis', [bot('a', 'web'), bot('b', 'worker', { redis: 0 })], ['RedisIsAway']],
    [
      'one of two web processes without a connection',
      [bot('a', 'web'), bot('b', 'web', { sockets: 0 }), bot('c', 'worker')],
      ['SlackIsNotConnected'],
    ],
    ['a refused key', [bot('a', 'all'), [requests('misconfigured', 4), requests('ok', 90)]], ['GatewayRefusesUs']],
    ['a gateway that is away', [bot('a', 'all'), [requests('unreachable', 20), requests('ok', 10)]], ['GatewayIsAway']],
    ['a gateway that stumbles: nothing', [bot('a', 'all'), [requests('unreachable', 10), requests('ok', 20)]], []],
    [
      'a service that fails',
      [bot('a', 'all'), [ended('failed', 'timeout', 12), ended('done', '', 5)]],
      ['MostPicturesFail'],
    ],
    [
      'prompts that are refused: nothing',
      [bot('a', 'all'), [ended('failed', 'moderation', 12), ended('done', '', 5)]],
      [],
    ],
    ['jobs that die', [bot('a', 'all'), [one('mj_jobs_dead_total', 4)]], ['JobsDie']],
  ])('%s', (_, scraped, expected) => {
    expect(raised(...scraped)).toEqual(expected);
  });

  test('a dead worker is told of within minutes', () => {
    const minutes = (alert: string) => Number.parseInt(rules.find((rule) => rule.alert === alert)?.for ?? '', 10);
    expect(minutes('BotIsDown')).toBeLessThanOrEqual(3);
    expect(minutes('NobodyWorks')).toBeLessThanOrEqual(5);
  });
});

describe('the worth of an expression', () => {
  const x: Series[] = [
    { metric: 'x', labels: { a: '1', b: 'p' }, is: 4, was: 1 },
    { metric: 'x', labels: { a: '2', b: 'p' }, is: 10, was: 10 },
  ];

  test.each<[string, number[]]>([
    ['x{a="1"}', [4]],
    ['x{a!="1"}', [10]],
    ['x{a=~"1|2"}', [4, 10]],
    ['x{a!~"1|2"}', []],
    ['absent(x{a="3"})', [1]],
    ['absent(x)', []],
    ['sum(x)', [14]],
    ['max by (b) (x)', [10]],
    ['sum by (a) (x) > 4', [10]],
    ['increase(x{a="1"}[5m])', [3]],
    ['rate(x{a="1"}[5m])', [0.01]],
    ['sum(x) > 1 + 2 * 6', [14]],
    ['sum(x) > 0.5 * sum(x) + 8', []],
    ['x unless x > 5', [4]],
    ['x > 5 or x < 5', [10, 4]],
    ['x and x == 4', [4]],
    ['sum(x) unless sum(y)', [14]],
    ['max(y) > 0', []],
  ])('%s', (expression, expected) => {
    expect(evaluate(expression, x).map(({ value }) => value)).toEqual(expected);
  });

  test.each(['sum(x', 'x y', 'histogram_quantile(0.5, x)', '1 + 2'])('%s is not known', (expression) => {
    expect(() => evaluate(expression, x)).toThrow(/expected|left over|not known|no vector/);
  });
});
