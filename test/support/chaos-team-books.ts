import type { Redis } from 'ioredis';
import { Series } from '../../src/domain/series.ts';
import type { Submission } from '../../src/domain/submission.ts';
import { keys } from '../../src/queue/keys.ts';
import { demoWorkspace } from '../../src/sandbox/slack/demo-workspace.ts';
import type { Message } from '../../src/sandbox/slack/index.ts';
import type { Red } from './chaos-books.ts';
import { idOf, ofForgetter } from './chaos-cards.ts';
import type { Done } from './chaos-people.ts';
import { FORGETTERS } from './chaos-plan.ts';
import type { ChaosStage } from './chaos-stage.ts';
import { eventAcked } from './chaos-team.ts';
import { buttonsOf } from './stage.ts';

/** The books of what people do beside asking for one picture. */

const TEAM = demoWorkspace.team.id;
/** Where the bot may not read, a message whose post was interrupted may stand twice. */
const UNREADABLE = new Set(['C0NOBOT']);
/** What says who did what stays; budgets know for seconds who waits. */
const KNOWS_PEOPLE = /^\{mj\}:(?:audit|budget):/;
/** What ends by itself within so long keeps nothing of anybody. */
const SOON_MS = 10 * 60_000;

interface Books {
  stage: ChaosStage;
  ledger: readonly Done[];
  records: ReadonlyMap<string, Submission>;
  /** What a person alone was told since a deed. */
  toldOf(this: void, done: Done): string[];
}

/** All series that there are. */
export async function seriesIn(redis: Redis): Promise<Series[]> {
  const found = await redis.keys('{mj}:series:*');
  const data = await Promise.all(found.map((key) => redis.hget(key, 'data')));
  return data.flatMap((one) => (one === null ? [] : [Series.parse(JSON.parse(one))]));
}

/** Series of which not everything is said yet. */
export async function unrestOfSeries(redis: Redis): Promise<string[]> {
  const open = (await seriesIn(redis)).filter(
    ({ taken, told, message }) => taken !== 0 && !told && !['closed', 'removing', 'removed'].includes(message.mark),
  );
  return open.map(({ id, message }) => `${id} is ${message.mark}, and not told`);
}

/** @param isAnew whether a record was made by *Try again*, which is a deed of its own */
export async function auditTeam(books: Books, isAnew: (record: Submission, user: string) => boolean): Promise<Red[]> {
  return [
    ...(await auditMessages(books)),
    ...books.ledger.flatMap((done) => auditSeries(books, done, isAnew)),
    ...(await auditStars(books)),
    ...(await auditSettings(books)),
    ...auditHomes(books),
    ...(await auditForgotten(books)),
    ...(await auditLeftStanding(books)),
  ];
}

/** One message heads each series. */
async function auditMessages({ stage }: Books): Promise<Red[]> {
  const messages = Object.values(stage.slack.world.messages)
    .flat()
    .filter((one) => !one.deleted && one.metadata?.['event_type'] === 'mj_series');
  return (await seriesIn(stage.redis)).flatMap(({ id, channel, taken, message }): Red[] => {
    const own = messages.filter((one) => JSON.stringify(one.metadata).includes(id));
    if (own.length > (UNREADABLE.has(channel) ? 2 : 1))
      return [{ what: 'doubled', say: `the series ${id} has ${own.length} messages` }];
    if (taken !== 0 && message.mark === 'announced' && own.length === 0)
      return [{ what: 'lost', say: `the series ${id} has no message` }];
    return [];
  });
}

function auditSeries(
  { records, toldOf }: Books,
  done: Done,
  isAnew: (record: Submission, user: string) => boolean,
): Red[] {
  const { asks, user, deed, acked } = done;
  if (asks?.by !== 'series' || done.impossible !== undefined) return [];
  const made = [...records.values()].filter(
    (record) =>
      record.asker === user &&
      record.order.verb === 'imagine' &&
      record.order.prompt.includes(asks.words) &&
      !isAnew(record, user),
  );
  const prompts = made.map(({ order }) => order.prompt);
  const about = `deed ${deed.n} (series of ${user})`;
  if (new Set(prompts).size < prompts.length)
    return [{ what: 'doubled', say: `${about} made ${made.map(({ id }) => id).join(', ')}` }];
  if (made.length === 1) return [{ what: 'lost', say: `${about} made one of two: ${made[0]?.id}` }];
  // The offer itself tells nothing of what became of it.
  const told = toldOf(done).filter((text) => !text.includes('Make 2 pictures'));
  if (acked === true && made.length === 0 && told.length === 0)
    return [{ what: 'lost', say: `${about} was acked and made nothing` }];
  return [];
}

async function auditStars({ stage, ledger, records }: Books): Promise<Red[]> {
  const red: Red[] = [];
  for (const done of ledger) {
    const { asks, user } = done;
    if (asks?.by !== 'star' || !eventAcked(stage, done, 'reaction_added', asks.ts)) continue;
    const record = records.get(asks.submission);
    if (record === undefined || record.card.mark !== 'announced') continue;
    if ((await stage.redis.zscore(keys.favourites(TEAM, user), asks.submission)) === null)
      red.push({ what: 'lost', say: `the star of ${user} on ${asks.submission} was acked and is not kept` });
  }
  return red;
}

/** What was saved last holds, or something that was sent after it without an answer. */
async function auditSettings({ stage, ledger }: Books): Promise<Red[]> {
  const red: Red[] = [];
  for (const user of new Set(ledger.filter(({ asks }) => asks?.by === 'settings').map((done) => done.user))) {
    const sent = ledger.flatMap((done) =>
      done.user === user && done.asks?.by === 'settings' ? [{ ...done.asks, acked: done.acked === true }] : [],
    );
    const last = sent.findLastIndex(({ acked }) => acked);
    if (last === -1) continue;
    const stored = String(await stage.redis.hget(keys.settings(TEAM, user), 'stylize')).replaceAll('"', '');
    const may = sent.slice(last).map(({ stylize }) => stylize);
    if (!may.includes(stored))
      red.push({ what: 'lost', say: `${user} saved ${may.join(', ')}, and ${stored} is kept` });
  }
  return red;
}

function auditHomes({ stage, ledger }: Books): Red[] {
  return ledger.flatMap((done): Red[] => {
    const { asks, user, since } = done;
    if (asks?.by !== 'home' || !eventAcked(stage, done, 'app_home_opened', user)) return [];
    const shown = stage.slack.calls.some(
      ({ method, ok, at, args }) => method === 'views.publish' && ok && at >= since && args['user_id'] === user,
    );
    return shown ? [] : [{ what: 'lost', say: `the home of ${user} was opened and never shown` }];
  });
}

/** The last deed of each who was forgotten since they last asked for anything. */
function forgottenIn(ledger: Books['ledger']): Done[] {
  return FORGETTERS.flatMap((user) => {
    const last = ledger.findLast((done) => done.user === user);
    return last?.asks?.by === 'forget' && last.acked === true ? [last] : [];
  });
}

/** What nobody looks after any more shows how it ended; and of whoever wanted that to go, too, nothing stands. */
async function auditLeftStanding({ stage, ledger, records }: Books): Promise<Red[]> {
  const series = new Set((await seriesIn(stage.redis)).map(({ id }) => String(id)));
  const left = Object.entries(stage.slack.world.messages)
    .filter(([channel]) => !UNREADABLE.has(channel))
    .flatMap(([, all]) => all)
    .filter((one) => !one.deleted && ofForgetter(one));
  const cards = left.filter((one) => one.metadata?.['event_type'] === 'mj_submission' && !records.has(idOf(one)));
  const headings = left.filter((one) => one.metadata?.['event_type'] === 'mj_series' && !series.has(seriesOf(one)));
  const gone = forgottenIn(ledger).filter(({ asks }) => asks?.by === 'forget' && asks.cards);
  return [
    ...cards.filter((one) => buttonsOf(one).some(({ label }) => label === 'Cancel')).map(runs),
    ...headings.filter(({ text }) => /\d+ of \d+ done/.test(text)).map(runs),
    ...[...cards, ...headings]
      .filter((one) => gone.some(({ words }) => JSON.stringify(one.blocks).includes(words)))
      .map(({ ts, text }): Red => ({ what: 'left over', say: `the message ${ts} was to be deleted: ${text}` })),
  ];
}

function runs({ ts, text }: { ts: string; text: string }): Red {
  return { what: 'card', say: `the message ${ts} of somebody who was forgotten shows that it runs: ${text}` };
}

/** The series that a message heads. */
function seriesOf({ metadata }: Message): string {
  const payload = metadata?.['event_payload'];
  return typeof payload === 'object' && payload !== null && 'series' in payload ? String(payload.series) : '';
}

/** Of whoever was forgotten since they last asked for anything, no key knows. */
async function auditForgotten({ stage, ledger }: Books): Promise<Red[]> {
  const { redis } = stage;
  const forgotten = forgottenIn(ledger).map(({ user }) => user);
  if (forgotten.length === 0) return [];
  const red: Red[] = [];
  for (const key of await redis.keys('*')) {
    if (KNOWS_PEOPLE.test(key)) continue;
    const ttl = await redis.pttl(key);
    if (ttl === -2 || (ttl >= 0 && ttl < SOON_MS)) continue;
    const held = `${key} ${(await redis.dumpBuffer(key))?.toString('latin1') ?? ''}`;
    for (const user of forgotten)
      if (held.includes(user)) red.push({ what: 'left over', say: `${user} was forgotten, and ${key} knows them` });
  }
  return red;
}
