import { ApiError } from '../api-error.ts';
import type { Strike } from '../faults.ts';
import { type MethodRule, methodTable } from '../method-table.ts';
import type { ApiCall, JsonObject } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import { type Call, type Handlers, missingScope, requireScope } from './call.ts';
import { chat } from './chat.ts';
import { conversations } from './conversations.ts';
import { files } from './files.ts';
import { reactions } from './reactions.ts';
import { views } from './views.ts';
import { workspaceMethods } from './workspace-methods.ts';

/** A request to the Web API, decoded. */
export interface ApiRequest {
  method: string;
  /** Without the token. */
  args: JsonObject;
  token: string | undefined;
  /** The body was JSON. */
  json: boolean;
}

/** What goes back over HTTP; `drop`: nothing, the connection is cut. */
export type Outcome = { drop: true } | { drop?: false; status: number; body: unknown; retryAfterS?: number };

/** Answers Web API calls; the socket hub brings its own handler for apps.connections.open. */
export class Dispatcher {
  readonly #ws: Workspace;
  readonly #handlers: Handlers;

  constructor(ws: Workspace, extra: Handlers) {
    this.#ws = ws;
    this.#handlers = { ...workspaceMethods, ...chat, ...conversations, ...files, ...reactions, ...views, ...extra };
  }

  async handle(request: ApiRequest): Promise<Outcome> {
    const needs: string[] = [];
    const { outcome, limited } = await withFaults(this.#ws, request.method, request.args, (strike) =>
      this.#run(request, needs, strike),
    );
    const call = record(
      this.#ws,
      request.method,
      request.args,
      this.#ws.registry.kindOf(request.token),
      needs,
      outcome,
    );
    if (limited) this.#ws.rateLimited.push(call);
    return outcome.answer;
  }

  async #run(request: ApiRequest, needs: string[], strike: Strike): Promise<Ran> {
    try {
      return { status: 200, body: await this.#call(request, needs, strike), limited: false };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { body, retryAfterS } = error;
      return retryAfterS === undefined
        ? { status: 200, body, limited: false }
        : { status: 429, body, retryAfterS, limited: true };
    }
  }

  async #call(request: ApiRequest, needs: string[], strike: Strike): Promise<JsonObject> {
    const ws = this.#ws;
    const { method } = request;
    const rule = Object.hasOwn(methodTable, method) ? methodTable[method] : undefined;
    const handler = this.#handlers[method];
    if (!rule || !handler) throw new ApiError('unknown_method', { req_method: method });
    checkToken(ws, rule, request.token);
    const call: Call = { ws, method, args: request.args, needs, strike };
    const [only, ...others] = rule.scopes;
    if (only !== undefined && others.length === 0) requireScope(call, only);
    else if (only !== undefined && !rule.scopes.some((scope) => ws.granted(scope)))
      throw missingScope(ws, rule.scopes.join(','));
    const wait = ws.limiter.method(method, rule.tier);
    if (wait > 0) throw new ApiError('ratelimited', {}, wait);
    checkArguments(call, rule, request.json);
    await ws.images.fetchIn([request.args['blocks'], request.args['attachments'], request.args['view']]);
    return handler(call);
  }
}

interface Ran {
  status: number;
  body: unknown;
  retryAfterS?: number;
  limited: boolean;
}

interface Recorded {
  answer: Outcome;
  status: number;
  error: string | undefined;
  fault: string | undefined;
}

/** Runs a request of the app under the faults in force: `before` prevents it, `after` hides that it happened. */
export async function withFaults(
  ws: Workspace,
  method: string,
  args: JsonObject,
  run: (strike: Strike) => Promise<Ran>,
): Promise<{ outcome: Recorded; limited: boolean }> {
  const strike = ws.faults.onCall(method, args);
  const wait = async (ms: number) => await new Promise<void>((resolve) => ws.later(ms, resolve));
  if (strike.delayMs > 0) await wait(strike.delayMs);
  const { effect } = strike;
  const struck = (answer: Outcome, status: number, error: string): { outcome: Recorded; limited: boolean } => ({
    outcome: { answer, status, error, fault: strike.name },
    limited: false,
  });
  if (effect?.kind === 'rate_limit') {
    const retryAfterS = effect.retryAfterS ?? 1;
    return struck({ status: 429, body: { ok: false, error: 'ratelimited' }, retryAfterS }, 429, 'ratelimited');
  }
  if (effect?.kind === 'error') {
    const messages = effect.messages ? { response_metadata: { messages: effect.messages } } : {};
    return struck({ status: 200, body: { ok: false, error: effect.error, ...messages } }, 200, effect.error);
  }
  const cut = effect?.kind === 'drop' || effect?.kind === 'status' ? effect : undefined;
  const ran = cut?.when === 'before' ? undefined : await run(strike);
  if (strike.lateMs > 0) await wait(strike.lateMs);
  if (cut?.kind === 'drop') return struck({ drop: true }, 0, 'dropped');
  if (cut?.kind === 'status')
    return struck({ status: cut.status, body: 'Internal Server Error' }, cut.status, `http_${cut.status}`);
  if (!ran) throw new Error('A fault that prevents the call must have answered it.');
  const { limited, ...answer } = ran;
  return { outcome: { answer, status: ran.status, error: errorIn(ran.body), fault: strike.name }, limited };
}

/** Notes a request of the app, whatever came of it. */
export function record(
  ws: Workspace,
  method: string,
  args: JsonObject,
  token: ApiCall['token'],
  needs: string[],
  outcome: Recorded,
): ApiCall {
  const call: ApiCall = {
    n: ws.calls.length + 1,
    at: ws.clock.now(),
    method,
    args,
    token,
    needs,
    ok: outcome.error === undefined,
    ...(outcome.error === undefined ? {} : { error: outcome.error }),
    status: outcome.status,
    ...(outcome.fault === undefined ? {} : { fault: outcome.fault }),
  };
  ws.calls.push(call);
  ws.changed({ kind: 'call', id: method });
  return call;
}

function checkToken({ registry }: Workspace, rule: MethodRule, token: string | undefined): void {
  if (rule.token === 'none') return;
  const revoked = registry.grantOf(token)?.revoked;
  if (revoked !== undefined) throw new ApiError(revoked);
  const kind = registry.kindOf(token);
  if (kind === 'none') throw new ApiError('not_authed');
  if (kind === 'unknown') throw new ApiError('invalid_auth');
  if (kind !== rule.token) throw new ApiError('not_allowed_token_type');
}

function checkArguments(call: Call, rule: MethodRule, json: boolean): void {
  if (json && !rule.json) call.ws.violation(`${call.method}: takes no JSON body, Slack would see no arguments`);
  const given = Object.keys(call.args).filter((name) => call.args[name] !== undefined && call.args[name] !== '');
  const missing = rule.required.filter((name) => !given.includes(name) || (json && !rule.json));
  if (missing.length > 0)
    throw ApiError.withMessages(
      'invalid_arguments',
      missing.map((name) => `[ERROR] missing required field: ${name} [json-pointer:]`),
    );
  // Bolt adds team_id to every call; Slack ignores it outside org installs.
  const unknown = given.filter(
    (name) => name !== 'team_id' && !rule.required.includes(name) && !rule.optional.includes(name),
  );
  if (unknown.length > 0) call.ws.violation(`${call.method}: Slack knows no argument ${unknown.join(', ')}`);
}

function errorIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('ok' in body) || body.ok !== false) return undefined;
  return 'error' in body ? String(body.error) : 'unknown';
}
