import type { ViewSubmitAction } from '@slack/bolt';
import { type Catalogue, messagesIn } from '../../domain/catalogue.ts';
import { ownWorkspaceOnly } from '../connection/workspace.ts';
import type { Workspace } from '../connection/workspaces.ts';
import type { Handlers } from '../handlers.ts';
import { createStepViews } from '../steps/step-views.ts';
import { onStep } from '../steps/steps.ts';
import { fromSlack, withoutMention } from '../text.ts';
import { ADMIN_CALLBACK } from '../views/admin/admin-modal.ts';
import { FORM_CALLBACK } from '../views/form-modal.ts';
import { DRAFT_CALLBACK } from '../views/offer.ts';
import { PRESET_CALLBACK } from '../views/preset-modal.ts';
import { SETTINGS_CALLBACK } from '../views/settings-modal.ts';
import { STEP_CALLBACK } from '../views/step-view.ts';
import type { Words } from '../writing/notes.ts';
import { onAdminForm } from './admin.ts';
import { answering } from './answers.ts';
import { onClick } from './clicks.ts';
import { onCommand } from './commands.ts';
import { onDraftSent } from './drafts.ts';
import { onForm } from './forms.ts';
import { isOfHome, onHomeClick, onHomeOpened } from './home.ts';
import { clickOf, isDm, type Message, messageOf, messageShortcutOf, picturesOf } from './incoming.ts';
import { viewClickOf, viewSentOf } from './incoming-views.ts';
import type { ListenerOptions } from './listener-options.ts';
import { createPreviews } from './previews.ts';
import { onReaction } from './reactions.ts';
import { giveReply } from './replies.ts';
import { onPreset, onSettings } from './settings.ts';
import { onShare } from './shares.ts';
import { IMAGINE_SHORTCUT, onImagineShortcut, onUseShortcut, USE_SHORTCUT } from './shortcuts.ts';
import { onViewClick } from './view-clicks.ts';
import { whisper } from './whisper.ts';

type RegisterOptions = Pick<ListenerOptions, 'app' | 'desk' | 'notes' | 'log'> & {
  catalogue: Catalogue;
  handlersOf: (workspace: Workspace) => Handlers;
};

/**
 * Registers what Slack may call. Thin: each listener says in domain words what happened, and gives the answer back. Whatever is said to a person
 * is said in their language, so a listener has no options before `optionsFor` has found it out.
 */
export function register({ handlersOf, catalogue, ...given }: RegisterOptions): void {
  const { app } = given;
  /** What is the same for all deliveries of a workspace. */
  const rooms = new WeakMap<Workspace, ReturnType<typeof openRoom>>();
  function roomOf(body: object) {
    const workspace = app.workspaceOf(body);
    const room = rooms.get(workspace) ?? openRoom(workspace);
    rooms.set(workspace, room);
    return room;
  }
  function openRoom(workspace: Workspace) {
    const { identity, client } = workspace;
    const handlers = handlersOf(workspace);
    const partial = { ...given, identity, client, handlers };
    const shared = { ...partial, steps: createStepViews(partial) };
    const optionsFor = async (user: string | undefined): Promise<ListenerOptions> => {
      const language = user === undefined ? undefined : await handlers.language(identity.team, user);
      return { ...shared, messages: messagesIn(language, catalogue) };
    };
    return { shared, optionsFor, preview: createPreviews(shared), own: ownWorkspaceOnly(shared, optionsFor) };
  }
  const optionsFor = async (body: object, user: string) => await roomOf(body).optionsFor(user);

  app.use(async (args) => await roomOf(args.body).own(args));
  app.command(/^\//, async (args) => await onCommand(await optionsFor(args.body, args.command.user_id), args));
  app.event('app_mention', async ({ event, body }) => {
    // In a direct conversation the same words also come as a message.
    if (!isDm(event.channel)) await onMessage(roomOf(body).optionsFor, messageOf(event));
  });
  app.event('message', async ({ event, body }) => {
    const { shared, ...room } = roomOf(body);
    if (event.channel_type === 'im') await onMessage(room.optionsFor, messageOf(event));
    // Whatever else is said in a channel was not let in (`isTalk`).
    else await onShare(shared, room.optionsFor, event);
  });
  app.event('app_home_opened', async ({ event, body }) => await onHomeOpened(roomOf(body).shared, event));
  app.event('reaction_added', async ({ event, body }) => await onReaction(roomOf(body).shared, body, event, true));
  app.event('reaction_removed', async ({ event, body }) => await onReaction(roomOf(body).shared, body, event, false));
  app.action(/^/, async ({ ack, action, body }) => {
    const { shared, preview, ...room } = roomOf(body);
    const { identity } = shared;
    const click = clickOf(body, action, identity.team);
    if (click !== undefined) return await onClick(await room.optionsFor(click.user), click, ack);
    const inView = viewClickOf(body, action);
    if (inView !== undefined && isOfHome(inView))
      return await onHomeClick(await room.optionsFor(inView.user), inView, ack);
    await ack();
    if (inView !== undefined) await onViewClick(await room.optionsFor(inView.user), preview, inView);
  });
  app.shortcut({ type: 'shortcut', callback_id: IMAGINE_SHORTCUT }, async ({ ack, shortcut, body }) => {
    await ack();
    await onImagineShortcut(await optionsFor(body, shortcut.user.id), shortcut.user.id, shortcut.trigger_id);
  });
  app.shortcut({ type: 'message_action', callback_id: USE_SHORTCUT }, async ({ ack, shortcut, body }) => {
    await ack();
    await onUseShortcut(await optionsFor(body, shortcut.user.id), messageShortcutOf(shortcut));
  });
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: FORM_CALLBACK }, async ({ ack, body }) => {
    await onForm(await optionsFor(body, body.user.id), viewSentOf(body), ack);
  });
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: STEP_CALLBACK }, async ({ ack, body }) => {
    await onStep(await optionsFor(body, body.user.id), viewSentOf(body), ack);
  });
  const ofDraft = new RegExp(`^${DRAFT_CALLBACK}:`);
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: ofDraft }, async ({ ack, body }) => {
    await onDraftSent(await optionsFor(body, body.user.id), viewSentOf(body), ack);
  });
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: ADMIN_CALLBACK }, async ({ ack, body }) => {
    await onAdminForm(await optionsFor(body, body.user.id), viewSentOf(body), ack);
  });
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: SETTINGS_CALLBACK }, async ({ ack, body }) => {
    await onSettings(await optionsFor(body, body.user.id), viewSentOf(body), ack);
  });
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: PRESET_CALLBACK }, async ({ ack, body }) => {
    await onPreset(await optionsFor(body, body.user.id), viewSentOf(body), ack);
  });
}

/** Resolves when it is stored, which lets the event be acked; the answer goes its own way. */
async function onMessage(
  optionsFor: (user: string) => Promise<ListenerOptions>,
  message: Message | undefined,
): Promise<void> {
  if (message === undefined) return;
  const options = await optionsFor(message.user);
  const { identity, handlers, app } = options;
  const { user, channel, ts, thread_ts: threadTs } = message;
  const reply = await answering(options, 'comes-again', async () =>
    handlers.said({
      text: fromSlack(withoutMention(message.text, identity.botUserId)),
      user,
      team: identity.team,
      channel,
      ts,
      ...(threadTs === undefined ? {} : { threadTs }),
      isDm: isDm(channel),
      pictures: picturesOf(message),
      // The same for a redelivery, and for a mention that comes as a message too.
      key: `${identity.team}-${channel}-${ts}`,
    }),
  );
  const to = {
    user,
    place: { channel, threadTs },
    say: async (said: Words) => await whisper(options, { user, channel, threadTs }, said),
  };
  void app.pending.add(giveReply(options, reply, to));
}
