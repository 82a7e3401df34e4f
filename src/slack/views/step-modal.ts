import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { FieldWords, Messages } from '../../domain/messages.ts';
import { PROMPT_MAX } from '../../domain/prompt.ts';
import { ZOOM_USUAL } from '../../domain/step.ts';
import { CARD, LIMITS, LINE_MAX } from '../limits.ts';
import { encodeStep } from '../steps/step-token.ts';
import { cutToSlack } from '../text.ts';
import { input, mrkdwn, plain } from './elements.ts';
import { regionBlocks } from './region-blocks.ts';
import { STEP_ACTION, STEP_CALLBACK, type StepView } from './step-view.ts';

/** What a press asks for before it is drawn. */
export function stepModal(view: StepView, messages: Messages): ModalView {
  const { step, trouble } = view;
  const words = messages.steps.kinds[step.kind];
  return {
    type: 'modal',
    callback_id: STEP_CALLBACK,
    title: plain(words.title, LIMITS.modalTitle),
    submit: plain(words.submit, LIMITS.modalTitle),
    close: plain(messages.modals.cancel, LIMITS.modalTitle),
    private_metadata: encodeStep(view, LIMITS.privateMetadata),
    blocks: [
      ...(trouble === undefined ? [] : [mrkdwn(trouble)]),
      mrkdwn(words.intro(cutToSlack(step.button, CARD.label))),
      ...(step.kind === 'region' ? regionBlocks(view, messages) : []),
      ...(step.kind === 'zoom' ? zoomInputs(view, messages) : []),
      promptInput(view, words.prompt),
    ],
  };
}

function promptInput({ step, typed }: StepView, words: FieldWords): InputBlock {
  const prompt = typed?.prompt ?? step.prompt;
  const block = input('prompt', words, false, {
    type: 'plain_text_input',
    action_id: promptAction(step),
    multiline: true,
    max_length: PROMPT_MAX,
    dispatch_action_config: { trigger_actions_on: ['on_character_entered'] },
    ...initial(prompt.slice(0, PROMPT_MAX)),
  });
  // The painter has a field of its own for it, which begins with what is typed here.
  return step.painter === undefined ? block : { ...block, dispatch_action: true };
}

/** Slack keeps what was typed under an action_id; a prompt that was changed at the painter is newer. */
function promptAction({ painted }: StepView['step']): string {
  const name = `${STEP_ACTION}:prompt`;
  return painted?.reworded !== true ? name : `${name}:${painted.id}`.slice(0, LIMITS.actionId);
}

/** A number without bounds of its own, so that the sentence of a wrong one is ours. */
function zoomInputs({ step, typed }: StepView, { steps }: Messages): KnownBlock[] {
  const { placeholder = '' } = steps.ratio;
  return [
    input('zoom', steps.zoom, false, {
      type: 'number_input',
      action_id: `${STEP_ACTION}:zoom`,
      is_decimal_allowed: true,
      ...initial(typed === undefined ? ZOOM_USUAL : (typed.zoom ?? '')),
    }),
    input('ratio', steps.ratio, true, {
      type: 'plain_text_input',
      action_id: `${STEP_ACTION}:ratio`,
      max_length: LINE_MAX,
      placeholder: plain(placeholder, LIMITS.placeholder),
      ...initial((typed === undefined ? step.ratio : typed.ratio) ?? ''),
    }),
  ];
}

function initial(text: string): { initial_value?: string } {
  return text === '' ? {} : { initial_value: text };
}
