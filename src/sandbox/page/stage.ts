import type { SlackStandIn } from '../slack/index.ts';

/** What the launcher lets a person do behind the scenes; the page draws it and calls it, and knows nothing else of it. */
export interface Stage {
  readonly slack: SlackStandIn;
  /** The app has a Home tab. */
  readonly homeTab: boolean;
  state(): StageState;
  /** The last requests, newest first. */
  gatewayTraffic(): readonly Traffic[];
  slackTraffic(): readonly Traffic[];
  /** What the bot did that a correct one never does, as either side noted it; the last ones. */
  violations(): readonly string[];
  /** Called after each change of the above. */
  on(listener: () => void): () => void;
  killBot(): void;
  restartBot(): Promise<void>;
  /** Starts gateway and bot anew, speaking this dialect. */
  setDialect(dialect: string): Promise<void>;
  setDrawMs(ms: number): Promise<void>;
  /** How long every answer of the gateway takes, in milliseconds. */
  setLatency(ms: number): void;
  /** Turns Remix on or off at the gateway's account. */
  setRemix(on: boolean): void;
  /** Starts the bot anew, with or without an address of its own to be reached at. */
  setPublicAddress(on: boolean): Promise<void>;
  setFault(id: string, on: boolean): void;
  clearFaults(): void;
}

export interface BotState {
  state: 'starting' | 'ready' | 'stopping' | 'dead';
  pid?: number;
  /** A sentence when there is something to say, such as how it died. */
  note?: string;
  /** The last lines of its log. */
  log: readonly string[];
}

export interface FaultState {
  id: string;
  side: 'gateway' | 'slack';
  label: string;
  explain: string;
  /** Strikes the next request only. */
  once: boolean;
  on: boolean;
}

export interface StageState {
  bot: BotState;
  dialect: string;
  dialects: readonly string[];
  drawMs: number;
  latencyMs: number;
  remix: boolean;
  publicAddress: boolean;
  faults: readonly FaultState[];
}

export interface Traffic {
  key: string;
  /** Epoch milliseconds. */
  at: number;
  time: string;
  name: string;
  status: string;
  ok: boolean;
  detail: string;
}
