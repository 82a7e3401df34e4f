import type { ViewSubmitAction } from '@slack/bolt';
import { answering } from './answers.ts';
import { onClick } from './clicks.ts';
import { onCommand } from './commands.ts';
import { onForm } from './forms.ts';
import { clickOf, isDm, type Message, messageOf, messageShortcutOf, picturesOf } from './incoming.ts';
import { viewClickOf, viewSentOf } from './incoming-views.ts';
import type { ListenerOptions } from './listener-options.ts';
import type { Words } from './notes.ts';
import { createPreviews } from './previews.ts';
import { giveReply } from './replies.ts';
import { onSettings } from './settings.ts';
import { IMAGINE_SHORTCUT, onImagineShortcut, onUseShortcut, USE_SHORTCUT } from './shortcuts.ts';
import { createStepViews } from './step-views.ts';
import { onStep } from './steps.ts';
import { fromSlack, withoutMention } from './text.ts';
import { onViewClick } from './view-clicks.ts';
import { FORM_CALLBACK } from './views/form-modal.ts';
import { SETTINGS_CALLBACK } from './views/settings-modal.ts';
import { STEP_CALLBACK } from './views/step-view.ts';
import { whisper } from './whisper.ts';
import { ownWorkspaceOnly } from './workspace.ts';

/** Registers what Slack may call. Thin: each listener says in domain words what happened, and gives the answer back. */
export function register(given: Omit<ListenerOptions, 'steps'>): void {
  const options: ListenerOptions = { ...given, steps: createStepViews(given) };
  const { app, identity } = options;
  const preview = createPreviews(options);
  app.use(ownWorkspaceOnly(options));
  app.command(/^\//, async (args) => await onCommand(options, args));
  app.event('app_mention', async ({ event }) => {
    // In a direct conversation the same words also come as a message.
    if (!isDm(event.channel)) await onMessage(options, messageOf(event));
  });
  app.event('message', async ({ event }) => {
    if (event.channel_type === 'im') await onMessage(options, messageOf(event));
  });
  app.action(/^/, async ({ ack, action, body }) => {
    const click = clickOf(body, action, identity.team);
    if (click !== undefined) return await onClick(options, click, ack);
    await ack();
    const inView = viewClickOf(body, action);
    if (inView !== undefined) await onViewClick(options, preview, inView);
  });
  app.shortcut({ type: 'shortcut', callback_id: IMAGINE_SHORTCUT }, async ({ ack, shortcut }) => {
    await ack();
    await onImagineShortcut(options, shortcut.user.id, shortcut.trigger_id);
  });
  app.shortcut({ type: 'message_action', callback_id: USE_SHORTCUT }, async ({ ack, shortcut }) => {
    await ack();
    await onUseShortcut(options, messageShortcutOf(shortcut));
  });
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: FORM_CALLBACK }, async ({ ack, body }) => {
    await onForm(options, viewSentOf(body), ack);
  });
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: STEP_CALLBACK }, async ({ ack, body }) => {
    await onStep(options, viewSentOf(body), ack);
  });
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: SETTINGS_CALLBACK }, async ({ ack, body }) => {
    await onSettings(options, viewSentOf(body), ack);
  });
}

/** Resolves when it is stored, which lets the event be acked; the answer goes its own way. */
async function onMessage(options: ListenerOptions, message: Message | undefined): Promise<void> {
  if (message === undefined) return;
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
    place: { channel, threadTs },
    say: async (said: Words) => await whisper(options, { user, channel, threadTs }, said),
  };
  void app.pending.add(giveReply(options, reply, to));
}
