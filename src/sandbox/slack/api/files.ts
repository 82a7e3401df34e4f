import { ApiError } from '../api-error.ts';
import { emit } from '../delivery/events.ts';
import { addFile, botMaySee, fileJson, processFile, removeFile } from '../files.ts';
import { isObject, numberAt, stringAt } from '../json.ts';
import { limits } from '../limits.ts';
import { findMessage, post } from '../messages.ts';
import type { Channel, JsonObject, SlackFile } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import { blocksArgument, type Call, type Handlers, requiredString, visibleChannel } from './call.ts';
import { contentOf } from './chat.ts';

export const files: Handlers = {
  'files.getUploadURLExternal'(call) {
    const { ws, args } = call;
    const length = numberAt(args, 'length');
    if (length === undefined || length < 1)
      throw ApiError.withMessages('invalid_arguments', ['[ERROR] must be greater than 0 [json-pointer:/length]']);
    const altText = stringAt(args, 'alt_txt');
    if (altText !== undefined && altText.length > limits.file.alt) throw new ApiError('alt_txt_too_large');
    const fileId = ws.ids.id('F');
    const path = `/upload/v1/${ws.ids.trigger()}`;
    ws.uploads.announce(path, {
      fileId,
      filename: requiredString(args, 'filename', 'missing_argument'),
      length,
      altText,
      bytes: undefined,
    });
    return { ok: true, upload_url: `${ws.baseUrl}${path}`, file_id: fileId };
  },

  'files.completeUploadExternal'(call) {
    const { ws, args } = call;
    const entries = Array.isArray(args['files']) ? args['files'].filter(isObject) : [];
    if (entries.length === 0)
      throw ApiError.withMessages('invalid_arguments', ['[ERROR] must be an array of files [json-pointer:/files]']);
    const targets = targetChannels(call);
    const threadTs = stringAt(args, 'thread_ts');
    const blocks = blocksArgument(args, 'blocks', 'invalid_blocks');
    if (blocks) contentOf({ ...call, args: { blocks, text: 'file' } }, undefined);
    // slack.md section 3: a markdown block here is an internal error.
    if (blocks?.some((block) => block['type'] === 'markdown')) throw new ApiError('internal_error');
    const uploads = entries.map((entry) => {
      const upload = ws.uploads.of(String(entry['id']));
      if (!upload?.bytes) throw new ApiError('file_not_found');
      return { upload, bytes: upload.bytes, title: stringAt(entry, 'title') ?? upload.filename };
    });
    const done = uploads.map(({ upload, bytes, title }) => {
      ws.uploads.finish(upload.fileId);
      const file = {
        name: upload.filename,
        bytes,
        title,
        ...(upload.altText === undefined ? {} : { altText: upload.altText }),
      };
      return addFile(ws, ws.world.bot.userId, file, upload.fileId);
    });
    for (const file of done) ws.later(ws.settings.fileReadyMs, () => void processFile(ws, file));
    // A share with alt_txt is accepted and silently never happens (python-slack-sdk#1818).
    const vanishes = call.strike.effect?.kind === 'never_shared' || done.some((file) => file.altText !== undefined);
    if (targets.length > 0 && done.some((file) => file.altText !== undefined))
      ws.violation(
        'files.getUploadURLExternal: alt_txt makes the share silently fail; put alt text on the image block',
      );
    if (!vanishes) {
      for (const channel of targets) {
        ws.later(ws.settings.shareMs, () =>
          share(ws, channel, done, stringAt(args, 'initial_comment') ?? '', blocks ?? [], threadTs),
        );
      }
    }
    return { ok: true, files: done.map((file) => fileJson(ws, file, true)) };
  },

  'files.info'(call) {
    const file = namedFile(call);
    // The reference of files.info: a file that is there and not for the caller is `not_visible`.
    if (!botMaySee(call.ws, file)) throw new ApiError('not_visible');
    if (file.deleted) throw new ApiError('file_deleted');
    return { ok: true, file: fileJson(call.ws, file, true), comments: [], response_metadata: { next_cursor: '' } };
  },

  'files.delete'(call) {
    const file = namedFile(call);
    if (!botMaySee(call.ws, file)) throw new ApiError('file_not_found');
    if (file.deleted) throw new ApiError('file_deleted');
    if (file.user !== call.ws.world.bot.userId) throw new ApiError('cant_delete_file');
    removeFile(call.ws, file);
    return { ok: true };
  },
};

function targetChannels(call: Call): Channel[] {
  const single = stringAt(call.args, 'channel_id');
  const several = (stringAt(call.args, 'channels') ?? '').split(',').filter((id) => id !== '');
  if (several.length > limits.file.channels) throw new ApiError('channels_limit_exceeded');
  const ids = single === undefined ? several : [single];
  return ids.map((id) => {
    const channel = visibleChannel(call, id);
    if (!channel.botIn) throw new ApiError('not_in_channel');
    return channel;
  });
}

function namedFile(call: Call): SlackFile {
  const file = call.ws.world.files[requiredString(call.args, 'file', 'file_not_found')];
  if (!file) throw new ApiError('file_not_found');
  return file;
}

function share(
  ws: Workspace,
  channel: Channel,
  shared: SlackFile[],
  text: string,
  blocks: JsonObject[],
  threadTs: string | undefined,
): void {
  const root = threadTs === undefined ? undefined : findMessage(ws, channel.id, threadTs);
  const message = post(ws, {
    channel,
    user: ws.world.bot.userId,
    asApp: true,
    text,
    // Blocks are ignored next to a comment (slack.md section 3).
    blocks: text === '' ? blocks : [],
    files: shared.map(({ id }) => id),
    threadTs: root ? (root.threadTs ?? root.ts) : undefined,
  });
  for (const file of shared) fileShared(ws, file, message.channel, ws.world.bot.userId);
}

/** The event that every shared file causes where the bot is, its own included. */
export function fileShared(ws: Workspace, file: SlackFile, channel: string, user: string): void {
  if (!ws.channel(channel)?.botIn) return;
  emit(ws, 'file_shared', {
    type: 'file_shared',
    file_id: file.id,
    user_id: user,
    file: { id: file.id },
    channel_id: channel,
    event_ts: ws.ids.ts(),
  });
}
