import { Busy, InDoubt, Misconfigured, Refused, Unreachable } from '../../domain/errors.ts';
import type { SeriesId, SubmissionId } from '../../domain/ids.ts';
import { type Child, childState, isOver, type Series, sheetPictures } from '../../domain/series.ts';
import { changedBy } from '../changed-by.ts';
import { ifReadable } from '../if-readable.ts';
import type { Budget } from '../needs/outbox.ts';
import type { Intake, Records, SeriesStore } from '../needs/records.ts';
import type { SeriesMessages } from '../needs/slack.ts';
import type { Again, Jobs } from '../needs/work.ts';
import type { World } from '../needs/world.ts';
import { wantsMention } from '../show/mention.ts';
import { coolAfter, notDone } from '../show/slack-calls.ts';
import { type BeginNeeds, childKey, TAKING_MS, takeAll } from './begin.ts';
import { type RemoveHeadingNeeds, removeHeading } from './remove.ts';

export interface ShowSeriesNeeds extends BeginNeeds, RemoveHeadingNeeds {
  records: Records;
  series: SeriesStore;
  seriesMessages: SeriesMessages;
  budget: Budget;
  jobs: Jobs;
  world: World;
}

/** Whatever moves one of the submissions wakes the series; this finds what a kill left unsaid. */
const LOOK_MS = 20_000;
/** A contact sheet is made within seconds; then the series is woken. */
const SHEET_MS = 60_000;
/** As long as a write whose answer was lost may take to land. */
const SETTLING_MS = 7000;
/** Slack may refuse a sheet that it says it is ready with; after so many it is left out. */
const REFUSALS = 3;

/**
 * Brings the message of a series into line with what became of its submissions, has their contact sheet made once all are over, and tells the
 * asker then. Starts from the records, so it may run twice or half; it comes back by itself until there is nothing left to say.
 */
export function showSeriesStory(needs: ShowSeriesNeeds) {
  return async (id: SeriesId): Promise<void | Again> => {
    const series = await needs.series.get(id);
    if (series === undefined) return;
    const { mark, last } = series.message;
    if (mark === 'removing') return await removeHeading(needs, series);
    if (mark === 'closed' || mark === 'removed' || last?.said === true) return;
    if (series.taken === undefined) {
      const inMs = series.at + TAKING_MS - needs.world.now();
      if (inMs > 0) return { againInMs: inMs };
      await takeAll(needs, series);
      return { againInMs: 0 };
    }
    if (series.taken === 0) return;
    const children = await childrenOf(needs, series);
    const written = await write(needs, series, children);
    return written ?? (await next(needs, series, children));
  };
}

/** The submissions, each at its place. */
export async function childrenOf(
  { records, intake }: { records: Records; intake: Pick<Intake, 'idFor'> },
  { id, taken = 0 }: Series,
): Promise<Child[]> {
  const ids = Array.from({ length: taken }, (_, place) => intake.idFor(childKey(id, place)));
  const found = new Map((await records.getMany(ids)).map((child) => [child.id, child]));
  return await Promise.all(ids.map(async (child) => found.get(child) ?? (await leftOut(records, child))));
}

/** A list has neither what is gone nor what this version of the bot cannot read. */
async function leftOut(records: Records, id: SubmissionId): Promise<Child> {
  return await ifReadable(async () => (await records.get(id)) ?? 'gone', undefined);
}

/** @returns when to come back; nothing once the message says what it should */
async function write(needs: ShowSeriesNeeds, series: Series, children: readonly Child[]): Promise<Again | undefined> {
  switch (series.message.mark) {
    case 'none':
      return await post(needs, series, children);
    case 'announcing':
      return await postAgain(needs, series);
    default:
      return await edit(needs, series, children);
  }
}

async function post(needs: ShowSeriesNeeds, series: Series, children: readonly Child[]): Promise<Again | undefined> {
  const { budget, seriesMessages: messages } = needs;
  const wait = await budget.take(series.team, 'post', urgent(series));
  if (wait > 0) {
    if (series.message.held !== true) await note(needs, series, () => ({ held: true }));
    return { againInMs: wait };
  }
  const landsBy = () => needs.world.now() + SETTLING_MS;
  const posting = await note(needs, series, ({ posts }) => ({
    mark: 'announcing',
    posts: posts + 1,
    held: false,
    settlesAt: landsBy(),
  }));
  // Whoever asked for it was forgotten meanwhile.
  if (posting === undefined) return undefined;
  const face = messages.face(series, children);
  try {
    const { ts, channel } = await messages.post(series, children);
    await needs.series.change(series.id, (r) => ({
      ...r,
      channel,
      message: { ...r.message, mark: 'announced', ts, face },
    }));
    return undefined;
  } catch (error) {
    if (error instanceof Refused && error.code === 'cannot-post') {
      // Its submissions meet it closed, end, and tell the person.
      await note(needs, series, () => ({ mark: 'closed' }));
      return undefined;
    }
    if (error instanceof InDoubt) {
      await note(needs, series, () => ({ settlesAt: landsBy() }));
      return { againInMs: SETTLING_MS };
    }
    if (error instanceof Misconfigured) return await shut(needs, series, error);
    const held = error instanceof Busy || error instanceof Unreachable;
    await note(needs, series, ({ posts }) => ({ mark: 'none', posts: posts - 1, held }));
    return await notDone(budget, series, 'post', error);
  }
}

/** Only an operator can mend it, so nobody waits for it: what was not sent ends as unposted. */
async function shut(needs: ShowSeriesNeeds, series: Series, error: Misconfigured): Promise<undefined> {
  needs.log.error({ series: series.id, code: error.code, err: error }, 'the message of a series cannot be posted');
  await note(needs, series, () => ({ mark: 'closed' }));
}

/** A post was interrupted: it is looked for first, and where that cannot be done it is posted once more, and no more. */
async function postAgain(needs: ShowSeriesNeeds, series: Series): Promise<Again | undefined> {
  const { budget, seriesMessages: messages } = needs;
  // Whoever wakes it: a look before it can no longer land would miss it.
  const landing = (series.message.settlesAt ?? 0) - needs.world.now();
  if (landing > 0) return { againInMs: landing };
  const wait = await budget.take(series.team, 'look', urgent(series));
  if (wait > 0) return { againInMs: wait };
  let found: Awaited<ReturnType<SeriesMessages['find']>>;
  try {
    found = await messages.find(series);
  } catch (error) {
    if (error instanceof Misconfigured) return await shut(needs, series, error);
    return await notDone(budget, series, 'look', error);
  }
  if (typeof found === 'object') {
    const { ts } = found;
    await note(needs, series, () => ({ mark: 'announced', ts }));
  } else if (found === 'unreadable' && series.message.posts >= 2) {
    await note(needs, series, () => ({ mark: 'closed' }));
    return undefined;
  } else {
    const posts = found === 'absent' ? 0 : series.message.posts;
    await note(needs, series, () => ({ mark: 'none', posts }));
  }
  return { againInMs: 0 };
}

async function edit(needs: ShowSeriesNeeds, series: Series, children: readonly Child[]): Promise<Again | undefined> {
  const { budget, seriesMessages: messages } = needs;
  const face = messages.face(series, children);
  if (face === series.message.face) return undefined;
  const urgency = children.every((child) => isOver(childState(child))) ? 'end' : 'progress';
  const wait = await budget.take(series.team, 'update', { ...urgent(series), urgency });
  if (wait > 0) return { againInMs: wait };
  try {
    await messages.update(series, children);
  } catch (error) {
    if (error instanceof Refused && error.code === 'picture-refused') return await withoutSheet(needs, series);
    if (error instanceof Refused && error.code === 'card-gone') {
      await note(needs, series, () => ({ mark: 'removed' }));
      return undefined;
    }
    if (error instanceof InDoubt) return { againInMs: SETTLING_MS };
    return await notDone(budget, series, 'update', error);
  }
  await note(needs, series, () => ({ face }));
  return undefined;
}

/** Slack does not show the sheet, though it said that it would: a little later, perhaps, or not at all. */
async function withoutSheet(needs: ShowSeriesNeeds, { id }: Series): Promise<Again> {
  await needs.series.change(id, (r) =>
    r.sheet === undefined
      ? r
      : { ...r, sheet: { ...r.sheet, looks: r.sheet.looks + 1, ready: r.sheet.looks + 1 < REFUSALS } },
  );
  return { againInMs: 1000 };
}

/** What follows once the message says what it should. */
async function next(needs: ShowSeriesNeeds, series: Series, children: readonly Child[]): Promise<void | Again> {
  if (!children.every((child) => isOver(childState(child)))) return { againInMs: LOOK_MS };
  const { last } = series.message;
  if (last !== undefined) return void (await note(needs, series, () => ({ last: { ...last, said: true } })));
  const wanted = sheetPictures(children).map(({ fileId }) => fileId);
  if (wanted.join() !== (series.sheet?.of ?? []).join()) {
    await needs.jobs.sheet(series.id);
    return { againInMs: SHEET_MS };
  }
  return await mention(needs, series);
}

/** At the end the asker is told in the thread, where they want to be, once for all of it; a lost line is no loss. New cards go first. */
async function mention(needs: ShowSeriesNeeds, series: Series): Promise<void | Again> {
  const { id, team, channel, asker, at, told } = series;
  if (told) return;
  const wants = series.message.mark === 'announced' && (await wantsMention(needs, { team, asker }, at));
  const caller = { urgency: 'progress', who: id, channel } as const;
  const wait = wants ? await needs.budget.take(team, 'post', caller) : 0;
  if (wait > 0) return { againInMs: wait };
  const { now, mine } = await changedBy(needs.series, id, (r) => (r.told ? r : { ...r, told: true }));
  if (!wants || !mine || now === undefined) return;
  try {
    await needs.seriesMessages.reply(now, { say: 'finished', mention: asker });
  } catch (error) {
    needs.log.info({ series: id, err: error }, 'could not mention the asker');
    await coolAfter(needs.budget, now, 'post', error);
  }
}

async function note(
  { series }: { series: SeriesStore },
  { id }: Series,
  change: (message: Series['message']) => Partial<Series['message']>,
): Promise<Series | undefined> {
  return await series.change(id, (r) => ({ ...r, message: { ...r.message, ...change(r.message) } }));
}

function urgent({ id, channel }: Series) {
  return { urgency: 'end', who: id, channel } as const;
}
