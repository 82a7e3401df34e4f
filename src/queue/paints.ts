import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { PAINT_MS } from '../domain/pace.ts';
import { StepRef } from '../domain/step.ts';
import type { Client } from './connection.ts';
import { keys, MASK_MS } from './keys.ts';
import { run, type Script } from './lua.ts';
import { reach } from './reach.ts';

/** A link to the painter: what it is for and whose it is. Slack ids. */
const Visit = z.object({
  ref: StepRef,
  team: z.string(),
  user: z.string(),
  channel: z.string(),
  /** The prompt that stood in the modal. */
  prompt: z.string(),
  /** The open modal, once Slack has told its id. */
  viewId: z.string().optional(),
  /** A kept mask that went back into the modal. */
  mask: z.string().optional(),
  /** The first mask was accepted; the link is used up. */
  used: z.boolean().optional(),
});

export interface PaintVisit extends Pick<z.infer<typeof Visit>, 'ref' | 'team' | 'user' | 'channel' | 'prompt'> {
  viewId?: string;
  mask?: string;
  used?: boolean;
}

/** Links to the painter, and the masks that were painted. All methods throw Unreachable. */
export interface Paints {
  /** Keeps it for `PAINT_MS`. @returns the id for the link: 128 random bits, of letters, digits, `_` and `-` */
  open(visit: PaintVisit): Promise<string>;
  /** Where the modal is in which the link stands. */
  seat(id: string, viewId: string): Promise<void>;
  /** Undefined once its time is over. */
  get(id: string): Promise<PaintVisit | undefined>;
  /** Keeps a mask for a day. @returns its id, the same for the same mask of the same link */
  keep(id: string, mask: Buffer): Promise<string>;
  /** True for the first caller: the link is used up from now on. False when its time is over. */
  use(id: string): Promise<boolean>;
  /** A kept mask. */
  mask(maskId: string): Promise<Buffer | undefined>;
}

/** KEYS paint. ARGV lasts ms, then fields and values. */
const OPEN: Script = {
  name: 'mjPaintOpen',
  keys: 1,
  lua: `
    redis.call('HSET', KEYS[1], unpack(ARGV, 2))
    redis.call('PEXPIRE', KEYS[1], ARGV[1])
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

export function openPaints(client: Client): Paints {
  return {
    async open({ viewId, used, ...visit }) {
      const id = idOf(randomBytes(16));
      const fields = [
        'visit',
        JSON.stringify(visit),
        ...(viewId === undefined ? [] : ['view', viewId]),
        ...(used === true ? ['used', '1'] : []),
      ];
      await reach('keep a link to the painter', () => run(client, OPEN, [keys.paint(id)], [PAINT_MS, ...fields]));
      return id;
    },
    async seat(id, viewId) {
      await reach('keep where a modal is', () => run(client, NOTE, [keys.paint(id)], ['view', viewId]));
    },
    async get(id) {
      const { visit, view, used } = await reach('find a link to the painter', () => client.hgetall(keys.paint(id)));
      return visit === undefined ? undefined : visitOf(visit, view, used !== undefined);
    },
    async keep(id, mask) {
      const maskId = idOf(createHash('sha256').update(`${id}.`).update(mask).digest());
      await reach('keep a mask', () => client.set(keys.mask(maskId), mask, 'PX', MASK_MS));
      return maskId;
    },
    async use(id) {
      return (await reach('use a link up', () => run(client, NOTE, [keys.paint(id)], ['used', '1']))) === 1;
    },
    async mask(maskId) {
      return (await reach('find a mask', () => client.getBuffer(keys.mask(maskId)))) ?? undefined;
    },
  };
}

/** Undefined for one that another version of the bot wrote and this one cannot read: its time is soon over anyway. */
function visitOf(stored: string, viewId: string | undefined, used: boolean): PaintVisit | undefined {
  const visit = Visit.safeParse(JSON.parse(stored)).data;
  if (visit === undefined) return undefined;
  const { viewId: _, mask, used: __, ...rest } = visit;
  return {
    ...rest,
    ...(mask === undefined ? {} : { mask }),
    ...(viewId === undefined ? {} : { viewId }),
    ...(used ? { used } : {}),
  };
}
