import { joinBot } from '../api/conversations.ts';
import { fileShared } from '../api/files.ts';
import { isReactionName, setReaction } from '../api/reactions.ts';
import { emit } from '../delivery/events.ts';
import { addFile, processFile } from '../files.ts';
import { findMessage, post, remove } from '../messages.ts';
import { messageJson, viewJson } from '../render.ts';
import { messageText, richTextOf } from '../text.ts';
import type { Acts, Message, NewFile, SlackFile } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import { channelOf } from './interact.ts';

/** Talking and looking around: messages, files, reactions, invitations, the app's own page. */

/** A mention yields two events, `message` and `app_mention`, with the same ts (slack.md section 3). */
export async function message(ws: Workspace, input: Parameters<Acts['message']>[0]): Promise<Message> {
  const person = ws.person(input.user);
  const channel = channelOf(ws, person, input.channel);
  const root = input.threadTs === undefined ? undefined : findMessage(ws, channel.id, input.threadTs);
  if (input.threadTs !== undefined && !root) throw new Error(`There is no message ${input.threadTs} to answer.`);
  const files: SlackFile[] = [];
  for (const given of input.files ?? []) {
    files.push(typeof given === 'string' ? ownFile(ws, person.id, given) : await upload(ws, person.id, given));
  }
  const text = messageText(ws.world, input.text);
  const posted = post(ws, {
    channel,
    user: person.id,
    asApp: false,
    text,
    blocks: text === '' ? [] : [richTextOf(text, ws.ids.short())],
    files: files.map((file) => file.id),
    threadTs: root ? (root.threadTs ?? root.ts) : undefined,
  });
  for (const file of files) fileShared(ws, file, channel.id, person.id);
  if (channel.botIn && !channel.isIm && text.includes(`<@${ws.world.bot.userId}>`)) {
    const { subtype: _, ...event } = messageJson(ws, posted);
    emit(ws, 'app_mention', { ...event, type: 'app_mention', channel: channel.id, event_ts: posted.ts });
  }
  return posted;
}

/** A person's own upload; it stays private until it is shared. */
export async function upload(ws: Workspace, user: string, file: NewFile): Promise<SlackFile> {
  const added = addFile(ws, user, file);
  if (file.unscanned) ws.later(ws.settings.fileReadyMs, () => void processFile(ws, added));
  else await processFile(ws, added);
  return added;
}

/** @throws Error when this person has no such file */
export function ownFile(ws: Workspace, user: string, id: string): SlackFile {
  const file = ws.world.files[id];
  if (!file || file.deleted || file.user !== user) throw new Error(`${user} has no file ${id}.`);
  return file;
}

export async function react(ws: Workspace, input: Parameters<Acts['react']>[0]): Promise<void> {
  const person = ws.person(input.user);
  const channel = channelOf(ws, person, input.channel);
  const target = findMessage(ws, channel.id, input.ts);
  if (!target) throw new Error(`There is no message ${input.ts} in ${channel.name}.`);
  if (!isReactionName(input.name)) throw new Error(`There is no emoji :${input.name}:.`);
  setReaction(ws, target, input.name, person.id, !input.remove);
}

export async function openHome(ws: Workspace, input: Parameters<Acts['openHome']>[0]): Promise<void> {
  const person = ws.person(input.user);
  const tab = input.tab ?? 'home';
  if (tab === 'home' && !ws.app.homeTab) throw new Error('The app has no Home tab.');
  const home = ws.world.homes[person.id];
  emit(ws, 'app_home_opened', {
    type: 'app_home_opened',
    user: person.id,
    channel: ws.directChannel(person.id).id,
    tab,
    ...(tab === 'home' && home ? { view: viewJson(ws, home) } : {}),
    event_ts: ws.ids.ts(),
  });
}

export async function inviteBot(ws: Workspace, input: Parameters<Acts['inviteBot']>[0]): Promise<void> {
  const person = ws.person(input.user);
  const channel = channelOf(ws, person, input.channel);
  if (channel.isIm) throw new Error('Nobody can be invited into a direct conversation.');
  if (!channel.botIn) joinBot(ws, channel, person.id);
}

export async function removeBot(ws: Workspace, input: Parameters<Acts['removeBot']>[0]): Promise<void> {
  const channel = channelOf(ws, ws.person(input.user), input.channel);
  channel.botIn = false;
  ws.changed({ kind: 'channel', channel: channel.id });
}

export async function deleteMessage(ws: Workspace, input: Parameters<Acts['deleteMessage']>[0]): Promise<void> {
  const person = ws.person(input.user);
  const channel = channelOf(ws, person, input.channel);
  const target = findMessage(ws, channel.id, input.ts);
  if (!target) throw new Error(`There is no message ${input.ts} in ${channel.name}.`);
  if (target.user !== person.id && !person.isAdmin) throw new Error('Only admins delete messages of others.');
  remove(ws, target);
}
