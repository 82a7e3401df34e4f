import type { AddressInfo } from 'node:net';
import { click } from './acts/click.ts';
import { command } from './acts/commands.ts';
import { closeView, enter, submitView } from './acts/modals.ts';
import { globalShortcut, messageShortcut } from './acts/shortcuts.ts';
import { deleteMessage, inviteBot, message, openHome, react, removeBot, upload } from './acts/talk.ts';
import type { Call } from './api/call.ts';
import { Dispatcher } from './api/dispatch.ts';
import { ApiError } from './api-error.ts';
import { emitParting } from './delivery/events.ts';
import { HttpPost } from './delivery/http-post.ts';
import { SocketHub } from './delivery/socket-hub.ts';
import { makeServer, neighbourPath } from './http/server.ts';
import { Registry, secrets } from './registry.ts';
import type { Acts, JsonObject, SlackOptions, SlackPlace, SlackStandIn } from './types.ts';
import { waitFor } from './wait.ts';
import { Workspace } from './workspace.ts';

/**
 * Starts a stand-in Slack on 127.0.0.1.
 * @throws Error when the port is taken or the manifest cannot be read
 */
export async function startSlack(options: SlackOptions): Promise<SlackStandIn> {
  const registry = new Registry(options);
  const ws = new Workspace(registry, options, options);
  registry.workspaces.push(ws);
  for (const place of options.neighbours ?? []) registry.workspaces.push(new Workspace(registry, options, place));
  if (options.installed ?? true) registry.install(ws, false, secrets.botToken);
  const sockets = new SocketHub(ws);
  const http = new HttpPost(ws);
  for (const { courier } of registry.workspaces) courier.connect(ws.settings.mode === 'socket' ? sockets : http);
  const dispatchers = new Map(
    registry.workspaces.map((one) => [
      one,
      new Dispatcher(one, { 'apps.connections.open': (call) => openConnection(call, sockets) }),
    ]),
  );
  const server = makeServer(registry, dispatchers);
  server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head));
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', () => resolve(addressOf(server.address()).port));
  });
  const address = `http://127.0.0.1:${port}`;
  for (const [at, one] of registry.workspaces.entries()) one.baseUrl = address + neighbourPath(at);
  const inTeam = (team: string): Workspace => {
    const found = registry.workspaces.find(({ world }) => world.team.id === team);
    if (found === undefined) throw new Error(`There is no workspace ${team}.`);
    return found;
  };

  const slack: SlackStandIn = {
    ...placeOf(ws),
    url: address,
    apiUrl: `${address}/api/`,
    fileHost: `127.0.0.1:${port}`,
    ...secrets,
    sockets,
    in: (team) => placeOf(inTeam(team)),
    consent({ address: asked, team, ...consent }) {
      const url = new URL(asked);
      const code = registry.consent(inTeam(team), url, consent);
      return sentBack(url, { code });
    },
    refuse: (asked) => sentBack(new URL(asked), { error: 'access_denied' }),
    tokenIn: (team) => inTeam(team).grant?.token,
    uninstall(team, revoked = 'account_inactive') {
      const place = inTeam(team);
      const { grant } = place;
      if (grant === undefined) throw new Error('The app is not installed there.');
      grant.revoked = revoked;
      emitParting(place, grant, grant.whole);
    },
    makePublic(host) {
      for (const one of registry.workspaces) one.images.makePublic(host);
    },
    imageAt: (url) => ws.images.copy(url),
    async setRequestUrl(url) {
      ws.settings.requestUrl = url;
      return http.verify();
    },
    async close() {
      for (const one of registry.workspaces) {
        one.courier.close();
        one.cancelTimers();
      }
      sockets.close();
      await http.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return slack;
}

/** Where Slack's page sends people. */
function sentBack(asked: URL, outcome: { [name: string]: string }): string {
  const target = new URL(asked.searchParams.get('redirect_uri') ?? '');
  for (const [name, value] of Object.entries(outcome)) target.searchParams.set(name, value);
  target.searchParams.set('state', asked.searchParams.get('state') ?? '');
  return target.href;
}

function placeOf(ws: Workspace): SlackPlace {
  const place: SlackPlace = {
    world: ws.world,
    act: actsOf(ws),
    calls: ws.calls,
    deliveries: ws.deliveries,
    violations: ws.violations,
    rateLimited: ws.rateLimited,
    faults: ws.faults,
    on: (_event, listener) => ws.onChange(listener),
    waitFor: (look, wait) => waitFor(place, look, wait),
  };
  return place;
}

function actsOf(ws: Workspace): Acts {
  return {
    command: (input) => command(ws, input),
    click: (input) => click(ws, input),
    enter: (input) => enter(ws, input),
    submitView: (input) => submitView(ws, input),
    closeView: (input) => closeView(ws, input),
    message: (input) => message(ws, input),
    messageShortcut: (input) => messageShortcut(ws, input),
    globalShortcut: (input) => globalShortcut(ws, input),
    react: (input) => react(ws, input),
    openHome: (input) => openHome(ws, input),
    addFile: (input) => upload(ws, ws.person(input.user).id, input.file),
    inviteBot: (input) => inviteBot(ws, input),
    removeBot: (input) => removeBot(ws, input),
    deleteMessage: (input) => deleteMessage(ws, input),
  };
}

/** Of the app token's own scopes, none of the bot's; and only while the app is set to Socket Mode. */
function openConnection({ ws }: Call, sockets: SocketHub): JsonObject {
  const scope = 'connections:write';
  const provided = ws.settings.appTokenScopes;
  if (!provided.includes(scope)) throw new ApiError('missing_scope', { needed: scope, provided: provided.join(',') });
  if (ws.settings.mode !== 'socket') throw new ApiError('socket_mode_disabled');
  return { ok: true, url: sockets.ticketUrl() };
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address;
}
