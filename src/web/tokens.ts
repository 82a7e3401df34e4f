/**
 * Signed tokens for addresses that we hand out: who has the link may do the one thing that it names. Nothing is stored; the
 * signature is the memory.
 *
 * Form: `<payload>.<expiry, base 36 seconds, or empty>.<signature>`. The purpose is signed but not part of the text, so a token for one
 * purpose is worthless for another.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a token is good for. */
export type TokenPurpose = 'callback' | 'paint' | 'paint-preview' | 'queues' | 'install' | 'install-browser';

export type TokenReading =
  | { readonly ok: true; readonly payload: string }
  /** `expired` was ours once; `forged` never was (another key, another purpose, altered, or no token at all). */
  | { readonly ok: false; readonly reason: 'expired' | 'forged' };

/** Half of SHA-256: nobody guesses 128 bits, and the address stays short. */
const SIGNATURE_BYTES = 16;

/**
 * @param secret the key; whoever has it can make tokens
 * @param payload what the token carries, in the open: letters, digits, `_`, `-` and `~` (submission ids, Slack ids)
 * @param expiresAtMs after this it reads as expired (rounded up to a second); undefined: never
 * @throws RangeError when the payload has other characters or is empty
 */
export function signToken(secret: string, purpose: TokenPurpose, payload: string, expiresAtMs?: number): string {
  if (!/^[\w~-]+$/.test(payload)) throw new RangeError('a token payload has letters, digits, _ - and ~ only');
  const expiry = expiresAtMs === undefined ? '' : Math.ceil(expiresAtMs / 1000).toString(36);
  return `${payload}.${expiry}.${signature(secret, purpose, payload, expiry).toString('base64url')}`;
}

/** Reads a token from outside; takes the same time for a nearly right signature as for a wrong one. */
export function readToken(secret: string, purpose: TokenPurpose, token: string, nowMs: number): TokenReading {
  const [, payload, expiry, given] = /^([\w~-]+)\.([0-9a-z]*)\.([\w-]+)$/.exec(token) ?? [];
  if (payload === undefined || expiry === undefined || given === undefined) return { ok: false, reason: 'forged' };
  const expected = signature(secret, purpose, payload, expiry);
  const received = Buffer.from(given, 'base64url');
  // The texts are compared too: base64url has several spellings of the same bytes, and one token must have one text.
  const right =
    received.length === expected.length &&
    timingSafeEqual(received, expected) &&
    given === expected.toString('base64url');
  if (!right) return { ok: false, reason: 'forged' };
  if (expiry !== '' && nowMs > Number.parseInt(expiry, 36) * 1000) return { ok: false, reason: 'expired' };
  return { ok: true, payload };
}

function signature(secret: string, purpose: TokenPurpose, payload: string, expiry: string): Buffer {
  return createHmac('sha256', secret).update(`${purpose}.${payload}.${expiry}`).digest().subarray(0, SIGNATURE_BYTES);
}
