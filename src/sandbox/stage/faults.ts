import type { FaultRule as GatewayRule, GatewayStandIn } from '../gateway/index.ts';
import type { FaultState } from '../page/stage.ts';
import type { FaultRule as SlackRule, SlackStandIn } from '../slack/index.ts';

/** A button of the page: what goes wrong while it is pressed in. */
interface Fault extends Omit<FaultState, 'on'> {
  gateway?: GatewayRule;
  slack?: SlackRule;
}

const QUEUE_FULL = { code: 23, description: '队列已满，请稍后尝试', result: null, properties: {} };

const FAULTS: readonly Fault[] = [
  gateway('down', 'Down', 'Every request is answered 503.', {
    then: { do: 'answer', status: 503, body: 'upstream connect error' },
  }),
  gateway('too-many', '429', 'Submits are refused: too many requests, retry after 5 s.', {
    kind: 'submits',
    then: { do: 'too-many', retryAfterSeconds: 5 },
  }),
  gateway('html', 'HTML', 'Every request is answered by a web page with status 200.', { then: { do: 'html' } }),
  gateway('queue-full', 'Queue full', 'Submits are answered with code 23.', {
    kind: 'submits',
    then: { do: 'answer', status: 200, body: QUEUE_FULL },
  }),
  gateway('refuse-reads', 'Refuse reads', 'Looking at tasks is refused with 403 while submits work.', {
    kind: 'reads',
    then: { do: 'refuse', status: 403 },
  }),
  gateway('lose-answer', 'Lose the next answer', 'The next submit is taken, but its answer is lost.', {
    kind: 'submits',
    times: 1,
    then: { do: 'commit-then-drop' },
  }),
  gateway('picture-gone', 'Picture 404', 'Picture links are dead.', {
    kind: 'pictures',
    then: { do: 'picture', as: 'gone' },
  }),
  gateway('picture-huge', 'Picture of 60 MB', 'Pictures are larger than anybody wants.', {
    kind: 'pictures',
    then: { do: 'picture', as: 'huge' },
  }),
  slack('slack-429', '429 on edits', 'chat.update is refused: retry after 10 s.', {
    method: 'chat.update',
    effect: { kind: 'rate_limit', retryAfterS: 10 },
  }),
  slack('slack-500', '500 after the post', 'The next chat.postMessage is posted but answered 500.', {
    method: 'chat.postMessage',
    times: 1,
    effect: { kind: 'status', status: 500, when: 'after' },
  }),
  slack('slack-slow', 'Slow', 'Every answer comes 2.5 s late.', { effect: { kind: 'delay', ms: 2500 } }),
  slack('never-shared', 'File never shared', 'Uploads answer ok but are never shared.', {
    method: 'files.completeUploadExternal',
    effect: { kind: 'never_shared' },
  }),
  slack('duplicate', 'Deliver twice', 'The next command, press or event is delivered twice.', {
    times: 1,
    effect: { kind: 'duplicate' },
  }),
];

function gateway(id: string, label: string, explain: string, rule: GatewayRule): Fault {
  return { id, side: 'gateway', label, explain, once: rule.times === 1, gateway: rule };
}

function slack(id: string, label: string, explain: string, rule: SlackRule): Fault {
  return { id, side: 'slack', label, explain, once: rule.times === 1, slack: rule };
}

/** Which faults are on, put into the stand-ins and taken out again. */
export class FaultBoard {
  readonly #slack: SlackStandIn;
  readonly #changed: () => void;
  readonly #on = new Map<string, () => void>();
  #gateway: GatewayStandIn;

  constructor(slackStandIn: SlackStandIn, gatewayStandIn: GatewayStandIn, changed: () => void) {
    this.#slack = slackStandIn;
    this.#gateway = gatewayStandIn;
    this.#changed = changed;
  }

  get state(): FaultState[] {
    return FAULTS.map(({ id, side, label, explain, once }) => ({
      id,
      side,
      label,
      explain,
      once,
      on: this.#on.has(id),
    }));
  }

  /** @throws Error when there is no such fault */
  set(id: string, on: boolean): void {
    const fault = FAULTS.find((one) => one.id === id);
    if (fault === undefined) throw new Error(`There is no fault "${id}".`);
    this.#on.get(id)?.();
    this.#on.delete(id);
    if (on) this.#on.set(id, this.#add(fault));
    this.#changed();
  }

  clear(): void {
    for (const id of Array.from(this.#on.keys())) this.set(id, false);
  }

  /** A gateway that was started anew gets the faults of the old one. */
  moveTo(gatewayStandIn: GatewayStandIn): void {
    const ids = [...this.#on.keys()];
    this.clear();
    this.#gateway = gatewayStandIn;
    for (const id of ids) this.set(id, true);
  }

  #add(fault: Fault): () => void {
    // A fault that strikes once is over when it has struck: the button comes out by itself.
    const onStrike = () => {
      if (fault.once && this.#on.delete(fault.id)) this.#changed();
    };
    if (fault.gateway !== undefined) return this.#gateway.faults.add({ ...fault.gateway, onStrike });
    if (fault.slack === undefined) throw new Error(`Fault ${fault.id} belongs to no side.`);
    return this.#slack.faults.add({ ...fault.slack, onStrike, name: fault.id });
  }
}
