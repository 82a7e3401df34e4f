import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { isObject, objectAt, stringAt } from '../json.ts';
import { limits } from '../limits.ts';
import type { Delivery, JsonObject, Sockets } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import type { Answer, Transport } from './courier.ts';

const pingMs = 10_000;
const envelopeTypes = { event: 'events_api', command: 'slash_commands', interactive: 'interactive' } as const;

interface Connection {
  socket: WebSocket;
  /** Told to go: gets nothing more. */
  leaving: boolean;
  /** Nothing gets through, either way. */
  silent: boolean;
}

interface Pending {
  name: string;
  sentAt: number;
  connection: Connection;
  takesBody: boolean;
  late: boolean;
  resolve(answer: Answer): void;
}

/** Socket Mode: tickets, greeting, envelopes and acks (slack.md section 4; frames as @slack/socket-mode reads them). */
export class SocketHub implements Transport, Sockets {
  readonly #ws: Workspace;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #tickets = new Set<string>();
  readonly #pending = new Map<string, Pending>();
  #connections: Connection[] = [];
  #turn = 0;

  constructor(ws: Workspace) {
    this.#ws = ws;
    this.#pingAll();
  }

  get open(): number {
    return this.#connections.filter((connection) => !connection.leaving).length;
  }

  /** @returns a URL that one connection may use */
  ticketUrl(): string {
    const ticket = randomUUID();
    this.#tickets.add(ticket);
    return `${this.#ws.baseUrl.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${this.#ws.world.bot.appId}`;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', this.#ws.baseUrl).searchParams.get('ticket') ?? '';
    if (!this.#tickets.delete(ticket)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (connected) => this.#greet(connected));
  }

  async send(delivery: Delivery, retry: { num: number; reason: string }): Promise<Answer> {
    const eligible = this.#connections.filter((connection) => !connection.leaving);
    const connection = eligible[this.#turn++ % Math.max(1, eligible.length)];
    if (!connection) return { acked: false, ms: 0, error: 'dispatch_failed', retryReason: 'timeout' };
    const envelopeId = randomUUID();
    const takesBody = delivery.kind === 'command' || delivery.name === 'view_submission';
    const envelope: JsonObject = {
      envelope_id: envelopeId,
      payload: delivery.payload,
      type: envelopeTypes[delivery.kind],
      accepts_response_payload: takesBody,
      ...(delivery.kind === 'event' ? { retry_attempt: retry.num, retry_reason: retry.reason } : {}),
    };
    const sentAt = this.#ws.clock.now();
    return new Promise((resolve) => {
      const pending: Pending = { name: delivery.name, sentAt, connection, takesBody, late: false, resolve };
      this.#pending.set(envelopeId, pending);
      if (!connection.silent) connection.socket.send(JSON.stringify(envelope));
      this.#ws.later(this.#ws.settings.ackMs, () => {
        if (!this.#pending.has(envelopeId)) return;
        pending.late = true;
        resolve({ acked: false, ms: this.#ws.settings.ackMs, error: 'operation_timeout', retryReason: 'timeout' });
      });
    });
  }

  disconnect(reason: 'refresh_requested' | 'warning' | 'link_disabled', which: 'one' | 'all' = 'all'): void {
    for (const connection of this.#chosen(which)) {
      connection.socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } }));
      if (reason === 'warning') continue;
      connection.leaving = true;
      // Slack closes its side soon after; a client that has closed by then notices nothing.
      this.#ws.later(1_000, () => connection.socket.close());
    }
    this.#ws.changed({ kind: 'socket' });
  }

  silence(): () => void {
    const [connection] = this.#chosen('one');
    if (connection === undefined) return () => undefined;
    connection.silent = true;
    connection.socket.pause();
    return () => connection.socket.terminate();
  }

  garble(text: string): void {
    for (const { socket } of this.#chosen('one')) socket.send(text);
  }

  drop(which: 'one' | 'all' = 'all'): void {
    for (const connection of this.#chosen(which)) connection.socket.terminate();
  }

  close(): void {
    // All of them: also those that were never greeted.
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
  }

  #chosen(which: 'one' | 'all'): Connection[] {
    const open = this.#connections.filter((connection) => !connection.leaving && !connection.silent);
    return which === 'one' ? open.slice(0, 1) : open;
  }

  #greet(socket: WebSocket): void {
    socket.on('error', () => socket.terminate());
    if (this.open >= limits.sockets) {
      socket.send(
        JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets', debug_info: { host: 'sandbox' } }),
      );
      socket.close();
      this.#ws.violation(`more than ${limits.sockets} open sockets`);
      return;
    }
    const connection: Connection = { socket, leaving: false, silent: false };
    socket.on('message', (data) => this.#receive(connection, data));
    socket.on('close', () => this.#gone(connection));
    if (this.#ws.faults.withoutHello()) return;
    this.#connections.push(connection);
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.open,
        debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 18_060 },
        connection_info: { app_id: this.#ws.world.bot.appId },
      }),
    );
    this.#ws.changed({ kind: 'socket' });
  }

  #receive(connection: Connection, data: RawData): void {
    const text = Buffer.isBuffer(data) ? data.toString() : '';
    const message = parseObject(text);
    const id = message && stringAt(message, 'envelope_id');
    const pending = id === undefined ? undefined : this.#pending.get(id);
    if (!message || id === undefined || !pending || pending.connection !== connection) {
      this.#ws.violation(`a socket sent something that acks no envelope of its own: ${text.slice(0, 200)}`);
      return;
    }
    this.#pending.delete(id);
    const ms = this.#ws.clock.now() - pending.sentAt;
    if (pending.late) {
      this.#ws.violation(`${pending.name} was acked after ${ms} ms`);
      return;
    }
    const body = objectAt(message, 'payload') ?? {};
    const hasBody = Object.keys(body).length > 0;
    if (hasBody && !pending.takesBody)
      this.#ws.violation(`${pending.name} was acked with a payload, which it does not take`);
    pending.resolve({ acked: true, ms, ...(hasBody ? { body } : {}) });
  }

  #gone(connection: Connection): void {
    this.#connections = this.#connections.filter((other) => other !== connection);
    for (const [id, pending] of this.#pending) {
      if (pending.connection !== connection) continue;
      this.#pending.delete(id);
      const ms = this.#ws.clock.now() - pending.sentAt;
      pending.resolve({ acked: false, ms, error: 'operation_timeout', retryReason: 'timeout' });
    }
    this.#ws.changed({ kind: 'socket' });
  }

  /** Clients give a connection up when no ping comes for 30 s. */
  #pingAll(): void {
    this.#ws.later(pingMs, () => {
      for (const { socket, silent } of this.#connections) if (!silent) socket.ping('Ping from sandbox');
      this.#pingAll();
    });
  }
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
