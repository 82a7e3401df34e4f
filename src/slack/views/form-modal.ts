import type {
  Checkboxes,
  FileInput,
  InputBlock,
  KnownBlock,
  ModalView,
  PlainTextInput,
  StaticSelect,
} from '@slack/types';
import type { Field, Form } from '../../domain/form.ts';
import type { FieldWords, FormWords, Messages } from '../../domain/messages.ts';
import { PROMPT_MAX } from '../../domain/prompt.ts';
import type { PresetChoice } from '../../domain/settings.ts';
import type { PictureRef } from '../../domain/submission.ts';
import { CARD, LIMITS, LINE_MAX } from '../limits.ts';
import { encodeForm, type FormToken } from '../listening/form-token.ts';
import { codeBlock, cutToSlack } from '../text.ts';
import { FILE_TYPES, input, mrkdwn, plain } from './elements.ts';
import { saveAsPreset } from './preset-modal.ts';

/** The form's `callback_id`. */
export const FORM_CALLBACK = 'form';
/** The action_id of a field is this and its name; its block_id is the name alone. */
export const FIELD_ACTION = 'field';
/** The field that asks for a conversation, where there is none. */
export const WHERE = 'where';
const PREVIEW = 'preview';

interface FormView extends FormToken {
  form: Form;
  /** The prompt that would be sent; undefined for a form that shows none. */
  preview: string | undefined;
  /** Those to choose from; none while they are not known. */
  presets?: readonly PresetChoice[];
}

/** A verb's form, filled in with what was given. The same fields keep their block ids, so that what was typed survives an update. */
export function formModal({ form, preview, presets = [], ...token }: FormView, messages: Messages): ModalView {
  const words = messages.forms[form.verb];
  const { place, given } = token;
  const brought = broughtTo(form, given.pictures);
  const fields = form.fields.flatMap((field) => {
    const own = words.fields[field.name] ?? { label: field.name };
    if (field.kind === 'pictures')
      return pictureBlocks(field, own, brought.get(field.name) ?? [], given.pictures, messages);
    if (field.kind === 'preset' && presets.length === 0) return [];
    const plainBlock =
      field.kind === 'preset' ? presetBlock(field.name, own, token, presets, messages) : fieldBlock(field, own, token);
    if (preview === undefined) return [plainBlock];
    const block = { ...plainBlock, dispatch_action: true };
    // Right under the words, where it is seen while they are typed.
    return field.kind === 'prompt'
      ? [block, previewBlock(preview, messages), ...saveAsPreset(preview, messages)]
      : [block];
  });
  return {
    type: 'modal',
    callback_id: FORM_CALLBACK,
    ...frame(words, messages),
    private_metadata: encodeForm(
      { ...token, given: { prompt: '', pictures: given.pictures, options: {} } },
      LIMITS.privateMetadata,
    ),
    blocks: [...(place.channel === undefined ? [whereBlock(messages)] : []), ...fields],
  };
}

/** Which of the pictures that came along stand in which field: in order, as many as each takes. */
export function broughtTo(form: Form, pictures: readonly PictureRef[]): Map<string, PictureRef[]> {
  const left = [...pictures];
  return new Map(
    form.fields.flatMap((field) => (field.kind === 'pictures' ? [[field.name, left.splice(0, field.max)]] : [])),
  );
}

function frame(words: FormWords, messages: Messages): Pick<ModalView, 'title' | 'submit' | 'close'> {
  return {
    title: plain(words.title, LIMITS.modalTitle),
    submit: plain(words.submit, LIMITS.modalTitle),
    close: plain(messages.modals.cancel, LIMITS.modalTitle),
  };
}

type PlainField = Exclude<Field, { kind: 'pictures' | 'preset' }>;

function fieldBlock(field: PlainField, words: FieldWords, { given }: FormToken): InputBlock {
  const optional =
    field.kind === 'prompt' ? !field.required : !(field.kind === 'choice' && field.initial !== undefined);
  return input(field.name, words, optional, elementOf(field, words, given));
}

function elementOf(
  field: PlainField,
  words: FieldWords,
  given: FormToken['given'],
): PlainTextInput | StaticSelect | Checkboxes {
  const action_id = `${FIELD_ACTION}:${field.name}`;
  const value = given.options[field.name];
  const placeholder =
    words.placeholder === undefined ? {} : { placeholder: plain(words.placeholder, LIMITS.placeholder) };
  const option = (one: string) => ({ text: plain(words.choices?.[one] ?? one, LIMITS.optionText), value: one });
  switch (field.kind) {
    case 'prompt':
      return { ...textInput(action_id, given.prompt, PROMPT_MAX), ...placeholder, multiline: true };
    case 'line':
      return { ...textInput(action_id, value ?? '', LINE_MAX), ...placeholder };
    case 'choice': {
      const initial = field.options.find((one) => one === value) ?? field.initial;
      const chosen = initial === undefined ? {} : { initial_option: option(initial) };
      return { type: 'static_select', action_id, options: field.options.map(option), ...placeholder, ...chosen };
    }
    case 'flag': {
      const yes = option('yes');
      return { type: 'checkboxes', action_id, options: [yes], ...(value === 'yes' ? { initial_options: [yes] } : {}) };
    }
  }
}

/** The presets that can be chosen, a group for each of whom they belong to. */
function presetBlock(
  name: string,
  words: FieldWords,
  { given }: FormToken,
  presets: readonly PresetChoice[],
  { modals }: Messages,
): InputBlock {
  const option = (preset: PresetChoice) => ({ text: plain(preset.name, LIMITS.optionText), value: preset.name });
  const groups = (['person', 'channel'] as const).flatMap((of) => {
    const options = presets.filter((preset) => preset.of === of).map(option);
    return options.length === 0 ? [] : [{ label: plain(modals.presetsOf[of], LIMITS.optionText), options }];
  });
  const chosen = presets.find((preset) => preset.name === given.options[name]);
  return input(name, words, true, {
    type: 'static_select',
    action_id: `${FIELD_ACTION}:${name}`,
    option_groups: groups,
    ...(words.placeholder === undefined ? {} : { placeholder: plain(words.placeholder, LIMITS.placeholder) }),
    ...(chosen === undefined ? {} : { initial_option: option(chosen) }),
  });
}

function textInput(action_id: string, text: string, max: number): PlainTextInput {
  return {
    type: 'plain_text_input',
    action_id,
    max_length: max,
    // Slack tells us only where the block asks for it (`dispatch_action`).
    dispatch_action_config: { trigger_actions_on: ['on_character_entered'] },
    ...(text === '' ? {} : { initial_value: text.slice(0, max) }),
  };
}

/** What came along is counted in a line; a file input stands below it while there is room for another, or for one in its place. */
function pictureBlocks(
  { name, min, max }: Extract<Field, { kind: 'pictures' }>,
  words: FieldWords,
  brought: readonly PictureRef[],
  all: readonly PictureRef[],
  messages: Messages,
): KnownBlock[] {
  const { modals } = messages;
  const room = max === 1 ? 1 : max - brought.length;
  // A message may hold several pictures; they are counted when they are read.
  const uncounted = all.some((picture) => picture.kind === 'message');
  const count = brought.some((picture) => picture.kind === 'message') ? undefined : brought.length;
  const line = cutToSlack(modals.brought(words.label, count), LIMITS.contextText);
  const hint = [words.hint, brought.length > 0 && max === 1 ? modals.instead : undefined, modals.fileHint];
  const element: FileInput = {
    type: 'file_input',
    action_id: `${FIELD_ACTION}:${name}`,
    filetypes: FILE_TYPES,
    max_files: Math.min(Math.max(room, 1), LIMITS.fileInputFiles),
  };
  const optional = uncounted || brought.length >= min;
  return [
    ...(brought.length === 0
      ? []
      : [{ type: 'context' as const, elements: [{ type: 'mrkdwn' as const, text: line }] }]),
    ...(room > 0
      ? [input(name, { ...words, hint: hint.filter(Boolean).join(messages.between) }, optional, element)]
      : []),
  ];
}

function whereBlock({ modals }: Messages): InputBlock {
  return input(WHERE, modals.where, false, {
    type: 'conversations_select',
    action_id: `${FIELD_ACTION}:${WHERE}`,
    default_to_current_conversation: true,
    response_url_enabled: true,
  });
}

function previewBlock(preview: string, { modals }: Messages): KnownBlock {
  const shown = preview === '' ? '' : codeBlock(cutToSlack(preview, CARD.preview));
  return { ...mrkdwn(modals.preview(shown)), block_id: PREVIEW };
}
