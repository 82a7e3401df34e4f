import { Busy, Misconfigured, Unreachable } from '../domain/errors.ts';
import { type Heard, statusOf } from './body.ts';
import { noRoute, redirected } from './question.ts';

/** What a read found. */
export type Reading =
  | { kind: 'task'; value: unknown }
  | { kind: 'list'; values: unknown[] }
  /** The gateway understood, and knows no such task. */
  | { kind: 'none' }
  /** There is no such endpoint: nothing was learned about the task. */
  | { kind: 'no-route'; error: Misconfigured };

type Outcome = Reading | Busy | Unreachable | Misconfigured;

interface Row {
  name: string;
  source: string;
  when(h: Heard): boolean;
  means(h: Heard): Outcome;
}

/**
 * Every answer to a read (fetch, lists, cancel) and what it means. The first row that fits decides. Only a gateway that shows that it understood
 * the question makes a task unknown; anything else must not end one.
 */
export const READINGS: readonly Row[] = [
  {
    name: 'key refused',
    source: '1.6: also for reads alone, when the key has a model whitelist',
    when: (h) => h.status === 401 || h.status === 403,
    means: (h) => new Misconfigured('gateway', 'key-refused', h.words),
  },
  {
    name: 'asked to wait',
    source: '6: 429 of a limiter; 503',
    when: (h) => h.status === 429 || h.status === 503,
    means: (h) => new Busy('gateway', h.words, h.retryAfterMs),
  },
  {
    name: 'redirect',
    source: '1.3: the key must not go to where an answer points',
    when: (h) => h.status >= 300 && h.status < 400,
    means: (h) => new Misconfigured('gateway', 'no-route', redirected(h)),
  },
  {
    name: 'list',
    source: '1.4: task/list-by-condition, task/list',
    when: (h) => h.status < 300 && Array.isArray(json(h)),
    means: (h) => ({ kind: 'list', values: json(h) as unknown[] }),
  },
  {
    name: 'task',
    source: '1.6: id or status',
    when: (h) => h.status < 300 && isTask(json(h)),
    means: (h) => ({ kind: 'task', value: json(h) }),
  },
  {
    name: 'nothing',
    source: '1.6: NZ answers an unknown id with an empty 200, trueai with 204 or null',
    when: (h) => h.status < 300 && h.body.kind === 'empty',
    means: () => ({ kind: 'none' }),
  },
  {
    name: 'unknown task, by code',
    source: '1.6: new-api 400 code 4 task_no_found; trueai 404 code 3',
    when: (h) => h.status < 500 && (h.said.code === 3 || (h.said.code === 4 && /task_not?_found|不存在/.test(h.words))),
    means: () => ({ kind: 'none' }),
  },
  {
    name: 'unknown task, in words',
    source: '9: 404 with JSON of its own; the frameworks name the path they could not find, or answer OpenAI-style',
    when: (h) => h.status === 404 && says(h) && h.said.path === undefined,
    means: () => ({ kind: 'none' }),
  },
  {
    name: 'no endpoint',
    source: '1.1; new-api answers an unknown path with its own page',
    when: noRoute,
    means: (h) => ({ kind: 'no-route', error: new Misconfigured('gateway', 'no-route', h.words) }),
  },
  {
    name: 'web page',
    source: '1.6: HTML with 200 from a wrong base URL (DOOY#53)',
    when: (h) => h.status < 500 && h.body.kind === 'page',
    means: () => ({
      kind: 'no-route',
      error: new Misconfigured('gateway', 'web-page', 'A web page came instead of JSON.'),
    }),
  },
  {
    name: 'failed',
    source: '1.6: 5xx; new-api 400 code 5 do_request_failed; an answer cut in half',
    when: (h) => h.status >= 500 || h.status === 408 || h.said.code !== undefined || h.body.kind === 'cut',
    means: (h) => new Unreachable('gateway', statusOf(h)),
  },
  {
    name: 'unreadable',
    source: '1.6: neither task nor code',
    when: () => true,
    means: (h) => new Misconfigured('gateway', 'unreadable', h.words),
  },
];

/**
 * Reads the answer to a read by the table.
 * @throws Busy, Unreachable, Misconfigured
 */
export function readingOf(heard: Heard): Reading {
  const outcome = readingRow(heard).means(heard);
  if (outcome instanceof Error) throw outcome;
  return outcome;
}

/** The row that decides; the last one fits everything. */
export function readingRow(heard: Heard): Row {
  return READINGS.find((row) => row.when(heard)) as Row;
}

function json(h: Heard): unknown {
  return h.body.kind === 'json' ? h.body.value : undefined;
}

/** A task has an id or a status in words, and with a `code` beside it both; an error page of a framework has a status in digits. */
function isTask(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { id, status } = value as { id?: unknown; status?: unknown };
  const named = id !== undefined && id !== null && id !== '';
  const worded = typeof status === 'string';
  return 'code' in value ? named && worded : named || worded;
}

/** Plain words at the top of a JSON object, not OpenAI's `error.message`. */
function says(h: Heard): boolean {
  const value = json(h);
  if (typeof value !== 'object' || value === null) return false;
  return ['error', 'message', 'description'].some((key) => typeof (value as Record<string, unknown>)[key] === 'string');
}
