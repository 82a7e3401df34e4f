import sharp from 'sharp';
import { isObject } from './json.ts';
import { limits } from './limits.ts';

/** A picture as Slack's servers fetched it. */
export interface ProxiedImage {
  type: string;
  bytes: Uint8Array;
}

/** Hosts that no server on the internet can reach. */
const PRIVATE =
  /^(localhost|.*\.(localhost|local|internal)|127\..*|10\..*|192\.168\..*|172\.(1[6-9]|2\d|3[01])\..*|169\.254\..*|0\.0\.0\.0|\[.*\]|[^.]*)$/;

/** In Slack's words (slack.md section 3). */
const FAILED = 'downloading image failed';

/**
 * Slack's servers fetch each `image_url` when it is given, and people see their copy (slack.md section 3). Here only hosts of this machine
 * that stand for public ones are fetched; an address elsewhere on the internet is taken unseen, since nothing leaves the machine.
 */
export class ImageProxy {
  readonly #hosts: Set<string>;
  readonly #copies = new Map<string, ProxiedImage | undefined>();

  /** @param hosts `host[:port]` */
  constructor(hosts: readonly string[]) {
    this.#hosts = new Set(hosts);
  }

  makePublic(host: string): void {
    this.#hosts.add(host);
  }

  /** Fetches every `image_url` in blocks or a view, so that `problem` knows of it. */
  async fetchIn(json: unknown): Promise<void> {
    const urls = [...new Set(addressesIn(json))].filter((url) => this.#isFetched(url));
    await Promise.all(urls.map(async (url) => this.#copies.set(url, await fetchImage(url))));
  }

  /** @returns what is wrong with an address that was given, in Slack's words, or undefined */
  problem(url: string): string | undefined {
    if (!/^https?:\/\//.test(url) || !URL.canParse(url)) return FAILED;
    if (this.#isFetched(url)) return this.#copies.get(url) === undefined ? FAILED : undefined;
    return PRIVATE.test(new URL(url).hostname) ? FAILED : undefined;
  }

  /** What people see. */
  copy(url: string): ProxiedImage | undefined {
    return this.#copies.get(url);
  }

  #isFetched(url: string): boolean {
    return URL.canParse(url) && this.#hosts.has(new URL(url).host);
  }
}

function addressesIn(json: unknown): string[] {
  if (Array.isArray(json)) return json.flatMap(addressesIn);
  if (!isObject(json)) return [];
  return Object.entries(json).flatMap(([key, value]) =>
    key === 'image_url' && typeof value === 'string' ? [value] : addressesIn(value),
  );
}

/** Undefined for anything but a picture of a kind that Slack shows. */
async function fetchImage(url: string): Promise<ProxiedImage | undefined> {
  try {
    const response = await fetch(url, {
      // Neither token nor cookie; a page to sign in at is no picture either.
      headers: { 'user-agent': 'Slack-ImgProxy (+https://api.slack.com/robots)', accept: 'image/*' },
      redirect: 'error',
      signal: AbortSignal.timeout(limits.image.fetchMs),
    });
    const type = response.headers.get('content-type') ?? '';
    if (!response.ok || !type.startsWith('image/')) {
      await response.body?.cancel();
      return undefined;
    }
    const bytes = new Uint8Array(await response.arrayBuffer());
    const { format } = await sharp(bytes).metadata();
    const kinds: readonly string[] = limits.image.types;
    return kinds.includes(format === 'jpeg' ? 'jpg' : format) ? { type, bytes } : undefined;
  } catch {
    return undefined;
  }
}
