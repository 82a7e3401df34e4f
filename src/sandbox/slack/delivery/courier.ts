import type { Delivery, JsonObject } from '../types.ts';
import type { Workspace } from '../workspace.ts';

/** How one attempt to hand over a payload ended. */
export interface Answer {
  acked: boolean;
  ms: number;
  body?: JsonObject;
  /** See `Noticed.error`. */
  error?: string;
  /** What a redelivery gives as its reason. */
  retryReason?: string;
}

/** A way to the app: Socket Mode or HTTP. */
export interface Transport {
  send(delivery: Delivery, retry: { num: number; reason: string }): Promise<Answer>;
}

/** Hands payloads to the app, and events again when they are not acked (slack.md section 4). A fault makes any of them come again. */
export class Courier {
  readonly #ws: Workspace;
  #transport: Transport | undefined;
  #closed = false;

  constructor(ws: Workspace) {
    this.#ws = ws;
  }

  connect(transport: Transport): void {
    this.#transport = transport;
  }

  close(): void {
    this.#closed = true;
  }

  /** Commands and interactions: one attempt only, which is what the person sees. */
  async deliver(kind: 'command' | 'interactive', name: string, payload: JsonObject, needs: string[]): Promise<Answer> {
    const delivery = this.#record(kind, name, payload, needs);
    const copies = this.#copiesOf(delivery);
    const answer = await this.#attempt(delivery, 0, '');
    void Promise.all(copies).then(() => this.#finish(delivery));
    return answer;
  }

  /** Events: up to three more attempts. Returns at once; the delivery tells how it went. */
  event(name: string, payload: JsonObject, needs: string[]): void {
    const delivery = this.#record('event', name, payload, needs);
    void Promise.all([this.#tryEvent(delivery), ...this.#copiesOf(delivery)]).then(() => this.#finish(delivery));
  }

  async #tryEvent(delivery: Delivery): Promise<void> {
    for (let [num, reason] = [0, '']; ; num += 1) {
      const answer = await this.#attempt(delivery, num, reason);
      const wait = this.#ws.settings.redeliverMs[num];
      if (answer.acked || wait === undefined || this.#closed) return;
      reason = answer.retryReason ?? 'timeout';
      this.#tell(delivery);
      await this.#wait(wait);
    }
  }

  #copiesOf(delivery: Delivery): Promise<void>[] {
    return this.#ws.faults.copiesOf(delivery).map(async (ms) => await this.#copy(delivery, ms));
  }

  /** Once more, whether it was acked or not. */
  async #copy(delivery: Delivery, laterMs: number): Promise<void> {
    if (laterMs > 0) await this.#wait(laterMs);
    await this.#attempt(delivery, 0, '');
    this.#tell(delivery);
  }

  async #wait(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#ws.later(ms, resolve);
    });
  }

  async #attempt(delivery: Delivery, num: number, reason: string): Promise<Answer> {
    const at = this.#ws.clock.now();
    const answer = this.#transport
      ? await this.#transport.send(delivery, { num, reason })
      : { acked: false, ms: 0, error: 'dispatch_failed' };
    const { acked, ms, error, body } = answer;
    delivery.attempts.push({
      at,
      ms,
      acked,
      ...(error === undefined ? {} : { error }),
      ...(body === undefined ? {} : { body }),
    });
    delivery.acked ||= acked;
    return answer;
  }

  /** A copy of the payload, so that it stays as it was sent. */
  #record(kind: Delivery['kind'], name: string, payload: JsonObject, needs: string[]): Delivery {
    const { deliveries } = this.#ws;
    const delivery: Delivery = {
      n: deliveries.length + 1,
      kind,
      name,
      payload: structuredClone(payload),
      needs,
      attempts: [],
      acked: false,
      done: false,
    };
    deliveries.push(delivery);
    return delivery;
  }

  #finish(delivery: Delivery): void {
    delivery.done = true;
    this.#tell(delivery);
  }

  #tell(delivery: Delivery): void {
    this.#ws.changed({ kind: 'delivery', id: delivery.name });
  }
}
