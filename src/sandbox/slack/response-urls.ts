import type { Ids } from './ids.ts';
import { limits } from './limits.ts';
import type { Clock } from './types.ts';

/** Where an interaction came from, which is what its response_url may answer. */
export interface ResponseOrigin {
  kind: 'command' | 'action' | 'shortcut';
  user: string;
  channel: string;
  /** The message or ephemeral that carries the pressed element; only these can be replaced (slack.md section 2). */
  sourceTs: string | undefined;
  threadTs: string | undefined;
}

interface Issued {
  origin: ResponseOrigin;
  at: number;
  uses: number;
}

/** response_urls: five uses within thirty minutes each. */
export class ResponseUrls {
  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #issued = new Map<string, Issued>();

  constructor(clock: Clock, ids: Ids) {
    this.#clock = clock;
    this.#ids = ids;
  }

  /** @returns the path, to be put behind the base URL */
  issue(origin: ResponseOrigin): string {
    const path = `/${origin.kind === 'command' ? 'commands' : 'actions'}/${this.#ids.trigger().replaceAll('.', '/')}`;
    this.#issued.set(path, { origin, at: this.#clock.now(), uses: 0 });
    return path;
  }

  /** Counts one use. @returns the origin, or why it is refused */
  use(path: string): ResponseOrigin | 'invalid_url' | 'expired_url' | 'used_url' {
    const issued = this.#issued.get(path);
    if (!issued) return 'invalid_url';
    if (this.#clock.now() - issued.at > limits.responseUrl.ms) return 'expired_url';
    if (issued.uses >= limits.responseUrl.uses) return 'used_url';
    issued.uses += 1;
    return issued.origin;
  }
}
