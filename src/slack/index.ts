import type { RequestListener } from 'node:http';
import type { Dispatcher } from 'undici';
import type { Catalogue } from '../domain/catalogue.ts';
import { type AroundDelivery, StoringApp } from './connection/app.ts';
import { boltLogger, type Log } from './connection/bolt-logger.ts';
import { createClients, fetchBy } from './connection/clients.ts';
import { translate } from './connection/errors.ts';
import { type Identity, identify } from './connection/identity.ts';
import { createPeople, type People } from './connection/people.ts';
import { type Door, httpDoor, socketDoor } from './connection/receivers.ts';
import type { Desk, Handlers } from './handlers.ts';
import { createInbox, type Inbox } from './inbox/inbox.ts';
import { type PictureLinks, pictureLinks } from './inbox/links.ts';
import { register } from './listening/listeners.ts';
import { createDialogs, type Dialogs } from './steps/dialogs.ts';
import { type Cards, createCards } from './writing/cards.ts';
import { createExports, type Exports } from './writing/exports.ts';
import { createFiles, type Files } from './writing/files.ts';
import { createHomeTab, type HomeTab } from './writing/home-tab.ts';
import { createLetters, type Letters } from './writing/letters.ts';
import { createNotes, type Notes } from './writing/notes.ts';
import { createSeriesMessages, type SeriesMessages } from './writing/series.ts';

export type { AroundDelivery } from './connection/app.ts';
export type { Identity } from './connection/identity.ts';
export type { People } from './connection/people.ts';
export type * from './handlers.ts';
export type { Inbox } from './inbox/inbox.ts';
export type { PictureLinks } from './inbox/links.ts';
export type { Dialogs } from './steps/dialogs.ts';
export type { Cards } from './writing/cards.ts';
export type { Exports } from './writing/exports.ts';
export type { Files } from './writing/files.ts';
export type { HomeTab } from './writing/home-tab.ts';
export type { Letters } from './writing/letters.ts';
export type { Notes } from './writing/notes.ts';
export type { SeriesMessages } from './writing/series.ts';
export { createPrepare } from './writing/transcode.ts';

export interface SlackOptions {
  botToken: string;
  /** `SLACK_API_URL`; the token goes nowhere else. */
  apiUrl: string;
  /** `SLACK_FILE_HOSTS`: where people's files may be read from with the token, `host` or `host:port`. */
  fileHosts: readonly string[];
  /** Makes every connection to Slack. */
  dispatcher: Dispatcher;
  /** Every word that people read. */
  catalogue: Catalogue;
  /** The forms, for commands, shortcuts and buttons that open one. */
  desk: Desk;
  log: Log;
  /** Waits so many milliseconds. */
  sleep: (ms: number) => Promise<void>;
  /** From 0 up to 1: replicas that lost their connections come back at different times. */
  random: () => number;
  /** Is told of each delivery, for whoever counts them. */
  around?: AroundDelivery;
}

/** How long a connection may take to close before it is left to itself. */
const CLOSE_MS = 2000;

/** How Slack's deliveries come in. */
export type Transport = { kind: 'socket'; appToken: string } | { kind: 'http'; signingSecret: string };

export interface Receiver {
  /**
   * Handles `POST /slack/events` in HTTP mode; answers 503 before `start` and after `stop`. It must be given the untouched request (full
   * `url`, body unread).
   */
  readonly requestListener?: RequestListener;
  /**
   * Asks who the bot is, registers the listeners, then opens the door.
   * @throws Misconfigured, Unreachable, Busy (peer `slack`)
   */
  start(): Promise<void>;
  /** True while deliveries can come in. */
  open(): boolean;
  /** How many connections of Socket Mode stand; undefined in HTTP mode, which has none. */
  connections(): number | undefined;
  /** Takes no more, and waits for what is in flight, at most `ms`. @returns false when something was still in flight by then */
  stop(ms: number): Promise<boolean>;
}

export interface Slack {
  readonly cards: Cards;
  readonly seriesMessages: SeriesMessages;
  readonly files: Files;
  readonly dialogs: Dialogs;
  readonly notes: Notes;
  readonly homeTab: HomeTab;
  readonly letters: Letters;
  readonly exports: Exports;
  readonly inbox: Inbox;
  readonly links: PictureLinks;
  readonly people: People;
  /**
   * Asks Slack whose token it is: a check of token and connection. Cards link to one another from then on.
   * @throws Misconfigured, Unreachable, Busy
   */
  identify(): Promise<Identity>;
  /** Listeners and their transport. A process that only works off jobs needs none. */
  receiver(transport: Transport, handlers: Handlers): Receiver;
}

/** The Slack room. Makes no request until it is asked to. */
export function createSlack(options: SlackOptions): Slack {
  const { botToken, apiUrl, fileHosts, dispatcher, catalogue, desk, log, sleep, random, around } = options;
  const logger = boltLogger(log);
  const clients = createClients({ botToken, apiUrl, dispatcher, logger });
  const fetch = fetchBy(dispatcher);
  const notes = createNotes(fetch, catalogue, log);

  /** Cards link to one another, which needs the address that Slack tells here. */
  let teamUrl: string | undefined;
  async function whoWeAre(): Promise<Identity> {
    const identity = await identify(clients.interactive);
    teamUrl = identity.teamUrl;
    return identity;
  }

  function receiver(transport: Transport, handlers: Handlers): Receiver {
    const door: Door =
      transport.kind === 'socket'
        ? socketDoor({ appToken: transport.appToken, apiUrl, dispatcher, logger, log, sleep, random })
        : httpDoor({ signingSecret: transport.signingSecret, logger, log });
    let app: StoringApp | undefined;
    return {
      ...(door.requestListener === undefined ? {} : { requestListener: door.requestListener }),
      async start() {
        const identity = await whoWeAre();
        app = new StoringApp({ receiver: door, botToken, identity, logger, log, around });
        register({ app, identity, client: clients.interactive, handlers, desk, catalogue, notes, log });
        try {
          await door.start();
        } catch (error) {
          // One connection may stand while the other was refused.
          await Promise.race([door.stop(), sleep(CLOSE_MS)]);
          throw translate(error, 'read');
        }
      },
      open: () => door.open(),
      connections: () => door.connections?.(),
      async stop(ms) {
        const limit = sleep(ms);
        const pending = app?.pending;
        // Requests are refused from now on; a connection is closed only when no ack has to go through it any more.
        if (transport.kind === 'http') await door.stop();
        await pending?.idle(limit);
        await Promise.race([door.stop(), limit]);
        return (await pending?.idle(limit)) ?? true;
      },
    };
  }

  const files = createFiles({ client: clients.worker, fetch, sleep, botToken, fileHosts, dispatcher });
  return {
    cards: createCards(clients.worker, catalogue, () => teamUrl),
    seriesMessages: createSeriesMessages(clients.worker, catalogue, () => teamUrl),
    files,
    exports: createExports(files, catalogue),
    dialogs: createDialogs({ client: clients.interactive, catalogue, log }),
    notes,
    homeTab: createHomeTab(clients.worker, catalogue, () => teamUrl),
    letters: createLetters(clients.worker, catalogue, () => teamUrl),
    inbox: createInbox({ client: clients.worker, botToken, fileHosts, dispatcher, sleep }),
    links: pictureLinks,
    people: createPeople(clients.interactive),
    identify: whoWeAre,
    receiver,
  };
}
