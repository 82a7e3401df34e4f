import pLimit from 'p-limit';
import { Misconfigured, Refused } from '../domain/errors.ts';
import type { Snapshot } from '../domain/task.ts';
import { parseBase } from './base.ts';
import { type Character, characterOf } from './examine.ts';
import { createLearned } from './learned.ts';
import { createModes } from './modes.ts';
import { type AuthStyle, type GatewayOptions, type ModeVia } from './options.ts';
import { lacksRoute } from './question.ts';
import { createReader } from './reader.ts';
import { readingOf } from './readings.ts';
import { seedOf } from './seeds.ts';
import { createTranslator } from './snapshot.ts';
import { createSubmits, type Submits } from './submits.ts';
import { createWire, NOBODY } from './wire.ts';

/** What a look at the gateway found, for the doctor. */
export interface Probe {
  /** The form in which it accepts the key; `none` without a key. */
  auth: AuthStyle | 'none';
  mode: ModeVia;
  /** Whether it can tell of many tasks at once. */
  list: boolean;
  /** Whether it can tell of its latest tasks, which resolves submits in doubt. */
  latest: boolean;
}

/** The client of one gateway. Submits throw what `answers.ts` names, reads what `readings.ts` names. */
export interface GatewayClient extends Submits {
  /** Short and stable: for keys that must tell gateways apart. */
  id: string;
  /** Snapshots of those that the gateway knows, by task id. Rejects when any of them could not be asked about: an absent one is a miss. */
  read(tasks: readonly string[]): Promise<Map<string, Snapshot>>;
  /** Of at most a hundred, in one request; undefined where the gateway has no lists. */
  list(tasks: readonly string[]): Promise<Map<string, Snapshot> | undefined>;
  /** Of one, in one request; undefined where the gateway does not know it. */
  fetch(task: string): Promise<Snapshot | undefined>;
  /** The gateway's latest tasks, or undefined where it has no such list. */
  latest(): Promise<Snapshot[] | undefined>;
  /** True when the gateway took the request, which is no promise (trueai says yes to anything); false where it has no such verb or task. */
  cancel(task: string): Promise<boolean>;
  /**
   * The digits of a finished picture's seed; takes up to a minute.
   * @throws Refused as `seeds.ts` names it, `unsupported` where there is no such verb; what a read throws
   */
  seed(task: string): Promise<string>;
  /** Harmless reads only. @throws Unreachable, Busy, Misconfigured where the gateway could not be used */
  probe(): Promise<Probe>;
  /** Further harmless reads, for the doctor. @throws Unreachable */
  character(): Promise<Character>;
  /** The headers that carry the key: for the gateway's own origin, and nowhere else. */
  authorization(): Promise<Readonly<Record<string, string>>>;
  /** Ends the connections, after what is in flight. */
  close(): Promise<void>;
}

/** Requests of one reading that are under way at once. */
const PARALLEL = 4;

/**
 * The client of a midjourney-proxy gateway.
 * @throws Misconfigured for a base URL or a key that cannot be used
 */
export function createGateway(options: GatewayOptions): GatewayClient {
  const base = parseBase(options.baseUrl, options.modePath);
  const learned = createLearned(base.id, options.memory, options.now, options.log);
  const wire = createWire(base, options, learned);
  const translator = createTranslator(base, options.log);
  const reader = createReader(wire, learned, translator, pLimit(PARALLEL), options.now);
  const modes = createModes(options, learned, options.log, async (prefix) => {
    try {
      const { kind } = readingOf(await wire.ask({ method: 'GET', route: NOBODY, prefix }));
      return kind === 'task' || kind === 'none';
    } catch (error) {
      options.log?.debug({ err: error }, 'a trial of the mode prefix was not answered');
      return error instanceof Misconfigured && error.code !== 'key-refused' ? false : undefined;
    }
  });

  /** Rejects when not even a harmless read is answered as a gateway would. */
  async function understood(prefix?: string): Promise<void> {
    const reading = readingOf(await wire.ask({ method: 'GET', route: NOBODY, prefix }));
    if (reading.kind === 'no-route') throw reading.error;
  }

  return {
    ...createSubmits(wire, modes, learned, options.accountFilter, understood),
    id: base.id,
    read: (tasks) => reader.read(tasks),
    list: (tasks) => reader.list(tasks),
    fetch: (task) => reader.fetch(task),
    latest: () => reader.latest(),
    async cancel(task) {
      if ((await learned.recall('cancel')) === 'missing') return false;
      const heard = await wire.ask({
        method: 'POST',
        route: `/task/${encodeURIComponent(task)}/cancel`,
        wait: 'cancel',
      });
      const { code, error } = heard.said;
      if (heard.status < 300 && heard.body.kind !== 'page') return error === undefined && (code ?? 1) === 1;
      if (code !== undefined && heard.status < 500) return false;
      if (readingOf(heard).kind === 'no-route') await learned.learn('cancel', 'missing');
      return false;
    },
    async seed(task) {
      const route = `/task/${encodeURIComponent(task)}/image-seed`;
      const heard = await wire.ask({ method: 'GET', route, wait: 'seed' });
      try {
        return seedOf(heard);
      } catch (error) {
        if (error instanceof Refused && error.code === 'unsupported' && lacksRoute(heard)) await understood();
        throw error;
      }
    },
    async probe() {
      await understood();
      const style = await wire.authorization.style();
      return {
        auth: style ?? 'none',
        mode: await modes.via(),
        list: await reader.lists(),
        latest: (await reader.latest()) !== undefined,
      };
    },
    character: () => characterOf(wire),
    async authorization() {
      return wire.authorization.headers(await wire.authorization.style());
    },
    close: () => wire.close(),
  };
}
