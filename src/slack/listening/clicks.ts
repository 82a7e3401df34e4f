import type { SubmissionId } from '../../domain/ids.ts';
import { decodeControl, decodePress } from '../../domain/press-token.ts';
import type { Control, ControlReply } from '../handlers.ts';
import { ADMIN_ACTION } from '../views/admin/admin-buttons.ts';
import { PRESS_ACTION } from '../views/buttons.ts';
import { CHOOSE_ACTION, FILL_ACTION, needsNoMore } from '../views/choice.ts';
import { CONTROL_ACTION, LINK_ACTION, MENU_ACTION } from '../views/controls.ts';
import { DEAD_ACTION } from '../views/dead.ts';
import { DRAFT_ACTION } from '../views/offer.ts';
import { promptModal } from '../views/prompt-modal.ts';
import { SETTINGS_ACTION } from '../views/settings-fields.ts';
import { words } from '../words.ts';
import type { Words } from '../writing/notes.ts';
import { answering } from './answers.ts';
import { onDraftButton } from './drafts.ts';
import { decodeForm } from './form-token.ts';
import { type Click, isDm } from './incoming.ts';
import type { ListenerOptions } from './listener-options.ts';
import { formOf, openModal } from './modals.ts';
import {
  type Answered,
  type Answering,
  giveReply,
  giveReplyWithModal,
  heeded,
  openForm,
  replyInModal,
} from './replies.ts';

const CONTROLS = {
  cancel: true,
  delete: true,
  'try-again': true,
  'check-again': true,
  'fetch-again': true,
  'show-prompt': true,
  seed: true,
  'edit-again': true,
  continue: true,
  'run-corrected': true,
} satisfies Record<Control, true>;

/** Those that make another submission. */
const MAKES_ANEW: ReadonlySet<string> = new Set(['try-again', 'run-corrected'] satisfies Control[]);

type Ack = () => Promise<void>;

/** A click on any button or menu of our messages: acked as soon as the handler has stored it; the answer follows on its own. */
export async function onClick(options: ListenerOptions, click: Click, ack: Ack): Promise<void> {
  const [kind] = click.actionId.split(':');
  // Slack has opened the link already.
  if (kind === LINK_ACTION || click.value === LINK_ACTION) return await ack();
  if (kind === DEAD_ACTION) return await onDeadButton(options, click, ack);
  if (kind === SETTINGS_ACTION) return await onVerbButton(options, click, SETTINGS_ACTION, ack);
  if (kind === DRAFT_ACTION) return await onDraftButton(options, click, answerTo(options, click), ack);
  if (kind === ADMIN_ACTION) return await onVerbButton(options, click, click.value, ack);
  if (kind === CHOOSE_ACTION || kind === FILL_ACTION) return await onFormButton(options, click, kind, ack);
  const ours = kind === CONTROL_ACTION || kind === MENU_ACTION ? decodeControl(click.value) : undefined;
  if (ours?.control === 'edit-again') return await onEditAgain(options, click, ours.submission, ack);

  const failed = ours === undefined || MAKES_ANEW.has(ours.control) ? 'could-not-take' : 'could-not-do';
  const reply = heeded(await answering(options, 'comes-once', async () => await handle(options, click, ours), failed));
  await ack();
  if (reply !== undefined && 'show' in reply) await showPrompt(options, click, reply.prompt);
  else await giveReplyWithModal(options, reply, answerTo(options, click));
}

async function handle(
  { handlers }: ListenerOptions,
  click: Click,
  ours: ReturnType<typeof decodeControl>,
): Promise<ControlReply> {
  const press = click.actionId.startsWith(`${PRESS_ACTION}:`) ? decodePress(click.value) : undefined;
  if (press !== undefined)
    return await handlers.press({ ...deedOf(click, press.submission, press.hash), hash: press.hash });
  if (ours !== undefined && isControl(ours.control))
    return await handlers.control({ ...deedOf(click, ours.submission, ours.control), control: ours.control });
  return { tell: { say: 'button-unknown' } };
}

function deedOf(click: Click, submission: SubmissionId, what: string) {
  const { user, team, channel, key, messageTs, threadTs, triggerId, responseUrl } = click;
  const thread = threadTs === undefined ? {} : { threadTs };
  return {
    user,
    team,
    channel,
    key,
    messageTs,
    triggerId,
    responseUrl,
    ...thread,
    submission,
    doubleClickKey: [team, user, submission, what].join('-'),
  };
}

/**
 * The form needs a look at our store, and the trigger does not wait for it. What is asked for stands in the thread of the card; of a card that was shown
 * to one person, in the conversation in which they asked for it.
 */
async function onEditAgain(options: ListenerOptions, click: Click, submission: SubmissionId, ack: Ack): Promise<void> {
  await ack();
  const { channel, threadTs = click.isEphemeral ? undefined : click.messageTs } = click;
  const to = { ...answerTo(options, click), place: { channel, threadTs } };
  await replyInModal(options, to, async () =>
    answering(options, 'comes-once', async (): Promise<Answered> => {
      const deed = deedOf(click, submission, 'edit-again');
      const reply = await options.handlers.control({ ...deed, control: 'edit-again' });
      return reply !== undefined && 'show' in reply ? { tell: { say: 'button-unknown' } } : reply;
    }),
  );
}

/** What is shown in a modal, where words brought no trigger: the button says the verb once more, with its own. */
async function onVerbButton(options: ListenerOptions, click: Click, name: string, ack: Ack): Promise<void> {
  await ack();
  const { user, team, channel, key, responseUrl } = click;
  const text = name === SETTINGS_ACTION && click.value === 'channel' ? click.value : '';
  const said = { name, text, user, team, channel, key, responseUrl, isDm: isDm(channel) };
  const reply = await answering(options, 'comes-once', async () => options.handlers.command(said));
  await giveReplyWithModal(options, reply, answerTo(options, click));
}

/** A button of the list of dead jobs: the list as it is now takes its place. */
async function onDeadButton(options: ListenerOptions, click: Click, ack: Ack): Promise<void> {
  const { team, user, value: key, actionId } = click;
  const what = actionId.split(':')[1] === 'replay' ? 'replay' : 'drop';
  const reply = await answering(
    options,
    'comes-once',
    async () => options.handlers.dead({ key, what, team, user }),
    'could-not-do',
  );
  await ack();
  const to = answerTo(options, click);
  // A refusal leaves the list as it is.
  const replaces = 'dead' in reply ? { replace_original: true } : {};
  await giveReply(options, reply, { ...to, say: async (said) => await to.say({ ...said, ...replaces }) });
}

/** A button that opens a form; or one that chooses a verb, which then runs at once if it needs nothing more. */
async function onFormButton(
  options: ListenerOptions,
  click: Click,
  kind: typeof CHOOSE_ACTION | typeof FILL_ACTION,
  ack: Ack,
): Promise<void> {
  const to = answerTo(options, click);
  const token = decodeForm(click.value);
  const form = token === undefined ? undefined : formOf(options, token.verb);
  if (token === undefined || form === undefined) {
    await ack();
    return void (await to.say({ text: words(options.messages, { say: 'button-unknown' }) }));
  }
  const { given } = token;
  const place = { ...token.place, responseUrl: click.responseUrl };
  if (kind === FILL_ACTION || !needsNoMore(form, given.pictures)) {
    await ack();
    return await openForm(options, form, given, { ...to, place });
  }
  const { user, team, channel, messageTs, actionId, responseUrl } = click;
  const thread = place.threadTs === undefined ? {} : { threadTs: place.threadTs };
  const where = { user, team, channel, ...thread, isDm: isDm(channel), responseUrl };
  // However often it is clicked, one choice is one submission.
  const key = [team, user, channel, messageTs, actionId].join('-');
  const reply = await answering(options, 'comes-once', async () =>
    options.handlers.form({ ...where, key, verb: form.verb, given }),
  );
  await ack();
  await giveReply(options, reply, to);
}

function answerTo({ notes }: ListenerOptions, click: Click): Answering & { triggerId: string } {
  const { user, channel, threadTs, triggerId, responseUrl } = click;
  return {
    triggerId,
    user,
    place: { channel, threadTs, responseUrl },
    say: async (said: Words) => await notes.respondWith(responseUrl, said),
  };
}

/** The trigger lives for three seconds from the click, so nothing comes between. */
async function showPrompt(options: ListenerOptions, click: Click, prompt: string): Promise<void> {
  const { messages, notes } = options;
  if ((await openModal(options, click.triggerId, promptModal(prompt, messages))) === undefined)
    await notes.respondWith(click.responseUrl, { text: words(messages, { say: 'prompt-late' }) });
}

function isControl(word: string): word is Control {
  return Object.hasOwn(CONTROLS, word);
}
