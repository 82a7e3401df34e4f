import type { Step } from '../../domain/step.ts';
import type { StepToken } from '../steps/step-token.ts';

/** The step's `callback_id`. */
export const STEP_CALLBACK = 'step';
/** The action_id of an input is this and its name; its block_id is the name alone. */
export const STEP_ACTION = 'step';

/** The inputs, by their block ids. They never change, so that what was typed survives an update. */
export type StepInput = 'prompt' | 'zoom' | 'ratio' | 'cells' | 'mask';

/** What the modal of a step shows. */
export interface StepView extends StepToken {
  /**
   * Whether the picture can be shown. Slack refuses a whole view for a picture that it cannot have, so a modal is opened without.
   * - `coming`: it follows
   * - `shown`: it stands in the step, where there is one
   * - `missing`: there is none, or Slack does not take it
   */
  pictures: 'coming' | 'shown' | 'missing';
  /** What was typed, in the place of what the step proposes. */
  typed?: { prompt: string; zoom?: string | undefined; ratio?: string | undefined };
  /** The squares that are chosen. */
  cells?: readonly number[];
  /** Why the last try was refused, as mrkdwn. */
  trouble?: string;
}

/** The inputs that the modal of a step has. */
export function inputsOf({ kind, painter, painted }: Step): readonly StepInput[] {
  if (kind === 'zoom') return ['zoom', 'ratio', 'prompt'];
  if (kind !== 'region' || painted !== undefined) return ['prompt'];
  return painter === undefined ? ['cells', 'mask', 'prompt'] : ['mask', 'prompt'];
}

/** The picture that stands in the modal of a step, once it can be shown. */
export function hasPicture({ painted, painter, grid }: Step): boolean {
  return painted === undefined ? painter === undefined && grid !== undefined : painted.preview !== undefined;
}
