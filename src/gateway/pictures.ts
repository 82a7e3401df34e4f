import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import sharp from 'sharp';
import { Agent, type Dispatcher, request } from 'undici';
import { Refused, Unreachable } from '../domain/errors.ts';
import { PIXELS_MAX, SNIFF_BYTES } from '../domain/picture-bytes.ts';
import { PrivateAddress, publicLookup, refuseLiteral } from './addresses.ts';
import type { Log } from './options.ts';
import { mediaType } from './sniff.ts';

export interface Limits {
  /** Of the file. */
  bytes: number;
  /** Width times height. */
  pixels: number;
  /** For the whole of one fetch, redirects included. */
  ms: number;
  connectMs: number;
}

/** Sizes as in contract.md. */
export const LIMITS: Limits = { bytes: 50 * 1024 * 1024, pixels: PIXELS_MAX, ms: 60_000, connectMs: 5000 };

export interface PicturesOptions {
  /** The gateway's own address: its host may be private, and only its origin may be shown the key. */
  gatewayOrigin: string;
  /** Further hosts that may be private: `host` for any port, or `host:port`. */
  allowHosts?: readonly string[] | undefined;
  /** The headers that carry the key, for a gateway that asks for it on its own image route. */
  authorization?: (() => Promise<Readonly<Record<string, string>>>) | undefined;
  /** Resolves host names; the system's by default. */
  lookup?: LookupFunction | undefined;
  limits?: Partial<Limits> | undefined;
  log?: Log | undefined;
}

export interface Picture {
  /** As downloaded. */
  bytes: Buffer;
  /** By content: image/png, image/jpeg, image/gif, image/webp, image/avif, video/mp4 or video/webm. */
  type: string;
  /** 0 of a film, as the height. */
  width: number;
  height: number;
}

export interface Pictures {
  /**
   * Downloads a picture or a film, whole and as it is; nothing is decoded.
   * @throws Refused `picture-unusable` with the reason `too-large`, `gone` or `not-a-picture` (nor a film); Unreachable when it may succeed later
   */
  fetch(url: string): Promise<Picture>;
  close(): Promise<void>;
}

const HOPS = 3;

/**
 * Fetches final pictures and films from wherever the gateway says. Its word is not trusted with our network: a host that leads to a private address is
 * refused at every hop, unless it is the gateway's own or allowed.
 */
export function createPictures(options: PicturesOptions): Pictures {
  const limits: Limits = { ...LIMITS, ...options.limits };
  const lookup = options.lookup ?? systemLookup;
  const gateway = new URL(options.gatewayOrigin);
  const trusted = new Set([gateway.hostname, ...(options.allowHosts ?? []).map((host) => host.trim().toLowerCase())]);
  const agent = (by: LookupFunction) => new Agent({ connect: { timeout: limits.connectMs, lookup: by } });
  const open = agent(lookup);
  const guarded = agent(publicLookup(lookup));

  function wayTo(url: URL): Dispatcher {
    if (trusted.has(url.hostname) || trusted.has(url.host)) return open;
    refuseLiteral(url.hostname);
    return guarded;
  }

  async function follow(link: string, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    let url = webAddress(link);
    let headers: Readonly<Record<string, string>> = {};
    let shownKey = false;
    for (let hops = 0; hops <= HOPS; ) {
      const response = await request(url, {
        dispatcher: wayTo(url),
        headers: {
          accept: 'image/*, video/*',
          'accept-encoding': 'identity',
          'user-agent': 'midjourney-slack-bot',
          ...headers,
        },
        headersTimeout: limits.ms,
        bodyTimeout: limits.ms,
        signal,
      });
      const { statusCode } = response;
      headers = {};
      if (statusCode === 200) return response;
      await response.body.dump({ limit: 64 * 1024 });
      // new-api's image route needs no key (gateway.md 1.1); for a gateway that asks all the same, it is shown once, to that origin alone.
      if (statusCode === 401 && !shownKey && url.origin === gateway.origin && options.authorization !== undefined) {
        shownKey = true;
        headers = await options.authorization();
        continue;
      }
      const location = response.headers['location'];
      if (statusCode < 300 || statusCode >= 400 || typeof location !== 'string') throw unavailable(statusCode);
      url = webAddress(location, url.href);
      hops += 1;
    }
    throw unusable('gone', new Error(`more than ${HOPS} redirects`));
  }

  async function download(link: string): Promise<{ bytes: Buffer; type: string }> {
    const { body, headers } = await follow(link, AbortSignal.timeout(limits.ms));
    if (Number(headers['content-length'] ?? 0) > limits.bytes) {
      body.destroy();
      throw unusable('too-large');
    }
    const chunks: Buffer[] = [];
    let length = 0;
    let type: string | undefined;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > limits.bytes) throw unusable('too-large');
      if (type === undefined && length >= SNIFF_BYTES) {
        type = mediaType(Buffer.concat(chunks));
        if (type === undefined) throw unusable('not-a-picture');
      }
    }
    if (type === undefined) throw unusable('not-a-picture');
    return { bytes: Buffer.concat(chunks), type };
  }

  return {
    async fetch(link) {
      try {
        const { bytes, type } = await download(link);
        const size = type.startsWith('video/') ? { width: 0, height: 0 } : await sizeOf(bytes, limits.pixels);
        return { bytes, type, ...size };
      } catch (error) {
        if (error instanceof Refused || error instanceof Unreachable) throw error;
        if (!(error instanceof PrivateAddress)) throw new Unreachable('picture', messageOf(error), { cause: error });
        options.log?.warn(
          { err: error },
          'a picture was refused: its host leads to a private address and is not among MJ_IMAGE_HOSTS',
        );
        throw unusable('not-a-picture', error);
      }
    },
    async close() {
      await Promise.all([open.close(), guarded.close()]);
    },
  };
}

/** Reads the header of the file; the pixels are not decoded. */
async function sizeOf(bytes: Buffer, pixels: number): Promise<{ width: number; height: number }> {
  const { width, height } = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((error: unknown) => {
      throw unusable('not-a-picture', error);
    });
  if (width * height > pixels) throw unusable('too-large');
  return { width, height };
}

function webAddress(link: string, base?: string): URL {
  const url = URL.canParse(link, base) ? new URL(link, base) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw unusable('not-a-picture');
  return url;
}

/** A link that answers 4xx is gone (Discord's expire to 404, signed ones to 403); the rest may come back. */
function unavailable(status: number): Refused | Unreachable {
  const later = status >= 500 || status === 429 || status === 408 || status < 300;
  return later ? new Unreachable('picture', `HTTP ${status}`) : unusable('gone', new Error(`HTTP ${status}`));
}

function unusable(reason: 'too-large' | 'gone' | 'not-a-picture', cause?: unknown): Refused {
  return new Refused('picture', 'picture-unusable', reason, { cause });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
