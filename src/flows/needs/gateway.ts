/** The gateway, in domain words. */

import type { OrderVerb } from '../../domain/form.ts';
import type { Mode } from '../../domain/prompt.ts';
import type { Snapshot } from '../../domain/task.ts';
import type { DataUrl } from './pictures.ts';

export type Answer =
  | { kind: 'accepted'; task: string; ahead?: number }
  /** The gateway asks for more; `task` is the child that waits. */
  | { kind: 'confirm'; task: string; finalPrompt?: string }
  /** It did this before: `task` is the existing one. */
  | { kind: 'exists'; task: string }
  /** An upload: nothing is drawn, the links are the result. */
  | { kind: 'links'; links: string[] };

export interface SubmitOptions {
  /** Echoed by the gateway in every snapshot; we send the submission's id. */
  state: string;
  mode?: Mode | undefined;
  /** Where the gateway may call back. */
  notifyHook?: string | undefined;
}

/**
 * The gateway. Every method may throw the errors of `domain/errors.ts`; submits throw `InDoubt` when their fate is unknown, reads throw
 * `Unreachable` instead.
 */
export interface Gateway {
  imagine(
    order: { prompt: string; pictures: DataUrl[]; bot?: 'midjourney' | 'niji' | undefined } & SubmitOptions,
  ): Promise<Answer>;
  blend(order: { pictures: DataUrl[]; shape: 'portrait' | 'square' | 'landscape' } & SubmitOptions): Promise<Answer>;
  describe(order: { picture: DataUrl } & SubmitOptions): Promise<Answer>;
  shorten(order: { prompt: string } & SubmitOptions): Promise<Answer>;
  faceswap(order: { face: DataUrl; target: DataUrl } & SubmitOptions): Promise<Answer>;
  video(
    order: {
      prompt: string;
      start: DataUrl;
      end?: DataUrl | undefined;
      motion: 'low' | 'high';
      loop: boolean;
      batch: 1 | 2 | 4;
      resolution: '480' | '720';
    } & SubmitOptions,
  ): Promise<Answer>;
  edit(order: { prompt: string; picture: DataUrl; mask?: DataUrl | undefined } & SubmitOptions): Promise<Answer>;
  upload(order: { pictures: DataUrl[] } & SubmitOptions): Promise<Answer>;
  /** For gateways without buttons (novicezk): U and V by number; `reroll` takes 1 (Dooy#209). */
  change(
    order: { task: string; action: 'UPSCALE' | 'VARIATION' | 'REROLL'; index: 1 | 2 | 3 | 4 } & SubmitOptions,
  ): Promise<Answer>;
  /** `remix`: ask to be asked for a prompt, where the gateway knows how; where its account cannot, it is pressed without. */
  press(order: { task: string; customId: string; remix?: boolean | undefined } & SubmitOptions): Promise<Answer>;
  /** Answers a confirmation. `mask`: opaque PNG, black = keep, white = repaint, of the picture's size. */
  confirm(order: { task: string; prompt: string; mask?: DataUrl | undefined } & SubmitOptions): Promise<Answer>;
  /** The gateway's latest tasks, or undefined where it has no such list. */
  latest(): Promise<Snapshot[] | undefined>;
  /** True when the gateway took the request to cancel; false where it has no such verb. */
  cancel(task: string): Promise<boolean>;
}

/** What the gateway is known to lack; found out by asking for it. */
export interface Abilities {
  /** What a person need not be let ask for. */
  lacking(): Promise<readonly OrderVerb[]>;
  /** It was asked for, and answered as something that is not there; once may be a fault. */
  lacks(verb: OrderVerb): Promise<void>;
  /** It was asked for, and taken. */
  offers(verb: OrderVerb): Promise<void>;
}

export interface Seeds {
  /**
   * Slow: up to a minute. @returns the seed's digits
   * @throws Refused with the gateway's reason, Busy, Unreachable, Misconfigured
   */
  seed(task: string): Promise<string>;
}

/** How things stand, for a person. */
export interface Overview {
  /** How long the gateway took to answer a harmless read. @throws as a read does */
  gateway(): Promise<{ ms: number }>;
  work(): Promise<{ watched: number; waiting: number; overdue: number }>;
}
