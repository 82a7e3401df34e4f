import type { Client } from './connection.ts';
import { keys } from './keys.ts';
import { run, type Script } from './lua.ts';
import { reach } from './reach.ts';

/**
 * Whether what Redis holds is what it held last, or a copy from before. A record out of a copy does not know what was done after the copy was
 * taken: a submission that it shows as never sent may have been sent, and paid for. So everything that was in a copy is of an older generation
 * than what is taken in after it (README.md, "Copies").
 */
export interface Generation {
  /** Looks whose Redis this is, and notes that it was seen. */
  look(): Promise<Look>;
  /** True of a record that came out of a copy. One that is gone came out of none. */
  isOlder(recordKey: string): Promise<boolean>;
}

export interface Look {
  /** With this look a new generation began: what Redis holds came out of a copy. */
  began: boolean;
  /** When what it holds was last seen before, epoch ms by Redis's clock; absent where it never was. */
  seenBefore?: number;
}

/** What this process remembers of its last look, whichever connection it was on. */
export interface Remembered {
  looks: number | undefined;
}

/**
 * A process that has just started remembers nothing. To it, a server that was started anew, and whose data nobody has seen for longer than this,
 * holds a copy. A Redis that is restarted together with the bot is away for less; who restores a copy needs longer.
 */
export const RESTART_MS = 30_000;

/** How often a worker looks, so that the data of a Redis says when it was last in use. */
export const LOOK_MS = 5000;

/**
 * `run` is the id that a server gives itself when it starts, `looks` counts, `seen` is the time of the last. Where fewer looks are counted than
 * this process remembers, writes are gone. Where a server does not tell its run id, it is taken for the same.
 *
 * KEYS generation, record. ARGV looks that this process remembers (-1: it is new), restart ms. Returns looks, 1 when a generation began, when it
 * was seen before (-1: never), 1 when the record is older.
 */
const LOOK: Script = {
  name: 'mjLook',
  keys: 2,
  lua: `
    local info = redis.pcall('INFO', 'server')
    local server = type(info) == 'string' and string.match(info, 'run_id:(%w+)') or ''
    local time = redis.call('TIME')
    local now = time[1] * 1000 + math.floor(time[2] / 1000)
    local known = redis.call('HMGET', KEYS[1], 'run', 'seen', 'looks', 'n')
    local seen, looks, n = tonumber(known[2] or -1), tonumber(known[3] or 0), tonumber(known[4] or 0)
    local remembered, began = tonumber(ARGV[1]), 0
    if known[1] then
      local isBack = remembered > looks
      local isStrange = remembered < 0 and known[1] ~= server and math.abs(now - seen) > tonumber(ARGV[2])
      if isBack or isStrange then
        n = n + 1
        began = 1
      end
    end
    redis.call('HSET', KEYS[1], 'run', server, 'seen', now, 'looks', looks + 1, 'n', n)
    local of = redis.call('HMGET', KEYS[2], 'rev', 'gen')
    local older = of[1] and tonumber(of[2] or 0) < n
    return {looks + 1, began, seen, older and 1 or 0}
  `,
};

export function openGeneration(client: Client, remembered: Remembered): Generation {
  async function ask(recordKey: string): Promise<[number, number, number, number]> {
    const answer = await reach('tell whose it is', () =>
      run(client, LOOK, [keys.generation(), recordKey], [remembered.looks ?? -1, RESTART_MS]),
    );
    const [looks = 0, began = 0, seen = -1, older = 0] = answer as number[];
    // Answers may overtake one another. After a new beginning fewer are counted than before.
    remembered.looks = began === 1 ? looks : Math.max(looks, remembered.looks ?? 0);
    return [looks, began, seen, older];
  }

  return {
    async look() {
      const [, began, seen] = await ask(keys.generation());
      return { began: began === 1, ...(seen < 0 ? {} : { seenBefore: seen }) };
    },
    async isOlder(recordKey) {
      const [, , , older] = await ask(recordKey);
      return older === 1;
    },
  };
}
