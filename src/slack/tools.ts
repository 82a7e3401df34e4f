import type { WebClient } from '@slack/web-api';
import type { LimitFunction } from 'p-limit';
import type { Dispatcher } from 'undici';
import type { Catalogue } from '../domain/catalogue.ts';
import type { Log } from './connection/bolt-logger.ts';
import { fetchBy } from './connection/clients.ts';
import { createPeople, type People } from './connection/people.ts';
import { createInbox, type Inbox } from './inbox/inbox.ts';
import { type PictureLinks, pictureLinks } from './inbox/links.ts';
import { createDialogs, type Dialogs } from './steps/dialogs.ts';
import { type Cards, createCards } from './writing/cards.ts';
import { createDirect, type Direct } from './writing/direct.ts';
import { createExports, type Exports } from './writing/exports.ts';
import { createFiles, type Files } from './writing/files.ts';
import { createHomeTab, type HomeTab } from './writing/home-tab.ts';
import { createLetters, type Letters } from './writing/letters.ts';
import type { Notes } from './writing/notes.ts';
import { createSeriesMessages, type SeriesMessages } from './writing/series.ts';

/** Everything that is read and written in one workspace, with its token. */
export interface Tools {
  readonly cards: Cards;
  readonly seriesMessages: SeriesMessages;
  readonly files: Files;
  readonly dialogs: Dialogs;
  readonly notes: Notes;
  readonly homeTab: HomeTab;
  readonly letters: Letters;
  readonly direct: Direct;
  readonly exports: Exports;
  readonly inbox: Inbox;
  readonly links: PictureLinks;
  readonly people: People;
}

interface ToolsOptions {
  clients: { interactive: WebClient; worker: WebClient };
  botToken: string;
  /** Of an organisation that installed the app as one. */
  whole?: boolean;
  /** The workspace's address, once it is known. */
  teamUrl: () => string | undefined;
  notes: Notes;
  fileHosts: readonly string[];
  dispatcher: Dispatcher;
  catalogue: Catalogue;
  log: Log;
  sleep: (ms: number) => Promise<void>;
  /** Bounds how many pictures are in hand, in all workspaces together; of one workspace its own. */
  inHand?: LimitFunction;
}

/** Makes no request until something is asked of it. */
export function createTools(options: ToolsOptions): Tools {
  const { clients, botToken, teamUrl, notes, fileHosts, dispatcher, catalogue, log, sleep, inHand, whole } = options;
  const { interactive, worker } = clients;
  const files = createFiles({ client: worker, fetch: fetchBy(dispatcher), sleep, botToken, fileHosts, dispatcher });
  return {
    cards: createCards(worker, catalogue, teamUrl),
    seriesMessages: createSeriesMessages(worker, catalogue, teamUrl),
    files,
    exports: createExports(files, catalogue),
    dialogs: createDialogs({ client: interactive, catalogue, log }),
    notes,
    homeTab: createHomeTab(worker, catalogue, teamUrl),
    letters: createLetters(worker, catalogue, teamUrl),
    direct: createDirect(worker, catalogue),
    inbox: createInbox({
      client: worker,
      botToken,
      fileHosts,
      dispatcher,
      sleep,
      ...(inHand === undefined ? {} : { inHand }),
    }),
    links: pictureLinks,
    people: createPeople(interactive, whole),
  };
}
