import { expect, test } from 'vitest';
import { createMeters } from '../../../../src/app/telemetry/meters.ts';
import { scrape } from '../../../../src/app/telemetry/scrape.ts';
import { rows } from '../../../../src/app/telemetry/table.ts';
import { Unreachable } from '../../../../src/domain/errors.ts';
import type { Health } from '../../../../src/queue/index.ts';

const NOBODY = { waiting: 0, active: 0, delayed: 0, failed: 0 };
const HEALTH: Health = {
  pingMs: 4,
  queues: {
    submit: { ...NOBODY, waiting: 3 },
    deliver: NOBODY,
    end: NOBODY,
    progress: NOBODY,
    person: NOBODY,
    read: NOBODY,
  },
  watched: 7,
  overdue: 2,
};

/** Lines that tell a figure, by metric and labels. */
function figures(text: string): Record<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(lines.map((line) => [line.replace(/ \S+$/, ''), Number(line.split(' ').at(-1))]));
}

function scraped(health: () => Promise<Health>, left = new Map([['update' as const, 0.5]])) {
  const meters = createMeters();
  const budget = { left: async () => left } as never;
  const teams = ['T1'];
  return { meters, look: scrape({ meters, queue: { health, budget }, teams, connections: () => 2, withinMs: 50 }) };
}

test('every row of the table is a metric of its type, with its help', async () => {
  const text = await createMeters().text();

  for (const [name, { type, help }] of rows) {
    expect(text).toContain(`# TYPE ${name} ${type}\n`);
    expect(text).toContain(`# HELP ${name} ${help}\n`);
  }
  expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
});

test('names say their unit, and labels could not name a person, a place or a thing', () => {
  for (const [name, { type, labels }] of rows) {
    expect(name).toMatch(type === 'counter' ? /^mj_[a-z_]+_total$/ : /^mj_[a-z_]+$/);
    if (type === 'histogram') expect(name).toMatch(/_(seconds|bytes)$/);
    for (const label of labels) expect(label).not.toMatch(/user|team|channel|prompt|task|submission|^id$/);
  }
});

test('a figure that is none is left out', async () => {
  const meters = createMeters();

  meters.observe('mj_card_seconds', {}, Number.NaN);

  expect(figures(await meters.text())['mj_card_seconds_count']).toBe(0);
});

test('a scrape tells what is in Redis, and of several workspaces the emptiest budget', async () => {
  const { look } = scraped(async () => HEALTH);

  expect(figures(await look())).toMatchObject({
    mj_redis_up: 1,
    mj_redis_ping_seconds: 0.004,
    mj_watched_submissions: 7,
    mj_overdue_submissions: 2,
    mj_slack_connections: 2,
    'mj_queue_jobs{queue="submit",state="waiting"}': 3,
    'mj_budget_left_ratio{class="update"}': 0.5,
  });
});

test.each([
  ['is away', () => Promise.reject(new Unreachable('redis', 'away'))],
  ['does not answer', () => new Promise<Health>(() => {})],
])('while Redis %s a scrape is answered in time, and tells nothing old', async (_, later) => {
  let health = async () => HEALTH;
  const { look } = scraped(() => health());
  await look();
  health = later;

  const told = figures(await look());

  expect(told['mj_redis_up']).toBe(0);
  expect(told['mj_slack_connections']).toBe(2);
  expect(Object.keys(told).filter((name) => /^mj_(queue|watched|overdue|redis_ping|budget_left)/.test(name))).toEqual(
    [],
  );
});
