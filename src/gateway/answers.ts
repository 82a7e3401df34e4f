import { Busy, InDoubt, Misconfigured, Refused, Unreachable } from '../domain/errors.ts';
import { type Heard, statusOf } from './body.ts';
import {
  type Answer,
  type Asked,
  exists,
  hasParent,
  isForeign,
  lacksRemix,
  lacksRoute,
  named,
  noRoute,
  type Question,
  questionOf,
  redirected,
  taken,
} from './question.ts';

type Outcome = Answer | Refused | Busy | InDoubt | Unreachable | Misconfigured;

interface Row {
  name: string;
  source: string;
  when(q: Question): boolean;
  means(q: Question): Outcome;
}

/**
 * Every answer to a submit and what it means for the caller. The first row that fits decides. Wording is matched only where one code has several
 * meanings; the codes' meaning is that of the implementations, not of the vendors' tables, which contradict them (gateway.md 8.1).
 */
export const ANSWERS: readonly Row[] = [
  {
    name: 'key refused',
    source: '1.6: empty 401, OpenAI-style 401 and 403, trueai texts',
    when: (q) => q.status === 401 || q.status === 403,
    means: (q) => new Misconfigured('gateway', 'key-refused', q.words, { quotes: true }),
  },
  {
    name: 'rate limited',
    source: '1.6, 6: group saturated (code 30) or the limiter, whose body is empty or OpenAI-style',
    when: (q) => q.status === 429,
    means: busy,
  },
  {
    // 2.3 sends an `error.message` body to the operator and a 503 to the back-off. It is waited for: a gateway disables a channel that failed and
    // enables it again by itself, nothing was taken, and when patience ends the card shows these very words to whoever wired the channels.
    name: 'no channel, or overloaded',
    source: '1.6: 503 OpenAI-style (no channel for model or group); 2.3: nothing was taken',
    when: (q) => q.status === 503,
    means: busy,
  },
  {
    name: 'redirect',
    source: '1.3: the key must not go to where an answer points',
    when: (q) => q.status >= 300 && q.status < 400,
    means: (q) => new Misconfigured('gateway', 'no-route', redirected(q)),
  },
  {
    name: 'exists already',
    source:
      '2.1, 2.3: code 21 of old builds, properties {status, imageUrl}, the task perhaps still under way (NZ#76, #247)',
    when: (q) => named(q) && q.said.code === 21 && exists(q),
    means: (q) => ({ kind: 'exists', task: q.task }),
  },
  {
    name: 'exists already, rewritten to 1',
    source: '2.2-2: new-api replaces 21 by 1 here too, and passes the properties on',
    when: (q) => taken(q) && q.ask === 'press' && exists(q),
    means: (q) => ({ kind: 'exists', task: q.task }),
  },
  {
    name: 'confirmation',
    source: '3.2: code 21, a new child task that waits',
    when: (q) => named(q) && q.said.code === 21,
    means: confirmation,
  },
  {
    // Only a press opens a dialog. An answered confirmation is not asked about again, whatever its properties echo.
    name: 'confirmation rewritten to 1',
    source: '2.2-2: new-api replaces 21 by 1, description and properties stay',
    when: (q) =>
      taken(q) &&
      q.ask === 'press' &&
      (q.said.properties.remix === true || /\bconfirm\b|窗口等待/i.test(q.said.description ?? '')),
    means: confirmation,
  },
  {
    name: 'nothing new',
    source: '1.5: trueai 2024 answers a bookmark with the parent itself',
    when: (q) => taken(q) && q.ask === 'press' && q.task === q.parent,
    means: (q) => ({ kind: 'exists', task: q.task }),
  },
  {
    name: 'uploaded',
    source: '1.5: links in place of an id, a list or one string; no task is made',
    when: (q) => q.status < 300 && q.said.code === 1 && q.links.length > 0,
    means: (q) => ({ kind: 'links', links: q.links }),
  },
  {
    name: 'accepted',
    source: '2.1: codes 1 and 22; through new-api a 22 reads 1 and keeps its properties',
    when: taken,
    means: accepted,
  },
  {
    name: 'accepted without a result',
    source: '2.3: code 1 with empty or absent result is a failure; new-api marks its row so',
    when: (q) => q.status < 500 && [1, 21, 22].includes(q.said.code ?? 0),
    means: (q) =>
      new Refused(
        'gateway',
        'failed',
        `No ${q.ask === 'upload' ? 'link' : 'task id'} came with the answer "${q.words}".`,
      ),
  },
  {
    // The child of a confirmation does not come back: trueai drops it when it has no room for the answer (3.2-5).
    name: 'parent gone',
    source: '2.1: code 3, also as HTTP 404 (trueai); 1.6: new-api says it with code 4. One retry: novicezk#252',
    when: (q) =>
      hasParent(q) && (q.said.code === 3 || (q.said.code === 4 && /task_not?_found|关联任务不存在/.test(q.words))),
    means: (q) => new Refused('gateway', 'parent-gone', q.words, { momentary: q.ask !== 'confirm' }),
  },
  {
    name: 'no account',
    source: '2.1: code 3 without a parent: the gateway has no account to draw with',
    when: (q) => q.said.code === 3,
    means: (q) => new Refused('gateway', 'failed', q.words),
  },
  {
    name: 'parent not ready',
    source: '1.4, 2.3: code 4 right after the parent ended; one retry',
    when: (q) => q.said.code === 4 && /关联任务状态错误|task_status_not_success/.test(q.words),
    means: (q) => new Refused('gateway', 'invalid', q.words, { momentary: true }),
  },
  {
    name: 'unknown verb or button',
    source: '1.6: trueai code 4; new-api 400 OpenAI-style unknown_action, custom_id_is_required (2.2-3)',
    when: (q) => q.ask !== 'imagine' && isForeign(q),
    means: (q) => new Refused('gateway', 'unsupported', q.words),
  },
  {
    name: 'no Remix',
    source: '3.1: trueai, code 4 to enableRemix; the press is then made without it (submits.ts)',
    when: (q) => q.ask === 'press' && lacksRemix(q),
    means: (q) => new Refused('gateway', 'invalid', q.words),
  },
  {
    name: 'too many at once',
    source: '6: trueai says with code 4 that running or queued tasks of this user are at their limit; waiting helps',
    when: (q) => q.said.code === 4 && /并发数已达上限|队列数已达上限/.test(q.words),
    means: busy,
  },
  {
    name: 'invalid',
    source:
      '2.1: code 4, in a 200 or in a 400 with type upstream_error; quota too, and uploads that are switched off (6)',
    when: (q) => q.said.code === 4,
    means: (q) => new Refused('gateway', 'invalid', q.words),
  },
  {
    name: 'queue full',
    source: '2.1: codes 23 and 30 (no task exists, whatever `result` says), trueai 9',
    when: (q) =>
      q.said.code === 23 || q.said.code === 30 || (q.said.code === 9 && /队列已满|queue.*full/i.test(q.words)),
    means: busy,
  },
  {
    name: 'banned word',
    source: '2.1: code 24, properties bannedWord',
    when: (q) => q.said.code === 24,
    means: (q) => new Refused('gateway', 'banned-word', q.words, { bannedWord: q.said.properties.bannedWord }),
  },
  {
    // Code 5 may hide a job that was started behind new-api (do_request_failed after its 60 s). It is not in doubt for us: new-api keeps no task
    // and no charge for it, so that nothing could ever resolve the doubt. A refusal is never repeated without a person.
    name: 'failed',
    source: '2.1: codes 5 and 9; 6: charged only for 1, 21 and 22',
    when: (q) => q.said.code === 5 || q.said.code === 9,
    means: (q) => new Refused('gateway', 'failed', q.words),
  },
  {
    name: 'pictures too large',
    source: '6: 413 of a reverse proxy (DOOY#351, #542)',
    when: (q) => q.status === 413 && q.pictures === true,
    means: () => new Refused('gateway', 'input-unusable', 'too-large'),
  },
  {
    name: 'too large',
    source: '6: 413 of a reverse proxy, and no picture to blame',
    when: (q) => q.status === 413,
    means: (q) => new Refused('gateway', 'invalid', q.words),
  },
  {
    // Every gateway has imagine: where even that is missing the address is wrong. Whether it is wrong for the others too, a read tells (submits.ts).
    name: 'verb without endpoint',
    source: '1.1: NZ has neither action nor modal, new-api no video at first; trueai dropped change',
    when: (q) => q.ask !== 'imagine' && lacksRoute(q),
    means: (q) => new Refused('gateway', 'unsupported', q.words),
  },
  {
    name: 'no endpoint',
    source: '1: base URL without or with a doubled /mj',
    when: noRoute,
    means: (q) => new Misconfigured('gateway', 'no-route', q.words, { quotes: true }),
  },
  {
    name: 'edge without gateway',
    source: "Cloudflare's 521, 523, 525, 526: no connection to what is behind it",
    when: (q) => [521, 523, 525, 526].includes(q.status),
    means: (q) => new Unreachable('gateway', statusOf(q)),
  },
  {
    name: 'lost behind the gateway',
    source: '2.3: 500, 502, 504: a paid task may exist',
    when: (q) => q.status >= 500 || q.status === 408,
    means: (q) => new InDoubt('gateway', q.words),
  },
  {
    name: 'web page',
    source: '1.6: HTML with 200 from a wrong base URL (DOOY#53)',
    when: (q) => q.body.kind === 'page',
    means: () => new Misconfigured('gateway', 'web-page', 'A web page came instead of JSON.'),
  },
  {
    name: 'other code',
    source: '2.1: 25 and others that no implementation emits',
    when: (q) => q.said.code !== undefined,
    means: (q) => new Refused('gateway', 'other', q.words),
  },
  {
    name: 'refused',
    source: '1.6: OpenAI-style 400, ASP.NET binding errors',
    when: (q) => q.status >= 400,
    means: (q) => new Refused('gateway', 'invalid', q.words),
  },
  {
    name: 'cut in half',
    source: 'design.md step 2: the answer was lost',
    when: (q) => q.body.kind === 'cut',
    means: () => new InDoubt('gateway', 'The answer ends in the middle.'),
  },
  {
    name: 'no body',
    source: '9: empty 200, 204',
    when: (q) => q.body.kind === 'empty',
    means: (q) => new Misconfigured('gateway', 'no-answer-body', `An empty answer to a submit (HTTP ${q.status}).`),
  },
  {
    name: 'error in a 200',
    source: '1.6: OpenAI-style body, whatever the status',
    when: (q) => q.said.error !== undefined,
    means: (q) => new Refused('gateway', 'other', q.words),
  },
  {
    name: 'unreadable',
    source: '1.6: neither code nor error',
    when: () => true,
    means: (q) => new Misconfigured('gateway', 'unreadable', q.words),
  },
];

/**
 * Reads the answer to a submit by the table.
 * @throws Refused, Busy, InDoubt, Unreachable, Misconfigured
 */
export function answerTo(heard: Heard, asked: Asked): Answer {
  const question = questionOf(heard, asked);
  const outcome = rowFor(question).means(question);
  if (outcome instanceof Error) throw outcome;
  return outcome;
}

/** The row that decides; the last one fits everything. */
export function rowFor(question: Question): Row {
  return ANSWERS.find((row) => row.when(question)) as Row;
}

function accepted(q: Question): Answer {
  const ahead = q.said.properties.numberOfQueues;
  return {
    kind: 'accepted',
    task: q.task,
    ...(ahead === undefined ? {} : { ahead }),
    ...(q.others.length === 0 ? {} : { others: q.others }),
  };
}

function confirmation(q: Question): Answer {
  const { finalPrompt } = q.said.properties;
  return { kind: 'confirm', task: q.task, ...(finalPrompt === undefined ? {} : { finalPrompt }) };
}

function busy(q: Question): Busy {
  return new Busy('gateway', q.words, q.retryAfterMs);
}
