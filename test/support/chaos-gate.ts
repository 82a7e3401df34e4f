import { connect, createServer, type Server, type Socket } from 'node:net';
import { lane } from './lane.ts';
import { freePort } from './redis.ts';

/** A record on its way into Redis; of a series its message alone has a mark. */
export interface RecordWrite {
  id: string;
  /** Task track. */
  mark: string;
  /** Card track. */
  card: string;
  series?: string;
}

/** What is done with a write that was just seen: let it pass; store it and let nobody hear of it; lose it. */
export type Verdict = 'pass' | 'mute' | 'swallow';

export interface GateEars {
  /** Before the write reaches Redis. */
  onWrite(write: RecordWrite): Verdict;
  /** A record is read. */
  onRead(id: string): void;
}

/** The way of one process to Redis. It reads along, so it knows who writes which mark, and can cut a process off at that very moment. */
export interface Gate {
  /** Where a port of Redis is found behind this gate. */
  portOf(door: number): number;
  /** Everything takes so long from now on, each way. */
  delay(ms: number): void;
  /** Nothing passes for so long; it is not lost. */
  stall(ms: number): void;
  /** Cuts all connections; new ones work. */
  cut(): void;
  close(): Promise<void>;
}

const RECORD_KEY = /^\{mj\}:(?:record|series):([rs][0-9a-v]+)$/;

/**
 * @param doors the ports of Redis. Where there are several, servers tell of one another (Sentinels of the master, nodes of a Cluster of all): what
 * they say is changed on its way, so that the process stays behind its gate
 */
export async function openGate(doors: readonly number[], ears: GateEars): Promise<Gate> {
  const sockets = new Set<Socket>();
  const servers: Server[] = [];
  const ports = new Map<number, number>();
  let delayMs = 0;
  let stalledUntil = 0;

  /** In order, whatever the delay was turned to meanwhile. */
  function pipe(from: Socket, to: Socket, look: (chunk: Buffer) => Buffer | undefined): void {
    const way = lane();
    const later = (run: () => void) => way.add(Math.max(performance.now() + delayMs, stalledUntil), run);
    sockets.add(from);
    from.on('data', (chunk) => {
      const passes = look(chunk);
      if (passes !== undefined) later(() => to.writable && to.write(passes));
    });
    from.on('close', () => {
      sockets.delete(from);
      // What was sent before the end still arrives.
      later(() => to.end());
    });
    from.on('error', () => undefined);
  }

  function enter(near: Socket, door: number): void {
    const far = connect(door, '127.0.0.1');
    let muted = false;
    const commands = new CommandReader();
    const judge = (chunk: Buffer): Buffer | undefined => {
      if (muted) return undefined;
      let pass = true;
      for (const command of commands.read(chunk)) {
        const verdict = hear(command, ears);
        if (verdict === 'pass') continue;
        muted = true;
        if (verdict === 'swallow') pass = false;
      }
      return pass ? chunk : undefined;
    };
    pipe(near, far, judge);
    pipe(far, near, (chunk) => (muted ? undefined : redirected(chunk, ports)));
  }

  for (const door of doors) {
    const server = createServer((near) => enter(near, door));
    const port = await freePort();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    servers.push(server);
    ports.set(door, port);
  }
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    portOf: (door) => ports.get(door) ?? door,
    delay: (ms) => {
      delayMs = ms;
    },
    stall: (ms) => {
      stalledUntil = performance.now() + ms;
    },
    cut,
    async close() {
      cut();
      await Promise.all(
        servers.map(
          (server) =>
            new Promise((resolve) => {
              server.close(resolve);
            }),
        ),
      );
    },
  };
}

/** Where a server names a port of another: an answer of its own, a number of CLUSTER SLOTS, an address in MOVED or in what a Sentinel tells. */
const NAMED = /(\$5\r\n|\n:|127\.0\.0\.1[: ])(\d{5})(?!\d)/g;

/** Ports have five digits here, so that nothing but they changes. An answer with addresses is small, and comes in one piece. */
function redirected(chunk: Buffer, ports: ReadonlyMap<number, number>): Buffer {
  if (ports.size < 2) return chunk;
  const text = chunk.toString('latin1');
  const changed = text.replace(NAMED, (all, before: string, port: string) => {
    const gate = ports.get(Number(port));
    return gate === undefined ? all : `${before}${gate}`;
  });
  return changed === text ? chunk : Buffer.from(changed, 'latin1');
}

function hear(command: readonly string[], ears: GateEars): Verdict {
  const name = command[0]?.toLowerCase();
  if (name === 'hget' || name === 'hmget') {
    const id = RECORD_KEY.exec(command[1] ?? '')?.[1];
    if (id !== undefined) ears.onRead(id);
    return 'pass';
  }
  if (name !== 'evalsha' && name !== 'eval') return 'pass';
  if (!RECORD_KEY.test(command[3] ?? '')) return 'pass';
  const json = command.find((argument) => argument.startsWith('{"v":'));
  const write = json === undefined ? undefined : writeOf(json);
  return write === undefined ? 'pass' : ears.onWrite(write);
}

function writeOf(json: string): RecordWrite | undefined {
  try {
    const {
      id,
      mark = '',
      card,
      message,
    } = JSON.parse(json) as {
      id: string;
      mark?: string;
      card?: { mark: string };
      message?: { mark: string };
    };
    if (message !== undefined) return { id, mark, card: '', series: message.mark };
    return { id, mark, card: card?.mark ?? '' };
  } catch {
    return undefined;
  }
}

/** Redis's protocol as a client speaks it: arrays of bulk strings (RESP2). */
class CommandReader {
  #rest: Buffer = Buffer.alloc(0);

  /** The commands that this piece completes. */
  read(chunk: Buffer): string[][] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const commands: string[][] = [];
    for (;;) {
      const found = commandAt(this.#rest);
      if (found === undefined) return commands;
      commands.push(found.command);
      this.#rest = this.#rest.subarray(found.end);
    }
  }
}

function commandAt(bytes: Buffer): { command: string[]; end: number } | undefined {
  const head = lineAt(bytes, 0);
  if (head === undefined) return undefined;
  const count = Number(head.text.slice(1));
  const command: string[] = [];
  let at = head.end;
  for (let n = 0; n < count; n++) {
    const size = lineAt(bytes, at);
    if (size === undefined) return undefined;
    const end = size.end + Number(size.text.slice(1));
    if (bytes.length < end + 2) return undefined;
    command.push(bytes.toString('utf8', size.end, end));
    at = end + 2;
  }
  return { command, end: at };
}

function lineAt(bytes: Buffer, from: number): { text: string; end: number } | undefined {
  const end = bytes.indexOf('\r\n', from);
  return end < 0 ? undefined : { text: bytes.toString('latin1', from, end), end: end + 2 };
}
