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
  /** Called after each change of the above. */
  on(listener: () => void): () => void;
  killBot(): void;
  restartBot(): Promise<void>;
  /** Starts gateway and bot anew, speaking this dialect. */
  setDialect(dialect: string): Promise<void>;
  setDrawMs(ms: number): Promise<void>;
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
