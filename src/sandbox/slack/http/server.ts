import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Dispatcher, type Outcome, record, withFaults } from '../api/dispatch.ts';
import { answerResponseUrl } from '../api/response-url.ts';
import { botMaySee, thumbnail } from '../files.ts';
import type { Registry } from '../registry.ts';
import type { JsonObject, SlackFile } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import { decodeCall, jsonBody, readBody, uploadedBytes } from './body.ts';

/** Everything Slack answers over HTTP: the Web API, uploads, files, response_urls, and the first step of an install. */
export function makeServer(registry: Registry, dispatchers: ReadonlyMap<Workspace, Dispatcher>): Server {
  return createServer((request, response) => {
    route(registry, dispatchers, request, response).catch((error: unknown) => {
      // A bug of the stand-in must not look like an answer of Slack.
      registry.workspaces[0]?.violation(
        `the stand-in failed on ${request.method} ${request.url}: ${error instanceof Error ? error.stack : String(error)}`,
      );
      response.destroy();
    });
  });
}

/** Before the paths of a neighbour; the first workspace's have nothing before them. */
export const neighbourPath = (at: number): string => (at === 0 ? '' : `/w${at}`);

async function route(
  registry: Registry,
  dispatchers: ReadonlyMap<Workspace, Dispatcher>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, at = '0', rest = '/'] = /^(?:\/w(\d+))?(\/.*)?$/s.exec(request.url ?? '/') ?? [];
  const ws = registry.workspaces[Number(at)];
  if (ws === undefined) return answer(response, { status: 404, body: 'Not Found' });
  const url = new URL(rest, ws.baseUrl);
  const path = url.pathname;
  if (path.startsWith('/api/')) {
    const method = path.slice('/api/'.length);
    const call = { method, ...(await decodeCall(request, url)) };
    const outcome = await dispatchers.get(registry.placeOf(call.token, call.args) ?? ws)?.handle(call);
    if (outcome === undefined) throw new Error('a workspace answers no calls');
    answer(response, outcome, { ...scopesOf(ws, call.token), date: new Date(ws.clock.now()).toUTCString() });
  } else if (path.startsWith('/upload/v1/')) {
    await upload(ws, path, request, response);
  } else if (path.startsWith('/files-pri/') || path.startsWith('/files-tmb/')) {
    await download(ws, path, request, response);
  } else if (path.startsWith('/commands/') || path.startsWith('/actions/')) {
    await responseUrl(ws, path, request, response);
  } else if (path === '/oauth/v2/authorize') {
    authorize(ws, url, response);
  } else if (path === '/login') {
    loginPage(response);
  } else {
    answer(response, { status: 404, body: 'Not Found' });
  }
}

/** Whatever came of a call, Slack says what its token was granted; of one that it does not know, nothing. */
function scopesOf(ws: Workspace, token: string | undefined): { [name: string]: string } {
  const kind = ws.registry.kindOf(token);
  const scopes = kind === 'bot' ? ws.app.scopes : kind === 'app' ? ws.settings.appTokenScopes : undefined;
  return scopes === undefined ? {} : { 'x-oauth-scopes': scopes.join(',') };
}

async function upload(ws: Workspace, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const bytes = await uploadedBytes(request);
  const pending = ws.uploads.at(path);
  const args: JsonObject = { file: pending?.fileId, bytes: bytes.byteLength };
  const { outcome } = await withFaults(ws, 'file.upload', args, async () => {
    if (!pending) return { status: 404, body: { ok: false, error: 'not_found' }, limited: false };
    if (bytes.byteLength !== pending.length)
      return { status: 400, body: { ok: false, error: 'length_mismatch' }, limited: false };
    pending.bytes = bytes;
    return { status: 200, body: `OK - ${bytes.byteLength}`, limited: false };
  });
  record(ws, 'file.upload', args, 'none', [], outcome);
  answer(response, outcome.answer);
}

/** A private file: with the bot's token and files:read the bytes, without them the login page (slack.md section 3). */
async function download(
  ws: Workspace,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, area, team = '', ...rest] = path.split('/');
  const file = ws.world.files[team.slice(team.indexOf('-') + 1)];
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const kind = ws.registry.opens(token, ws)
    ? 'bot'
    : ws.registry.kindOf(token) === 'bot'
      ? 'unknown'
      : ws.registry.kindOf(token);
  const args: JsonObject = { file: file?.id, path };
  const allowed = kind === 'bot' && ws.granted('files:read');
  const { outcome } = await withFaults(ws, 'file.download', args, async () => {
    if (!allowed) return { status: 200, body: { ok: false, error: 'login_page' }, limited: false };
    if (!file || file.deleted || !botMaySee(ws, file))
      return { status: 404, body: { ok: false, error: 'file_not_found' }, limited: false };
    return { status: 200, body: file, limited: false };
  });
  record(ws, 'file.download', args, kind, ['files:read'], outcome);
  const result = outcome.answer;
  const body = result.drop ? undefined : result.body;
  if (result.drop || body !== file || !file) {
    const login = !result.drop && outcome.error === 'login_page';
    if (login && ws.settings.loginPage === 'redirect')
      response.writeHead(302, { location: `${ws.baseUrl}/login?redir=${encodeURIComponent(path)}` }).end();
    else if (login) loginPage(response);
    else answer(response, result);
    return;
  }
  await sendFile(file, area === 'files-tmb' ? Number(rest[0]) : undefined, response);
}

async function sendFile(file: SlackFile, size: number | undefined, response: ServerResponse): Promise<void> {
  const bytes = size === undefined ? file.bytes : await thumbnail(file, size);
  const type = size === undefined ? file.mimetype || 'application/octet-stream' : 'image/png';
  response.writeHead(200, { 'content-type': type, 'content-length': bytes.byteLength }).end(bytes);
}

function loginPage(response: ServerResponse): void {
  const html =
    '<!DOCTYPE html><html><head><title>Slack</title></head><body><h1>Sign in to your workspace</h1></body></html>';
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'x-slack-meta': 'acl_fail' }).end(html);
}

async function responseUrl(
  ws: Workspace,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const args = jsonBody(await readBody(request));
  const { outcome } = await withFaults(ws, 'response_url', args, async () => {
    await ws.images.fetchIn(args['blocks']);
    return { ...answerResponseUrl(ws, path, args), limited: false };
  });
  record(ws, 'response_url', args, 'none', [], outcome);
  answer(response, outcome.answer);
}

/** Where "Add to Slack" leads: here everybody agrees for the first workspace, as its admin. */
function authorize(ws: Workspace, url: URL, response: ServerResponse): void {
  const redirectUri = url.searchParams.get('redirect_uri');
  const { redirectUrls = [] } = ws.app;
  const by = Object.values(ws.world.users).find((person) => person.isAdmin)?.id ?? '';
  if (redirectUri === null || (redirectUrls.length > 0 && !redirectUrls.includes(redirectUri))) {
    answer(response, { status: 400, body: 'redirect_uri did not match any configured URIs' });
    return;
  }
  const target = new URL(redirectUri);
  const { scopes } = ws.app;
  const sent = redirectUrls.length > 0 ? redirectUri : undefined;
  const at = ws.clock.now();
  target.searchParams.set('code', ws.registry.newCode({ place: ws, whole: false, by, scopes, redirectUri: sent, at }));
  target.searchParams.set('state', url.searchParams.get('state') ?? '');
  response.writeHead(302, { location: target.href }).end();
}

function answer(response: ServerResponse, outcome: Outcome, headers: { [name: string]: string } = {}): void {
  if (outcome.drop) {
    response.destroy();
    return;
  }
  const text = typeof outcome.body === 'string' ? outcome.body : JSON.stringify(outcome.body);
  response
    .writeHead(outcome.status, {
      'content-type':
        typeof outcome.body === 'string' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
      ...(outcome.retryAfterS === undefined ? {} : { 'retry-after': String(outcome.retryAfterS) }),
      ...headers,
    })
    .end(text);
}
