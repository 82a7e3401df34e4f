import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { digits } from '../dice.ts';
import type { Picture } from './picture.ts';
import type { Drawn, Rendition, Studio } from './studio.ts';

interface Attachment {
  readonly picture: Picture;
  readonly rendition: Rendition;
  /** The picture's own name, shared by all links to it. */
  readonly name: string;
}

/** What Discord's CDN says to a link without its query, or after its time (gateway.md 6). */
export const GONE = 'This content is no longer available.';

/**
 * Signed, short-lived links in the shape of Discord's CDN:
 * `<base>/attachments/<channel>/<attachment>/<file>?ex=<hex s>&is=<hex s>&hm=<hex sha256>&` (gateway.md 6).
 */
export class Cdn {
  readonly #attachments = new Map<string, Attachment>();
  readonly #clock: Clock;
  readonly #studio: Studio;
  readonly #next: () => number;
  readonly #lifeMs: number;
  readonly #base: () => string;

  constructor(parts: { clock: Clock; studio: Studio; next: () => number; lifeMs: number; base: () => string }) {
    this.#clock = parts.clock;
    this.#studio = parts.studio;
    this.#next = parts.next;
    this.#lifeMs = parts.lifeMs;
    this.#base = parts.base;
  }

  /**
   * Makes a link.
   * @param name the picture's own name, the same for all its links
   * @param file the file's name as the link shows it
   * @param folder Discord keeps what a command was given in `ephemeral-attachments`
   */
  publish(
    name: string,
    picture: Picture,
    rendition: Rendition,
    file: string,
    folder: 'attachments' | 'ephemeral-attachments' = 'attachments',
  ): string {
    const path = `/${folder}/13200666555${digits(this.#next, 8)}/13483060304${digits(this.#next, 8)}/${file}`;
    this.#attachments.set(path, { picture, rendition, name });
    const issued = Math.floor(this.#clock.now() / 1000);
    const is = issued.toString(16);
    const ex = (issued + Math.floor(this.#lifeMs / 1000)).toString(16);
    return `${this.#base()}${path}?ex=${ex}&is=${is}&hm=${signature(path, ex, is)}&`;
  }

  /** The file behind a link; null when the link is unknown, stripped of its query, altered, or too old. */
  async open(path: string, query: URLSearchParams): Promise<Drawn | null> {
    const attachment = this.#attachments.get(path);
    const ex = query.get('ex') ?? '';
    const is = query.get('is') ?? '';
    if (attachment === undefined || query.get('hm') !== signature(path, ex, is)) return null;
    if (Number.parseInt(ex, 16) * 1000 < this.#clock.now()) return null;
    return this.#studio.draw(attachment.name, attachment.picture, attachment.rendition);
  }
}

function signature(path: string, ex: string, is: string): string {
  return createHash('sha256').update(`${path}|${ex}|${is}`).digest('hex');
}
