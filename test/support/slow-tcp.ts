import { connect, createServer, type Socket } from 'node:net';
import { freePort } from './redis.ts';

/**
 * A way to a server on which everything takes `ms` each way: what the server does is seen by the test, which is connected directly, before the
 * bot hears of it. So a kill at the moment of a write falls before whatever follows from that write.
 */
export async function slowWay(toPort: number, ms: number): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(toPort, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => setTimeout(() => to.writable && to.write(chunk), ms));
      from.on('close', () => {
        sockets.delete(from);
        setTimeout(() => to.destroy(), ms);
      });
      from.on('error', () => to.destroy());
    }
  });
  const port = await freePort();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
