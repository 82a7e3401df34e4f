/** What the painter page needs from the stories; `app/wire.ts` hands it in. `id` is what the token of the address holds. */

import type { Language } from '../domain/language.ts';

/** What the page shows. */
export interface PaintPage {
  /** The prompt to start from. */
  readonly prompt: string;
  /** What the button is called that was pressed. */
  readonly button: string;
  /** Of the picture, in pixels. */
  readonly width: number;
  readonly height: number;
  /** True while the modal is known from which the page was opened: the mask may go back into it. */
  readonly canReturn: boolean;
}

/** What the page sends. */
export interface Painted {
  /** The bytes that it says are a PNG. */
  readonly mask: Buffer;
  readonly prompt: string;
  /** Whether it was changed on the page; unknown of one of an earlier version. */
  readonly reworded?: boolean | undefined;
  /** `redraw`: the whole step is done; `return`: the mask goes back into the open modal. */
  readonly then: 'redraw' | 'return';
}

/**
 * - `taken`: accepted; the link is used up
 * - `used`: a mask was accepted before
 * - `gone`: the link's time is over
 * - `closed`: the modal is no longer open; nothing was used up, *Redraw* still works
 */
export type PaintOutcome = 'taken' | 'used' | 'gone' | 'closed';

export interface Painter {
  /** Of the person for whom the link was made; undefined when it is no longer known. @throws Unreachable */
  language(id: string): Promise<Language | undefined>;
  page(id: string): Promise<PaintPage | 'used' | 'gone'>;
  /** The picture at its own size. @throws Unreachable, Busy */
  picture(id: string): Promise<{ bytes: Buffer; type: string } | undefined>;
  /** The picture with the part tinted that was painted last, also after the link was used. */
  preview(id: string): Promise<{ bytes: Buffer; type: string } | undefined>;
  /** @throws UserMistake, when the mask, the prompt or the person is refused: nothing is used up. Unreachable, Busy */
  accept(id: string, painted: Painted): Promise<PaintOutcome>;
}
