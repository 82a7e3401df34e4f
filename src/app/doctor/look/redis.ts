import { checkRedis, type RedisSeen } from '../../../queue/checkup.ts';
import { parseRedisUrl, type RedisTarget } from '../../../queue/connection.ts';

/** What was found at `REDIS_URL`. */
export type RedisLook = { readonly target: RedisTarget } & (
  | { readonly seen: RedisSeen }
  | {
      readonly error: unknown;
      /** What its first host says when it is asked by itself, where it was to be one of several. */
      readonly alone: RedisSeen | undefined;
    }
);

const WAIT_MS = 3000;
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * Asks a Redis how it is; nothing is written. Throws only for an address that `parseConfig` would have refused.
 * @throws Misconfigured
 */
export async function lookAtRedis(url: string, now: () => number): Promise<RedisLook> {
  const target = parseRedisUrl(url);
  const ask = async (one: RedisTarget) => await checkRedis(one, WAIT_MS, now, quiet);
  try {
    return { target, seen: await ask(target) };
  } catch (error) {
    const [first] = target.kind === 'single' ? [] : target.kind === 'sentinel' ? target.sentinels : target.nodes;
    const { username, password, tls } = target;
    const access = {
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      tls,
    };
    const alone =
      first === undefined
        ? undefined
        : await ask({ kind: 'single', ...first, db: 0, ...access }).catch(() => undefined);
    return { target, error, alone };
  }
}
