import { Misconfigured } from '../domain/errors.ts';
import type { Learned } from './learned.ts';
import type { AuthStyle, GatewayOptions, Log } from './options.ts';

type Headers = Readonly<Record<string, string>>;

/**
 * The order in which `auto` tries. `bearer` is what new-api and the resellers want, `secret` is NZ's, trueai compares the raw value, and `both`
 * is for a gateway behind a proxy that asks for the key a second time (gateway.md 1.3).
 */
const STYLES: readonly AuthStyle[] = ['bearer', 'secret', 'raw', 'both'];

/** After a search in which every form was refused, how long that is taken as it is. */
const REFUSED_MS = 60_000;
/** After one that told nothing, because the gateway did not answer as one. */
const UNANSWERED_MS = 2000;

export interface Authorization {
  /** The style to use now; undefined without a key. */
  style(): Promise<AuthStyle | undefined>;
  headers(style: AuthStyle | undefined): Headers;
  /** A style to try instead of the one that was refused; undefined where there is none. */
  another(refused: AuthStyle | undefined): Promise<AuthStyle | undefined>;
}

/**
 * Knows how the key travels. With `auto` that is found out before the first use and again after a refusal, by harmless reads: a submit never
 * serves as a trial.
 *
 * @param accepts reads with the given headers and tells whether the gateway let us in; undefined when that cannot be told
 * @throws Misconfigured `key-refused` for a key that no header can carry
 */
export function createAuthorization(
  options: Pick<GatewayOptions, 'auth' | 'key' | 'now'>,
  learned: Learned,
  log: Log | undefined,
  accepts: (headers: Headers) => Promise<boolean | undefined>,
): Authorization {
  const key = bareKey(options.key);
  const headers = (style: AuthStyle | undefined): Headers =>
    key === undefined || style === undefined ? {} : carried(style, key);
  let search: Promise<AuthStyle | undefined> | undefined;
  let refusedUntil = 0;
  let unansweredUntil = 0;

  async function known(): Promise<AuthStyle | undefined> {
    const recalled = await learned.recall('auth');
    return STYLES.find((style) => style === recalled);
  }
  async function find(styles: readonly AuthStyle[]): Promise<AuthStyle | undefined> {
    for (const style of styles) {
      const accepted = await accepts(headers(style));
      if (accepted === undefined) {
        unansweredUntil = options.now() + UNANSWERED_MS;
        return undefined;
      }
      if (!accepted) continue;
      log?.info({ auth: style }, 'the gateway accepts the key in this form');
      await learned.learn('auth', style);
      return style;
    }
    refusedUntil = options.now() + REFUSED_MS;
    return undefined;
  }
  /** One search at a time, whoever asks. */
  function sought(styles: readonly AuthStyle[]): Promise<AuthStyle | undefined> {
    search ??= find(styles).finally(() => {
      search = undefined;
    });
    return search;
  }

  return {
    headers,
    async style() {
      if (key === undefined) return undefined;
      if (options.auth !== 'auto') return options.auth;
      const current = await known();
      if (current !== undefined) return current;
      const rest = search === undefined && options.now() < Math.max(refusedUntil, unansweredUntil);
      return (rest ? undefined : await sought(STYLES)) ?? 'bearer';
    },
    async another(refused) {
      if (refused === undefined || options.auth !== 'auto') return undefined;
      const current = await known();
      if (current !== undefined && current !== refused) return current;
      if (search === undefined && options.now() < refusedUntil) return undefined;
      return sought(STYLES.filter((style) => style !== refused));
    },
  };
}

function carried(style: AuthStyle, key: string): Headers {
  switch (style) {
    case 'bearer':
      return { authorization: `Bearer ${key}` };
    case 'secret':
      return { 'mj-api-secret': key };
    case 'raw':
      return { authorization: key };
    case 'both':
      return { authorization: `Bearer ${key}`, 'mj-api-secret': key };
  }
}

/** People copy keys together with `Bearer `, and with a line's end. */
function bareKey(text: string | undefined): string | undefined {
  const key = text?.trim().replace(/^Bearer\s+/i, '');
  if (key === undefined || key === '') return undefined;
  if (!/^[\x21-\x7E]+$/.test(key))
    throw new Misconfigured('gateway', 'key-refused', 'The gateway key has characters that no HTTP header can carry.');
  return key;
}
