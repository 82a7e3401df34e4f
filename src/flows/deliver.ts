import { Busy, Refused } from '../domain/errors.ts';
import type { SubmissionId } from '../domain/ids.ts';
import { deliveryFailed, uploaded, uploading } from '../domain/life.ts';
import { DELIVERY_TRIES, deliveryRetryMs } from '../domain/pace.ts';
import { type Picture, promptOf, type Submission } from '../domain/submission.ts';
import type { Again, Budget, Files, Log, Pictures, Records, World } from './needs.ts';
import type { Shown } from './show.ts';

export interface DeliverNeeds {
  records: Records;
  pictures: Pictures;
  files: Files;
  budget: Budget;
  world: World;
  log: Log;
  show: (id: SubmissionId, urgency: 'progress' | 'end') => Promise<Shown>;
}

/** Slack refuses a picture that it has not looked at yet even after it says it is ready; after this many the thread gets the file. */
const REFUSALS = 3;
/** More than a gateway ever returned; a card has room for them. */
const PICTURES_MAX = 10;
const NAME_MAX = 60;

/**
 * Brings the final pictures into Slack and ends the card, once, however often it runs. A picture that cannot be had does not make a paid
 * task a failure: the card ends done, with the link, the buttons and *Fetch again*.
 */
export function deliverStory(needs: DeliverNeeds) {
  return async (id: SubmissionId): Promise<void | Again> => {
    let record = await needs.records.get(id);
    if (record?.end?.kind !== 'done') return;
    if (record.mark === 'ended' || record.mark === 'uploading') {
      const outcome = await bringIn(needs, record);
      if ('againInMs' in outcome) return outcome;
      record = await needs.records.change(id, uploaded(outcome, needs.world.now()));
    }
    if (record === undefined || record.mark === 'delivered') return;
    return await finish(needs, record);
  };
}

interface Wanted {
  films: readonly string[];
  pictures: readonly string[];
}

/** What is to be brought in. A text result has none: the picture of a describe is the person's own. Undefined: there should be one. */
function wanted(record: Submission): Wanted | undefined {
  const { snapshot, links } = record;
  if (links !== undefined || snapshot?.text !== undefined) return { films: [], pictures: [] };
  const films = several(snapshot?.videoUrls, snapshot?.videoUrl);
  const pictures = several(snapshot?.imageUrls, snapshot?.imageUrl);
  if (films.length > 0) return { films, pictures: pictures.slice(0, 1) };
  return pictures.length > 0 ? { films, pictures } : undefined;
}

function several(all: readonly string[] | undefined, first: string | undefined): string[] {
  return [...new Set([...(first === undefined ? [] : [first]), ...(all ?? [])])].slice(0, PICTURES_MAX);
}

async function bringIn(needs: DeliverNeeds, record: Submission): Promise<Picture | Again> {
  const { budget, records, world, log } = needs;
  const want = wanted(record);
  if (want === undefined) return { inThread: false, missing: 'none' };
  if (want.films.length + want.pictures.length === 0) return { inThread: false };
  const wait = await budget.take(record.team, 'upload', 'end');
  if (wait > 0) return { againInMs: wait };
  const begun = await records.change(record.id, uploading(world.now()));
  try {
    if (want.films.length > 0) return await bringFilms(needs, begun ?? record, want);
    const [fileId, ...more] = await bringPictures(needs, record, want.pictures);
    return { inThread: false, ...(fileId === undefined ? {} : { fileId }), ...(more.length === 0 ? {} : { more }) };
  } catch (error) {
    const missing = reasonOf(error);
    log.warn(
      { submission: record.id, tries: record.deliveryTries, missing, err: error },
      'picture not brought into Slack',
    );
    if (missing !== undefined) return { inThread: false, missing };
    if (record.deliveryTries + 1 >= DELIVERY_TRIES) return { inThread: false, missing: 'unreachable' };
    if (error instanceof Busy) await budget.cool(record.team, 'upload', error.retryAfterMs ?? 3000);
    await records.change(record.id, deliveryFailed());
    return { againInMs: deliveryRetryMs(record.deliveryTries + 1, askedMs(error), world.random()) };
  }
}

/** One after the other: each may be 50 MB. @returns Slack's ids, in order */
async function bringPictures(needs: DeliverNeeds, record: Submission, urls: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const [index, url] of urls.entries())
    ids.push(await needs.files.upload({ ...(await needs.pictures.fetch(url)), name: nameOf(record, index) }));
  return ids;
}

/**
 * Films are files in the thread, where Slack plays them; the card shows a still. What was shared is noted one by one: a kill in between
 * repeats at most the one film that was under way.
 */
async function bringFilms(needs: DeliverNeeds, record: Submission, { films, pictures }: Wanted): Promise<Picture> {
  const done = record.picture?.films ?? 0;
  for (const [index, url] of films.entries()) {
    if (index < done) continue;
    await needs.files.share(record, { ...(await needs.pictures.fetch(url)), name: nameOf(record, index) });
    const picture: Picture = { inThread: true, films: index + 1 };
    await needs.records.change(record.id, (r) => ({ ...r, picture }));
  }
  const stills = await bringPictures(needs, record, pictures).catch((error: unknown) => {
    needs.log.info({ submission: record.id, err: error }, 'a film without a still');
    return [];
  });
  const [fileId] = stills;
  return { inThread: true, films: films.length, ...(fileId === undefined ? {} : { fileId }) };
}

/** A file's name is read in Slack, and kept by whoever downloads it: the prompt's first words, without its parameters. */
function nameOf(record: Submission, index: number): string {
  const [words = ''] = promptOf(record).split(/(?:^|\s)--/u);
  const name =
    words
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-+|-+$/gu, '')
      .slice(0, NAME_MAX) || record.id;
  return index === 0 ? name : `${name}-${index + 1}`;
}

/** Waits until Slack has looked at the files, then shows the end; where Slack refuses the block, the thread gets the files. */
async function finish(needs: DeliverNeeds, record: Submission): Promise<void | Again> {
  const { files, records, world, log } = needs;
  for (const fileId of filesOf(record.picture)) {
    const wait = await needs.budget.take(record.team, 'look', 'end');
    if (wait > 0) return { againInMs: wait };
    if (!(await files.ready(fileId))) log.info({ submission: record.id }, 'Slack has not looked at the file in time');
  }
  const card = await needs.show(record.id, 'end');
  if (card === 'picture-refused') {
    if (record.deliveryTries < REFUSALS) {
      await records.change(record.id, deliveryFailed());
      return { againInMs: deliveryRetryMs(record.deliveryTries + 1, undefined, world.random()) };
    }
    return await shareInThread(needs, record);
  }
  if (typeof card !== 'string') return card;
}

function filesOf(picture: Picture | undefined): string[] {
  return picture?.fileId === undefined ? [] : [picture.fileId, ...(picture.more ?? [])];
}

async function shareInThread(needs: DeliverNeeds, record: Submission): Promise<Again> {
  const { pictures, files, records, world, log } = needs;
  log.warn({ submission: record.id }, 'Slack refuses the image block; sharing the file in the thread');
  let picture: Picture;
  try {
    // Films are in the thread already; only their still was refused.
    const urls = record.picture?.films === undefined ? (wanted(record)?.pictures ?? []) : [];
    for (const [index, url] of urls.entries())
      await files.share(record, { ...(await pictures.fetch(url)), name: nameOf(record, index) });
    picture = { inThread: true, ...(record.picture?.films === undefined ? {} : { films: record.picture.films }) };
  } catch (error) {
    log.warn({ submission: record.id, err: error }, 'could not share the file in the thread');
    picture = { inThread: false, missing: reasonOf(error) ?? 'upload-refused' };
  }
  await records.change(record.id, uploaded(picture, world.now()));
  return { againInMs: 0 };
}

function reasonOf(error: unknown): Picture['missing'] {
  if (!(error instanceof Refused)) return undefined;
  if (error.code === 'upload-refused') return 'upload-refused';
  if (error.code !== 'picture-unusable') return undefined;
  return error.reason === 'too-large' || error.reason === 'not-a-picture' ? error.reason : 'gone';
}

function askedMs(error: unknown): number | undefined {
  return error instanceof Busy ? error.retryAfterMs : undefined;
}
