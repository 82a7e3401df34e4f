import { App, type Receiver, type ReceiverEvent } from '@slack/bolt';
import { levelOf } from '../listening/answers.ts';
import { isTalk } from '../listening/incoming-shares.ts';
import { Remembered } from '../listening/latest.ts';
import { Pending } from '../listening/pending.ts';
import type { BoltLogger, Log } from './bolt-logger.ts';
import type { Workspace } from './workspaces.ts';

/** What Slack delivers, as a person does it: `form` is a modal that was sent, `other` whatever needs no answer of ours. */
export type DeliveryKind = 'command' | 'press' | 'form' | 'shortcut' | 'event' | 'other';

/**
 * Is put around the handling of each delivery: calls `handle` once and hands its failure on. `acked` is called when Slack has the ack, which
 * may be long before the handling is over, or never.
 */
export type AroundDelivery = (kind: DeliveryKind, handle: (acked: () => void) => Promise<void>) => Promise<void>;

/** What an ack says. */
type Answer = Parameters<ReceiverEvent['ack']>;

/** Commands and interactions of the last minutes, in a busy workspace. */
const REMEMBERED = 1000;

interface StoringAppOptions {
  receiver: Receiver;
  /** Where a delivery is from; undefined where the app is not installed, and then `decline` answers it. */
  workspaceOf: (body: ReceiverEvent['body']) => Promise<Workspace | undefined>;
  decline: (event: ReceiverEvent) => Promise<void>;
  logger: BoltLogger;
  log: Log;
  around?: AroundDelivery | undefined;
}

/**
 * Bolt's app, with one difference: an Events API request is acked only after its listeners have stored it. Bolt acks first and runs the
 * listeners afterwards, so an event would be lost when storing fails. Here Bolt gets an ack that does nothing, and the real one is sent
 * when all listeners are through. Where one of them threw, or the request could not be authorized, there is no ack: the receiver answers
 * 503 or nothing, and Slack delivers again. Commands and clicks ack for themselves; one that comes again is acked as before, and what it asks for
 * is done and told once. Another process may do it once more: then its key in the store keeps it from being made twice.
 */
export class StoringApp extends App {
  /** Deliveries and answers under way. */
  readonly pending = new Pending();
  readonly #around: AroundDelivery;
  readonly #options: Pick<StoringAppOptions, 'workspaceOf' | 'decline' | 'log'>;
  readonly #workspaces: WeakMap<object, Workspace>;
  /** By trigger; of one that ended without an ack undefined. */
  readonly #answers = new Remembered<Promise<Answer | undefined>>(REMEMBERED);

  constructor({ receiver, workspaceOf, decline, logger, log, around }: StoringAppOptions) {
    const workspaces = new WeakMap<object, Workspace>();
    super({
      receiver,
      // Not Bolt's `token` option, which would ask Slack who it is with each first event, and ack the event when that fails.
      authorize: async (_, body) => {
        const { botToken, identity } = workspaceIn(workspaces, body);
        return { botToken, botId: identity.botId, botUserId: identity.botUserId, teamId: identity.team };
      },
      // A conversation store would grow in this process; what must be kept is in the records.
      convoStore: false,
      logger,
    });
    this.#around = around ?? (async (_, handle) => await handle(() => undefined));
    this.#options = { workspaceOf, decline, log };
    this.#workspaces = workspaces;
    this.error(async (error) => {
      const cause = error.original ?? error;
      log[levelOf(cause)]({ err: cause }, 'a Slack delivery could not be handled');
      throw error;
    });
  }

  /** Where a delivery that is being handled is from. */
  workspaceOf(body: object | undefined): Workspace {
    return workspaceIn(this.#workspaces, body);
  }

  override async processEvent(event: ReceiverEvent): Promise<void> {
    // Most of what Slack delivers in a busy workspace: acked before anybody looks where it is from, counts it or traces it.
    if (isTalk(event.body)) return await this.pending.add(event.ack());
    const handling = this.#around(kindOf(event.body), async (acked) => {
      const ack: ReceiverEvent['ack'] = async (...answer) => {
        await event.ack(...answer);
        acked();
      };
      await this.#once({ ...event, ack });
    });
    await this.pending.add(handling);
  }

  async #once(event: ReceiverEvent): Promise<void> {
    const trigger: unknown = event.body['trigger_id'];
    if (typeof trigger !== 'string') return await this.#process(event);
    const before = this.#answers.get(trigger);
    if (before !== undefined) {
      const answer = await before;
      return answer === undefined ? undefined : await event.ack(...answer);
    }
    let settle: (answer: Answer | undefined) => void = () => undefined;
    const answered = new Promise<Answer | undefined>((resolve) => {
      settle = resolve;
    });
    this.#answers.set(trigger, answered);
    const ack: ReceiverEvent['ack'] = async (...answer) => {
      settle(answer);
      await event.ack(...answer);
    };
    try {
      await this.#process({ ...event, ack });
    } finally {
      settle(undefined);
      if ((await answered) === undefined) this.#answers.delete(trigger);
    }
  }

  async #process(event: ReceiverEvent): Promise<void> {
    const workspace = await this.#find(event);
    if (workspace === undefined) return await this.#options.decline(event);
    this.#workspaces.set(event.body, workspace);
    if (event.body['type'] !== 'event_callback') return await super.processEvent(event);
    await super.processEvent({ ...event, ack: async () => {} });
    await event.ack();
  }

  async #find({ body }: ReceiverEvent): Promise<Workspace | undefined> {
    const { workspaceOf, log } = this.#options;
    try {
      return await workspaceOf(body);
    } catch (error) {
      log[levelOf(error)]({ err: error }, 'it could not be looked up where a Slack delivery is from');
      throw error;
    }
  }
}

function workspaceIn(workspaces: WeakMap<object, Workspace>, body: object | undefined): Workspace {
  const workspace = body === undefined ? undefined : workspaces.get(body);
  if (workspace === undefined) throw new Error('a delivery is handled without a workspace');
  return workspace;
}

/** Source: the `type` of Slack's payloads (@slack/bolt, `getTypeAndConversation`). A command has none. */
function kindOf(body: ReceiverEvent['body']): DeliveryKind {
  if (typeof body['command'] === 'string') return 'command';
  switch (body['type']) {
    case 'event_callback':
      return 'event';
    case 'block_actions':
      return 'press';
    case 'view_submission':
    case 'view_closed':
      return 'form';
    case 'shortcut':
    case 'message_action':
      return 'shortcut';
    default:
      return 'other';
  }
}
