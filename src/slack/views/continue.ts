import type { ActionsBlock } from '@slack/types';
import type { Messages } from '../../domain/messages.ts';
import { encodeControl, encodePress } from '../../domain/press-token.ts';
import type { StepRef } from '../../domain/step.ts';
import { LIMITS } from '../limits.ts';
import { PRESS_ACTION } from './buttons.ts';
import { CONTROL_ACTION } from './controls.ts';
import { plain } from './elements.ts';

const CONTROL = 'continue';

/** *Continue*: leads to the step again, with a trigger of its own. A step of a button is had by pressing it again. */
export function continueActions(ref: StepRef, messages: Messages): ActionsBlock {
  const leads =
    ref.of === 'button'
      ? { action_id: `${PRESS_ACTION}:${CONTROL}`, value: encodePress(ref) }
      : {
          action_id: `${CONTROL_ACTION}:${CONTROL}`,
          value: encodeControl({ submission: ref.submission, control: CONTROL }),
        };
  const text = plain(messages.controls.continue, LIMITS.buttonText);
  return { type: 'actions', elements: [{ type: 'button', style: 'primary', text, ...leads }] };
}
