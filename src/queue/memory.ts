import type { Client } from './connection.ts';
import { keys } from './keys.ts';
import { reach } from './reach.ts';

/** Strings that all processes share. All methods throw Unreachable. */
export interface Memory {
  get(name: string): Promise<string | undefined>;
  /** Remembers `value` for `ttlMs`. */
  set(name: string, value: string, ttlMs: number): Promise<void>;
  /** What `make` gave to the first who ever asked, kept for good; everybody gets the same. */
  once(name: string, make: () => string): Promise<string>;
}

export function openMemory(client: Client): Memory {
  return {
    async get(name) {
      return (await reach('remember', () => client.get(keys.memory(name)))) ?? undefined;
    },
    async set(name, value, ttlMs) {
      await reach('remember', () => client.set(keys.memory(name), value, 'PX', ttlMs));
    },
    async once(name, make) {
      const made = make();
      return reach('remember', async () => {
        await client.set(keys.once(name), made, 'NX');
        return (await client.get(keys.once(name))) ?? made;
      });
    },
  };
}
