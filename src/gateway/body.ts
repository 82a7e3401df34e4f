import { refuseAbsurd } from './json-limits.ts';
import { Said } from './schema.ts';
import type { Reply } from './transport.ts';

/** What an answer's body is, before anybody asks what it means. `cut`: it began as JSON and does not end as such. */
export type Body =
  | { kind: 'empty' }
  | { kind: 'page' }
  | { kind: 'json'; value: unknown }
  | { kind: 'cut' }
  | { kind: 'text' };

/** An answer, opened. */
export interface Heard {
  status: number;
  body: Body;
  said: Said;
  /** The other side's own words, in full; `HTTP 500` where it says nothing that a person could read. */
  words: string;
  /** From `Retry-After`, capped. */
  retryAfterMs: number | undefined;
  location: string | undefined;
}

/** A gateway that asks for more is asked again after this long all the same. */
const RETRY_AFTER_MAX_MS = 5 * 60_000;

/** Never throws. @param now epoch milliseconds, for a `Retry-After` that is a date */
export function hear(reply: Reply, now: number): Heard {
  const body = bodyOf(reply);
  const said = Said.safeParse(body.kind === 'json' ? body.value : undefined).data ?? Said.parse({});
  const plain = body.kind === 'text' ? reply.text.trim().slice(0, 500) : undefined;
  return {
    status: reply.status,
    body,
    said,
    words: said.description ?? said.error ?? said.message ?? said.title ?? plain ?? `HTTP ${reply.status}`,
    retryAfterMs: retryAfter(reply.retryAfter, now),
    location: reply.location,
  };
}

/** What an answer came to without its words, which may repeat a prompt: `HTTP 500`, `HTTP 400, code 5`. */
export function statusOf({ status, said }: Pick<Heard, 'status' | 'said'>): string {
  return said.code === undefined ? `HTTP ${status}` : `HTTP ${status}, code ${said.code}`;
}

/** The declared content type decides nothing: gateways label JSON as text, and proxies label pages as JSON. */
function bodyOf(reply: Reply): Body {
  const text = reply.text.replace(/^\uFEFF/, '').trim();
  if (text === '') return { kind: 'empty' };
  if (text.startsWith('<')) return { kind: 'page' };
  try {
    const value = readJson(text);
    return value === null ? { kind: 'empty' } : { kind: 'json', value };
  } catch {
    return { kind: /^[[{]/.test(text) ? 'cut' : 'text' };
  }
}

/** Where this does not stand, no number can be bent, and the engine's own parser is ten times as quick. It may stand in a string, too. */
const LARGE = /(?:^|[[:,\s])-?\d{16}/;

/**
 * A text, which is skipped, or a number whose digits a double may not hold. Each is taken whole, a text without an end too, so that nothing is
 * looked at twice.
 */
const TEXT_OR_LONG_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)|(?<![.\deE+-])-?\d{16,}(?:[.eE][\d.eE+-]*)?/gs;

/**
 * Parses JSON without bending a number: integers beyond 2^53 (gateway.md 4.8) become strings of their digits. By the engine's own parser, which
 * is quick with an answer of many megabytes.
 * @throws SyntaxError, or RangeError where it is nested absurdly deep or has absurdly many values
 */
export function readJson(text: string): unknown {
  refuseAbsurd(text);
  if (!LARGE.test(text)) return JSON.parse(text) as unknown;
  return JSON.parse(text.replace(TEXT_OR_LONG_NUMBER, (found) => (isBent(found) ? `"${found}"` : found)));
}

function isBent(found: string): boolean {
  return /^-?\d+$/.test(found) && !Number.isSafeInteger(Number(found));
}

function retryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(0, Math.round(ms)), RETRY_AFTER_MAX_MS);
}
