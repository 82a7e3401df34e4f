import { Busy, Refused } from '../domain/errors.ts';
import type { Heard } from './body.ts';
import { isForeign } from './question.ts';
import { readingOf } from './readings.ts';
import { resultIds } from './schema.ts';

interface Row {
  name: string;
  source: string;
  when(h: Heard): boolean;
  means(h: Heard): string | Refused | Busy;
}

/**
 * The answers to a question for a seed that not every read has, and what they mean. The first row that fits decides; what fits none is read as
 * any read is (`readings.ts`).
 */
export const SEEDS: readonly Row[] = [
  {
    name: 'seed',
    source: '4.7: code 1, a string of digits or a number',
    when: (h) => h.status < 300 && h.said.code === 1 && digits(h) !== '',
    means: digits,
  },
  {
    name: 'asked to wait',
    source: '2.1: codes 23 and 30',
    when: (h) => coded(h) && (h.said.code === 23 || h.said.code === 30),
    means: (h) => new Busy('gateway', h.words, h.retryAfterMs),
  },
  {
    name: 'no such verb',
    source: '1.6: OpenAI-style 400, trueai code 4',
    when: isForeign,
    means: (h) => new Refused('gateway', 'unsupported', h.words),
  },
  {
    name: 'unknown task',
    source: '4.7, 1.6: code 3, but for a seed that was not found; new-api code 4 task_no_found',
    when: (h) =>
      coded(h) &&
      ((h.said.code === 3 && !/seed/i.test(h.words)) ||
        (h.said.code === 4 && /task_not?_found|任务不存在/.test(h.words))),
    means: (h) => new Refused('gateway', 'parent-gone', h.words),
  },
  {
    name: 'no seed to be had',
    source: '4.7: trueai 400 with code 4 for a task without a hash; 1.6: OpenAI-style 400',
    when: (h) => (coded(h) && h.said.code === 4) || (h.status === 400 && h.said.code === undefined),
    means: (h) => new Refused('gateway', 'invalid', h.words),
  },
  {
    name: 'not found',
    source: '4.7: trueai codes 3 (未找到 seed) and 9, new-api 5 after its 30 s; code 1 without digits',
    when: coded,
    means: (h) => new Refused('gateway', 'failed', h.words),
  },
];

/**
 * The digits of a seed.
 * @throws Refused with the gateway's words (`unsupported` where it lacks the verb), Busy, Unreachable, Misconfigured
 */
export function seedOf(heard: Heard): string {
  const outcome = seedRow(heard)?.means(heard);
  if (outcome instanceof Error) throw outcome;
  if (outcome !== undefined) return outcome;
  switch (readingOf(heard).kind) {
    case 'none':
      throw new Refused('gateway', 'parent-gone', heard.words);
    case 'no-route':
      throw new Refused('gateway', 'unsupported', heard.words);
    case 'task':
    case 'list':
      throw new Refused('gateway', 'failed', heard.words);
  }
}

/** The row that decides, where one does. */
export function seedRow(heard: Heard): Row | undefined {
  return SEEDS.find((row) => row.when(heard));
}

/** It has a code, and a status that does not outweigh it. */
function coded(h: Heard): boolean {
  return h.said.code !== undefined && (h.status < 300 || h.status === 400 || h.status === 404);
}

function digits(h: Heard): string {
  const [seed = ''] = resultIds(h.said.result);
  return /^\d{1,20}$/.test(seed) ? seed : '';
}
