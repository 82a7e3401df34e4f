import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/**
 * Watches every command that a Redis is sent (MONITOR), over a bare socket: what it writes down is seen the moment it is written.
 *
 * @returns once the watch stands; `seen` resolves when one command holds all of `parts`, which are pieces of a record's JSON
 */
export async function watchWrites(
  port: number,
  parts: readonly string[],
): Promise<{ seen: Promise<void>; close(): void }> {
  const socket = await watcher(port);
  const escaped = parts.map((part) => part.replaceAll('"', '\\"'));
  const seen = new Promise<void>((resolve, reject) => {
    let rest = '';
    socket.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\r\n');
      rest = lines.pop() ?? '';
      if (lines.some((line) => escaped.every((part) => line.includes(part)))) resolve();
    });
    socket.on('error', reject);
  });
  return { seen, close: () => socket.destroy() };
}

/** What clients send while `work` is done: the name of each command. What a script does is left out, as it costs nobody a way to Redis. */
export async function commandsOf(port: number, work: () => Promise<unknown>): Promise<string[]> {
  const socket = await watcher(port);
  let text = '';
  socket.on('data', (chunk: string) => (text += chunk));
  await work();
  // Redis tells of commands in the order in which it met them.
  const end = connect(port, '127.0.0.1');
  end.write('ECHO that-is-all\r\n');
  await once(end, 'data');
  while (!text.includes('"that-is-all"')) await once(socket, 'data');
  end.destroy();
  socket.destroy();
  const sent = [...text.matchAll(/^\+[\d.]+ \[\d+ (?!lua)\S+\] "(\w+)"/gm)].map(([, name = '']) => name.toLowerCase());
  return sent.slice(0, sent.lastIndexOf('echo'));
}

async function watcher(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.setEncoding('utf8');
  await once(socket, 'connect');
  socket.write('MONITOR\r\n');
  await once(socket, 'data');
  return socket;
}
