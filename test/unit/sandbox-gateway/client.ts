import { readFile } from 'node:fs/promises';
import { onTestFinished } from 'vitest';
import { type GatewayOptions, type GatewayStandIn, startGateway } from '../../../src/sandbox/gateway/index.ts';

export interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
  /** The parsed body; null when there is none or it is no JSON. */
  readonly json: Record<string, unknown> | null;
}

export interface Snapshot {
  readonly id: string;
  readonly action: string;
  readonly status: string;
  readonly progress: string | null;
  readonly prompt: string | null;
  readonly promptEn: string | null;
  readonly description: string;
  readonly imageUrl: string;
  readonly videoUrl?: string;
  readonly failReason: string | null;
  readonly buttons:
    | readonly {
        readonly customId?: string | null;
        readonly label: string;
        readonly emoji: unknown;
        readonly style: number;
        readonly type: number;
      }[]
    | null;
  readonly properties: Record<string, unknown> | null;
}

/** A stand-in that ends with the test, and a plain client of it that sends the key in the dialect's manner. */
export interface Played {
  readonly gateway: GatewayStandIn;
  readonly post: (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Answer>;
  /** POST to `/mj/submit/<verb>`; fails unless the answer names a task. */
  readonly submit: (verb: string, body: unknown) => Promise<string>;
  readonly snapshot: (id: string) => Promise<Snapshot>;
  readonly snapshots: (ids: readonly string[]) => Promise<Snapshot[]>;
  /** Submits an imagine and finishes it by hand. */
  readonly imagined: (prompt?: string) => Promise<Snapshot>;
  /** Presses the button with that label or emoji and finishes the child. */
  readonly pressed: (parent: Snapshot, face: string) => Promise<Snapshot>;
  /** The raw answer to such a press. */
  readonly press: (parent: Snapshot, face: string) => Promise<Answer>;
}

/** Starts a stand-in whose tasks move by hand, unless told otherwise. */
export async function play(options: GatewayOptions): Promise<Played> {
  const gateway = await startGateway({ manual: true, seed: 7, pictureSize: 256, ...options });
  onTestFinished(() => gateway.close());
  const key: Record<string, string> =
    options.dialect === 'trueai'
      ? { authorization: gateway.key }
      : options.dialect === 'new-api'
        ? { authorization: `Bearer ${gateway.key}` }
        : { 'mj-api-secret': gateway.key };

  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(gateway.url + path, init);
    const text = await response.text();
    return { status: response.status, type: response.headers.get('content-type'), text, json: parsed(text) };
  };
  const post: Played['post'] = (path, body, headers = key) =>
    ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: body === undefined ? null : JSON.stringify(body),
    });
  const get: Played['get'] = (path, headers = key) => ask(path, { headers });
  const submit: Played['submit'] = async (verb, body) => {
    const { json, text } = await post(`/mj/submit/${verb}`, body);
    if (typeof json?.['result'] !== 'string' || json['result'] === '') throw new Error(`no task: ${text}`);
    return json['result'];
  };
  const snapshot: Played['snapshot'] = async (id) => {
    const seen: Snapshot = JSON.parse((await get(`/mj/task/${id}/fetch`)).text);
    return seen;
  };
  const snapshots: Played['snapshots'] = async (ids) => {
    const seen: Snapshot[] = JSON.parse((await post('/mj/task/list-by-condition', { ids })).text);
    return seen;
  };
  const finished = async (id: string) => {
    gateway.finish(id);
    gateway.sweep();
    return snapshot(id);
  };
  const press: Played['press'] = (parent, face) => {
    const button = parent.buttons?.find(({ label, emoji }) => label === face || emoji === face);
    if (button === undefined) throw new Error(`no button ${face} among ${JSON.stringify(parent.buttons)}`);
    return post('/mj/submit/action', { taskId: parent.id, customId: button.customId });
  };
  return {
    gateway,
    post,
    get,
    submit,
    snapshot,
    snapshots,
    press,
    imagined: async (prompt = 'a red fox in snow') => finished(await submit('imagine', { prompt })),
    pressed: async (parent, face) => {
      const { json, text } = await press(parent, face);
      if (typeof json?.['result'] !== 'string') throw new Error(`no task: ${text}`);
      return finished(json['result']);
    },
  };
}

/** A payload of the museum. */
export async function fixture(name: string): Promise<Record<string, unknown>> {
  const text = await readFile(new URL(`../../fixtures/gateway/${name}.json`, import.meta.url), 'utf8');
  const value: Record<string, unknown> = JSON.parse(text);
  return value;
}

export async function bytesOf(url: string): Promise<Buffer> {
  const response = await fetch(url);
  if (response.status !== 200) throw new Error(`${response.status} from ${url}`);
  return Buffer.from(await response.arrayBuffer());
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Buttons with every uuid replaced, since that is the job's own. */
export function shapeOf(buttons: unknown): unknown {
  return JSON.parse(JSON.stringify(buttons).replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '{u}'));
}
