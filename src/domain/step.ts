/**
 * The step between a press and its picture: what the gateway wants to know before it draws. A Slack modal or the painter page asks for it,
 * whichever way it was found out:
 *
 * | found out by                                   | the step is of | what its answer does                                        |
 * |------------------------------------------------|----------------|-------------------------------------------------------------|
 * | the kind of the button (zoom, region, picks)   | a button       | a submission with the answer in it: `action`, then `modal`  |
 * | the gateway's answer, or a reading (Remix)     | a submission   | the submission that waits gets its answer: `modal`          |
 */
import { z } from 'zod';
import { UserMistake } from './errors.ts';
import { SubmissionId } from './ids.ts';
import { PROMPT_MAX, parsePrompt } from './prompt.ts';
import type { ButtonKind } from './task.ts';

/**
 * - `prompt`: a prompt to change (Remix: vary, pan, reroll)
 * - `zoom`: a number from 1 to 2 and a ratio
 * - `region`: a mask and a prompt
 * - `pick`: a prompt that describe or shorten proposes
 */
export const StepKind = z.enum(['prompt', 'zoom', 'region', 'pick']);
export type StepKind = z.infer<typeof StepKind>;

/** Whose step it is. */
export const StepRef = z.discriminatedUnion('of', [
  /** A button on the card of `submission`; `hash` is the `customIdHash` of its customId. */
  z.object({ of: z.literal('button'), submission: SubmissionId, hash: z.string() }),
  /** A submission that waits for its answer. */
  z.object({ of: z.literal('submission'), submission: SubmissionId }),
]);
export type StepRef = z.infer<typeof StepRef>;

/** The cells of the grid that is drawn over a picture: 4 x 4, numbered 1 to 16, row by row. */
export const GRID_SIDE = 4;
export const GRID_CELLS = GRID_SIDE * GRID_SIDE;

/** Where a mask comes from; it is made into the gateway's form when it is sent. */
export const MaskSource = z.discriminatedUnion('kind', [
  /** Painted on the page, and kept under this id. */
  z.object({ kind: z.literal('painted'), id: z.string() }),
  /** Chosen cells of the grid, 1 to 16. */
  z.object({ kind: z.literal('cells'), cells: z.array(z.number().int().min(1).max(GRID_CELLS)).min(1) }),
  /** A file in Slack: what is white-ish or transparent is repainted, everything else is kept. */
  z.object({ kind: z.literal('file'), id: z.string() }),
]);
export type MaskSource = z.infer<typeof MaskSource>;

/** What a step asks, filled in as far as we can. */
export interface Step {
  readonly ref: StepRef;
  readonly kind: StepKind;
  /** What the button is called. */
  readonly button: string;
  /** The gateway's proposal, else the parent's prompt; for a pick, the picked one. */
  readonly prompt: string;
  /** Zoom: the ratio that the prompt names, when it names one. */
  readonly ratio?: string;
  /** Region: Slack's file id of the picture to be painted on. */
  readonly picture?: string;
  /** Region: the address of the painter, where there is one. */
  readonly painter?: { readonly id: string; readonly url: string };
  /**
   * Region: a mask that came back from the painter. `share` of the picture that is repainted, 0 to 1; `preview` is an address; `reworded` when
   * the prompt was changed there too, and so counts more than what was typed in the modal.
   */
  readonly painted?: {
    readonly id: string;
    readonly share: number;
    readonly preview?: string;
    readonly reworded?: boolean;
  };
  /** Region: Slack's file id of the picture with the numbered grid, once it is there. */
  readonly grid?: string;
}

/** What a person gave. Text as it was typed. */
export interface StepGiven {
  readonly prompt: string;
  readonly zoom?: string;
  readonly ratio?: string;
  readonly mask?: MaskSource;
}

/** What is sent: the answer to a confirmation. */
export const StepAnswer = z.object({
  prompt: z.string(),
  mask: MaskSource.optional(),
  /** Who gave it. */
  by: z.string(),
});
export type StepAnswer = z.infer<typeof StepAnswer>;

/** The step that a kind of button always has, whatever the gateway's account is set to. Source: gateway.md section 3.1. */
export function stepOfKind(kind: ButtonKind): Exclude<StepKind, 'prompt'> | undefined {
  if (kind === 'custom-zoom') return 'zoom';
  if (kind === 'region') return 'region';
  return kind === 'describe-pick' || kind === 'shorten-pick' ? 'pick' : undefined;
}

/**
 * True of the steps for which a gateway waits even where its answer reads as "accepted" (some rewrite the code, and the child of a custom zoom
 * need not say MODAL). A pick that was accepted runs. Source: gateway.md sections 3.1, 3.2.
 */
export function waitsUnsaid(kind: ReturnType<typeof stepOfKind>): boolean {
  return kind === 'zoom' || kind === 'region';
}

export const ZOOM_MIN = 1;
export const ZOOM_MAX = 2;
/** What Midjourney's own dialog proposes. */
export const ZOOM_USUAL = '1.8';

/**
 * The prompt that answers a step, checked: a zoom and a ratio are written into it in the place of those that it had.
 *
 * @throws UserMistake `empty-prompt`, `long-prompt` (field `prompt`), `bad-number` (field `zoom`), `bad-ratio` (field `ratio`)
 */
export function answerPrompt(kind: StepKind, given: StepGiven): string {
  if (kind !== 'zoom') return parsePrompt(given.prompt);
  const zoom = (given.zoom ?? '').trim().replace(',', '.');
  const factor = Number(zoom);
  if (!/^\d(?:\.\d{1,3})?$/.test(zoom) || factor < ZOOM_MIN || factor > ZOOM_MAX)
    throw new UserMistake('bad-number', { min: ZOOM_MIN, max: ZOOM_MAX }, 'zoom');
  const ratio = (given.ratio ?? '').trim().replace(/\s{0,9}[:x/]\s{0,9}/iu, ':');
  if (ratio !== '' && !/^[1-9]\d{0,2}:[1-9]\d{0,2}$/.test(ratio)) throw new UserMistake('bad-ratio', {}, 'ratio');
  const words = without(without(parsePrompt(given.prompt), 'zoom'), ...(ratio === '' ? [] : ['ar', 'aspect']));
  const whole = [words, ...(ratio === '' ? [] : [`--ar ${ratio}`]), `--zoom ${String(factor)}`].join(' ').trim();
  if (whole.length > PROMPT_MAX)
    throw new UserMistake('long-prompt', { length: whole.length, max: PROMPT_MAX }, 'prompt');
  return whole;
}

/** The ratio that a prompt asks for: the last of its `--ar`. */
export function promptRatio(prompt: string): string | undefined {
  const named = [...prompt.matchAll(/(?:^|\s)--(?:ar|aspect)\s+(\d{1,3}:\d{1,3})(?=\s|$)/giu)];
  return named.at(-1)?.[1];
}

/** A zoom belongs to the picture that was zoomed, not to what is made of it. */
export function withoutZoom(prompt: string): string {
  return without(prompt, 'zoom');
}

/** The prompt without these parameters and their values, which are numbers or ratios; a word behind one is the prompt's. */
function without(prompt: string, ...names: readonly string[]): string {
  const parameter = new RegExp(`(^|\\s)--(?:${names.join('|')})(?:\\s+\\d\\S*)?(?=\\s|$)`, 'giu');
  return prompt.replace(parameter, '').trim();
}
