import { formErrors, formValues, standingValue } from './form.js';
import { focusOn, get, messagesOf, redraw, toast, ui } from './store.js';
import { readDraft } from './thread.js';

/** @typedef {import('./store.js').Json} Json */

/**
 * Asks the server to do something as the person of this tab.
 *
 * @param {string} name see page/acts.ts
 * @param {Json} [input]
 * @returns {Promise<Json>} what the person noticed; `error` when it could not be done or the app did not answer, said in a toast
 */
export async function act(name, input = {}) {
  try {
    const answer = await fetch(`/act/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user: ui.me, ...input }),
    });
    const noticed = await answer.json();
    if (noticed.error !== undefined) toast(noticed.notice ?? noticed.error, 'error');
    return noticed;
  } catch {
    toast('The sandbox did not answer. Is it still running?', 'error');
    return { error: 'offline' };
  }
}

/** Slack's own commands that a person needs here. */
const BUILT_IN = /** @type {Record<string, string>} */ ({ '/invite': 'inviteBot', '/remove': 'removeBot' });

/** @param {string} key of the composer: channel, or channel:thread @param {string} channel @param {string} [threadTs] */
export async function send(key, channel, threadTs) {
  const files = ui.attached[key] ?? [];
  if (files.some((file) => file.busy)) return;
  const commands = (get('commands') ?? []).map((/** @type {Json} */ one) => one.command);
  const draft = readDraft(ui.drafts[key] ?? '', [...commands, ...Object.keys(BUILT_IN)]);
  if (draft === undefined && files.length === 0) return;
  if (draft?.kind === 'command') {
    if (!draft.known) return toast(`${draft.command} is not a valid command.`, 'error');
    if (threadTs !== undefined) return toast(`${draft.command} is not supported in threads. Sorry!`, 'error');
    if (files.length > 0)
      return toast('Slash commands carry no files. Share the file with a mention of the app instead.', 'error');
  }
  ui.drafts[key] = '';
  ui.attached[key] = [];
  ui.completion = undefined;
  redraw(() => toEnd(threadTs === undefined ? 'message-list' : 'thread-list'));
  const sent =
    draft?.kind === 'command'
      ? await act(BUILT_IN[draft.command] ?? 'command', { channel, command: draft.command, text: draft.text })
      : await act('message', { channel, text: draft?.text ?? '', threadTs, files: files.map((file) => file.id) });
  if (sent.error !== undefined && !ui.drafts[key] && draft !== undefined) {
    ui.drafts[key] = draft.kind === 'command' ? `${draft.command} ${draft.text}`.trim() : draft.text;
    redraw();
  }
  return undefined;
}

/** Who writes wants to see it, wherever they had scrolled. @param {string} list */
function toEnd(list) {
  const el = document.querySelector(`[data-testid="${list}"]`);
  if (el) el.scrollTop = el.scrollHeight;
}

/** @param {File} file @returns {Promise<Json | undefined>} the uploaded file */
async function upload(file) {
  const query = new URLSearchParams({ user: ui.me, name: file.name });
  try {
    const answer = await fetch(`/upload?${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: file,
    });
    const made = await answer.json();
    if (made.error === undefined)
      return { id: made.id, name: file.name, size: file.size, mimetype: file.type, busy: false };
    toast(made.error, 'error');
  } catch {
    toast(`${file.name} could not be uploaded.`, 'error');
  }
  return undefined;
}

/** @param {string} key of the composer @param {File[]} files */
export async function attach(key, files) {
  await Promise.all(
    files.map(async (file, index) => {
      const place = { id: `${Date.now()}-${index}`, name: file.name, size: file.size, mimetype: file.type, busy: true };
      ui.attached[key] = [...(ui.attached[key] ?? []), place];
      redraw();
      const made = await upload(file);
      ui.attached[key] = (ui.attached[key] ?? []).flatMap((other) =>
        other === place ? (made ? [made] : []) : [other],
      );
      redraw();
    }),
  );
}

/**
 * A press on an element of a message, an ephemeral, a modal or the Home tab.
 *
 * @param {Json} on as in the stand-in's `Surface`
 * @param {Json} block
 * @param {Json} element
 * @param {any} [option]
 */
export function press(on, block, element, option) {
  if (element.confirm !== undefined) {
    ui.confirm = { ...element.confirm, run: () => void pressNow(on, block, element, option) };
    redraw();
  } else void pressNow(on, block, element, option);
}

/** @param {Json} on @param {Json} block @param {Json} element @param {any} [option] */
async function pressNow(on, block, element, option) {
  const key = pressKey(on, block, element);
  ui.waiting.add(key);
  redraw();
  const view = on.viewId === undefined ? undefined : topModal();
  const values = view === undefined ? undefined : formValues(view.blocks, ui.typed[view.id] ?? {}, view.state, here());
  await act('click', { on, element: { actionId: element.action_id, blockId: block.block_id }, option, values });
  ui.waiting.delete(key);
  redraw();
}

/** How long somebody must stop typing before the app is told of it, milliseconds. */
const TYPING_MS = 300;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let typingTimer;

/** Tells the app what was typed so far, where it asked for that. @param {string} viewId @param {Json} block @param {Json} element */
export function tellTyped(viewId, block, element) {
  clearTimeout(typingTimer);
  typingTimer = setTimeout(() => {
    const view = topModal();
    // A view that was sent, left or turned into another meanwhile takes nothing more.
    const there = view?.blocks.some((/** @type {Json} */ one) => one.block_id === block.block_id);
    if (view?.id !== viewId || !there || view?.busy || ui.waiting.has(viewId)) return;
    void pressNow({ viewId }, block, element, typedValue(block, element, viewId));
  }, TYPING_MS);
}

/** The conversation that the person looks at. */
function here() {
  return ui.place === 'channel' ? ui.channel : undefined;
}

/** @param {Json} on @param {Json} block @param {Json} element */
export function pressKey(on, block, element) {
  return `${on.viewId ?? on.ts ?? 'home'}/${block.block_id}/${element.action_id}`;
}

/** @returns {Json | undefined} */
export function topModal() {
  return get('modals')?.at(-1);
}

/** @param {string} id @returns {Json | undefined} an open modal, or the Home tab */
function viewById(id) {
  return [...(get('modals') ?? []), get('home')].find((view) => view?.id === id);
}

/** Sends the visible modal, unless the client itself sees what is missing. */
export async function submitModal() {
  const view = topModal();
  if (view === undefined || view.busy || ui.waiting.has(view.id)) return;
  const values = formValues(view.blocks, ui.typed[view.id] ?? {}, view.state, here());
  const errors = formErrors(view.blocks, values);
  for (const [block, value] of Object.entries(values)) {
    if (Array.isArray(value) && value.some((id) => ui.uploads.get(id)?.busy))
      errors[block] = 'Please wait for the upload to finish.';
  }
  ui.refused[view.id] = errors;
  redraw();
  if (Object.keys(errors).length > 0) return;
  clearTimeout(typingTimer);
  ui.waiting.add(view.id);
  await act('submitView', { values });
  ui.waiting.delete(view.id);
  redraw();
}

/** @param {Json} block @param {Json} element @param {string} viewId @returns {any} */
export function typedValue(block, element, viewId) {
  const typed = ui.typed[viewId] ?? {};
  const key = typedKey(block, element);
  return key in typed ? typed[key] : standingValue(block, element, viewById(viewId)?.state, here());
}

/** @param {Json} block @param {Json} element @param {string} viewId @param {any} value */
export function keepTyped(block, element, viewId, value) {
  ui.typed[viewId] = { ...ui.typed[viewId], [typedKey(block, element)]: value };
  if (ui.refused[viewId]?.[block.block_id] !== undefined) delete ui.refused[viewId][block.block_id];
  redraw();
}

/** An input block holds one element; others may hold several. @param {Json} block @param {Json} element */
function typedKey(block, element) {
  return block.type === 'input' ? block.block_id : `${block.block_id}/${element.action_id}`;
}

/** @param {Json} block @param {Json} element @param {string} viewId @param {File[]} files */
export async function pickFiles(block, element, viewId, files) {
  await Promise.all(
    files.map(async (file, index) => {
      const place = {
        id: `picking-${Date.now()}-${index}`,
        name: file.name,
        size: file.size,
        mimetype: file.type,
        busy: true,
      };
      ui.uploads.set(place.id, place);
      keepTyped(block, element, viewId, [...(typedValue(block, element, viewId) ?? []), place.id]);
      const made = await upload(file);
      ui.uploads.delete(place.id);
      if (made !== undefined) ui.uploads.set(made.id, made);
      const now = typedValue(block, element, viewId) ?? [];
      keepTyped(
        block,
        element,
        viewId,
        now.flatMap((/** @type {string} */ id) => (id === place.id ? (made ? [made.id] : []) : [id])),
      );
    }),
  );
}

/** @param {Json} message @param {string} name */
export function react(message, name) {
  const mine = message.reactions?.some((/** @type {Json} */ one) => one.name === name && one.users.includes(ui.me));
  void act('react', { channel: message.channel, ts: message.ts, name, remove: mine });
}

/** @param {string} channel @param {string} ts of any message of the thread */
export function openThread(channel, ts) {
  const message = messagesOf(channel).find((one) => one.ts === ts);
  ui.thread = message?.threadTs ?? ts;
  ui.menu = undefined;
  redraw(() => focusOn('[data-testid="thread-pane"] textarea'));
}

/** Something of the drawer. @param {string} name @param {Json} input */
export async function stage(name, input) {
  const key = `${name}:${input.id ?? ''}`;
  ui.busy[key] = true;
  redraw();
  await act(name, input);
  delete ui.busy[key];
  redraw();
}
