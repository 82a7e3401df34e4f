import type { CallbackAttempt } from './callbacks.ts';
import { type FaultRule, Faults } from './faults.ts';
import { Feed, type Happening } from './feed.ts';
import { NewApi } from './new-api.ts';
import { type CallbackHabits, type GatewayOptions, settle } from './options.ts';
import { GatewayServer, type SeenRequest } from './server.ts';
import type { Task } from './tasks.ts';
import { type Submit, World } from './world.ts';

export type { FaultRule } from './faults.ts';
export type { GatewayOptions } from './options.ts';
export type { SeenRequest } from './server.ts';
export type { Task } from './tasks.ts';
export type { Submit } from './world.ts';

/** A running stand-in. Task ids are those that the submits answered. */
export interface GatewayStandIn {
  /** Base URL without `/mj`. */
  readonly url: string;
  readonly key: string;
  /** Every request seen, pictures included, in the order of arrival. */
  readonly requests: readonly SeenRequest[];
  /** The submits that were taken, in order. */
  readonly submits: readonly Submit[];
  /** Tasks as the proxy keeps them; behind new-api a client sees them only after a sweep. */
  readonly tasks: ReadonlyMap<string, Readonly<Task>>;
  readonly callbacks: readonly CallbackAttempt[];
  /** What a correct client never does; tests assert that it is empty. */
  readonly violations: readonly string[];
  readonly faults: { readonly add: (rule: FaultRule) => () => void; readonly clear: () => void };
  /** Stops the time of a task; from then on it moves by `step`, `finish` and `fail`. */
  readonly hold: (taskId: string) => void;
  /** Shows a progress: a number as per cent (0 = SUBMITTED), a string verbatim. Throws when the task is over. */
  readonly step: (taskId: string, progress: number | string) => void;
  readonly finish: (taskId: string) => void;
  readonly fail: (taskId: string, reason: string) => void;
  /** Loses the task, as a restart does. new-api keeps its frozen row, unless `rows` says to lose it too. */
  readonly forget: (taskId: string, options?: { readonly rows?: boolean }) => void;
  /** How long every answer takes from now on, in milliseconds. */
  readonly latency: (ms: number) => void;
  /** Turns Remix on or off at the account; with `auto` the account answers its own dialogs. */
  readonly remix: (on: boolean, options?: { readonly auto?: boolean }) => void;
  /** Changes how callbacks are sent from now on. */
  readonly callbackHabits: (some: Partial<CallbackHabits>) => void;
  /** new-api: copies the upstream's state into its table now. */
  readonly sweep: () => void;
  readonly on: (name: Happening | 'any', hear: () => void) => () => void;
  /** See `Feed.waitFor`. */
  readonly waitFor: <T>(
    look: () => T,
    wait: { readonly what: string; readonly timeoutMs?: number },
  ) => Promise<Exclude<T, false | null | undefined>>;
  readonly close: () => Promise<void>;
}

/**
 * Starts a stand-in for a midjourney-proxy gateway on 127.0.0.1.
 * @throws the listener's error, such as EADDRINUSE
 */
export async function startGateway(options: GatewayOptions): Promise<GatewayStandIn> {
  const settings = settle(options);
  const feed = new Feed();
  const faults = new Faults();
  const world = new World(settings, feed);
  const newApi = settings.dialect === 'new-api' ? new NewApi(world) : null;
  const server = new GatewayServer(world, newApi, faults);
  try {
    world.base = await server.listen();
  } catch (cause) {
    newApi?.close();
    throw cause;
  }
  return {
    url: world.base,
    key: settings.key,
    requests: server.requests,
    submits: world.submits,
    tasks: world.tasks,
    callbacks: world.callbacks.attempts,
    violations: world.violations,
    faults: { add: (rule) => faults.add(rule), clear: () => faults.clear() },
    hold: (id) => world.timeline.hold(world.task(id)),
    step: (id, progress) => {
      const task = world.task(id);
      world.timeline.hold(task);
      world.timeline.step(task, progress);
    },
    finish: (id) => world.timeline.finish(world.task(id)),
    fail: (id, reason) => world.timeline.fail(world.task(id), reason),
    forget: (id, { rows = false } = {}) => {
      if (rows) newApi?.rows.drop(id);
      world.timeline.forget(world.task(id));
    },
    latency: (ms) => {
      world.knobs.latencyMs = ms;
    },
    remix: (on, { auto = false } = {}) => {
      world.knobs.remix = !on ? 'off' : auto ? 'auto' : 'asks';
    },
    callbackHabits: (some) => world.callbacks.turn(some),
    sweep: () => newApi?.sweep(),
    on: (name, hear) => feed.on(name, hear),
    waitFor: (look, wait) => feed.waitFor(look, wait),
    close: async () => {
      newApi?.close();
      world.close();
      await server.close();
    },
  };
}
