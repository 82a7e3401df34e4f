/** What the page posts. */
import { z } from 'zod';
import { UserMistake } from '../../domain/errors.ts';
import type { Painted } from '../painter.ts';

/** Of the whole JSON, the mask in it as base64: so a PNG may have 6 MiB. One of ours has 2 MiB at most for 4096 x 4096 pixels. */
export const BODY_LIMIT = 8 * 1024 * 1024;

/** Signs that build JSON, of which a mask has none and a prompt few. */
const STRUCTURE: ReadonlySet<number> = new Set(Buffer.from('[{,:'));
const STRUCTURE_MAX = 20_000;

/**
 * Looks over a body before it is parsed: a parser takes seconds for megabytes of brackets or keys, in which nothing else is done.
 * @throws RangeError
 */
export function refuseAbsurd(body: Uint8Array): void {
  let found = 0;
  for (const byte of body) if (STRUCTURE.has(byte)) found += 1;
  if (found > STRUCTURE_MAX) throw new RangeError('a body that no page of ours sends');
}

const PREFIX = 'data:image/png;base64,';

const Body = z.object({
  prompt: z.string(),
  reworded: z.boolean().optional(),
  then: z.enum(['redraw', 'return']),
  mask: z.string(),
});

/**
 * @returns undefined when it is not what the page sends
 * @throws UserMistake `mask-not-png`, field `mask`: the mask says of itself that it is something else
 */
export function readPainted(body: unknown): Painted | undefined {
  const { data } = Body.safeParse(body);
  if (data === undefined) return undefined;
  const base64 = data.mask.slice(PREFIX.length);
  if (!data.mask.startsWith(PREFIX) || !isBase64(base64)) throw new UserMistake('mask-not-png', {}, 'mask');
  return { mask: Buffer.from(base64, 'base64'), prompt: data.prompt, reworded: data.reworded, then: data.then };
}

/** Node reads base64 leniently: it skips what it does not know. */
function isBase64(text: string): boolean {
  return text.length > 0 && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}
