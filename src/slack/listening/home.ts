import { z } from 'zod';
import { type HomePlace, WORDS_MAX } from '../../domain/home.ts';
import type { SubmissionId } from '../../domain/ids.ts';
import { decodeControl } from '../../domain/press-token.ts';
import type { CommandGiven, Control, ControlUsed } from '../handlers.ts';
import { HOME_ACTION, readPlace } from '../views/home-tab.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { words } from '../words.ts';
import type { Words } from '../writing/notes.ts';
import { answering } from './answers.ts';
import type { ViewClick } from './incoming-views.ts';
import type { ListenerOptions } from './listener-options.ts';
import { formOf, openModal } from './modals.ts';
import { type Answered, type Answering, openForm, replyInModal } from './replies.ts';
import { sayInDm } from './whisper.ts';

/** `tab` is `messages` for the conversation with the bot. Source: docs.slack.dev, `app_home_opened`. */
const Opened = z.object({ user: z.string(), tab: z.string() });

/** A visit to the Home tab. Resolves when it is stored, which lets the event be acked; a job shows the home. */
export async function onHomeOpened(
  { handlers, identity }: Pick<ListenerOptions, 'handlers' | 'identity'>,
  event: unknown,
): Promise<void> {
  const { data } = Opened.safeParse(event);
  if (data?.tab === 'home') await handlers.home({ team: identity.team, user: data.user, place: {} });
}

export function isOfHome({ actionId }: ViewClick): boolean {
  return actionId.startsWith(`${HOME_ACTION}:`);
}

/**
 * Something in a home was used. The home has no conversation: what is asked for in it asks where to go, answers are modals. Acked once it is stored; a
 * modal is opened before anything is looked up, because its trigger does not wait.
 */
export async function onHomeClick(options: ListenerOptions, click: ViewClick, ack: () => Promise<void>): Promise<void> {
  const { user, triggerId, actionId, value } = click;
  const [, what, which] = actionId.split(':');
  const say = async (said: Words) => await sayInDm(options, user, said);
  const to: Answering & { triggerId: string } = { triggerId, user, place: {}, say };
  if (what === 'open' || what === 'again') {
    await ack();
    const form = which === 'imagine' ? formOf(options, 'imagine') : undefined;
    if (form !== undefined) await openForm(options, form, { prompt: '', pictures: [], options: {} }, to);
    else if (what === 'again') await replyInModal(options, to, async () => await runAgain(options, click));
    else await replyInModal(options, to, async () => await asked(options, click, value));
    return;
  }
  const refused = await answering(
    options,
    'comes-once',
    async () => await change(options, click, what),
    'could-not-do',
  );
  await ack();
  if (refused !== undefined) await openModal(options, triggerId, noticeModal(refused.text, options.messages));
}

/** The same as if it had been typed in the direct conversation. */
async function asked(options: ListenerOptions, click: ViewClick, verb: string): Promise<Answered> {
  const { identity, handlers } = options;
  const given: CommandGiven = { ...deed(options, click), name: 'mj', text: verb, team: identity.team, isDm: true };
  return await answering(options, 'comes-once', async () => await handlers.command(given));
}

async function runAgain(options: ListenerOptions, click: ViewClick): Promise<Answered> {
  const token = decodeControl(click.value);
  if (token === undefined) return { text: words(options.messages, { say: 'button-unknown' }) };
  const use = useOf(options, click, token.submission, 'edit-again');
  const reply = await answering(options, 'comes-once', async () => await options.handlers.control(use));
  return reply !== undefined && 'show' in reply ? { text: words(options.messages, { say: 'button-unknown' }) } : reply;
}

/** Where a person is in their home, what they keep, or what they stop. */
async function change(options: ListenerOptions, click: ViewClick, what: string | undefined): Promise<void> {
  const { handlers, identity } = options;
  const { user, value } = click;
  const { team } = identity;
  if (what === 'keep') {
    const token = decodeControl(value);
    if (token === undefined) return;
    await handlers.keep({ team, user, submission: token.submission, keep: token.control === 'keep' });
    return await handlers.home({ team, user, place: {} });
  }
  if (what === 'cancel') {
    const token = decodeControl(value);
    if (token === undefined) return;
    await handlers.control(useOf(options, click, token.submission, 'cancel'));
    return await handlers.home({ team, user, place: {} });
  }
  const place = what === 'find' ? found(value) : readPlace(value);
  if (place !== undefined) await handlers.home({ team, user, place });
}

function found(typed: string): Partial<HomePlace> {
  const text = typed.trim().slice(0, WORDS_MAX);
  return text === '' ? { list: 'recent', page: 0 } : { list: 'found', page: 0, words: text };
}

function useOf(options: ListenerOptions, click: ViewClick, submission: SubmissionId, control: Control): ControlUsed {
  return { ...deed(options, click), submission, messageTs: '', doubleClickKey: '', control };
}

/** A click in a home, as a deed of that person in the direct conversation. */
function deed({ identity }: ListenerOptions, { user, triggerId }: ViewClick) {
  return { user, team: identity.team, channel: '', key: triggerId, triggerId, responseUrl: '' };
}
