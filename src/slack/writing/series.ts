import type { WebClient } from '@slack/web-api';
import { type Catalogue, messagesIn } from '../../domain/catalogue.ts';
import type { Said } from '../../domain/messages.ts';
import { type Child, type Series, seriesThread } from '../../domain/series.ts';
import { required } from '../connection/calls.ts';
import { SERIES_EVENT, seriesView } from '../views/series.ts';
import { words } from '../words.ts';
import { deleteMessage, editMessage, findMessage, isOf, postMessage } from './messages.ts';

type Children = readonly Child[];

/** The message that heads the thread of a series, in the language of whoever asked for it. `children`: its submissions, each at its place. */
export interface SeriesMessages {
  /** Digest of what it would show now; equal digests look equal. */
  face(series: Series, children: Children): string;
  /** @returns where it stands: of a person's id the conversation with them. @throws Refused `cannot-post`, Busy, InDoubt, Unreachable, Misconfigured */
  post(series: Series, children: Children): Promise<{ ts: string; channel: string }>;
  /** @throws Refused `card-gone` or `picture-refused`, Busy, InDoubt, Unreachable, Misconfigured */
  update(series: Series, children: Children): Promise<void>;
  /** Looks for one that may have been posted before a kill. @throws Busy, Unreachable */
  find(series: Series): Promise<{ ts: string } | 'absent' | 'unreadable'>;
  /** Deletes it, and leaves what stands in its thread; one that is gone already is no error. @throws Busy, Unreachable, Refused */
  remove(series: Series): Promise<void>;
  /** A line in its thread. @throws as `post` */
  reply(series: Series, line: Said): Promise<void>;
}

/** @param teamUrl the workspace's address, once it is known: the message links to the cards */
export function createSeriesMessages(
  client: WebClient,
  catalogue: Catalogue,
  teamUrl: () => string | undefined,
): SeriesMessages {
  const view = (series: Series, children: Children) =>
    seriesView(series, children, messagesIn(series.language, catalogue), teamUrl());
  return {
    face: (series, children) => view(series, children).face,
    post: async (series, children) =>
      await postMessage(client, { channel: series.channel, threadTs: series.threadTs }, view(series, children)),
    async update(series, children) {
      await editMessage(client, placeOf(series), view(series, children));
    },
    remove: async (series) => await deleteMessage(client, placeOf(series)),
    find: async (series) =>
      await findMessage(client, {
        channel: series.channel,
        threadTs: series.threadTs,
        since: series.at,
        isIt: (metadata) => isOf(metadata, SERIES_EVENT, 'series', series.id),
      }),
    async reply(series, line) {
      await postMessage(
        client,
        { channel: series.channel, threadTs: seriesThread(series) },
        { text: words(messagesIn(series.language, catalogue), line) },
      );
    },
  };
}

function placeOf({ channel, message }: Series): { channel: string; ts: string } {
  return { channel, ts: required(message.ts, 'the message of a series was to be edited before it stood') };
}
