import { isObject } from '../json.ts';
import { limits } from '../limits.ts';
import type { JsonObject } from '../types.ts';
import {
  array,
  boolean,
  type Context,
  exactlyOne,
  integer,
  number,
  object,
  oneOf,
  pattern,
  type Rule,
  refuse,
  type Shape,
  string,
  typed,
  unique,
} from './rules.ts';

/** Text objects, options and interactive elements (slack.md section 2; @slack/types 3.2.0 for the shapes). */

const anything: Rule = () => {};
const type: Shape = { type: anything };

export function plainText(max: number = limits.text): Rule {
  return typed(() => ({ plain_text: object({ ...type, text: string(max, 1) }, { emoji: boolean }) }));
}

export function mrkdwn(max: number = limits.text): Rule {
  return typed(() => ({ mrkdwn: object({ ...type, text: string(max, 1) }, { verbatim: boolean }) }));
}

export function anyText(max: number = limits.text): Rule {
  return typed(() => ({
    plain_text: object({ ...type, text: string(max, 1) }, { emoji: boolean }),
    mrkdwn: object({ ...type, text: string(max, 1) }, { verbatim: boolean }),
  }));
}

const httpUrl =
  (max: number): Rule =>
  (value, at, context) => {
    string(max, 1)(value, at, context);
    if (typeof value === 'string' && !/^(https?|mailto|slack):/i.test(value)) refuse(context, 'invalid url', at);
  };

/** Slack's own servers fetch it, so it must be public (slack.md section 3). */
const imageUrl: Rule = (value, at, context) => {
  string(limits.image.url, 1)(value, at, context);
  const wrong = typeof value === 'string' ? context.imageUrl(value) : undefined;
  if (wrong !== undefined) refuse(context, wrong, at);
};

const slackFile: Rule = (value, at, context) => {
  object(
    {},
    { id: pattern(/^F[A-Z0-9]{8,}$/, 'a valid file id'), url: string(limits.image.url, 1) },
    exactlyOne('id', 'url'),
  )(value, at, context);
  const wrong = isObject(value) ? context.slackFile(value) : undefined;
  if (wrong !== undefined) refuse(context, wrong, at);
};

const imageFields: Shape = { image_url: imageUrl, slack_file: slackFile };
const oneImage = exactlyOne('image_url', 'slack_file');

export const imageElement: Rule = object({ ...type, alt_text: string(limits.image.alt, 1) }, imageFields, oneImage);

export const imageBlockShape: { required: Shape; optional: Shape; extra: typeof oneImage } = {
  required: { alt_text: string(limits.image.alt, 1) },
  optional: { ...imageFields, title: plainText(limits.image.title) },
  extra: oneImage,
};

const confirm: Rule = object(
  { text: anyText(limits.confirm.text) },
  {
    title: plainText(limits.confirm.title),
    confirm: plainText(limits.confirm.button),
    deny: plainText(limits.confirm.button),
    style: oneOf('primary', 'danger'),
  },
);

const optionFields: Shape = { description: anyText(limits.option.description), url: httpUrl(limits.option.url) };
const option = (text: (max: number) => Rule): Rule =>
  object({ text: text(limits.option.text), value: string(limits.option.value, 1) }, optionFields);
const menuOption = option(plainText);
const choiceOption = option(anyText);

const focus: Rule = (value, at, context) => {
  boolean(value, at, context);
  if (value !== true) return;
  context.focused += 1;
  if (context.focused > 1) refuse(context, 'only one element may have focus_on_load', at);
};

const actionable: Shape = { action_id: string(limits.actionId, 1) };
const confirmable: Shape = { ...actionable, confirm };
const focusable: Shape = { ...confirmable, focus_on_load: focus };
const menu: Shape = { ...focusable, placeholder: plainText(limits.select.placeholder) };
const multi: Shape = { ...menu, max_selected_items: integer(1, 100) };
const textual: Shape = {
  ...actionable,
  focus_on_load: focus,
  placeholder: plainText(limits.select.placeholder),
  dispatch_action_config: object(
    {},
    { trigger_actions_on: array(oneOf('on_enter_pressed', 'on_character_entered'), 2) },
  ),
};
const ids = array(string(40, 1), 100);
const date = pattern(/^\d{4}-\d\d-\d\d$/, 'a date as YYYY-MM-DD');
const time = pattern(/^\d\d:\d\d$/, 'a time as HH:mm');

const optionList =
  (item: Rule, max: number, min = 1): Rule =>
  (value, at, context) => {
    array(item, max, min)(value, at, context);
    unique(value, 'value', at, context);
  };

const optionGroups = array(
  object({ label: plainText(limits.option.text), options: optionList(menuOption, limits.select.options) }),
  limits.select.groups,
);

const initialIsAnOption = (owner: JsonObject, at: string, context: Context): void => {
  const groups = Array.isArray(owner['option_groups']) ? owner['option_groups'].filter(isObject) : [];
  const lists = [owner['options'], ...groups.map((group) => group['options'])];
  const values = lists
    .flatMap((list) => (Array.isArray(list) ? list.filter(isObject) : []))
    .map((each) => each['value']);
  const given = owner['initial_options'] ?? (owner['initial_option'] ? [owner['initial_option']] : []);
  const unknown = Array.isArray(given) && given.some((each) => isObject(each) && !values.includes(each['value']));
  if (unknown) refuse(context, 'initial option is not among the options', at);
};

const staticMenu = (fields: Shape): Rule =>
  object(
    type,
    { ...fields, options: optionList(menuOption, limits.select.options), option_groups: optionGroups },
    (value, at, context) => {
      exactlyOne('options', 'option_groups')(value, at, context);
      initialIsAnOption(value, at, context);
    },
  );

const choices = (initial: Shape): Rule =>
  object(
    { ...type, options: optionList(choiceOption, limits.choices) },
    { ...focusable, ...initial },
    initialIsAnOption,
  );

const feedbackButton = object(
  { text: plainText(limits.button.text), value: string(limits.button.value, 1) },
  { accessibility_label: string(limits.button.accessibilityLabel) },
);
const conversationFilter = object(
  {},
  {
    include: array(oneOf('im', 'mpim', 'private', 'public'), 4),
    exclude_external_shared_channels: boolean,
    exclude_bot_users: boolean,
  },
);
const conversations: Shape = { default_to_current_conversation: boolean, filter: conversationFilter };
const lines = integer(1, limits.input.maxLength);

/** Every element by its type, for use outside rich text. */
export const elements: { [type: string]: Rule } = {
  image: imageElement,
  button: object(
    { ...type, text: plainText(limits.button.text) },
    {
      ...confirmable,
      value: string(limits.button.value),
      url: httpUrl(limits.button.url),
      style: oneOf('primary', 'danger'),
      accessibility_label: string(limits.button.accessibilityLabel),
    },
  ),
  workflow_button: object(
    { ...type, text: plainText(limits.button.text), workflow: anything },
    { ...actionable, style: oneOf('primary', 'danger'), accessibility_label: string(limits.button.accessibilityLabel) },
  ),
  overflow: object({ ...type, options: optionList(menuOption, limits.overflow.max, limits.overflow.min) }, confirmable),
  static_select: staticMenu({ ...menu, initial_option: menuOption }),
  multi_static_select: staticMenu({ ...multi, initial_options: array(menuOption, 100) }),
  external_select: object(type, { ...menu, initial_option: menuOption, min_query_length: integer(0, 100) }),
  multi_external_select: object(type, {
    ...multi,
    initial_options: array(menuOption, 100),
    min_query_length: integer(0, 100),
  }),
  users_select: object(type, { ...menu, initial_user: string(40) }),
  multi_users_select: object(type, { ...multi, initial_users: ids }),
  channels_select: object(type, { ...menu, initial_channel: string(40), response_url_enabled: boolean }),
  multi_channels_select: object(type, { ...multi, initial_channels: ids }),
  conversations_select: object(type, {
    ...menu,
    ...conversations,
    initial_conversation: string(40),
    response_url_enabled: boolean,
  }),
  multi_conversations_select: object(type, { ...multi, ...conversations, initial_conversations: ids }),
  radio_buttons: choices({ initial_option: choiceOption }),
  checkboxes: choices({ initial_options: array(choiceOption, limits.choices) }),
  datepicker: object(type, { ...menu, initial_date: date }),
  timepicker: object(type, { ...menu, initial_time: time, timezone: string(100) }),
  datetimepicker: object(type, { ...focusable, initial_date_time: number }),
  plain_text_input: object(type, {
    ...textual,
    initial_value: string(limits.input.maxLength),
    multiline: boolean,
    min_length: integer(0, limits.input.maxLength),
    max_length: integer(1, limits.input.maxLength),
  }),
  number_input: object(
    { ...type, is_decimal_allowed: boolean },
    { ...textual, initial_value: string(100), min_value: string(100), max_value: string(100) },
  ),
  email_text_input: object(type, { ...textual, initial_value: string(limits.input.maxLength) }),
  url_text_input: object(type, { ...textual, initial_value: string(limits.input.maxLength) }),
  rich_text_input: object(type, { ...textual, initial_value: anything, min_lines: lines, max_lines: lines }),
  file_input: object(type, {
    ...actionable,
    filetypes: array(string(20, 1), 100),
    max_files: integer(1, limits.fileInput.maxFiles),
  }),
  feedback_buttons: object({ ...type, positive_button: feedbackButton, negative_button: feedbackButton }, actionable),
  icon_button: object(
    { ...type, icon: oneOf('trash'), text: plainText(limits.button.text) },
    {
      ...confirmable,
      value: string(limits.button.value),
      accessibility_label: string(limits.button.accessibilityLabel),
      visible_to_user_ids: ids,
    },
  ),
};

/** A rule for an element that must be one of these types. */
export function element(...types: string[]): Rule {
  return typed(() => Object.fromEntries(types.flatMap((name) => (elements[name] ? [[name, elements[name]]] : []))));
}

const selects = ['static_select', 'external_select', 'users_select', 'channels_select', 'conversations_select'];
export const menus = [...selects, ...selects.map((name) => `multi_${name}`)];
export const pickers = ['datepicker', 'timepicker', 'datetimepicker'];
export const textInputs = ['plain_text_input', 'number_input', 'email_text_input', 'url_text_input', 'rich_text_input'];
