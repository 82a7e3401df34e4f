import type { WebClient } from '@slack/web-api';
import { Unreachable } from '../../domain/errors.ts';
import type { PictureRef } from '../../domain/submission.ts';
import { ask, troubleOf, unusable } from './inbox-trouble.ts';

/** What we read of a file object, wherever Slack gives one. */
interface FileObject {
  id?: string;
  mode?: string;
  /** `check_file_info` in a stub of Slack Connect, which has no addresses (slack.md section 3). */
  file_access?: string;
  is_external?: boolean;
  /** Empty until Slack has scanned the file (node-slack-sdk#2040); of little worth after that. */
  mimetype?: string;
  size?: number;
  url_private?: string;
  url_private_download?: string;
  /** Whose it is, and where it is shared. */
  user?: string;
  is_public?: boolean;
  channels?: string[];
  groups?: string[];
  ims?: string[];
}

/** Who hands a picture over, and where. Slack ids. */
export interface HandedBy {
  user: string;
  channel: string;
}

/** A file that may hold a picture, and where its bytes are. */
export interface HandedFile {
  url: string;
  /** Bytes, as Slack says. */
  size: number | undefined;
}

interface FindOptions {
  client: WebClient;
  /** Waits so many milliseconds. */
  sleep: (ms: number) => Promise<void>;
}

/** Waits between looks at a file that Slack is not done with: 7.5 s in all. A later try of the whole follows where that is not enough. */
const WAITS_MS = [500, 1000, 2000, 4000];
/** As many as a person can send in a message; an app can post more. */
const MESSAGE_FILES_MAX = 10;
/** What Slack knows for something else. All other types are left to the bytes, because Slack's word often follows the name. */
const OTHER_MEDIA = /^(?:text|video|audio)\//;

/**
 * Makes the function that finds the files behind a reference: of a message all that are pictures, in the message's order.
 *
 * Few requests: one for a file, one for a message whose files are whole.
 *
 * @throws Refused `input-unusable` (`expired`, `not-visible`, `not-a-picture`, `no-picture`); Busy, Misconfigured; Unreachable, also while
 *   Slack is not done with the file
 */
export function createFind({ client, sleep }: FindOptions): (ref: PictureRef, by: HandedBy) => Promise<HandedFile[]> {
  const lookUp = createLookUp({ client, sleep });

  async function ofMessage(ref: Extract<PictureRef, { kind: 'message' }>): Promise<FileObject[]> {
    const { channel, ts, threadTs } = ref;
    // Names the one message, in a thread or not; a thread's first message always comes along.
    const span = { oldest: ts, latest: ts, inclusive: true, limit: 2 };
    const answer = await ask(() => client.conversations.replies({ channel, ts: threadTs ?? ts, ...span }));
    const message = answer.messages?.find((each) => each.ts === ts);
    const attached = (message?.attachments ?? []).flatMap((attachment): FileObject[] => attachment.files ?? []);
    const shown = (message?.blocks ?? []).flatMap((block): FileObject[] =>
      block.slack_file?.id === undefined ? [] : [{ id: block.slack_file.id }],
    );
    const files = unique([...(message?.files ?? []), ...attached, ...shown]);
    const standing = files.filter((file) => troubleOf(file.mode) === undefined);
    if (standing.length === 0) throw unusable(files.length === 0 ? 'no-picture' : 'expired');

    const pictures: FileObject[] = [];
    for (const file of standing) {
      const whole = isWhole(file) || file.id === undefined ? file : await lookUp(file.id);
      if (mayBePicture(whole) && pictures.length < MESSAGE_FILES_MAX) pictures.push(whole);
    }
    if (pictures.length === 0) throw unusable('no-picture');
    return pictures;
  }

  return async (ref, by) => {
    if (ref.kind === 'file') {
      const file = await lookUp(ref.id);
      if (isHidden(file, by)) throw unusable('not-visible');
      return [handed(file)];
    }
    // The bot may read where the person may not; of conversations, only the one they speak in is certainly theirs.
    if (ref.channel !== by.channel) throw unusable('not-visible');
    return (await ofMessage(ref)).map(handed);
  };
}

/**
 * Makes the function that asks Slack about a file, again while Slack is not done with it. One request for a file that is whole.
 *
 * @throws Refused `input-unusable` (`expired`, `not-visible`); Busy, Misconfigured; Unreachable, also while Slack is not done with the file
 */
function createLookUp({ client, sleep }: FindOptions): (id: string) => Promise<FileObject> {
  async function look(id: string): Promise<FileObject> {
    const file: FileObject = (await ask(() => client.files.info({ file: id }))).file ?? {};
    const trouble = troubleOf(file.mode) ?? troubleOf(file.file_access);
    if (trouble !== undefined) throw unusable(trouble);
    return file;
  }

  return async (id) => {
    let file = await look(id);
    for (const ms of WAITS_MS) {
      if (isWhole(file)) return file;
      await sleep(ms);
      file = await look(id);
    }
    // The scan may never find a type, and the bytes tell; but without an address there is nothing to read.
    if (isWhole(file) || addressOf(file) !== undefined) return file;
    throw new Unreachable('slack', 'Slack is not done with the file');
  };
}

/**
 * Makes the function that finds a file by its id, whoever it belongs to: for one of the bot's own, or one that Slack has just told of a person
 * who handed it over.
 *
 * @throws what `createLookUp` says, and Refused `input-unusable` (`not-a-picture`)
 */
export function createFindFile(options: FindOptions): (id: string) => Promise<HandedFile> {
  const lookUp = createLookUp(options);
  return async (id) => handed(await lookUp(id));
}

function handed(file: FileObject): HandedFile {
  const url = addressOf(file);
  if (url === undefined || isElsewhere(file) || OTHER_MEDIA.test(file.mimetype ?? '')) throw unusable('not-a-picture');
  return { url, size: file.size };
}

/** True when Slack says that it is somebody else's and shared only where the person need not be. The bot sees more than they may. */
function isHidden({ user, is_public, channels, groups, ims }: FileObject, by: HandedBy): boolean {
  if (user === by.user || is_public !== false) return false;
  return ![channels, groups, ims].some((places) => places?.includes(by.channel));
}

/** Slack is done with it, and gave all of it. */
function isWhole(file: FileObject): boolean {
  return (addressOf(file) !== undefined && (file.mimetype ?? '') !== '') || isElsewhere(file);
}

/** A mere link to another service, such as a document in a cloud; Slack has no bytes of it. */
function isElsewhere(file: FileObject): boolean {
  return file.is_external === true || file.mode === 'external';
}

function mayBePicture(file: FileObject): boolean {
  return !isElsewhere(file) && /^(?:image\/.*)?$/.test(file.mimetype ?? '');
}

function addressOf(file: FileObject): string | undefined {
  return file.url_private_download ?? file.url_private;
}

/** The same file may be attached and shown. */
function unique(files: readonly FileObject[]): FileObject[] {
  return files.filter((file, at) => file.id === undefined || files.findIndex(({ id }) => id === file.id) === at);
}
