import { findMessage } from '../messages.ts';
import { messageJson } from '../render.ts';
import type { Acts, Noticed, ShortcutSpec } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import { actorJson, channelOf, commonFields, noticed, payloadChannelName, teamJson } from './interact.ts';

const failure = 'Something went wrong with this shortcut. Please try again.';

/** The payload carries the whole message with its files, whether or not the bot may see them (slack.md section 3). */
export async function messageShortcut(ws: Workspace, input: Parameters<Acts['messageShortcut']>[0]): Promise<Noticed> {
  const person = ws.person(input.user);
  const channel = channelOf(ws, person, input.channel);
  const message = findMessage(ws, channel.id, input.ts);
  if (!message) throw new Error(`There is no message ${input.ts} in ${channel.name}.`);
  const spec = shortcutOf(ws, input.callbackId, 'message');
  const threadTs = message.threadTs;
  const answer = await ws.courier.deliver(
    'interactive',
    'message_action',
    {
      type: 'message_action',
      ...commonFields(ws),
      action_ts: ws.ids.ts(),
      team: teamJson(ws),
      user: actorJson(ws, person),
      channel: { id: channel.id, name: payloadChannelName(channel) },
      callback_id: spec.callbackId,
      trigger_id: ws.triggers.issue(person.id),
      response_url:
        ws.baseUrl +
        ws.responseUrls.issue({
          kind: 'shortcut',
          user: person.id,
          channel: channel.id,
          sourceTs: undefined,
          threadTs,
        }),
      message_ts: message.ts,
      message: messageJson(ws, message, true),
    },
    ['commands'],
  );
  return noticed(answer, failure);
}

export async function globalShortcut(ws: Workspace, input: Parameters<Acts['globalShortcut']>[0]): Promise<Noticed> {
  const person = ws.person(input.user);
  const spec = shortcutOf(ws, input.callbackId, 'global');
  const answer = await ws.courier.deliver(
    'interactive',
    'shortcut',
    {
      type: 'shortcut',
      ...commonFields(ws),
      action_ts: ws.ids.ts(),
      team: teamJson(ws),
      user: actorJson(ws, person),
      callback_id: spec.callbackId,
      trigger_id: ws.triggers.issue(person.id),
    },
    ['commands'],
  );
  return noticed(answer, failure);
}

function shortcutOf(ws: Workspace, callbackId: string, type: ShortcutSpec['type']): ShortcutSpec {
  const spec = ws.app.shortcuts.find((each) => each.callbackId === callbackId && each.type === type);
  if (!spec) throw new Error(`The manifest has no ${type} shortcut ${callbackId}.`);
  if (!ws.granted('commands')) throw new Error('The app has no scope "commands", so Slack shows no shortcut of it.');
  return spec;
}
