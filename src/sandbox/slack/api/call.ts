import { ApiError } from '../api-error.ts';
import { channelKind } from '../delivery/events.ts';
import type { Strike } from '../faults.ts';
import { isObject, stringAt } from '../json.ts';
import type { Channel, JsonObject } from '../types.ts';
import type { Workspace } from '../workspace.ts';

/** One call of a Web API method, past token, scope and rate: what its handler gets. */
export interface Call {
  ws: Workspace;
  method: string;
  args: JsonObject;
  /** Scopes that turned out to be needed; handlers whose scope depends on the channel add theirs. */
  needs: string[];
  strike: Strike;
}

/** @throws ApiError for an answer `ok: false` */
export type Handler = (call: Call) => JsonObject | Promise<JsonObject>;

export type Handlers = { readonly [method: string]: Handler };

/** @throws ApiError `missing_scope` */
export function requireScope(call: Call, scope: string): void {
  if (!call.ws.granted(scope)) throw missingScope(call.ws, scope);
  if (!call.needs.includes(scope)) call.needs.push(scope);
}

export function missingScope(ws: Workspace, needed: string): ApiError {
  return new ApiError('missing_scope', { needed, provided: ws.app.scopes.join(',') });
}

/** The conversation an argument names, if the bot may know of it: not a private one without it, not a foreign DM. */
export function visibleChannel(call: Call, id: unknown = call.args['channel']): Channel {
  const channel = call.ws.channel(id);
  if (!channel || (channel.isPrivate && !channel.botIn)) throw new ApiError('channel_not_found');
  return channel;
}

/** Asks for the scope that fits the kind of conversation: `channels:history`, `im:read` … */
export function requireChannelScope(call: Call, channel: Channel, right: 'read' | 'history' | 'write'): void {
  requireScope(call, `${channelKind(channel).scopes}:${right}`);
}

/** An argument that is a list of objects, given as such or as JSON text. */
export function blocksArgument(
  args: JsonObject,
  key: 'blocks' | 'attachments',
  error: string,
): JsonObject[] | undefined {
  const value = args[key];
  if (value === undefined || value === null || value === '') return undefined;
  if (!Array.isArray(value) || !value.every(isObject)) throw new ApiError(error);
  return value;
}

export function requiredString(args: JsonObject, key: string, error: string): string {
  const value = stringAt(args, key);
  if (value === undefined) throw new ApiError(error);
  return value;
}

/** A page of a list, with Slack's opaque cursors. @throws ApiError `invalid_cursor` */
export function page<T>(items: T[], args: JsonObject, defaultLimit: number): { items: T[]; nextCursor: string } {
  const limit = Math.min(1000, Math.max(1, Number(args['limit'] ?? defaultLimit) || defaultLimit));
  const cursor = stringAt(args, 'cursor');
  const from = cursor === undefined ? 0 : Number(Buffer.from(cursor, 'base64').toString().replace('from:', ''));
  if (!Number.isInteger(from)) throw new ApiError('invalid_cursor');
  const next = from + limit;
  return {
    items: items.slice(from, next),
    nextCursor: next < items.length ? Buffer.from(`from:${next}`).toString('base64') : '',
  };
}
