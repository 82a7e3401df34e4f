import type { Log, Memory } from './options.ts';

/** What is found out about a gateway is believed for a day, so that an upgraded gateway is noticed. */
const TTL_MS = 24 * 60 * 60_000;
/** How long a worker goes without asking the shared memory again. */
const FRESH_MS = 60_000;

/**
 * What can be learned about a gateway:
 * - `auth`: the authorization style that a read accepted
 * - `mode`: `path` or `flag`
 * - `list`, `latest`, `cancel`: `missing` where the gateway lacks the endpoint
 * - `remix`: `missing` where its account cannot be asked to ask for a prompt
 */
export type Topic = 'auth' | 'mode' | 'list' | 'latest' | 'cancel' | 'remix';

export interface Learned {
  recall(topic: Topic): Promise<string | undefined>;
  learn(topic: Topic, value: string): Promise<void>;
}

/** The shared memory behind a short-lived copy of one's own, which also serves when the shared one fails. */
export function createLearned(gateway: string, memory: Memory, now: () => number, log: Log | undefined): Learned {
  const own = new Map<Topic, { value: string; until: number }>();
  const keep = (topic: Topic, value: string) => own.set(topic, { value, until: now() + FRESH_MS });
  const failed = (error: unknown, topic: Topic) =>
    log?.warn({ err: error, topic }, 'what was learned about the gateway could not be shared');
  return {
    async recall(topic) {
      const mine = own.get(topic);
      if (mine !== undefined && mine.until > now()) return mine.value;
      try {
        const value = await memory.get(`${gateway}:${topic}`);
        if (value === undefined) own.delete(topic);
        else keep(topic, value);
        return value;
      } catch (error) {
        failed(error, topic);
        return mine?.value;
      }
    },
    async learn(topic, value) {
      keep(topic, value);
      await memory.set(`${gateway}:${topic}`, value, TTL_MS).catch((error: unknown) => failed(error, topic));
    },
  };
}
