/**
 * `POST /hooks/midjourney/:token`: the gateway says that a task moved. It may repeat itself, come out of order, before the answer to the
 * submit, or after the end, and it is not signed (gateway.md 5): so it is a hint to read the task, never the truth.
 */
import express, { type ErrorRequestHandler, type RequestHandler, Router } from 'express';
import { isLosslessNumber, parse } from 'lossless-json';
import { SubmissionId, TaskId } from '../domain/ids.ts';
import { readToken, signToken } from './tokens.ts';

const PATH = '/hooks/midjourney';
const BODY_LIMIT = '1mb';

export interface CallbackOptions {
  /** The key that signs the tokens. */
  readonly secret: string;
  readonly now: () => number;
  /**
   * Makes a reading due; the body's words are a claim that a reading has to confirm.
   * When it throws, the gateway gets a 503.
   */
  readonly onCallback: (submission: SubmissionId, claim: Claim) => Promise<void>;
  readonly log: { warn(fields: object, message: string): void };
}

/** @returns the address that the gateway is given as `notifyHook` for one submission */
export function callbackAddress(publicUrl: string, secret: string, submission: SubmissionId): string {
  return `${publicUrl}${PATH}/${signToken(secret, 'callback', submission)}`;
}

export function callbackRoute({ secret, now, onCallback, log }: CallbackOptions): Router {
  const router = Router({ caseSensitive: true, strict: true });

  // Before a byte of the body is read.
  const knowSubmission: RequestHandler = (request, response, next) => {
    const reading = readToken(secret, 'callback', String(request.params['token']), now());
    const submission = SubmissionId.safeParse(reading.ok ? reading.payload : undefined);
    if (!submission.success) {
      response.status(404).json({ error: 'nothing here' });
      return;
    }
    response.locals['submission'] = submission.data;
    next();
  };

  const readBody = express.raw({ type: () => true, limit: BODY_LIMIT });

  const pass: RequestHandler = async (request, response) => {
    const submission = SubmissionId.parse(response.locals['submission']);
    const status = response.locals['status'] === 413 ? 413 : 204;
    try {
      await onCallback(submission, claimIn(request.body));
    } catch (err) {
      log.warn({ err, submission }, 'a callback could not be passed on');
      response.status(503).end();
      return;
    }
    response.status(status).end();
  };

  router.post(`${PATH}/:token`, knowSubmission, readBody, forgiveBody, pass);
  return router;
}

/** A body that cannot be read is still a hint; one that is too large is refused, and a hint too. */
const forgiveBody: ErrorRequestHandler = (error: unknown, request, response, next) => {
  const tooLarge = typeof error === 'object' && error !== null && 'type' in error && error.type === 'entity.too.large';
  request.body = undefined;
  response.locals['status'] = tooLarge ? 413 : 204;
  next();
};

/** What a callback's body says of the task. */
export interface Claim {
  task?: TaskId | undefined;
  /** In the gateway's own words. */
  status?: string | undefined;
}

/** The task's `id`, as text or as a number of any length (gateway.md 4.8), and its `status`; empty where the body is not such a thing. */
export function claimIn(body: unknown): Claim {
  if (!Buffer.isBuffer(body) || body.length === 0) return {};
  try {
    const task: unknown = parse(body.toString('utf8'));
    const id: unknown = typeof task === 'object' && task !== null && 'id' in task ? task.id : undefined;
    const status: unknown = typeof task === 'object' && task !== null && 'status' in task ? task.status : undefined;
    const { data } = TaskId.safeParse(isLosslessNumber(id) ? id.value : id);
    return { task: data, status: typeof status === 'string' ? status : undefined };
  } catch {
    return {};
  }
}
