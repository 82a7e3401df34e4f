import { Unreachable } from '../domain/errors.ts';
import type { SubmissionId } from '../domain/ids.ts';
import type { Mark } from '../domain/submission.ts';
import { type Client, disconnect } from './connection.ts';
import { keys } from './keys.ts';
import { answers, run, type Script } from './lua.ts';
import { reach } from './reach.ts';

/**
 * Redis acknowledges a write before its replicas have it, so a failover may forget it. Of most writes that only costs a repetition; a mark before
 * a submit that is forgotten costs money. So it is waited for, until another server has it, too.
 */
export interface Witness {
  /**
   * Resolves when a failover would not forget that this record has this mark: a replica has it, or there is no replica that could take over.
   *
   * @throws Unreachable when no replica took it within a second, or when it was forgotten already
   */
  secure(id: SubmissionId, mark: Mark): Promise<void>;
  /** Connects, so that the first mark does not wait for that: a kill in between leaves its submit in doubt. */
  open(): void;
  close(): Promise<void>;
}

/** A replica that is in step answers within a round trip. */
const REPLICA_MS = 1000;
const TOKEN_MS = 60_000;

/** KEYS record. ARGV mark. Returns 1 where the record has the mark, and how many replicas there are; where a server does not tell, none. */
const STANDS: Script = {
  name: 'mjStands',
  keys: 1,
  lua: `
    local data = redis.call('HGET', KEYS[1], 'data')
    local stands = data and cjson.decode(data).mark == ARGV[1]
    local info = redis.pcall('INFO', 'replication')
    local replicas = type(info) == 'string' and string.match(info, 'connected_slaves:(%d+)') or 0
    return {stands and 1 or 0, tonumber(replicas)}
  `,
};

/**
 * @param open a connection that waits for Redis. `WAIT` holds up whatever shares a connection with it, so it has one of its own, opened when it is
 * needed first
 */
export function openWitness(open: () => Client): Witness {
  let client: Client | undefined;
  /** As of the last look. */
  let replicas = 0;

  function connected(): Client {
    client ??= open();
    return client;
  }

  async function look(id: SubmissionId, mark: Mark): Promise<void> {
    const answer = await run(connected(), STANDS, [keys.record(id)], [mark]);
    const [stands = 0, seen = 0] = answer as number[];
    replicas = seen;
    if (stands === 0) throw new Error(`the record is not ${mark} any more`);
  }

  /** Replicas take all writes in their order: whoever has this one has those before it. @returns whether one has it */
  async function copied(): Promise<boolean> {
    const pipeline = connected().pipeline().set(keys.memory('witness'), '1', 'PX', TOKEN_MS);
    const [, count] = answers(await pipeline.call('WAIT', 1, REPLICA_MS).exec());
    return Number(count) > 0;
  }

  return {
    async secure(id, mark) {
      await reach('keep a mark', async () => {
        const expected = replicas > 0;
        const isCopied = expected && (await copied());
        // After it, too: it may be another server by now that counted its replicas.
        await look(id, mark);
        if (isCopied || replicas === 0) return;
        if (expected || !(await copied())) throw new Unreachable('redis', 'no replica takes what is written');
        await look(id, mark);
      });
    },
    open: () => void connected(),
    async close() {
      if (client !== undefined) await disconnect(client);
    },
  };
}
