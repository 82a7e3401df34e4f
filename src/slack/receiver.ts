import type { RequestListener } from 'node:http';
import type { Dispatcher } from 'undici';
import { type Catalogue, messagesIn } from '../domain/catalogue.ts';
import { type AroundDelivery, StoringApp } from './connection/app.ts';
import type { BoltLogger, Log } from './connection/bolt-logger.ts';
import { translate } from './connection/errors.ts';
import { type Door, httpDoor, socketDoor } from './connection/receivers.ts';
import type { Workspace } from './connection/workspaces.ts';
import type { Desk, Handlers } from './handlers.ts';
import { register } from './listening/listeners.ts';
import { words } from './words.ts';
import type { Notes } from './writing/notes.ts';

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

interface ReceiverOptions {
  transport: Transport;
  /** Before the first delivery. @returns where a delivery is from; undefined where the app is not installed */
  begin: () => Promise<(body: object) => Promise<Workspace | undefined>>;
  handlersOf: (workspace: Workspace) => Handlers;
  apiUrl: string;
  dispatcher: Dispatcher;
  catalogue: Catalogue;
  desk: Desk;
  notes: Notes;
  logger: BoltLogger;
  log: Log;
  sleep: (ms: number) => Promise<void>;
  random: () => number;
  around: AroundDelivery | undefined;
}

/** How long a connection may take to close before it is left to itself. */
const CLOSE_MS = 2000;

/** Listeners and their transport. */
export function openReceiver(options: ReceiverOptions): Receiver {
  const { transport, begin, handlersOf, apiUrl, dispatcher, catalogue, desk, notes, logger, log } = options;
  const { sleep, random, around } = options;
  const door: Door =
    transport.kind === 'socket'
      ? socketDoor({ appToken: transport.appToken, apiUrl, dispatcher, logger, log, sleep, random })
      : httpDoor({ signingSecret: transport.signingSecret, logger, log });
  let app: StoringApp | undefined;

  /** Whoever typed a command, or clicked, is told; everything is acked, so that Slack does not try again. */
  const decline: ConstructorParameters<typeof StoringApp>[0]['decline'] = async ({ body, ack }) => {
    log.info({}, 'a delivery of a workspace in which the app is not installed was declined');
    const text = words(messagesIn(undefined, catalogue), { say: 'not-installed' });
    if (typeof body['command'] === 'string') return await ack({ response_type: 'ephemeral', text });
    await ack();
    const { response_url: url } = body;
    if (typeof url === 'string') void app?.pending.add(notes.respondWith(url, { text }));
  };

  return {
    ...(door.requestListener === undefined ? {} : { requestListener: door.requestListener }),
    async start() {
      const workspaceOf = await begin();
      app = new StoringApp({ receiver: door, workspaceOf, decline, logger, log, around });
      register({ app, handlersOf, desk, catalogue, notes, log });
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
