import { createHash, randomBytes } from 'node:crypto';
import { PAINT_MS } from '../domain/pace.ts';
import { PaintVisit } from '../domain/paint-visit.ts';
import type { Client } from './connection.ts';
import { keys, MASK_MS } from './keys.ts';
import { run, type Script } from './lua.ts';
import { reach } from './reach.ts';

/** KEYS paint, the person's links. ARGV lasts ms, id, then fields and values. */
const OPEN: Script = {
  name: 'mjPaintOpen',
  keys: 2,
  lua: `
    redis.call('HSET', KEYS[1], unpack(ARGV, 3))
    redis.call('PEXPIRE', KEYS[1], ARGV[1])
    redis.call('SADD', KEYS[2], ARGV[2])
    redis.call('PEXPIRE', KEYS[2], ARGV[1])
  `,
};

/** Writes a field of a link that still exists, so that none is left without an end. KEYS paint. ARGV field, value. Returns 1 when it was new. */
const NOTE: Script = {
  name: 'mjPaintNote',
  keys: 1,
  lua: `
    if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
    return redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
  `,
};

/** 128 bits as 22 letters, digits, `_` and `-`. */
const idOf = (bytes: Buffer) => bytes.subarray(0, 16).toString('base64url');

export type Paints = ReturnType<typeof openPaints>;

/** Links to the painter, and the masks that were painted. What each is for: `flows/needs/masks.ts`. All methods throw Unreachable. */
export function openPaints(client: Client) {
  return {
    async open({ viewId, used, ...visit }: PaintVisit): Promise<string> {
      const id = idOf(randomBytes(16));
      const fields = [
        'visit',
        JSON.stringify(visit),
        ...(viewId === undefined ? [] : ['view', viewId]),
        ...(used === true ? ['used', '1'] : []),
      ];
      const places = [keys.paint(id), keys.painted(visit.team, visit.user)];
      await reach('keep a link to the painter', () => run(client, OPEN, places, [PAINT_MS, id, ...fields]));
      return id;
    },
    async seat(id: string, viewId: string): Promise<void> {
      await reach('keep where a modal is', () => run(client, NOTE, [keys.paint(id)], ['view', viewId]));
    },
    async word(id: string, prompt: string): Promise<void> {
      await reach('keep a prompt', () => run(client, NOTE, [keys.paint(id)], ['prompt', prompt]));
    },
    async get(id: string): Promise<PaintVisit | undefined> {
      const { visit, view, used, prompt } = await reach('find a link to the painter', () =>
        client.hgetall(keys.paint(id)),
      );
      return visit === undefined ? undefined : visitOf(visit, { viewId: view, prompt }, used !== undefined);
    },
    async keep(id: string, mask: Buffer): Promise<string> {
      const maskId = idOf(createHash('sha256').update(`${id}.`).update(mask).digest());
      await reach('keep a mask', () => client.set(keys.mask(maskId), mask, 'PX', MASK_MS));
      return maskId;
    },
    async use(id: string): Promise<boolean> {
      return (await reach('use a link up', () => run(client, NOTE, [keys.paint(id)], ['used', '1']))) === 1;
    },
    async mask(maskId: string): Promise<Buffer | undefined> {
      return (await reach('find a mask', () => client.getBuffer(keys.mask(maskId)))) ?? undefined;
    },
  };
}

/** Undefined for one that another version of the bot wrote and this one cannot read: its time is soon over anyway. */
function visitOf(
  stored: string,
  { viewId, prompt }: { viewId: string | undefined; prompt: string | undefined },
  used: boolean,
): PaintVisit | undefined {
  const visit = PaintVisit.safeParse(JSON.parse(stored)).data;
  if (visit === undefined) return undefined;
  const { viewId: _, used: __, ...rest } = visit;
  return {
    ...rest,
    prompt: prompt ?? rest.prompt,
    ...(viewId === undefined ? {} : { viewId }),
    ...(used ? { used } : {}),
  };
}
