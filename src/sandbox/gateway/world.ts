import { Callbacks } from './callbacks.ts';
import { digits, hashOf, numbersFrom } from './dice.ts';
import type { Feed } from './feed.ts';
import type { Settings } from './options.ts';
import { Cdn } from './pictures/cdn.ts';
import { Studio } from './pictures/studio.ts';
import type { SubmitKind, Task } from './tasks.ts';
import { Timeline } from './timeline.ts';

/** A submit that was taken, as the client sent it. */
export interface Submit {
  readonly kind: SubmitKind;
  readonly body: Readonly<Record<string, unknown>>;
  /** The `action` of the task that it is about, in plus's words; null where there is none. */
  readonly action: string | null;
  /** The button that was pressed, also of a modal; null for what is no press. */
  readonly customId: string | null;
  /** The prompt that was sent, or null. */
  readonly prompt: string | null;
  /** The bytes of the mask that was sent, or null. */
  readonly mask: Buffer | null;
  /** The id that the answer named. */
  readonly taskId: string;
  /** The code that the client was shown: 1, 21 or 22. */
  readonly code: number;
  /** Path prefix before `/mj`, such as `mj-fast`, or null. */
  readonly mode: string | null;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What can be turned while the stand-in runs; begins as the options say. */
export interface Knobs {
  latencyMs: number;
  /** `auto`: the account answers its own dialogs. */
  remix: 'off' | 'asks' | 'auto';
}

/** Everything that a stand-in knows; one for each. */
export class World {
  readonly settings: Settings;
  readonly knobs: Knobs;
  readonly feed: Feed;
  /** What the proxy itself keeps; behind new-api that is the upstream's table. */
  readonly tasks = new Map<string, Task>();
  readonly submits: Submit[] = [];
  readonly violations: string[] = [];
  readonly next: () => number;
  readonly studio = new Studio();
  readonly cdn: Cdn;
  readonly callbacks: Callbacks;
  readonly timeline: Timeline;
  /** Where the stand-in is reached, without `/mj`; known once it listens. */
  base = '';
  readonly #pauses = new Set<() => void>();
  #made = 0;

  constructor(settings: Settings, feed: Feed) {
    this.settings = settings;
    this.knobs = {
      latencyMs: settings.latencyMs,
      remix: !settings.remix ? 'off' : settings.remixAuto ? 'auto' : 'asks',
    };
    this.feed = feed;
    const { clock, linkLifeMs, cdnBase } = settings;
    this.next = numbersFrom(settings.seed === null ? hashOf(clock.now(), Math.random()) : hashOf('ids', settings.seed));
    this.cdn = new Cdn({
      clock,
      studio: this.studio,
      next: this.next,
      lifeMs: linkLifeMs,
      base: () => cdnBase ?? this.base,
    });
    this.callbacks = new Callbacks(settings, feed);
    this.timeline = new Timeline(this);
  }

  now(): number {
    return this.settings.clock.now();
  }

  /** A task id: epoch ms and three digits, or one of the other shapes in circulation (gateway.md 4.8). */
  newId(): string {
    this.#made += 1;
    const time = this.settings.seed === null ? this.now() : FIXED_EPOCH + this.#made * 1000;
    const id = `${time}${digits(this.next, 3)}`;
    switch (this.settings.idStyle) {
      case 'sixteen':
        return this.tasks.has(id) ? this.newId() : id;
      case 'seventeen':
        // Odd and above 2^53, so that a double cannot hold it.
        return `1400${digits(this.next, 12)}${1 + 2 * Math.floor(this.next() * 5)}`;
      case 'leading-zero':
        return `0${digits(this.next, 15)}`;
      case 'alphanumeric':
        return `task_${digits(this.next, 6)}${String.fromCharCode(65 + Math.floor(this.next() * 26))}${this.#made}`;
    }
  }

  /** Writes down something that a correct client never does. */
  accuse(what: string): void {
    this.violations.push(what);
    this.feed.tell('violation');
  }

  /** Resolves after `ms`; never once the stand-in is closed. */
  pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.settings.clock.after(ms, () => {
        this.#pauses.delete(stop);
        resolve();
      });
      this.#pauses.add(stop);
    });
  }

  close(): void {
    for (const stop of this.#pauses) stop();
    this.timeline.close();
    this.callbacks.close();
  }

  task(id: string): Task {
    const task = this.tasks.get(id);
    if (task === undefined) throw new Error(`no task ${id} in the stand-in gateway`);
    return task;
  }
}

/** Time part of ids when a seed fixes them. */
const FIXED_EPOCH = 1_741_531_500_000;
