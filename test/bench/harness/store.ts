import pLimit from 'p-limit';
import { SubmissionId } from '../../../src/domain/ids.ts';
import { Submission } from '../../../src/domain/submission.ts';
import { openQueue, parseRedisUrl } from '../../../src/queue/index.ts';

/** A task that runs already, to be written into a record. */
export interface Running {
  id: SubmissionId;
  task: string;
  /** When the gateway accepted it. */
  at: number;
}

/** The bot's records, read and written by its own code. */
export interface Store {
  /** A submission id that nobody has. */
  newId(): SubmissionId;
  /**
   * Takes submissions in whose tasks run already, as after a kill: the job that every intake adds finds the task and goes on from there.
   *
   * @param card `closed`: no card can stand there, so that following is all that is left to do; `none`: its card is still to be posted
   */
  takeIn(running: readonly Running[], place: Place): Promise<void>;
  /** Puts so many finished pictures into a person's gallery. */
  finish(times: number, by: { team: string; channel: string; asker: string }): Promise<void>;
  records(ids: readonly string[]): Promise<Submission[]>;
  /** How many tasks are watched. */
  watched(): Promise<number>;
  close(): Promise<void>;
}

export interface Place {
  team: string;
  channels: readonly string[];
  card: 'closed' | 'none';
}

const READ_AT_ONCE = 500;
/** Ten thousand at once would wait for one another longer than a command may take. */
const WRITE_AT_ONCE = 100;
const ASKERS = 30;

export function openStore(redisUrl: string): Store {
  const silent = () => undefined;
  const queue = openQueue({
    redis: parseRedisUrl(redisUrl),
    limits: { daily: 0, concurrent: 0 },
    budgetScale: 1,
    now: Date.now,
    random: Math.random,
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
  let made = 0;

  return {
    newId() {
      made += 1;
      return queue.intake.idFor(`bench ${made} ${Math.random()}`);
    },
    async takeIn(running, { team, channels, card }) {
      await pLimit(WRITE_AT_ONCE).map(running, async ({ id, task, at }, index) => {
        const record = Submission.parse({
          v: 1,
          id,
          team,
          channel: channels[index % channels.length] ?? '',
          asker: `U0BENCH${`${index % ASKERS}`.padStart(2, '0')}`,
          order: { verb: 'imagine', prompt: `a picture ${index}` },
          mark: 'submitted',
          at: { accepted: at, submitting: at, submitted: at },
          task,
          movedAt: at,
          card: { mark: card },
        });
        await queue.patient.intake.accept(record);
      });
    },
    async finish(times, by) {
      const ended = Date.now() - times;
      for (let n = 0; n < times; n += 1) {
        const record = Submission.parse({
          v: 1,
          id: queue.intake.idFor(`finished ${n}`),
          ...by,
          order: {
            verb: 'imagine',
            prompt: `picture ${n} of a red fox in deep snow, golden hour, oil painting --ar 16:9`,
          },
          mark: 'delivered',
          at: { accepted: ended + n, ended: ended + n, delivered: ended + n },
          task: `${1_000_000 + n}`,
          card: { mark: 'announced', ts: `1763700000.${String(n).padStart(6, '0')}` },
          end: { kind: 'done' },
          picture: { inThread: false, missing: 'none' },
        });
        await queue.patient.intake.accept(record);
        await queue.patient.gallery.add(record);
      }
    },
    async records(ids) {
      const found: Submission[] = [];
      for (let at = 0; at < ids.length; at += READ_AT_ONCE)
        found.push(
          ...(await queue.patient.records.getMany(
            ids.slice(at, at + READ_AT_ONCE).map((id) => SubmissionId.parse(id)),
          )),
        );
      return found;
    },
    watched: async () => (await queue.health()).watched,
    close: () => queue.close(),
  };
}
