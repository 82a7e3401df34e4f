import { ApiError } from './api-error.ts';
import type { Ids } from './ids.ts';
import type { Clock } from './types.ts';

export interface Trigger {
  user: string;
  /** The modal whose element or submission gave it, so that views.push knows the stack. */
  viewId: string | undefined;
}

interface Issued extends Trigger {
  at: number;
  used: boolean;
}

/** trigger_ids: each opens one view, within three seconds (slack.md section 2). */
export class Triggers {
  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #lifeMs: number;
  readonly #issued = new Map<string, Issued>();

  constructor(clock: Clock, ids: Ids, lifeMs: number) {
    this.#clock = clock;
    this.#ids = ids;
    this.#lifeMs = lifeMs;
  }

  issue(user: string, viewId?: string): string {
    const id = this.#ids.trigger();
    this.#issued.set(id, { user, viewId, at: this.#clock.now(), used: false });
    return id;
  }

  knows(id: unknown): boolean {
    return typeof id === 'string' && this.#issued.has(id);
  }

  /** @throws ApiError `invalid_trigger_id`, `expired_trigger_id`, `exchanged_trigger_id` */
  look(id: unknown): Trigger {
    const trigger = typeof id === 'string' ? this.#issued.get(id) : undefined;
    if (!trigger) throw new ApiError('invalid_trigger_id');
    if (trigger.used) throw new ApiError('exchanged_trigger_id');
    if (this.#clock.now() - trigger.at > this.#lifeMs) throw new ApiError('expired_trigger_id');
    return trigger;
  }

  /** Uses up a trigger that `look` accepted. */
  use(id: unknown): void {
    const trigger = typeof id === 'string' ? this.#issued.get(id) : undefined;
    if (trigger) trigger.used = true;
  }
}
