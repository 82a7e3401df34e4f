import { Busy, Refused } from '../../domain/errors.ts';
import type { SubmissionId } from '../../domain/ids.ts';
import { deliveryFailed, uploaded, uploading } from '../../domain/life/index.ts';
import { DELIVERY_TRIES, deliveryRetryMs } from '../../domain/pace.ts';
import { type Picture, promptOf, type Submission } from '../../domain/submission.ts';
import { expectEnd } from '../end.ts';
import type { Budget } from '../needs/outbox.ts';
import type { Pictures } from '../needs/pictures.ts';
import type { Records } from '../needs/records.ts';
import type { Files } from '../needs/slack.ts';
import type { Again, Jobs } from '../needs/work.ts';
import type { Log, World } from '../needs/world.ts';
import { type PictureRoom, pictureRoom } from '../picture-room.ts';
import type { Shown } from '../show/show.ts';
import { coolAfter, urgent } from '../show/slack-calls.ts';
import { shareInThread } from './share.ts';

export interface DeliverNeeds {
  records: Records;
  pictures: Pictures;
  files: Files;
  budget: Budget;
  jobs: Pick<Jobs, 'show'>;
  world: World;
  log: Log;
  show: (id: SubmissionId, urgency: 'progress' | 'end') => Promise<Shown>;
  /** Bounds what is held of pictures, where several of these share it. */
  room?: PictureRoom;
}

/** Final pictures that come in at the same time, to be decoded perhaps. */
const COMING = 2;

export const deliverRoom = (): PictureRoom => pictureRoom(COMING);
/** More than a gateway ever returned; a card has room for them. */
const PICTURES_MAX = 10;
const NAME_MAX = 60;

/**
 * Brings the final pictures into Slack and ends the card, once, however often it runs. A picture that cannot be had does not make a paid
 * task a failure: the card ends done, with the link, the buttons and *Fetch again*.
 */
export function deliverStory(outside: DeliverNeeds) {
  const needs: Delivering = { ...outside, room: outside.room ?? deliverRoom() };
  return async (id: SubmissionId): Promise<void | Again> => {
    let record = await needs.records.get(id);
    if (record?.end?.kind !== 'done') return;
    if (record.mark === 'ended' || record.mark === 'uploading') {
      await expectEnd(needs, record);
      const outcome = await tried(needs, record, () => bringIn(needs, id));
      if ('againInMs' in outcome) return outcome;
      record = await needs.records.change(id, uploaded(outcome, needs.world.now()));
    }
    if (record === undefined || record.mark === 'delivered') return;
    if (record.picture?.sharing !== undefined || record.uploads !== undefined) return await putInThread(needs, record);
    const card = await needs.show(id, 'end');
    // The places here are for pictures that take their time; whatever is left to wait for, an end waits for elsewhere.
    if (typeof card === 'object') return await needs.jobs.show(id, 'end', card.againInMs);
    if (card === 'picture-refused') return await putInThread(needs, record);
  };
}

type Delivering = DeliverNeeds & { room: PictureRoom };

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

async function bringIn(needs: Delivering, id: SubmissionId): Promise<Picture | Again> {
  const record = await needs.records.change(id, uploading(needs.world.now()));
  const want = record === undefined ? undefined : wanted(record);
  if (record === undefined || want === undefined) return { inThread: false, missing: 'none' };
  if (want.films.length > 0) return await bringFilms(needs, record, want);
  const ids = await bringPictures(needs, record, want.pictures);
  return 'againInMs' in ids ? ids : { inThread: false, ...shownFiles(ids) };
}

function shownFiles([fileId, ...more]: readonly string[]): Pick<Picture, 'fileId' | 'more'> {
  return { ...(fileId === undefined ? {} : { fileId }), ...(more.length === 0 ? {} : { more }) };
}

/** Runs a part of a delivery. Whatever goes wrong is tried again for some minutes; what never can be had, or not in time, is missing. */
async function tried<T>(
  needs: DeliverNeeds,
  record: Submission,
  work: () => Promise<T | Again>,
): Promise<T | Picture | Again> {
  const { budget, records, world, log } = needs;
  try {
    return await work();
  } catch (error) {
    const missing = reasonOf(error);
    log.warn(
      { submission: record.id, tries: record.deliveryTries, missing, err: error },
      'picture not brought into Slack',
    );
    if (missing !== undefined) return { inThread: false, missing };
    if (record.deliveryTries + 1 >= DELIVERY_TRIES) return { inThread: false, missing: 'unreachable' };
    await coolAfter(budget, record, 'upload', error);
    await records.change(record.id, deliveryFailed());
    return { againInMs: deliveryRetryMs(record.deliveryTries + 1, askedMs(error), world.random()) };
  }
}

type Fetched = Awaited<ReturnType<Pictures['fetch']>>;

async function carry<T>(
  { room, pictures }: Delivering,
  url: string,
  use: (picture: Fetched) => Promise<T>,
): Promise<T> {
  return await room(
    () => pictures.fetch(url),
    ({ bytes }) => bytes.byteLength,
    use,
  );
}

/** One after the other: each may be 50 MB, and those that are in Slack are noted. @returns Slack's ids, in order */
async function bringPictures(
  needs: Delivering,
  record: Submission,
  urls: readonly string[],
): Promise<string[] | Again> {
  const uploads = [...(record.uploads ?? [])];
  for (const [index, url] of urls.entries()) {
    if (index < uploads.length) continue;
    const wait = await needs.budget.take(record.team, 'upload', urgent(record));
    if (wait > 0) return { againInMs: wait };
    const name = nameOf(record, index);
    uploads.push(await carry(needs, url, (picture) => needs.files.upload({ ...picture, name })));
    const soFar = [...uploads];
    if (index + 1 < urls.length) await needs.records.change(record.id, (r) => ({ ...r, uploads: soFar }));
  }
  return uploads;
}

/** Films are files in the thread, where Slack plays them; the card shows a still. What was shared is noted one by one. */
async function bringFilms(
  needs: Delivering,
  record: Submission,
  { films, pictures }: Wanted,
): Promise<Picture | Again> {
  const done = record.picture?.films ?? 0;
  const url = films[done];
  if (url !== undefined) {
    const shared = await shareInThread(needs, record, handOver(needs, record, url, done));
    if (shared !== 'shared') return shared;
    await needs.records.change(record.id, (r) => ({ ...r, picture: { inThread: true, films: done + 1 } }));
    return { againInMs: 0 };
  }
  const stills = await bringPictures(needs, record, pictures).catch((error: unknown) => {
    needs.log.info({ submission: record.id, err: error }, 'a film without a still');
    return [];
  });
  return 'againInMs' in stills ? stills : { inThread: true, films: films.length, ...shownFiles(stills.slice(0, 1)) };
}

function handOver(needs: Delivering, record: Submission, url: string, index: number) {
  const name = nameOf(record, index);
  return (share: (file: Parameters<Files['share']>[1]) => Promise<string>): Promise<string> =>
    carry(needs, url, (picture) => share({ ...picture, name }));
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

/** Slack refuses the image block: the thread gets the files. */
async function putInThread(needs: Delivering, record: Submission): Promise<Again | void> {
  const { records, world, log } = needs;
  // Films are in the thread already; only their still was refused.
  const films = record.picture?.films;
  const urls = films === undefined ? (wanted(record)?.pictures ?? []) : [];
  const done = record.uploads?.length ?? 0;
  const url = urls[done];
  let picture: Picture = { inThread: true, ...(films === undefined ? {} : { films }) };
  if (url !== undefined) {
    log.warn({ submission: record.id }, 'Slack refuses the image block; sharing the file in the thread');
    const shared = await tried(needs, record, () => shareInThread(needs, record, handOver(needs, record, url, done)));
    if (shared === 'shared') {
      const uploads = [...(record.uploads ?? []), url];
      await records.change(record.id, (r) => ({ ...r, uploads }));
      if (uploads.length < urls.length) return { againInMs: 0 };
    } else if ('againInMs' in shared) return shared;
    else picture = shared;
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
