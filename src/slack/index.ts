import type { RequestListener } from 'node:http';
import type { Dispatcher } from 'undici';
import type { Messages } from '../domain/messages.ts';
import { StoringApp } from './app.ts';
import { boltLogger, type Log } from './bolt-logger.ts';
import { type Cards, createCards } from './cards.ts';
import { createClients, fetchBy } from './clients.ts';
import { createDialogs, type Dialogs } from './dialogs.ts';
import { translate } from './errors.ts';
import { createFiles, type Files } from './files.ts';
import type { Desk, Handlers } from './handlers.ts';
import { type Identity, identify } from './identity.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { type PictureLinks, pictureLinks } from './links.ts';
import { register } from './listeners.ts';
import { createNotes, type Notes } from './notes.ts';
import { type Door, httpDoor, socketDoor } from './receivers.ts';

export type { Cards } from './cards.ts';
export type { Dialogs } from './dialogs.ts';
export type { Files } from './files.ts';
export type * from './handlers.ts';
export type { Identity } from './identity.ts';
export type { Inbox } from './inbox.ts';
export type { PictureLinks } from './links.ts';
export type { Notes } from './notes.ts';
export { createPrepare } from './transcode.ts';

export interface SlackOptions {
  botToken: string;
  /** `SLACK_API_URL`; the token goes nowhere else. */
  apiUrl: string;
  /** `SLACK_FILE_HOSTS`: where people's files may be read from with the token, `host` or `host:port`. */
  fileHosts: readonly string[];
  /** Makes every connection to Slack. */
  dispatcher: Dispatcher;
  messages: Messages;
  /** The forms, for commands, shortcuts and buttons that open one. */
  desk: Desk;
  log: Log;
  /** Waits so many milliseconds. */
  sleep: (ms: number) => Promise<void>;
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
  /** Takes no more, and waits for what is in flight, at most `ms`. @returns false when something was still in flight by then */
  stop(ms: number): Promise<boolean>;
}

export interface Slack {
  readonly cards: Cards;
  readonly files: Files;
  readonly dialogs: Dialogs;
  readonly notes: Notes;
  readonly inbox: Inbox;
  readonly links: PictureLinks;
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
  const { botToken, apiUrl, fileHosts, dispatcher, messages, desk, log, sleep } = options;
  const logger = boltLogger(log);
  const clients = createClients({ botToken, apiUrl, dispatcher, logger });
  const fetch = fetchBy(dispatcher);
  const notes = createNotes(fetch, messages, log);

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
        ? socketDoor({ appToken: transport.appToken, apiUrl, dispatcher, logger, log, sleep })
        : httpDoor({ signingSecret: transport.signingSecret, logger });
    let app: StoringApp | undefined;
    return {
      ...(door.requestListener === undefined ? {} : { requestListener: door.requestListener }),
      async start() {
        const identity = await whoWeAre();
        app = new StoringApp({ receiver: door, botToken, identity, logger, log });
        register({ app, identity, client: clients.interactive, handlers, desk, messages, notes, log });
        try {
          await door.start();
        } catch (error) {
          // One connection may stand while the other was refused.
          await Promise.race([door.stop(), sleep(CLOSE_MS)]);
          throw translate(error, 'read');
        }
      },
      open: () => door.open(),
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

  return {
    cards: createCards(clients.worker, messages, () => teamUrl),
    files: createFiles({ client: clients.worker, fetch, sleep, botToken, fileHosts, dispatcher }),
    dialogs: createDialogs({ client: clients.interactive, messages, log }),
    notes,
    inbox: createInbox({ client: clients.worker, botToken, fileHosts, dispatcher, sleep }),
    links: pictureLinks,
    identify: whoWeAre,
    receiver,
  };
}
