import type { SocketModeReceiver } from '@slack/bolt';
import { Busy, Misconfigured, Unreachable } from '../domain/errors.ts';
import type { Log } from './bolt-logger.ts';
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
}

/** From the start to Slack's hello: longer than the time-outs of its parts, the call that opens a connection (10 s) and the handshake. */
const HELLO_MS = 15_000;
/** One that breaks sooner counts as a failed try, or a Slack in trouble would be asked without a pause. */
const SETTLED_MS = 5000;
/** After a failed try: 1 s, doubling. `apps.connections.open` may be called twenty times a minute (slack.md section 2, rate limits). */
const FIRST_MS = 1000;
const LONGEST_MS = 30_000;
/** A connection that Slack wants back is given back after this: whatever it brought is acked by then, or too late (slack.md section 2). */
const FAREWELL_MS = 3000;

export function keepLine({ connect, log, sleep }: LineOptions): Line {
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
        const reason = await over.then(() => wantedBack.get(client) ?? 'closed');
        current = undefined;
        if (!signal.aborted) log.info({ reason }, 'a connection to Slack is replaced');
      } catch (error) {
        failures += 1;
        const refused = error instanceof Misconfigured ? error : undefined;
        tried(refused);
        if (!signal.aborted)
          log[refused === undefined ? 'warn' : 'error']({ failures, err: error }, 'no connection to Slack');
        await sleep(pauseAfter(failures, error));
        continue;
      }
      if (failures > 0) await sleep(pauseAfter(failures, undefined));
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
      heedGoodbye(client, (reason) => {
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
 * Slack says goodbye and then waits. The SDK would close at once, and the ack of a command that is being handled could not be sent any more
 * (slack.md section 4, item 3). A refusal, such as `too_many_websockets`, is left to the SDK, which closes.
 */
function heedGoodbye(client: Client, goodbye: (reason: string) => void): void {
  const listeners = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: unknown, isBinary: boolean) => {
    const reason = typeof data === 'string' ? reasonOf(data) : undefined;
    if (reason === 'refresh_requested' || reason === 'warning') return goodbye(reason);
    for (const listener of listeners) listener.call(client, data, isBinary);
  });
}

function reasonOf(text: string): string | undefined {
  if (!text.includes('"disconnect"')) return undefined;
  try {
    const message = JSON.parse(text) as { type?: unknown; reason?: unknown } | null;
    return message?.type === 'disconnect' && typeof message.reason === 'string' ? message.reason : undefined;
  } catch {
    return undefined;
  }
}

function pauseAfter(failures: number, error: unknown): number {
  const asked = error instanceof Busy ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(asked, Math.min(FIRST_MS * 2 ** Math.max(0, failures - 1), LONGEST_MS));
}
