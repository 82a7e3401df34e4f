import type { FilesInfoResponse, WebClient } from '@slack/web-api';
import type { Dispatcher, fetch } from 'undici';
import { Busy, InDoubt, Refused, Unreachable } from '../../domain/errors.ts';
import { type Submission, threadOf } from '../../domain/submission.ts';
import { call, required } from '../connection/calls.ts';
import { createDownload } from '../inbox/inbox-download.ts';
import { createFindFile } from '../inbox/inbox-files.ts';
import { unusable } from '../inbox/inbox-trouble.ts';
import { LIMITS } from '../limits.ts';
import { cut } from '../text.ts';

/** `name` without its extension, which follows from the type. */
export interface Upload {
  bytes: Buffer;
  type: string;
  name: string;
}

/** Files in Slack. Nothing here is seen by anybody until a card or a thread shows it, so every step may be repeated. */
export interface Files {
  /** Uploads without sharing. @returns Slack's file id. @throws Refused `upload-refused`, Busy, Unreachable, Misconfigured */
  upload(file: Upload): Promise<string>;
  /**
   * Uploads into the card's thread. Slack may say ok and share nothing (paradigmxyz/centaur#311), or share it without an answer: look.
   * @returns Slack's file id. @throws Refused `cannot-post` or `upload-refused`, Busy, Unreachable, Misconfigured
   */
  share(record: Submission, file: Upload): Promise<string>;
  /**
   * Looks once at a file of ours: `ready` once Slack has looked at it, so that an image block may show it; `shared` once it stands in a
   * conversation. Neither is known when the look fails: the file is there all the same. @throws Busy
   */
  look(fileId: string): Promise<{ ready: boolean; shared: boolean }>;
  /**
   * The bytes of a file that the bot uploaded, or that a person handed to it, as they are: a picture of at most 50 MB.
   * @throws Refused `input-unusable` with a `PictureTrouble` as its reason; Busy, Unreachable, Misconfigured
   */
  read(fileId: string): Promise<Buffer>;
  /** To one person: words in their direct conversation with the bot, and the file below them. @throws as `upload`, InDoubt */
  give(user: string, text: string, file: Upload): Promise<void>;
  /** Deletes the file; one that is gone already is no error. @throws Busy, Unreachable, Refused */
  remove(fileId: string): Promise<void>;
}

interface FilesOptions {
  client: WebClient;
  /** Sends the bytes. Slack's own client would send the token along (slack.md section 3). */
  fetch: typeof fetch;
  /** Waits so many milliseconds. */
  sleep: (ms: number) => Promise<void>;
  /** Shown to `fileHosts` alone: `host` or `host:port`, as in `SLACK_FILE_HOSTS`. */
  botToken: string;
  fileHosts: readonly string[];
  /** Makes the connections to `fileHosts`. */
  dispatcher: Dispatcher;
}

type SlackFile = NonNullable<FilesInfoResponse['file']>;

const SEND_TIMEOUT_MS = 60_000;
/** Of a file that is read, as of a final picture. Source: contract.md. */
const READ_MAX = 50 * 1024 * 1024;
const READ_TIMEOUT_MS = 60_000;
const UNKNOWN = { ready: false, shared: false } as const;

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'text/csv': 'csv',
};

export function createFiles(options: FilesOptions): Files {
  const { client, fetch } = options;
  const find = createFindFile(options);
  const download = createDownload({ ...options, bytesMax: READ_MAX, timeoutMs: READ_TIMEOUT_MS });

  async function send(file: Upload): Promise<{ id: string; title: string }> {
    const filename = fileName(file);
    const target = await call('read', () =>
      client.files.getUploadURLExternal({ filename, length: file.bytes.byteLength }),
    );
    await sendBytes(fetch, required(target.upload_url, 'files.getUploadURLExternal gave no address'), file);
    return {
      id: required(target.file_id, 'files.getUploadURLExternal gave no file id'),
      title: cut(filename, LIMITS.fileTitle),
    };
  }

  async function look(fileId: string): Promise<{ ready: boolean; shared: boolean }> {
    try {
      const { file } = await call('read', () => client.files.info({ file: fileId }));
      return file === undefined ? UNKNOWN : { ready: isLookedAt(file), shared: isShared(file) };
    } catch (error) {
      if (error instanceof Busy) throw error;
      // Whatever else goes wrong (a missing scope too), the file is there; the card will tell whether it can be shown.
      return UNKNOWN;
    }
  }

  return {
    look,

    async upload(file) {
      const sent = await send(file);
      await call('read', () => client.files.completeUploadExternal({ files: [sent] }));
      return sent.id;
    },

    async give(user, text, file) {
      const sent = await send(file);
      // Slack takes a person's id for the direct conversation when it posts, and only the conversation's own when it shares.
      const told = await call('write', () =>
        client.chat.postMessage({ channel: user, text, parse: 'none', link_names: false, unfurl_links: false }),
      );
      const thread = required(told.ts, 'chat.postMessage gave no ts');
      const channel = required(told.channel, 'chat.postMessage gave no channel');
      await call('write', () =>
        client.files.completeUploadExternal({ files: [sent], channel_id: channel, thread_ts: thread }),
      );
    },

    async share(record, file) {
      const sent = await send(file);
      const thread = required(threadOf(record), 'a file was to be shared in the thread of no card');
      try {
        await call('write', () =>
          client.files.completeUploadExternal({ files: [sent], channel_id: record.channel, thread_ts: thread }),
        );
      } catch (error) {
        // A look will tell.
        if (!(error instanceof InDoubt)) throw error;
      }
      return sent.id;
    },

    async read(fileId) {
      const { url, size = 0 } = await find(fileId);
      if (size > READ_MAX) throw unusable('too-large');
      return await download(url);
    },

    async remove(fileId) {
      try {
        await call('read', () => client.files.delete({ file: fileId }));
      } catch (error) {
        if (!(error instanceof Refused && /^file_(?:deleted|not_found)$/.test(error.reason))) throw error;
      }
    },
  };
}

async function sendBytes(fetch: FilesOptions['fetch'], url: string, file: Upload): Promise<void> {
  let status: number;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: file.bytes,
      redirect: 'error',
      signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
    });
    status = response.status;
    await response.text();
  } catch (error) {
    throw new Unreachable('slack', 'the bytes of a file could not be sent', { cause: error });
  }
  if (status === 200) return;
  if (status === 429) throw new Busy('slack', 'rate limited');
  if (status >= 500) throw new Unreachable('slack', `an upload address answered HTTP ${status}`);
  throw new Refused('slack', 'upload-refused', `an upload address answered HTTP ${status}`);
}

/** A type is set once Slack has scanned the file, a size once it has made previews; a film has no previews to wait for. */
function isLookedAt(file: SlackFile): boolean {
  if (file.mimetype === undefined || file.mimetype === '') return false;
  if (!file.mimetype.startsWith('image/')) return true;
  return file.original_w !== undefined || file.thumb_64 !== undefined || file.thumb_360 !== undefined;
}

function isShared(file: SlackFile): boolean {
  const places = [file.shares?.public, file.shares?.private];
  return places.some((place) => place !== undefined && Object.keys(place).length > 0) || (file.ims ?? []).length > 0;
}

function fileName({ name, type }: Upload): string {
  const extension = EXTENSIONS[type];
  return extension === undefined ? name : `${name}.${extension}`;
}
