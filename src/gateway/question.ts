import type { Heard } from './body.ts';
import { resultIds, resultLinks } from './schema.ts';

/** What a submit came to. */
export type Answer =
  | {
      kind: 'accepted';
      task: string;
      /** Submits ahead of it in the gateway's queue. */
      ahead?: number;
      /** Further tasks of the same press (trueai answers PicReader::all with one for each picture). */
      others?: string[];
    }
  /** The gateway asks for more before it runs; `task` is the child that waits, `finalPrompt` what to put into the modal. */
  | { kind: 'confirm'; task: string; finalPrompt?: string }
  /** Nothing new was made; `task` is the existing one. */
  | { kind: 'exists'; task: string }
  /** An upload: nothing is drawn, the links are the result, one or more. */
  | { kind: 'links'; links: string[] };

/** What can be asked for; `press` is a button, `confirm` the answer to a confirmation, `change` a button's work by number. */
export type Verb =
  | 'imagine'
  | 'blend'
  | 'describe'
  | 'shorten'
  | 'faceswap'
  | 'video'
  | 'edit'
  | 'upload'
  | 'change'
  | 'press'
  | 'confirm';

/** What was asked. */
export interface Asked {
  ask: Verb;
  /** The task whose button was pressed. */
  parent?: string | undefined;
  /** Whether pictures were sent along. */
  pictures?: boolean | undefined;
}

/** An answer to a submit. `task` is the first id in it, empty where there is none; `others` are the further ones. */
export interface Question extends Heard, Asked {
  task: string;
  others: string[];
  /** What an upload is answered with, in place of an id. */
  links: string[];
}

export function questionOf(heard: Heard, asked: Asked): Question {
  const isUpload = asked.ask === 'upload';
  const [task = '', ...others] = isUpload ? [] : resultIds(heard.said.result);
  return { ...heard, ...asked, task, others, links: isUpload ? resultLinks(heard.said.result) : [] };
}

/** It names a task. */
export function named(q: Question): boolean {
  return q.status < 300 && q.task !== '';
}

/** It names a task that was taken. */
export function taken(q: Question): boolean {
  return named(q) && (q.said.code === 1 || q.said.code === 22);
}

/**
 * It names a task that was made before, not a child that waits for a confirmation: the one has a status or a picture, the other a prompt to
 * start from, or nothing.
 */
export function exists(q: Question): boolean {
  const { status = 'MODAL', imageUrl, finalPrompt, remix } = q.said.properties;
  if (remix === true || finalPrompt !== undefined) return false;
  const moves = !['MODAL', 'NOT_START'].includes(status.toUpperCase());
  return moves || imageUrl !== undefined || /任务已存在|\balready exists\b/i.test(q.said.description ?? '');
}

/** What was asked is about a task that exists. */
export function hasParent(q: Question): boolean {
  return q.ask === 'press' || q.ask === 'confirm' || q.ask === 'change';
}

/** The server knows no such address or method. A page with a 501 is of a proxy in front, and says nothing about what is behind it. */
export function noRoute({ status, body }: Pick<Heard, 'status' | 'body'>): boolean {
  return status === 404 || status === 405 || (status === 501 && body.kind !== 'page');
}

/** An answer as a missing endpoint gives it: also new-api's own page with 200, which it has for every address that it does not know. */
export function lacksRoute(heard: Heard): boolean {
  return noRoute(heard) || (heard.status < 300 && heard.body.kind === 'page');
}

/**
 * The other side knows the address but not what was asked for: trueai in words, new-api in OpenAI's shape (gateway.md 1.6, 2.2-3). A type such as
 * `invalid_request_error` is none of these: only what is said counts.
 */
export function isForeign(heard: Heard): boolean {
  const wordings =
    /未知的 ?Action|unknown_action|unknown_relay_action|custom_id_is_required|^invalid_request(?: \(|$)/i;
  return (heard.said.code === 4 || heard.status === 400) && wordings.test(heard.words);
}

/** trueai's account has no Remix, so that it cannot be asked to ask for a prompt (gateway.md 3.1). Nothing was taken. */
export function lacksRemix(heard: Heard): boolean {
  return heard.said.code === 4 && /不支持 ?remix/i.test(heard.words);
}

/** Says where the gateway points, without a query, which could hold a secret. */
export function redirected(heard: Heard): string {
  return `The gateway redirects to ${heard.location?.split(/[?#]/)[0] ?? 'nowhere'}; the base URL should be the final address.`;
}
