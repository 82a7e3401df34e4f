import { Misconfigured } from '../../../domain/errors.ts';
import {
  type AuthStyle,
  type Character,
  createGateway,
  type GatewayOptions,
  type Memory,
  type Probe,
  panelAt,
} from '../../../gateway/index.ts';
import type { Config } from '../../config.ts';
import { networkTrouble } from '../network.ts';

type Settings = Config['gateway'];

/** What was found at `MJ_BASE_URL`. */
export type GatewaySeen =
  | {
      readonly kind: 'works';
      /** How long it took to answer. */
      readonly ms: number;
      readonly probe: Probe;
      readonly character: Character | undefined;
      /** False where speeds are set to be asked for by a path that the gateway does not have. */
      readonly modePathWorks: boolean;
    }
  | {
      readonly kind: 'fails';
      readonly error: unknown;
      /** Another address at which a gateway answers. */
      readonly elsewhere: string | undefined;
      /** A form of the key that is accepted, other than that of `MJ_AUTH`. */
      readonly otherAuth: AuthStyle | undefined;
      /** The name of a panel at this address that has no gateway. */
      readonly panel: string | undefined;
    };

/** `steady`: milliseconds from any fixed point. */
export interface Clocks {
  now(this: void): number;
  steady(this: void): number;
}

const TIMEOUTS = { connect: 5000, read: 8000 };
const PANEL_MS = 3000;

/** Looks at the gateway by harmless reads, and, where that fails, for what would work instead. Never throws. */
export async function lookAtGateway(settings: Settings, clocks: Clocks): Promise<GatewaySeen> {
  const found = await probed(settings, {}, clocks);
  if ('probe' in found) {
    const modePathWorks = settings.modeVia !== 'path' || (await modeOf(settings, clocks)) === 'path';
    return { kind: 'works', ...found, modePathWorks };
  }
  const { error } = found;
  const isKey = isRefusal(error);
  const otherAuth = isKey && settings.auth !== 'auto' ? await authThatWorks(settings, clocks) : undefined;
  const elsewhere = otherAuth === undefined ? await gatewayElsewhere(settings, error, clocks) : undefined;
  const isOther = error instanceof Misconfigured && !isKey && elsewhere === undefined;
  return {
    kind: 'fails',
    error,
    elsewhere,
    otherAuth,
    panel: isOther ? await panelAt(settings.baseUrl, PANEL_MS) : undefined,
  };
}

type Probed = { probe: Probe; ms: number; character: Character | undefined } | { error: unknown };

/** One try, which remembers nothing and leaves nothing. */
async function probed(settings: Settings, change: Partial<GatewayOptions>, clocks: Clocks): Promise<Probed> {
  const { baseUrl, key, auth, modeVia, modePath } = settings;
  const options = { baseUrl, key, auth, modeVia, modePath, now: clocks.now, timeouts: TIMEOUTS, ...change };
  try {
    const gateway = createGateway({ ...options, memory: forgetful() });
    try {
      const probe = await gateway.probe();
      const asked = clocks.steady();
      // A task that nobody has.
      await gateway.fetch('0');
      const ms = Math.round(clocks.steady() - asked);
      return { probe, ms, character: await gateway.character().catch(() => undefined) };
    } finally {
      await gateway.close();
    }
  } catch (error) {
    return { error };
  }
}

async function modeOf(settings: Settings, clocks: Clocks): Promise<string | undefined> {
  const found = await probed(settings, { modeVia: 'auto' }, clocks);
  return 'probe' in found ? found.probe.mode : undefined;
}

async function authThatWorks(settings: Settings, clocks: Clocks): Promise<AuthStyle | undefined> {
  const found = await probed(settings, { auth: 'auto' }, clocks);
  return 'probe' in found && found.probe.auth !== 'none' ? found.probe.auth : undefined;
}

/** The first of the addresses nearby that answers as a gateway does. */
async function gatewayElsewhere(settings: Settings, error: unknown, clocks: Clocks): Promise<string | undefined> {
  const trouble = networkTrouble(error);
  // A host that is not there, or says nothing, does so at all its addresses.
  if (!(error instanceof Misconfigured) && trouble !== 'no-tls' && trouble !== 'hung-up') return undefined;
  const { origin } = new URL(settings.baseUrl);
  for (const baseUrl of otherAddresses(settings.baseUrl)) {
    if (new URL(baseUrl).origin === origin) {
      // Also after a refused key: some ask for it before they look at the path.
      if ('probe' in (await probed(settings, { baseUrl, auth: 'auto' }, clocks))) return baseUrl;
    } else if (!isRefusal(error)) {
      // The key goes to the origin that the operator named and nowhere else. That it is asked for shows that a gateway is there.
      const found = await probed(settings, { baseUrl, key: undefined }, clocks);
      if ('probe' in found || isRefusal(found.error)) return baseUrl;
    }
  }
  return undefined;
}

/** The same host with less of the path, and with the other scheme. */
export function otherAddresses(baseUrl: string): string[] {
  const url = new URL(baseUrl);
  const parts = url.pathname.split('/').filter((part) => part !== '');
  const shorter = parts.map((_, i) => `${url.origin}/${parts.slice(0, parts.length - 1 - i).join('/')}`);
  const other = `${url.protocol === 'http:' ? 'https' : 'http'}://${url.host}${url.pathname}`;
  return [...shorter, other].map((address) => address.replace(/\/+$/, ''));
}

function isRefusal(error: unknown): boolean {
  return error instanceof Misconfigured && error.code === 'key-refused';
}

/** Lasts as long as one look. */
function forgetful(): Memory {
  const known = new Map<string, string>();
  return {
    get: async (name) => known.get(name),
    set: async (name, value) => void known.set(name, value),
  };
}
