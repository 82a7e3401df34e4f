import { App, type Receiver, type ReceiverEvent } from '@slack/bolt';
import { levelOf } from './answers.ts';
import type { BoltLogger, Log } from './bolt-logger.ts';
import type { Identity } from './identity.ts';
import { Pending } from './pending.ts';

interface StoringAppOptions {
  receiver: Receiver;
  botToken: string;
  identity: Identity;
  logger: BoltLogger;
  log: Log;
}

/**
 * Bolt's app, with one difference: an Events API request is acked only after its listeners have stored it. Bolt acks first and runs the
 * listeners afterwards, so an event would be lost when storing fails. Here Bolt gets an ack that does nothing, and the real one is sent
 * when all listeners are through. Where one of them threw, or the request could not be authorized, there is no ack: the receiver answers
 * 503 or nothing, and Slack delivers again. Commands and clicks ack for themselves.
 */
export class StoringApp extends App {
  /** Deliveries and answers under way. */
  readonly pending = new Pending();

  constructor({ receiver, botToken, identity, logger, log }: StoringAppOptions) {
    super({
      receiver,
      // Not Bolt's `token` option, which would ask Slack who it is with each first event, and ack the event when that fails.
      authorize: async () => ({
        botToken,
        botId: identity.botId,
        botUserId: identity.botUserId,
        teamId: identity.team,
      }),
      // A conversation store would grow in this process; what must be kept is in the records.
      convoStore: false,
      logger,
    });
    this.error(async (error) => {
      const cause = error.original ?? error;
      log[levelOf(cause)]({ err: cause }, 'a Slack delivery could not be handled');
      throw error;
    });
  }

  override async processEvent(event: ReceiverEvent): Promise<void> {
    await this.pending.add(this.#process(event));
  }

  async #process(event: ReceiverEvent): Promise<void> {
    if (event.body['type'] !== 'event_callback') return await super.processEvent(event);
    await super.processEvent({ ...event, ack: async () => {} });
    await event.ack();
  }
}
