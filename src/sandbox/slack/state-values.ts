import { isObject, numberAt, objectsAt } from './json.ts';
import type { JsonObject } from './types.ts';

/** The values that elements hold, in the shapes of `state.values` (bolt's ViewStateValue). */

type Kind = 'text' | 'option' | 'options' | 'id' | 'ids' | 'date' | 'number' | 'files' | 'rich';

interface Holding {
  kind: Kind;
  /** Where the value stands in state and in an action. */
  field: string;
  initial?: string;
}

const holdings: { [type: string]: Holding } = {
  plain_text_input: { kind: 'text', field: 'value', initial: 'initial_value' },
  number_input: { kind: 'text', field: 'value', initial: 'initial_value' },
  email_text_input: { kind: 'text', field: 'value', initial: 'initial_value' },
  url_text_input: { kind: 'text', field: 'value', initial: 'initial_value' },
  rich_text_input: { kind: 'rich', field: 'rich_text_value', initial: 'initial_value' },
  static_select: { kind: 'option', field: 'selected_option', initial: 'initial_option' },
  external_select: { kind: 'option', field: 'selected_option', initial: 'initial_option' },
  radio_buttons: { kind: 'option', field: 'selected_option', initial: 'initial_option' },
  multi_static_select: { kind: 'options', field: 'selected_options', initial: 'initial_options' },
  multi_external_select: { kind: 'options', field: 'selected_options', initial: 'initial_options' },
  checkboxes: { kind: 'options', field: 'selected_options', initial: 'initial_options' },
  users_select: { kind: 'id', field: 'selected_user', initial: 'initial_user' },
  channels_select: { kind: 'id', field: 'selected_channel', initial: 'initial_channel' },
  conversations_select: { kind: 'id', field: 'selected_conversation', initial: 'initial_conversation' },
  multi_users_select: { kind: 'ids', field: 'selected_users', initial: 'initial_users' },
  multi_channels_select: { kind: 'ids', field: 'selected_channels', initial: 'initial_channels' },
  multi_conversations_select: { kind: 'ids', field: 'selected_conversations', initial: 'initial_conversations' },
  datepicker: { kind: 'date', field: 'selected_date', initial: 'initial_date' },
  timepicker: { kind: 'date', field: 'selected_time', initial: 'initial_time' },
  datetimepicker: { kind: 'number', field: 'selected_date_time', initial: 'initial_date_time' },
  file_input: { kind: 'files', field: 'files' },
};

/** What the element holds before anybody touches it; undefined for buttons and menus that hold nothing. */
export function initialValue(element: JsonObject): JsonObject | undefined {
  const type = String(element['type']);
  const holding = holdings[type];
  if (!holding) return undefined;
  const initial = holding.initial === undefined ? undefined : element[holding.initial];
  const empty = holding.kind === 'options' || holding.kind === 'ids' || holding.kind === 'files' ? [] : null;
  return { type, [holding.field]: initial ?? empty };
}

/**
 * What the element holds once a person chose or typed this.
 * @param files the file objects, for a file input
 * @throws Error for an option that is not there, or a value of the wrong kind
 */
export function valueOf(element: JsonObject, given: string | string[] | null, files: JsonObject[] = []): JsonObject {
  const type = String(element['type']);
  const holding = holdings[type];
  if (!holding) throw new Error(`A ${type} holds no value.`);
  return { type, [holding.field]: held(element, holding.kind, given, files) };
}

function held(element: JsonObject, kind: Kind, given: string | string[] | null, files: JsonObject[]): unknown {
  const one = Array.isArray(given) ? given[0] : given;
  const many = Array.isArray(given) ? given : given === null || given === '' ? [] : [given];
  switch (kind) {
    case 'text':
      return one === undefined || one === '' ? null : one;
    case 'id':
    case 'date':
      return one ?? null;
    case 'number':
      return one === undefined || one === null ? null : Number(one);
    case 'ids':
      return many;
    case 'option':
      return one === undefined || one === null ? null : optionOf(element, one);
    case 'options':
      checkCount(element, many.length);
      return many.map((value) => optionOf(element, value));
    case 'files':
      return files;
    case 'rich':
      return one
        ? { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: one }] }] }
        : null;
  }
}

function checkCount(element: JsonObject, count: number): void {
  const most = numberAt(element, 'max_selected_items');
  if (most !== undefined && count > most) throw new Error(`This menu takes at most ${most} choices.`);
}

/** The option with this value or, failing that, this visible text. @throws Error when there is none */
export function optionOf(element: JsonObject, wanted: string): JsonObject {
  const options = [
    ...objectsAt(element, 'options'),
    ...objectsAt(element, 'option_groups').flatMap((group) => objectsAt(group, 'options')),
  ];
  const found =
    options.find((option) => option['value'] === wanted) ?? options.find((option) => textIn(option['text']) === wanted);
  if (!found)
    throw new Error(
      `There is no option "${wanted}"; there are ${options.map((option) => textIn(option['text'])).join(', ')}.`,
    );
  const { url: _, ...rest } = found;
  return rest;
}

/** Whether a person left the element empty. */
export function isEmptyValue(value: JsonObject): boolean {
  const holding = holdings[String(value['type'])];
  const inner = holding && value[holding.field];
  return inner === null || inner === undefined || inner === '' || (Array.isArray(inner) && inner.length === 0);
}

/** The text of a text object. */
export function textIn(object: unknown): string {
  return isObject(object) && typeof object['text'] === 'string' ? object['text'] : '';
}
