import type { AddressInfo } from 'node:net';
import { click } from './acts/click.ts';
import { command } from './acts/commands.ts';
import { closeView, enter, submitView } from './acts/modals.ts';
import { globalShortcut, messageShortcut } from './acts/shortcuts.ts';
import { deleteMessage, inviteBot, message, openHome, react, removeBot, upload } from './acts/talk.ts';
import type { Call } from './api/call.ts';
import { Dispatcher } from './api/dispatch.ts';
import { ApiError } from './api-error.ts';
import { HttpPost } from './delivery/http-post.ts';
import { SocketHub } from './delivery/socket-hub.ts';
import { makeServer } from './http/server.ts';
import type { Acts, JsonObject, SlackOptions, SlackStandIn } from './types.ts';
import { waitFor } from './wait.ts';
import { secrets, Workspace } from './workspace.ts';

/**
 * Starts a stand-in Slack on 127.0.0.1.
 * @throws Error when the port is taken or the manifest cannot be read
 */
export async function startSlack(options: SlackOptions): Promise<SlackStandIn> {
  const ws = new Workspace(options);
  const sockets = new SocketHub(ws);
  const http = new HttpPost(ws);
  ws.courier.connect(ws.settings.mode === 'socket' ? sockets : http);
  const dispatcher = new Dispatcher(ws, { 'apps.connections.open': (call) => openConnection(call, sockets) });
  const server = makeServer(ws, dispatcher);
  server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head));
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', () => resolve(addressOf(server.address()).port));
  });
  ws.baseUrl = `http://127.0.0.1:${port}`;

  const slack: SlackStandIn = {
    url: ws.baseUrl,
    apiUrl: `${ws.baseUrl}/api/`,
    fileHost: `127.0.0.1:${port}`,
    ...secrets,
    oauthCode() {
      const code = ws.ids.id('CODE');
      ws.oauthCodes.add(code);
      return code;
    },
    world: ws.world,
    act: actsOf(ws),
    calls: ws.calls,
    deliveries: ws.deliveries,
    violations: ws.violations,
    rateLimited: ws.rateLimited,
    faults: ws.faults,
    sockets,
    makePublic: (host) => ws.images.makePublic(host),
    imageAt: (url) => ws.images.copy(url),
    async setRequestUrl(url) {
      ws.settings.requestUrl = url;
      return http.verify();
    },
    on: (_event, listener) => ws.onChange(listener),
    waitFor: (look, wait) => waitFor(slack, look, wait),
    async close() {
      ws.courier.close();
      ws.cancelTimers();
      sockets.close();
      await http.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return slack;
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
