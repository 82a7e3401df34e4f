/**
 * Just enough of Redis's protocol to ask a server who it is and to stop it, with no client's retries and queues in between.
 * Source: the RESP specification, https://redis.io/docs/latest/develop/reference/protocol-spec/ (inline commands).
 */
import { connect } from 'node:net';

export interface ServerInfo {
  /** Made anew at each start of a server. */
  readonly runId: string;
  readonly pid: number;
  /** It answers, and still reads its file. */
  readonly loading: boolean;
  readonly version: string;
}

export interface ServerAddress {
  readonly port: number;
  readonly password: string;
}

/**
 * @throws Error when nothing listens, the password is not its password, or no whole answer comes within `withinMs`
 */
export async function askInfo(address: ServerAddress, withinMs: number): Promise<ServerInfo> {
  const text = await ask(address, 'INFO', withinMs);
  const field = (name: string) => new RegExp(`^${name}:(.*?)\r?$`, 'm').exec(text)?.[1] ?? '';
  return {
    runId: field('run_id'),
    pid: Number(field('process_id')),
    loading: field('loading') !== '0',
    version: field('redis_version'),
  };
}

/** The directory that it works in at this moment, also after somebody moved it. @throws Error like `askInfo` */
export async function askDirectory(address: ServerAddress, withinMs: number): Promise<string> {
  const answer = await ask(address, 'CONFIG GET dir', withinMs);
  return answer.split('\r\n').at(-2) ?? '';
}

/** Asks it to write what it has and end; resolves when it hung up. */
export async function askShutdown(address: ServerAddress, withinMs: number): Promise<void> {
  // NOSAVE is about snapshots; the append-only file is flushed and synced in any case.
  await ask(address, 'SHUTDOWN NOSAVE', withinMs);
}

/** One command; resolves with the text of its answer, or with nothing when the server hung up instead of answering. */
function ask({ port, password }: ServerAddress, command: string, withinMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect({ host: '127.0.0.1', port });
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      socket.destroy();
      settle();
    };
    const refuse = (reason: string, cause?: unknown) =>
      finish(() => reject(new Error(`the Redis on port ${port} ${reason}`, { cause })));
    const timer = setTimeout(() => refuse(`did not answer within ${withinMs} ms`), withinMs);
    // One character a byte, so that the lengths in the answer can be counted.
    socket.setEncoding('latin1');
    socket.once('connect', () => socket.write(`AUTH ${password}\r\n${command}\r\n`));
    socket.once('error', (error) => refuse('cannot be reached', error));
    socket.once('end', () =>
      received === '+OK\r\n' ? finish(() => resolve('')) : refuse('hung up before its answer was whole'),
    );
    socket.on('data', (part: string) => {
      received += part;
      if (received.startsWith('-')) return refuse('refused the password');
      const answer = received.replace(/^\+OK\r\n/, '');
      if (answer.startsWith('-')) return refuse(`refused ${command}`);
      if (isWhole(answer)) finish(() => resolve(Buffer.from(answer, 'latin1').toString('utf8')));
    });
  });
}

/** True when a bulk string, or every one of a list of them, has come to its end. */
function isWhole(answer: string): boolean {
  const [list, count = '1'] = /^\*(\d+)\r\n/.exec(answer) ?? [''];
  let rest = answer.slice(list.length);
  for (let left = Number(count); left > 0; left -= 1) {
    const [head, length] = /^\$(\d+)\r\n/.exec(rest) ?? [];
    if (head === undefined || rest.length < head.length + Number(length) + 2) return false;
    rest = rest.slice(head.length + Number(length) + 2);
  }
  return true;
}
