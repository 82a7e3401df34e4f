import { once } from 'node:events';
import { connect } from 'node:net';

/**
 * Watches every command that a Redis is sent (MONITOR), over a bare socket: what it writes down is seen the moment it is written.
 *
 * @returns once the watch stands; `seen` resolves when one command holds all of `parts`, which are pieces of a record's JSON
 */
export async function watchWrites(
  port: number,
  parts: readonly string[],
): Promise<{ seen: Promise<void>; close(): void }> {
  const socket = connect(port, '127.0.0.1');
  socket.setEncoding('utf8');
  await once(socket, 'connect');
  socket.write('MONITOR\r\n');
  await once(socket, 'data');
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
