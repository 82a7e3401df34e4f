import type { SubmitKind } from './tasks.ts';

/** What a request asks for; `picture` is a file of the CDN, `nothing` a path that this dialect does not have. */
export type RequestKind =
  | SubmitKind
  | 'fetch'
  | 'list-by-condition'
  | 'list-by-ids'
  | 'list'
  | 'queue'
  | 'accounts'
  | 'cancel'
  | 'image-seed'
  | 'image'
  | 'picture'
  | 'nothing';

/** A request with its envelope taken off. */
export interface Call {
  readonly kind: RequestKind;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** The `{id}` of the path, or `''`. */
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Whether there was a body that is no JSON object. */
  readonly malformed: boolean;
  /** Path segment before `/mj`, or null. */
  readonly mode: string | null;
  readonly header: (name: string) => string | undefined;
}

export interface Reply {
  readonly status: number;
  readonly type: string | null;
  readonly body: string | Buffer;
  /** Set when a task (or an upload) was taken. */
  readonly taken?: { readonly taskId: string; readonly code: number };
}

export function jsonReply(text: string, status = 200): Reply {
  return { status, type: 'application/json', body: text };
}

export function textReply(status: number, text: string): Reply {
  return { status, type: 'text/plain; charset=utf-8', body: text };
}

export function htmlReply(status: number, title: string): Reply {
  const body = `<!doctype html><html lang="en"><head><title>${title}</title></head><body><div id="root"><h1>${title}</h1></div></body></html>`;
  return { status, type: 'text/html; charset=utf-8', body };
}

export function emptyReply(status: number): Reply {
  return { status, type: null, body: '' };
}

/** A body field that must be a string; anything else counts as `''`. */
export function field(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name];
  return typeof value === 'string' ? value : '';
}
