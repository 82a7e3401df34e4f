/**
 * What Bolt and the Socket Mode SDK can be given. Both read a payload's fields before they look whether it is an object: over HTTP outside any
 * `catch` (bolt 5.1, HTTPReceiver `handleIncomingEvent`), on a socket in a listener that nobody waits for (socket-mode 3.0,
 * `onWebSocketMessage`). What they stumble over there ends the process.
 */
import { z } from 'zod';

const some = z.looseObject({});
const typed = z.looseObject({ type: z.string() });
const named = z.looseObject({ id: z.string() });
/** Whoever clicks or sends; Bolt reads the workspace off either. */
const person = { user: named, team: some.nullish(), enterprise: some.nullish(), channel: named.nullish() };
const shortcut = z.looseObject(person);
const view = z.looseObject({ ...person, view: some });

/** By `type`, what Bolt reads of it. Source: bolt 5.1, helpers.js `getTypeAndConversation` and App.js `buildSource`. */
const SHAPES: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ['url_verification', some],
  ['event_callback', z.looseObject({ event: typed, authorizations: z.array(some).nullish() })],
  ['block_actions', z.looseObject({ ...person, actions: z.tuple([some], some) })],
  ['block_suggestion', z.looseObject(person)],
  ['shortcut', shortcut],
  ['message_action', shortcut],
  ['view_submission', view],
  ['view_closed', view],
]);
const Untyped = z.union([z.looseObject({ command: z.string() }), z.looseObject({ ssl_check: z.literal('1') })]);

/**
 * How a decoded payload is met: `known` is for the listeners; `unknown` is one of Slack's that has nothing for us (`app_rate_limited`), and is
 * acked; `malformed` is nothing that Slack sends.
 */
export function meet(body: unknown): 'known' | 'unknown' | 'malformed' {
  const { data } = typed.safeParse(body);
  if (data === undefined) return Untyped.safeParse(body).success ? 'known' : 'malformed';
  const shape = SHAPES.get(data.type);
  if (shape === undefined) return 'unknown';
  return shape.safeParse(body).success ? 'known' : 'malformed';
}

const Event = z.object({ event: typed });

/** The type of the event that an Events API payload is about. */
export function eventTypeOf(payload: unknown): string | undefined {
  return Event.safeParse(payload).data?.event.type;
}

const Frame = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('hello') }),
  z.looseObject({ type: z.literal('disconnect'), reason: z.string().optional().catch(undefined) }),
  z.looseObject({
    type: z.enum(['events_api', 'slash_commands', 'interactive']),
    envelope_id: z.string(),
    payload: z.unknown(),
  }),
]);
export type Frame = z.infer<typeof Frame>;

/** What came over a socket, decoded. @returns undefined for what is not to be handed on: no frame, or one whose payload nobody knows */
export function frameOf(message: unknown): Frame | undefined {
  const { data } = Frame.safeParse(message);
  if (data === undefined || data.type === 'hello' || data.type === 'disconnect') return data;
  if (data.type === 'events_api' && eventTypeOf(data.payload) === undefined) return undefined;
  return meet(data.payload) === 'known' ? data : undefined;
}
