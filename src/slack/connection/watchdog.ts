import type { SocketModeReceiver } from '@slack/bolt';
import { Busy, Misconfigured, Unreachable } from '../../domain/errors.ts';
import { fromJson } from '../json.ts';
import type { Log } from './bolt-logger.ts';
import { eventTypeOf, type Frame, frameOf } from './deliveries.ts';
import { translate } from './errors.ts';

type Client = SocketModeReceiver['client'];

/**
 * One connection of Socket Mode that is always there: whatever happens to it, another takes its place. The SDK's own way of reconnecting is
 * switched off, because it waits five seconds first, ends in an unhandled rejection or in silence when `apps.connections.open` fails, and
 * leaves a connection that was never greeted as it is (slack.md section 4, items 1, 2 and 5).
 */
export interface Line {
  /**
   * Resolves when the first try has ended, well or not; later ones follow by themselves.
   * @throws Misconfigured (peer `slack`) when Slack refuses the token at that first try
   */
  start(): Promise<void>;
  /** Resolves when Slack has greeted for the first time. */
  readonly greeted: Promise<void>;
  /** True while deliveries can come in. */
  open(): boolean;
  /** Closes it for good. */
  stop(): Promise<void>;
}

interface LineOptions {
  /** A fresh receiver, ready to handle events, that does not reconnect by itself. */
  connect(this: void): SocketModeReceiver;
  log: Log;
  sleep(this: void, ms: number): Promise<void>;
  /** From 0 up to 1. */
  random(this: void): number;
}

/** From the start to Slack's hello: longer than the time-outs of its parts, the call that opens a connection (10 s) and the handshake. */
const HELLO_MS = 15_000;
/** One that breaks sooner counts as a failed try, or a Slack in trouble would be asked without a pause. */
const SETTLED_MS = 5000;
/**
 * After a failed try: 1 s, doubling, of which chance takes up to a half; after a break, by chance within the first second. What breaks one
 * connection breaks those of all replicas, and `apps.connections.open` may be called twenty times a minute by all of them together
 * (slack.md section 2, rate limits).
 */
const FIRST_MS = 1000;
const LONGEST_MS = 30_000;
/** A connection that Slack wants back is given back after this: whatever it brought is acked by then, or too late (slack.md section 2). */
const FAREWELL_MS = 3000;

export function keepLine({ connect, log, sleep, random }: LineOptions): Line {
  /** Greeted, and neither closed nor wanted back. */
  let current: Client | undefined;
  const all = new Set<Client>();
  /** Why Slack wants a connection back. */
  const wantedBack = new WeakMap<Client, string>();
  const stopping = new AbortController();
  const { signal } = stopping;
  let greet: () => void = () => undefined;
  const greeted = new Promise<void>((resolve) => {
    greet = resolve;
  });

  async function keep(tried: (refused?: Misconfigured) => void): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        const { client, over } = await open();
        current = client;
        greet();
        tried();
        if ((await Promise.race([over, sleep(SETTLED_MS)])) !== 'over') failures = 0;
        else failures += 1;
        await over;
        const reason = wantedBack.get(client);
        current = undefined;
        if (signal.aborted) return;
        log.info({ reason: reason ?? 'closed' }, 'a connection to Slack is replaced');
        // Slack takes them back one at a time, and waits with the old one until the new one stands.
        if (failures > 0) await sleep(pauseAfter(failures, random()));
        else if (reason === undefined) await sleep(random() * FIRST_MS);
      } catch (error) {
        failures += 1;
        const refused = error instanceof Misconfigured ? error : undefined;
        tried(refused);
        if (!signal.aborted)
          log[refused === undefined ? 'warn' : 'error']({ failures, err: error }, 'no connection to Slack');
        await sleep(pauseAfter(failures, random(), error));
      }
    }
  }

  /** @returns a connection that was greeted; `over` resolves when nothing more comes through it. @throws as `translate` */
  async function open(): Promise<{ client: Client; over: Promise<'over'> }> {
    const { client } = connect();
    all.add(client);
    const over = new Promise<'over'>((resolve) => {
      client.once('disconnected', () => {
        all.delete(client);
        resolve('over');
      });
      listenFor(client, log, (reason) => {
        wantedBack.set(client, reason);
        resolve('over');
        void sleep(FAREWELL_MS).then(() => leave(client));
      });
    });
    const starting = client.start();
    const late = sleep(HELLO_MS).then(() => {
      throw new Unreachable('slack', `no hello within ${HELLO_MS} ms`);
    });
    late.catch(() => undefined);
    try {
      await Promise.race([starting, late]);
    } catch (error) {
      // Should it come up after all, nobody would look after it.
      starting.then(
        () => leave(client),
        () => undefined,
      );
      leave(client);
      // The SDK rejects with nothing when the connection closes before the hello.
      throw error === undefined
        ? new Unreachable('slack', 'the connection was closed before the hello')
        : translate(error, 'read');
    }
    if (signal.aborted) leave(client);
    return { client, over };
  }

  function leave(client: Client): void {
    void client.disconnect();
  }

  return {
    greeted,
    start: () =>
      new Promise((resolve, reject) => {
        void keep((refused) => (refused === undefined ? resolve() : reject(refused)));
      }),
    open: () => current !== undefined,
    async stop() {
      stopping.abort();
      await Promise.all([...all].map(async (client) => await client.disconnect()));
    },
  };
}

/**
 * Stands between the socket and the SDK, for two things that the SDK would do:
 * - Slack says goodbye and then waits. The SDK would close at once, and the ack of a command that is being handled could not be sent any more
 *   (slack.md section 4, item 3). A refusal, such as `too_many_websockets`, is left to the SDK, which closes.
 * - It reads a frame in a listener that nobody waits for, so one that it stumbles over would end the process (`deliveries.ts`). Such a
 *   frame is dropped without an ack.
 */
function listenFor(client: Client, log: Log, goodbye: (reason: string) => void): void {
  const listeners = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: unknown, isBinary: boolean) => {
    const frame = typeof data === 'string' ? frameOf(fromJson(data)) : undefined;
    if (frame === undefined || isOwnName(client, frame)) return log.warn({}, 'a frame was not what Slack sends');
    if (frame.type === 'disconnect' && (frame.reason === 'refresh_requested' || frame.reason === 'warning'))
      return goodbye(frame.reason);
    for (const listener of listeners) listener.call(client, data, isBinary);
  });
}

/** The SDK emits the type of each event under its own name; one by which it calls something of its own would set that off. */
function isOwnName(client: Client, frame: Frame): boolean {
  const name = frame.type === 'events_api' ? eventTypeOf(frame.payload) : undefined;
  return name !== undefined && (name === 'error' || client.listenerCount(name) > 0);
}

function pauseAfter(failures: number, chance: number, error?: unknown): number {
  const half = Math.min(FIRST_MS * 2 ** Math.max(0, failures - 1), LONGEST_MS) / 2;
  const asked = error instanceof Busy ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(asked, half) + chance * half;
}
