/**
 * A process that owns an embedded Redis, for tests that kill it. Prints one JSON line: what it got, or why it got nothing; SIGTERM
 * stops it in order.
 */
import { EmbeddedRedisError, startEmbeddedRedis } from '../../../src/app/embedded-redis.ts';

const quiet = { info() {}, warn() {} };

try {
  const redis = await startEmbeddedRedis({ dataDir: process.argv[2] ?? '', env: process.env, log: quiet });
  process.once('SIGTERM', () => {
    void redis.stop().then(() => process.exit(0));
  });
  process.stdout.write(`${JSON.stringify({ url: redis.url, adopted: redis.adopted })}\n`);
  // Keeps the process alive.
  process.stdin.resume();
} catch (error) {
  const told =
    error instanceof EmbeddedRedisError ? { code: error.code, message: error.message } : { message: String(error) };
  process.stdout.write(`${JSON.stringify(told)}\n`);
}
