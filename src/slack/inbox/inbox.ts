import type { WebClient } from '@slack/web-api';
import pLimit, { type LimitFunction } from 'p-limit';
import type { Dispatcher } from 'undici';
import type { PictureRef } from '../../domain/submission.ts';
import { createDownload } from './inbox-download.ts';
import { createFind, type HandedBy, type HandedFile } from './inbox-files.ts';
import { unusable } from './inbox-trouble.ts';
import { shrink } from './shrink.ts';

/** Pictures that people hand over. */
export interface Inbox {
  /**
   * Reads them, in order; a message stands for all its pictures. What the person who hands them over need not see is not read.
   *
   * @returns `data:image/png;base64,…`: upright, still, at most 4 MB before base64
   * @throws Refused `input-unusable` with a `PictureTrouble` as its reason; Busy, Unreachable, Misconfigured
   */
  read(pictures: readonly PictureRef[], by: HandedBy): Promise<string[]>;
}

export interface InboxOptions {
  client: WebClient;
  /** Shown to `fileHosts` alone. */
  botToken: string;
  /** `host` or `host:port`, as in `SLACK_FILE_HOSTS`. */
  fileHosts: readonly string[];
  /** Makes the connections to `fileHosts`. */
  dispatcher: Dispatcher;
  /** Waits so many milliseconds. */
  sleep: (ms: number) => Promise<void>;
  /** Of a whole download. */
  timeoutMs?: number;
  /** Lets so many files be in hand at the same time; two by default. */
  inHand?: LimitFunction;
}

/** Of one file as it lies in Slack. */
const BYTES_MAX = 25 * 1024 * 1024;
const TIMEOUT_MS = 60_000;
/** Files in hand at the same time, whoever asked for them: each is memory, and decoding is the narrow place anyway. */
const AT_ONCE = 2;

/** For all inboxes of a process. */
export const filesInHand = (): LimitFunction => pLimit(AT_ONCE);

/** Pictures out of Slack's files and messages. Nothing is written to disk, nothing is kept. */
export function createInbox(options: InboxOptions): Inbox {
  const find = createFind(options);
  const download = createDownload({ ...options, bytesMax: BYTES_MAX, timeoutMs: options.timeoutMs ?? TIMEOUT_MS });
  const { inHand = filesInHand() } = options;

  async function dataUrl({ url }: HandedFile): Promise<string> {
    const { bytes, type } = await shrink(await download(url));
    return `data:${type};base64,${bytes.toString('base64')}`;
  }

  return {
    async read(pictures, by) {
      // All are looked up before one is downloaded: what cannot be used is mostly known by then.
      const files: HandedFile[] = [];
      for (const picture of pictures) files.push(...(await find(picture, by)));
      if (files.some(({ size = 0 }) => size > BYTES_MAX)) throw unusable('too-large');

      const urls: string[] = [];
      for (const file of files) urls.push(await inHand(() => dataUrl(file)));
      return urls;
    },
  };
}
