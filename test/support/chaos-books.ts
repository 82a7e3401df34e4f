import type { Redis } from 'ioredis';
import { isUnanswered } from '../../src/domain/life/index.ts';
import { Submission } from '../../src/domain/submission.ts';
import { QUEUES } from '../../src/queue/job-map.ts';
import type { Message } from '../../src/sandbox/slack/index.ts';
import { cards, endsInWords, idOf, ofForgetter, showsPicture } from './chaos-cards.ts';
import type { Done } from './chaos-people.ts';
import type { ChaosStage } from './chaos-stage.ts';
import { auditTeam, unrestOfSeries } from './chaos-team-books.ts';
import { LASTING } from './lasting-keys.ts';
import { buttonsOf } from './stage.ts';

/** What is wrong, a sentence each, by what it means. */
export interface Red {
  what: 'lost' | 'doubled' | 'card' | 'left over' | 'other';
  say: string;
}

/** Where the bot may post and may not read: an interrupted card may stand twice there. */
const UNREADABLE = new Set(['C0NOBOT']);
const NEVER_MADE = /nothing was submitted/i;

/** Deeds that are looked at in chaos-team-books.ts. */
const OWN_BOOKS: ReadonlySet<string> = new Set(['series', 'star', 'settings', 'home', 'forget']);

/** All records that there are. @throws what Redis throws */
export async function recordsIn(redis: Redis): Promise<Map<string, Submission>> {
  const records = new Map<string, Submission>();
  for await (const key of keysOf(redis, '{mj}:record:*')) {
    const data = await redis.hget(key, 'data');
    if (data === null) continue;
    const record = Submission.parse(JSON.parse(data));
    records.set(record.id, record);
  }
  return records;
}

/** What still goes on: quiet when empty. */
export async function unrest(redis: Redis): Promise<string[]> {
  const busy: string[] = [];
  for (const [id, { end, mark, card }] of await recordsIn(redis)) {
    const shown = mark === 'delivered' || card.mark === 'closed' || card.mark === 'removed';
    if (end === undefined || !shown || card.mark === 'removing') busy.push(`${id} is ${mark}, its card ${card.mark}`);
  }
  busy.push(...(await unrestOfSeries(redis)));
  for (const queue of Object.keys(QUEUES)) for (const left of await jobsLeft(redis, queue)) busy.push(left);
  const due = await redis.zcard('{mj}:due');
  if (due > 0) busy.push(`${due} are watched`);
  return busy;
}

/** Jobs that wait, run or are dead; the tick of `read` always waits. */
async function jobsLeft(redis: Redis, queue: string): Promise<string[]> {
  const key = (part: string) => `{mj}:${queue}:${part}`;
  const left: string[] = [];
  for (const list of ['wait', 'active', 'paused'])
    for (const id of await redis.lrange(key(list), 0, -1)) if (id.length > 0) left.push(`${queue} ${list} ${id}`);
  for (const set of ['delayed', 'prioritized', 'failed', 'waiting-children'])
    for (const id of await redis.zrange(key(set), '0', '-1'))
      if (!id.startsWith('repeat:')) left.push(`${queue} ${set} ${id} (${await whenOf(redis, queue, set, id)})`);
  return left.filter((one) => !one.includes(' repeat:'));
}

/** What is known of a job that waits: what it is about, how often it failed, and in what time it is due. */
async function whenOf(redis: Redis, queue: string, set: string, id: string): Promise<string> {
  const [data, failed] = await redis.hmget(`{mj}:${queue}:${id}`, 'data', 'failedReason');
  // BullMQ keeps the due time, in ms, in the upper bits of the score.
  const due = Number((await redis.zscore(`{mj}:${queue}:${set}`, id)) ?? 0) / 4096;
  const inMs = set === 'delayed' ? `in ${Math.round(due - Date.now())} ms` : '';
  return [data, inMs, failed].filter((part) => part !== null && part !== undefined && part !== '').join(' ');
}

/** Holds what Redis and the people know against what the stand-ins saw. Called when all is quiet. */
export async function audit(stage: ChaosStage, ledger: readonly Done[]): Promise<Red[]> {
  const records = await recordsIn(stage.redis);
  return [
    ...auditCards(stage, records),
    ...auditGateway(stage, ledger, records),
    ...auditDeeds(stage, ledger, records),
    ...(await auditTeam({ stage, ledger, records, toldOf: (done) => toldOf(stage, done) }, (record, user) =>
      ledger.some((done) => done.user === user && done.asks?.by === 'again' && isOf(stage, record, done, records)),
    )),
    ...(await auditKeys(stage.redis)),
    ...(await auditGeneration(stage.redis)),
    ...stage.slack.violations
      // Slack counts seconds, and the machine may be busy: an ack that is late is told to the person and costs nothing.
      .filter((said) => !said.includes('was acked after'))
      .map((say): Red => ({ what: 'other', say: `Slack: ${say}` })),
    ...Object.values(stage.actors).flatMap(({ deaths }) => deaths.map((say): Red => ({ what: 'other', say }))),
  ];
}

function auditCards(stage: ChaosStage, records: ReadonlyMap<string, Submission>): Red[] {
  const red: Red[] = [];
  const standing = new Map<string, Message[]>();
  for (const card of cards(stage)) standing.set(idOf(card), [...(standing.get(idOf(card)) ?? []), card]);
  for (const [id, own] of standing)
    if (!records.has(id) && !own.every(ofForgetter)) red.push({ what: 'lost', say: `the card of ${id} has no record` });
  for (const [id, record] of records) {
    const own = standing.get(id) ?? [];
    const about = `${id} (${record.order.verb}, ${record.end?.kind ?? record.mark}, ${record.channel})`;
    const most = UNREADABLE.has(record.channel) ? 2 : 1;
    if (own.length > most) red.push({ what: 'doubled', say: `${about} has ${own.length} cards` });
    if (record.card.mark === 'closed') {
      if (own.length > 0 && !UNREADABLE.has(record.channel))
        red.push({ what: 'card', say: `${about} has a card that nobody looks after` });
      continue;
    }
    if (record.card.mark === 'removed') {
      if (own.length > most - 1) red.push({ what: 'card', say: `${about} was deleted, and a card of it stands` });
      continue;
    }
    const card = own.find(({ ts }) => ts === record.card.ts);
    if (card === undefined) red.push({ what: 'lost', say: `${about} has no card` });
    else red.push(...faultsOf(card, record).map((say): Red => ({ what: 'card', say: `${about} ${say}` })));
  }
  return red;
}

/** What is wrong with the card of a submission that ended. */
function faultsOf(card: Message, record: Submission): string[] {
  const { end, picture } = record;
  const labels = buttonsOf(card).map(({ label }) => label);
  const wrong: string[] = [];
  if (labels.includes('Cancel') || labels.includes('Continue')) wrong.push(`shows that it runs: ${card.text}`);
  const ends = card.versions.map((version) => !buttonsOf(version).some(({ label }) => label === 'Cancel'));
  const reopened = ends.some((isEnd, i) => isEnd && ends[i + 1] === false);
  if (reopened && record.cancelAsked === undefined) wrong.push('ended, ran on and ended again');
  const want = (label: string) => {
    if (!labels.includes(label)) wrong.push(`ended without *${label}*: ${card.text}`);
  };
  if (end?.kind === 'unknown' || end?.kind === 'unanswered') want('Try again');
  if (end?.kind === 'failed' && end.cause !== 'unsupported') want('Try again');
  if (end?.kind === 'lost' || end?.kind === 'deadline') want(isUnanswered(record) ? 'Try again' : 'Check again');
  for (const [, named = ''] of card.text.matchAll(/\*(Check again|Try again|Fetch again|Continue)\*/g)) want(named);
  // Nothing that breaks here takes a picture away for good: links stay good, and a delivery is tried again for minutes.
  if (end?.kind === 'done' && !endsInWords(record.order) && !showsPicture(card, picture))
    wrong.push(`ended without its picture (${picture?.missing ?? 'no reason'}): ${card.text}`);
  return wrong;
}

function auditGateway(
  { gateway }: ChaosStage,
  ledger: readonly Done[],
  records: ReadonlyMap<string, Submission>,
): Red[] {
  const red: Red[] = gateway.violations.map((say) => ({ what: 'other', say: `gateway: ${say}` }));
  const [orders, answers] = [new Map<string, number>(), new Map<string, number>()];
  const forgotten = new Set<string>();
  // Whoever is forgotten is so with what they asked for when they did not come as far.
  const gone = new Set(ledger.flatMap(({ asks, user }) => (asks?.by === 'forget' ? [user] : [])));
  const words = ledger.filter(({ user }) => gone.has(user)).map((done) => done.words);
  for (const { kind, body } of gateway.submits) {
    if (words.some((one) => JSON.stringify(body['prompt'] ?? '').includes(one))) forgotten.add(String(body['state']));
    const [book, key] = kind === 'modal' ? [answers, String(body['taskId'])] : [orders, String(body['state'])];
    book.set(key, (book.get(key) ?? 0) + 1);
  }
  for (const [state, times] of orders) {
    const record = records.get(state);
    if (times > 1) red.push({ what: 'doubled', say: `${state} was submitted ${times} times` });
    if (record === undefined && !forgotten.has(state))
      red.push({ what: 'other', say: `${state} was submitted and has no record` });
    else if (record !== undefined && saysUntaken(record))
      red.push({ what: 'other', say: `${state} says that nothing was submitted, and it was` });
  }
  for (const [task, times] of answers)
    if (times > 1) red.push({ what: 'doubled', say: `the question of task ${task} was answered ${times} times` });
  for (const { id, end } of records.values())
    if (end?.kind === 'done' && !orders.has(id))
      red.push({ what: 'other', say: `${id} is done and was never submitted` });
  return red;
}

function saysUntaken({ end }: Submission): boolean {
  if (end?.kind === 'failed') return end.cause === 'busy' || end.cause === 'unreachable';
  return end?.kind === 'unposted' || (end?.kind === 'cancelled' && !end.sent);
}

function auditDeeds(stage: ChaosStage, ledger: readonly Done[], records: ReadonlyMap<string, Submission>): Red[] {
  const all = [...records.values()];
  return ledger.flatMap((done): Red[] => {
    if (done.impossible !== undefined || done.asks === undefined || OWN_BOOKS.has(done.asks.by)) return [];
    const { deed, user, channel } = done;
    // What the same person made anew by *Try again* is of that deed.
    const anew =
      done.asks.by === 'again' ? [] : ledger.filter((other) => other.user === user && other.asks?.by === 'again');
    const made = all
      .filter((record) => record.asker === user && isOf(stage, record, done, records))
      .filter((record) => !anew.some((other) => isOf(stage, record, other, records)));
    const about = `deed ${deed.n} (${deed.kind} of ${user} in ${channel})`;
    if (made.length > 1) return [{ what: 'doubled', say: `${about} became ${made.map(({ id }) => id).join(', ')}` }];
    const told = toldOf(stage, done);
    const refused = told.find((text) => NEVER_MADE.test(text));
    if (refused !== undefined && made[0] !== undefined && made[0].end?.kind !== 'unposted')
      return [{ what: 'doubled', say: `${about} was refused and became ${made[0].id}: ${refused}` }];
    // Whoever wrote a message left no way to answer them alone.
    const silent = deed.kind === 'mention' || deed.kind === 'describe-file';
    if (made[0]?.card.mark === 'closed' && !silent && told.length === 0)
      return [
        { what: 'lost', say: `${about} became ${made[0].id}, which has no card, and the person was told nothing` },
      ];
    const acked = done.acked ?? ackedEvent(stage, done);
    if (acked && made.length === 0 && told.length === 0)
      return [{ what: 'lost', say: `${about} was acked and became nothing` }];
    return [];
  });
}

function isOf(
  stage: ChaosStage,
  record: Submission,
  { asks, since }: Done,
  all: ReadonlyMap<string, Submission>,
): boolean {
  const { order } = record;
  switch (asks?.by) {
    case 'prompt':
      return order.verb === 'imagine' && order.prompt.includes(asks.words);
    case 'file':
      return order.pictures.some(
        (picture) => picture.kind === 'file' && stage.slack.world.files[picture.id]?.name === asks.name,
      );
    case 'press':
      return order.verb === 'press' && order.parent === asks.parent && labelOf(order.button) === asks.button;
    case 'again': {
      const before = all.get(asks.of);
      const same = before?.order.verb === order.verb && before.order.prompt === order.prompt;
      return same && record.id !== asks.of && (record.at.accepted ?? 0) >= since - 20_000 && sameButton(before, record);
    }
    default:
      return false;
  }
}

function sameButton(a: Submission, b: Submission): boolean {
  if (a.order.verb !== 'press' || b.order.verb !== 'press')
    return a.order.pictures[0] === undefined || JSON.stringify(a.order.pictures) === JSON.stringify(b.order.pictures);
  return a.order.button.customId === b.order.button.customId;
}

function labelOf({ label, emoji }: { label: string; emoji?: string | undefined }): string {
  return `${emoji ?? ''}${emoji !== undefined && emoji !== '' && label !== '' ? ' ' : ''}${label}`;
}

/** What only this person was told since the deed, wherever it was. */
function toldOf({ slack }: ChaosStage, { user, since, until = Number.POSITIVE_INFINITY, ackSaid }: Done): string[] {
  const alone = slack.world.ephemerals.filter(
    (e) => e.user === user && e.versions.some(({ at }) => at >= since && at <= until),
  );
  return [...(ackSaid === undefined ? [] : [ackSaid]), ...alone.map((e) => `${e.text} ${JSON.stringify(e.blocks)}`)];
}

/** Of a mention: whether Slack was told that it arrived. */
function ackedEvent({ slack }: ChaosStage, { asks }: Done): boolean {
  const words = asks?.by === 'prompt' ? asks.words : asks?.by === 'file' ? asks.name : undefined;
  if (words === undefined) return false;
  const own = slack.deliveries.filter((d) => d.kind === 'event' && JSON.stringify(d.payload).includes(words));
  return own.some((delivery) => delivery.name === 'app_mention' && delivery.acked);
}

async function auditKeys(redis: Redis): Promise<Red[]> {
  const red: Red[] = [];
  for await (const key of keysOf(redis, '*')) {
    if (LASTING.some((pattern) => pattern.test(key))) continue;
    // The job of the tick, and where it waits or, this very moment, runs; any other job in them is unrest.
    if (/^\{mj\}:read:(?:delayed|active|stalled|repeat:.*)$/.test(key)) continue;
    if ((await redis.pttl(key)) !== -1) continue;
    const held =
      (await redis.type(key)) === 'hash' ? `: ${JSON.stringify(await redis.hgetall(key)).slice(0, 500)}` : '';
    red.push({ what: 'left over', say: `the key ${key} never ends${held}` });
  }
  return red;
}

/** Nobody puts a copy of Redis back here, whatever is killed: what is held for one is not sent. */
async function auditGeneration(redis: Redis): Promise<Red[]> {
  const generation = await redis.hget('{mj}:generation', 'n');
  return generation === '0'
    ? []
    : [{ what: 'other', say: `Redis was held for a copy: its generation is ${generation}` }];
}

async function* keysOf(redis: Redis, match: string): AsyncGenerator<string> {
  const known = new Set<string>();
  let cursor = '0';
  do {
    const [next, found] = await redis.scan(cursor, 'MATCH', match, 'COUNT', 500);
    cursor = next;
    for (const key of found)
      if (!known.has(key)) {
        known.add(key);
        yield key;
      }
  } while (cursor !== '0');
}
