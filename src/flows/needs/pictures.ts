/** Pictures on their way in, and out. */

import type { PictureRef } from '../../domain/submission.ts';

/** What a person's picture is sent as: `data:image/png;base64,…`, upright, within the gateway's limits. */
export type DataUrl = string;

/** Pictures that people hand over. */
export interface Inbox {
  /**
   * Reads them, in order; a message stands for all its pictures. What the person who hands them over need not see is not read.
   * @throws Refused `input-unusable` with a `PictureTrouble` as its reason; Busy, Unreachable, Misconfigured
   */
  read(pictures: readonly PictureRef[], by: { user: string; channel: string }): Promise<DataUrl[]>;
}

/** Finds links to Slack's files and messages in what was typed. */
export interface PictureLinks {
  /** The text without them, and what they lead to. */
  find(text: string): { text: string; pictures: PictureRef[] };
  /** The message that a link leads to. */
  message(text: string): { channel: string; ts: string } | undefined;
}

/** Final pictures, from wherever the gateway says. */
export interface Pictures {
  /**
   * @returns the bytes of a picture or film that Slack can show, its content type, and its size in pixels (0 of a film)
   * @throws Refused `picture-unusable`, Unreachable
   */
  fetch(url: string): Promise<{ bytes: Buffer; type: string; width: number; height: number }>;
}

/** Draws contact sheets. */
export interface Sheets {
  /**
   * One picture of all of them, numbered, at most 2000 pixels a side. They are taken one at a time; one that is no picture is left out.
   * @param count how many there are at most
   * @throws Refused `input-unusable` when there is none; what taking one throws
   */
  sheet(
    pictures: AsyncIterable<{ number: number; bytes: Buffer }>,
    count: number,
  ): Promise<{ bytes: Buffer; type: string }>;
}
