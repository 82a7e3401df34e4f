import { ApiError } from '../api-error.ts';
import { flagAt } from '../json.ts';
import {
  dismissEphemeral,
  edit,
  editEphemeral,
  findEphemeral,
  findMessage,
  post,
  postEphemeral,
  remove,
} from '../messages.ts';
import type { ResponseOrigin } from '../response-urls.ts';
import type { JsonObject } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import { contentOf } from './chat.ts';

/**
 * An answer to a response_url, or in the ack of a command (slack.md section 2). It needs no scope and works where the
 * bot is not; it reaches the message it came from, or makes a new one.
 * @throws ApiError for blocks or text that Slack refuses
 */
export function respond(ws: Workspace, origin: ResponseOrigin, args: JsonObject, via: 'response_url' | 'ack'): void {
  const replace = flagAt(args, 'replace_original');
  const erase = flagAt(args, 'delete_original');
  const source = origin.sourceTs;
  if (replace || erase) {
    if (source === undefined)
      ws.violation(`${via} of a ${origin.kind}: replace_original and delete_original do nothing here`);
    else if (replaced(ws, origin.channel, source, args, erase)) return;
  } else if (source !== undefined && args['replace_original'] === undefined) {
    // Whether such an answer replaces an ephemeral differs between clients and documents; the sender must say it.
    ws.violation(`${via}: say replace_original true or false`);
  }
  if (erase) return;
  const content = contentOf({ ws, args, method: via }, undefined);
  const text = content.text ?? '';
  const channel = ws.channel(origin.channel);
  if (args['response_type'] === 'in_channel' && channel) {
    post(ws, {
      channel,
      user: ws.world.bot.userId,
      asApp: true,
      text,
      blocks: content.blocks ?? [],
      attachments: content.attachments ?? [],
      threadTs: typeof args['thread_ts'] === 'string' ? args['thread_ts'] : undefined,
    });
    return;
  }
  postEphemeral(ws, {
    channel: origin.channel,
    user: origin.user,
    text,
    blocks: content.blocks ?? [],
    attachments: content.attachments ?? [],
    threadTs: typeof args['thread_ts'] === 'string' ? args['thread_ts'] : origin.threadTs,
    via,
  });
}

/** Five uses within thirty minutes. @returns status and body as hooks.slack.com gives them */
export function answerResponseUrl(ws: Workspace, path: string, args: JsonObject): { status: number; body: unknown } {
  const origin = ws.responseUrls.use(path);
  if (typeof origin === 'string') return { status: 404, body: { ok: false, error: origin } };
  try {
    respond(ws, origin, args, 'response_url');
    return { status: 200, body: 'ok' };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { status: 500, body: error.body };
  }
}

/** @returns whether there was still something to replace or delete */
function replaced(ws: Workspace, channel: string, ts: string, args: JsonObject, erase: boolean): boolean {
  const message = findMessage(ws, channel, ts);
  const ephemeral = findEphemeral(ws, channel, ts);
  if (!message && !ephemeral) return false;
  if (erase) {
    if (message) remove(ws, message);
    if (ephemeral) dismissEphemeral(ws, ephemeral);
    return true;
  }
  const content = contentOf({ ws, args, method: 'response_url' }, undefined);
  const text = content.text ?? '';
  if (ephemeral) editEphemeral(ws, ephemeral, text, content.blocks ?? []);
  if (message)
    edit(ws, message, {
      marked: !content.blocks,
      text,
      blocks: content.blocks ?? [],
      attachments: content.attachments ?? [],
    });
  return true;
}
