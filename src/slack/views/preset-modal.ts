import type { ActionsBlock, ModalView } from '@slack/types';
import type { Messages } from '../../domain/messages.ts';
import { PRESET_NAME_MAX, PRESET_PARAMETERS_MAX, type Preset, presetTextOf } from '../../domain/preset.ts';
import { LIMITS } from '../limits.ts';
import { encodeSettings, type SettingsPlace } from '../listening/settings-token.ts';
import { input, plain } from './elements.ts';
import type { FormState } from './form-state.ts';
import { SETTINGS_ACTION } from './settings-fields.ts';

/** The `callback_id` of the modal of a preset, which lies on top of the settings, of a form, or of a prompt. */
export const PRESET_CALLBACK = 'preset';

/** A preset, to be changed; a new one without `preset`, or with one that has no name yet. */
export function presetModal(preset: Preset | undefined, place: SettingsPlace, messages: Messages): ModalView {
  const { presets: words } = messages.settings;
  const isNew = preset === undefined || preset.name === '';
  const text = (name: 'name' | 'parameters', max: number) => ({
    type: 'plain_text_input' as const,
    action_id: `${SETTINGS_ACTION}:${name}`,
    max_length: max,
    placeholder: plain(words[name].placeholder ?? '', LIMITS.placeholder),
    ...(preset === undefined || preset[name] === '' ? {} : { initial_value: preset[name] }),
  });
  return {
    type: 'modal',
    callback_id: PRESET_CALLBACK,
    title: plain(isNew ? words.newTitle : words.title, LIMITS.modalTitle),
    submit: plain(words.submit, LIMITS.modalTitle),
    close: plain(messages.modals.cancel, LIMITS.modalTitle),
    private_metadata: encodeSettings({ ...place, was: isNew ? undefined : preset.name }),
    blocks: [
      input('name', words.name, false, text('name', PRESET_NAME_MAX)),
      input('parameters', words.parameters, false, text('parameters', PRESET_PARAMETERS_MAX)),
    ],
  };
}

/** Keeps the parameters of a prompt as a preset: a button where it is read or written. None where the prompt has no parameters. */
export function saveAsPreset(prompt: string, { settings }: Messages): ActionsBlock[] {
  const value = presetTextOf(prompt);
  if (value === '') return [];
  const text = plain(settings.presets.saveAs, LIMITS.buttonText);
  return [{ type: 'actions', elements: [{ type: 'button', action_id: `${SETTINGS_ACTION}:save-as`, text, value }] }];
}

export function readPreset(state: FormState): { name: string; parameters: string } {
  const value = (name: string) => state[name]?.[`${SETTINGS_ACTION}:${name}`]?.value ?? '';
  return { name: value('name'), parameters: value('parameters') };
}
