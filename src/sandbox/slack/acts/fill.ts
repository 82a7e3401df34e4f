import { fileJson } from '../files.ts';
import { numberAt, stringAt } from '../json.ts';
import { limits } from '../limits.ts';
import { isEmptyValue, textIn, valueOf } from '../state-values.ts';
import type { FieldValue, FieldValues, JsonObject, NewFile, SlackFile, View } from '../types.ts';
import { viewChanged } from '../views.ts';
import type { Workspace } from '../workspace.ts';
import { everyElement, type Found } from './elements.ts';
import { ownFile, upload } from './talk.ts';

/** Typing and choosing in a view, with the checks that Slack's client makes before it sends anything. */

/** Keeps what was typed. @throws Error for a field that is not there or a value it does not take */
export async function fillFields(ws: Workspace, view: View, user: string, values: FieldValues): Promise<void> {
  for (const [key, given] of Object.entries(values)) {
    const { block, element } = fieldFor(view, key);
    const blockId = String(block['block_id']);
    const value = await newValue(ws, user, element, given);
    view.state[blockId] = { ...view.state[blockId], [String(element['action_id'])]: value };
  }
  viewChanged(ws, view);
}

/** The state value for what a person gave; files are uploaded on the way and handed to the app. */
export async function newValue(
  ws: Workspace,
  user: string,
  element: JsonObject,
  given: FieldValue,
): Promise<JsonObject> {
  if (element['type'] !== 'file_input') {
    if (Array.isArray(given) && given.some((each) => typeof each !== 'string'))
      throw new Error('Only a file input takes files.');
    return valueOf(element, Array.isArray(given) ? given.filter((each) => typeof each === 'string') : given);
  }
  const chosen = given === null ? [] : typeof given === 'string' ? [given] : given;
  const files = await Promise.all(chosen.map((each) => pickedFile(ws, user, element, each)));
  const most = numberAt(element, 'max_files') ?? limits.fileInput.maxFiles;
  if (files.length > most) throw new Error(`This input takes at most ${most} files.`);
  for (const file of files) file.grantedToBot = true;
  return valueOf(
    element,
    null,
    files.map((file) => fileJson(ws, file)),
  );
}

/**
 * What the client refuses to submit, if anything.
 * @throws Error naming the field
 */
export function checkRequired(view: View): void {
  for (const { block, element } of everyElement(view.blocks)) {
    if (block['type'] !== 'input') continue;
    const value = view.state[String(block['block_id'])]?.[String(element['action_id'])] ?? {};
    const label = textIn(block['label']);
    if (isEmptyValue(value)) {
      if (block['optional'] !== true) throw new Error(`"${label}" is required.`);
      continue;
    }
    checkText(label, element, stringAt(value, 'value') ?? '');
  }
}

function checkText(label: string, element: JsonObject, text: string): void {
  if (element['type'] === 'plain_text_input') {
    const longest = numberAt(element, 'max_length') ?? limits.input.maxLength;
    const shortest = numberAt(element, 'min_length') ?? 0;
    if (text.length > longest || text.length < shortest)
      throw new Error(`"${label}" takes ${shortest} to ${longest} characters.`);
  }
  if (element['type'] === 'number_input') {
    const number = Number(text);
    const low = numberAt(element, 'min_value') ?? Number.NEGATIVE_INFINITY;
    const high = numberAt(element, 'max_value') ?? Number.POSITIVE_INFINITY;
    const whole = element['is_decimal_allowed'] === true || Number.isInteger(number);
    if (!Number.isFinite(number) || !whole || number < low || number > high)
      throw new Error(`"${label}" takes a number from ${low} to ${high}.`);
  }
}

async function pickedFile(
  ws: Workspace,
  user: string,
  element: JsonObject,
  given: string | NewFile,
): Promise<SlackFile> {
  const file = typeof given === 'string' ? ownFile(ws, user, given) : given;
  const size = file.bytes.byteLength;
  if (size > limits.fileInput.bytes) throw new Error(`${file.name} is larger than 10 MB.`);
  const allowed = element['filetypes'];
  const extension = file.name.slice(file.name.lastIndexOf('.') + 1).toLowerCase();
  if (Array.isArray(allowed) && !allowed.includes(extension))
    throw new Error(`${file.name} is not one of ${allowed.join(', ')}.`);
  return typeof given === 'string' ? ownFile(ws, user, given) : upload(ws, user, given);
}

/** By block_id, action_id or label. */
function fieldFor(view: View, key: string): Found {
  const all = everyElement(view.blocks);
  const found =
    all.find(({ block }) => block['block_id'] === key) ??
    all.find(({ element }) => element['action_id'] === key) ??
    all.find(({ block }) => textIn(block['label']) === key);
  if (!found)
    throw new Error(
      `There is no field "${key}"; there are ${all.map(({ block }) => textIn(block['label']) || block['block_id']).join(', ')}.`,
    );
  return found;
}
