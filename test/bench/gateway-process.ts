/** The stand-in gateway as a process of its own, with tasks that move as real ones were seen to. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pLimit from 'p-limit';
import sharp from 'sharp';
import { type GatewayStandIn, startGateway } from '../../src/sandbox/gateway/index.ts';
import { type Step, stepsOf } from './harness/cadence.ts';
import { serve } from './harness/remote.ts';

export interface GatewaySetting {
  /** Of every submit and every reading, ms. */
  latencyMs: number;
  /** The pictures that tasks end with: `small` about 0.6 MB, `large` of 8 MB, every fifth of them WebP. */
  pictures: 'small' | 'large';
  /** How tasks end: with a picture, badly, or not before `finish`. */
  ending: 'done' | 'failed' | 'held';
  /** How much slower than a fast job; prompts with `--relax` are 3.5 times slower in any case. */
  slower: number;
  /** Tasks are as old when they come as if they had come at any moment of their life before; until `fresh`. */
  aged: boolean;
}

/** Something that a task did. `percent` 0: begun. */
export interface Change {
  task: string;
  /** The submission's id, which the bot sends as `state`. */
  state: string;
  prompt: string;
  at: number;
  percent: number | 'end';
}

export interface Made {
  task: string;
  /** When it was accepted; in the past for one that came aged. */
  at: number;
}

export interface Requests {
  all: number;
  /** Tasks that were asked about. */
  rows: number;
}

const SIZES = { small: { side: 512, sigma: 30 }, large: { side: 1650, sigma: 60 } } as const;
/** Requests of `make` that are under way at once. */
const MAKERS = 32;

const changes: Change[] = [];
let gateway: GatewayStandIn | undefined;
let setting: GatewaySetting = { latencyMs: 0, pictures: 'small', ending: 'done', slower: 1, aged: false };
const born = new Map<string, number>();

const api = {
  async start(given: GatewaySetting): Promise<{ url: string; key: string }> {
    setting = given;
    gateway = await startGateway({
      dialect: 'trueai',
      manual: true,
      slots: { running: 100_000, waiting: 0 },
      cdnBase: await servePictures(given.pictures),
    });
    if (given.latencyMs > 0)
      for (const kind of ['submits', 'reads'] as const)
        gateway.faults.add({ kind, then: { do: 'delay', ms: given.latencyMs } });
    let seen = 0;
    gateway.on('submit', () => {
      for (const { taskId } of running().submits.slice(seen)) begin(taskId);
      seen = running().submits.length;
    });
    return { url: gateway.url, key: gateway.key };
  },

  /** From now on tasks come new. */
  fresh(): void {
    setting = { ...setting, aged: false };
  },

  /** Makes tasks as another client would, for the records of submissions that exist already. In order. */
  async make(wanted: readonly { state: string; notifyHook?: string | undefined }[]): Promise<Made[]> {
    const limit = pLimit(MAKERS);
    return await Promise.all(
      wanted.map((one) =>
        limit(async () => {
          const { url, key } = running();
          const response = await fetch(`${url}/mj/submit/imagine`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', authorization: key, 'user-agent': 'bench' },
            body: JSON.stringify({ prompt: 'a picture', ...one }),
          });
          const { result } = (await response.json()) as { result: string };
          return { task: result, at: born.get(result) ?? Date.now() };
        }),
      ),
    );
  },

  /** Ends everything that is held. */
  finish(): number {
    const held = [...running().tasks.values()].filter(
      ({ status }) => status === 'IN_PROGRESS' || status === 'SUBMITTED',
    );
    for (const { id } of held) end(id);
    return Date.now();
  },

  /** What tasks did, from the nth change on. */
  changes: (from = 0): Change[] => changes.slice(from),

  /** Submits as they arrived, before any delay: the submission's id and when. */
  submits: (): { state: string; at: number }[] =>
    running()
      .requests.filter(({ kind, headers }) => kind === 'imagine' && headers['user-agent'] !== 'bench')
      .map(({ body, at }) => ({ state: String((body as { state?: unknown }).state), at })),

  /** Readings within [from, to), by who asked: the user agent of a baseline, else `bot`. */
  readings(from: number, to: number): Record<string, Requests> {
    const found: Record<string, Requests> = {};
    for (const { kind, at, headers, body } of running().requests) {
      if (at < from || at >= to || !['fetch', 'list-by-condition', 'list-by-ids', 'list'].includes(kind)) continue;
      const agent = String(headers['user-agent'] ?? '');
      const one = (found[agent.startsWith('peer-') ? agent : 'bot'] ??= { all: 0, rows: 0 });
      one.all += 1;
      one.rows += kind === 'fetch' ? 1 : ((body as { ids?: unknown[] } | null)?.ids?.length ?? 0);
    }
    return found;
  },

  callbacks: (): number => running().callbacks.length,
  violations: (): string[] => [...running().violations],
};
export type GatewayApi = typeof api;

function running(): GatewayStandIn {
  if (gateway === undefined) throw new Error('the gateway was not started');
  return gateway;
}

/** Sets the course of a new task. */
function begin(id: string): void {
  const { prompt } = taskOf(id);
  const slower = prompt?.includes('--relax') === true ? 3.5 : setting.slower;
  const steps = stepsOf({ slower }, Math.random);
  const whole = steps.at(-1)?.afterMs ?? 0;
  const age = setting.aged ? Math.random() * whole : 0;
  born.set(id, Date.now() - age);
  const past = steps.findLast(({ afterMs, percent }) => afterMs <= age && percent !== 'end');
  if (past !== undefined) move(id, past, Date.now() - age + past.afterMs);
  for (const step of steps) if (step.afterMs > age) setTimeout(() => move(id, step, Date.now()), step.afterMs - age);
}

function move(id: string, { percent }: Step, at: number): void {
  const task = taskOf(id);
  if (task.status === 'SUCCESS' || task.status === 'FAILURE' || task.status === 'CANCEL') return;
  if (percent === 'end') {
    if (setting.ending !== 'held') end(id);
    return;
  }
  note(id, percent, at);
  running().step(id, percent);
}

function end(id: string): void {
  note(id, 'end', Date.now());
  if (setting.ending === 'failed') running().fail(id, 'Internal error');
  else running().finish(id);
}

function note(id: string, percent: number | 'end', at: number): void {
  const { state, prompt } = taskOf(id);
  changes.push({ task: id, state: state ?? '', prompt: prompt ?? '', at, percent });
}

function taskOf(id: string) {
  const task = running().tasks.get(id);
  if (task === undefined) throw new Error(`no task ${id}`);
  return task;
}

/** Pictures drawn beforehand, so that what is measured is not how fast the stand-in draws. */
async function servePictures(size: 'small' | 'large'): Promise<string> {
  const { side, sigma } = SIZES[size];
  const noise = sharp({
    create: {
      width: side,
      height: side,
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 128, sigma },
    },
  });
  const png = await noise.clone().png().toBuffer();
  const webp = size === 'large' ? await noise.clone().webp({ quality: 90 }).toBuffer() : png;
  let served = 0;
  const server = createServer((_, response) => {
    served += 1;
    const [bytes, type] = served % 5 === 0 && size === 'large' ? [webp, 'image/webp'] : [png, 'image/png'];
    response.writeHead(200, { 'content-type': type, 'content-length': bytes.length }).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

serve(api);
