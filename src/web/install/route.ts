/**
 * Adding the app to a workspace, where it may be in several (slack.md section 4).
 *
 * | route                       | answers                                                                                             |
 * |-----------------------------|-----------------------------------------------------------------------------------------------------|
 * | `GET /slack/install`        | a page that leads to Slack, and a cookie                                                            |
 * | `GET /slack/oauth_redirect` | where Slack sends people back: the app is installed; 400 for a way back that is none of ours, 403 where the workspace is not let in, 502 where it failed |
 *
 * The `state` that goes to Slack and comes back is signed, lives for ten minutes, works once, and only in the browser that has the cookie of the same
 * visit: nobody can be led to end somebody else's installation.
 */
import { randomBytes } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { type Catalogue, messagesIn } from '../../domain/catalogue.ts';
import { languageOf } from '../../domain/language.ts';
import { cookieIn } from '../cookies.ts';
import { readToken, signToken } from '../tokens.ts';
import { INSTALL_POLICY, installPage, type Shown } from './page.ts';
import { INSTALL_PATH, REDIRECT_PATH } from './paths.ts';

/** What came of a code. */
export type InstallOutcome =
  | { outcome: 'done'; name: string; url: string }
  | { outcome: 'not-allowed'; id: string }
  | { outcome: 'refused' | 'failed' };

export interface InstallOptions {
  /** `SLACK_STATE_SECRET`. */
  readonly secret: string;
  /** Epoch ms. */
  readonly now: () => number;
  /** True where browsers reach the bot by https: the cookie then travels by nothing else. */
  readonly secure: boolean;
  /** Of Slack's page. */
  readonly address: (state: string) => string;
  /** What stands before our paths in the address that browsers know: empty, or such as `/bot`. */
  readonly base: string;
  /** True for the first caller of a key within `ms`. */
  readonly first: (key: string, ms: number) => Promise<boolean>;
  readonly install: (code: string) => Promise<InstallOutcome>;
  readonly catalogue: Catalogue;
}

const COOKIE = 'mj_install';
const VISIT_MS = 10 * 60_000;
/** Slack's codes are shorter by far. */
const CODE_MAX = 500;

const STATUS = {
  start: 200,
  done: 200,
  cancelled: 200,
  stale: 400,
  refused: 400,
  'not-allowed': 403,
  failed: 502,
} as const;

export function installRoute(options: InstallOptions): Router {
  const { secret, now, secure, address, base, first, install, catalogue } = options;
  const router = Router({ caseSensitive: true, strict: true });

  function show(request: Request, response: Response, shown: Shown): void {
    const messages = messagesIn(languageOf(request.acceptsLanguages()[0]), catalogue);
    response
      .status(STATUS[shown.page])
      .set('Content-Security-Policy', INSTALL_POLICY)
      .type('html')
      .send(installPage(shown, messages.install, messages.painter.lang));
  }

  router.get(INSTALL_PATH, (request, response) => {
    const visit = randomBytes(16).toString('base64url');
    const until = now() + VISIT_MS;
    // Lax: Slack's page sends people back here, from another site.
    const terms = [
      `Path=${base}${REDIRECT_PATH}`,
      `Max-Age=${VISIT_MS / 1000}`,
      'HttpOnly',
      'SameSite=Lax',
      ...(secure ? ['Secure'] : []),
    ];
    response.set(
      'Set-Cookie',
      [`${COOKIE}=${signToken(secret, 'install-browser', visit, until)}`, ...terms].join('; '),
    );
    show(request, response, { page: 'start', go: address(signToken(secret, 'install', visit, until)) });
  });

  router.get(REDIRECT_PATH, async (request, response) => {
    const again = { go: `${base}${INSTALL_PATH}` };
    const visit = visitOf(request, secret, now());
    // Where that cannot be told, nobody comes in.
    const comes = visit === undefined ? false : await first(`install-${visit}`, 2 * VISIT_MS).catch(() => undefined);
    if (comes === undefined) return show(request, response, { page: 'failed', ...again });
    if (!comes) return show(request, response, { page: 'stale', ...again });
    const { code } = request.query;
    if (typeof code !== 'string' || code === '' || code.length > CODE_MAX)
      return show(request, response, { page: 'cancelled', ...again });
    const done = await install(code);
    if (done.outcome === 'done') return show(request, response, { page: 'done', name: done.name, go: done.url });
    if (done.outcome === 'not-allowed') return show(request, response, { page: 'not-allowed', id: done.id });
    return show(request, response, { page: done.outcome, ...again });
  });

  return router;
}

/** The visit of a state that came back to the browser in which it was made; undefined for any other. */
export function visitOf(
  { query, headers }: Pick<Request, 'query' | 'headers'>,
  secret: string,
  nowMs: number,
): string | undefined {
  const { state } = query;
  const sent = readToken(secret, 'install', typeof state === 'string' ? state : '', nowMs);
  const kept = readToken(secret, 'install-browser', cookieIn(COOKIE, headers.cookie) ?? '', nowMs);
  return sent.ok && kept.ok && sent.payload === kept.payload ? sent.payload : undefined;
}
