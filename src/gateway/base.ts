import { createHash } from 'node:crypto';
import { Misconfigured } from '../domain/errors.ts';

/** Where the gateway is. `{origin}{path}{home}/mj/...` is the plain address of every endpoint. */
export interface Base {
  origin: string;
  /** What stands before `/mj` or the mode prefix, without a slash at the end; mostly empty. */
  path: string;
  /** The mode prefix that the operator put into the base URL itself (`https://host/mj-fast/mj`), else empty. */
  home: string;
  /** Tells gateways apart in keys: a short digest of the address, the same for every spelling of it. */
  id: string;
}

/**
 * Normalises a base URL: slashes at the end do not matter, and `/mj` is appended once whether or not it was given, since both a doubled and a
 * forgotten one are classic errors (gateway.md 1).
 *
 * @param template the mode prefix, for recognising one at the end of the base URL
 * @throws Misconfigured `no-route` with a sentence that says how to correct it
 */
export function parseBase(text: string, template: string): Base {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw wrong('must be an absolute http or https address, such as https://gateway.example');
  if (url.username !== '' || url.password !== '')
    throw wrong('must not hold a user name or password; give the key by itself');
  if (url.search !== '' || url.hash !== '') throw wrong('must not have a query or a fragment');

  const whole = url.pathname.replace(/\/{2,}/g, '/').replace(/(\/mj)*\/?$/, '');
  const homes = ['fast', 'relax', 'turbo'].flatMap((mode) => [modePrefix(template, mode), `/${mode}`]);
  const home = homes.find((prefix) => prefix !== '' && whole.endsWith(prefix)) ?? '';
  const path = whole.slice(0, whole.length - home.length);
  const id = createHash('sha256').update(`${url.origin}${whole}`).digest('hex').slice(0, 12);
  return { origin: url.origin, path, home, id };
}

/** The path prefix of a mode: one slash at the front, none at the end, no `/mj` of its own. */
export function modePrefix(template: string, mode: string): string {
  const path = `/${template}`.replaceAll('{mode}', mode).replace(/\/{2,}/g, '/');
  return path.replace(/(\/mj)?\/?$/, '');
}

/** The address of an endpoint. `prefix` is a mode prefix; `route` starts with a slash: `/submit/imagine`. */
export function address(base: Base, route: string, prefix = base.home): string {
  return `${base.origin}${base.path}${prefix}/mj${route}`;
}

function wrong(what: string): Misconfigured {
  return new Misconfigured('gateway', 'no-route', `The gateway's base URL ${what}.`);
}
