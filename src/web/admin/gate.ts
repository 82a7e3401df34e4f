/** Who may look at what is for operators: whoever has `ADMIN_TOKEN`, as a header or, in a browser, as a cookie that was given for it. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import { cookieIn } from '../cookies.ts';
import { readToken, signToken } from '../tokens.ts';

export interface GateOptions {
  /** `ADMIN_TOKEN`. */
  readonly token: string;
  /** The key that signs what we hand out. */
  readonly secret: string;
  readonly now: () => number;
  /** True where browsers reach the bot by https: the cookie then travels by nothing else. */
  readonly secure: boolean;
}

export interface Gate {
  isToken(given: string): boolean;
  /** True with `Authorization: Bearer <token>`, or with the cookie. */
  admits(request: Pick<Request, 'headers'>): boolean;
  /** A `Set-Cookie` that admits for half a day. */
  cookie(): string;
}

const COOKIE = 'mj_queues';
const VISIT_MS = 12 * 60 * 60_000;

/**
 * The cookie does not hold the token. It is signed with a key made of both secrets, so changing either ends all visits.
 */
export function createGate({ token, secret, now, secure }: GateOptions): Gate {
  const key = createHmac('sha256', secret).update(token).digest('hex');
  const digest = (text: string) => createHash('sha256').update(text).digest();
  // Digests are of one length, whatever was given; so nothing can be learned from how long it takes.
  const isToken = (given: string) => timingSafeEqual(digest(given), digest(token));
  return {
    isToken,
    admits({ headers }) {
      const [, bearer] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
      if (bearer !== undefined) return isToken(bearer);
      const visit = cookieIn(COOKIE, headers.cookie);
      return visit !== undefined && readToken(key, 'queues', visit, now()).ok;
    },
    cookie() {
      const visit = signToken(key, 'queues', 'visit', now() + VISIT_MS);
      const terms = [
        'Path=/admin',
        `Max-Age=${VISIT_MS / 1000}`,
        'HttpOnly',
        'SameSite=Strict',
        ...(secure ? ['Secure'] : []),
      ];
      return [`${COOKIE}=${visit}`, ...terms].join('; ');
    },
  };
}
