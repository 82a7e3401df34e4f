import type { ActionsBlock, ModalView, PlainTextOption } from '@slack/types';
import type { Messages } from '../../domain/messages.ts';
import { PersonSettings } from '../../domain/settings.ts';
import { LIMITS } from '../limits.ts';
import { input, plain } from './elements.ts';
import type { FormState } from './form-state.ts';

/** The `callback_id` of the settings. */
export const SETTINGS_CALLBACK = 'settings';
/** The action_id of an input is this and its name; its block_id is the name alone. The button that opens them has it, too. */
export const SETTINGS_ACTION = 'settings';

const Remix = PersonSettings.shape.remix.unwrap();

/** A person's settings, to be changed. */
export function settingsModal({ remix }: PersonSettings, { settings, modals }: Messages): ModalView {
  const { label, hint } = settings.remix;
  const options = Remix.options.map((value): PlainTextOption => {
    const { name, explained } = settings.remix.choices[value];
    return {
      text: plain(name, LIMITS.optionText),
      value,
      description: plain(explained, LIMITS.optionDescription),
    };
  });
  const chosen = options.find(({ value }) => value === remix);
  return {
    type: 'modal',
    callback_id: SETTINGS_CALLBACK,
    title: plain(settings.title, LIMITS.modalTitle),
    submit: plain(settings.submit, LIMITS.modalTitle),
    close: plain(modals.cancel, LIMITS.modalTitle),
    blocks: [
      input('remix', { label, hint }, false, {
        type: 'static_select',
        action_id: `${SETTINGS_ACTION}:remix`,
        options,
        ...(chosen === undefined ? {} : { initial_option: chosen }),
      }),
    ],
  };
}

/** @returns undefined for a choice that this version did not offer */
export function readSettings(state: FormState): Partial<Omit<PersonSettings, 'v'>> | undefined {
  const remix = Remix.safeParse(state['remix']?.[`${SETTINGS_ACTION}:remix`]?.selected_option?.value).data;
  return remix === undefined ? undefined : { remix };
}

/** Opens the settings where a modal could not be. */
export function settingsButton({ settings }: Messages): ActionsBlock {
  const text = plain(settings.open, LIMITS.buttonText);
  return { type: 'actions', elements: [{ type: 'button', action_id: `${SETTINGS_ACTION}:open`, text, value: 'open' }] };
}
