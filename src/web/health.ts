/** `GET /healthz` (is this process well?) and `GET /readyz` (does it take work?), for supervisors and load balancers. */
import { Router } from 'express';

/**
 * Resolves with figures worth telling, or with nothing; throws when it is not well. The message of what it throws is shown to whoever asks, so it
 * holds no secret.
 */
export type Check = () => Promise<Readonly<Record<string, unknown>> | undefined>;
export type Checks = Readonly<Record<string, Check>>;

export interface HealthOptions {
  /** What must hold or the process should be started anew. Not Redis or Slack: a restart cures neither. */
  readonly alive: Checks;
  /** What must hold for the process to do its role's work. */
  readonly ready: Checks;
  /** Milliseconds from any fixed point, never going back. */
  readonly clock: () => number;
  /** A check that takes longer has failed. */
  readonly withinMs: number;
}

export interface CheckResult extends Readonly<Record<string, unknown>> {
  readonly ok: boolean;
  /** How long it took. */
  readonly ms: number;
  /** Why not. */
  readonly reason?: string;
}

export function healthRoutes({ alive, ready, clock, withinMs }: HealthOptions): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const runAlive = oneAtATime(() => runChecks(alive, clock, withinMs));
  const runReady = oneAtATime(() => runChecks(ready, clock, withinMs));

  router.get('/healthz', async (_request, response) => {
    const checks = await runAlive();
    response.status(allOk(checks) ? 200 : 503).json({ healthy: allOk(checks), ...reasonOf(checks), checks });
  });
  router.get('/readyz', async (_request, response) => {
    const checks = await runReady();
    response.status(allOk(checks) ? 200 : 503).json({ ready: allOk(checks), ...reasonOf(checks), checks });
  });
  return router;
}

async function runChecks(checks: Checks, clock: () => number, withinMs: number): Promise<Record<string, CheckResult>> {
  const results = Object.entries(checks).map(async ([name, check]): Promise<[string, CheckResult]> => {
    const start = clock();
    const ms = () => Math.round(clock() - start);
    try {
      const figures = await bounded(check, withinMs);
      return [name, { ...figures, ok: true, ms: ms() }];
    } catch (error) {
      const reason = error instanceof Error && error.message !== '' ? error.message : 'it failed without a reason';
      return [name, { ok: false, ms: ms(), reason: reason.slice(0, 200) }];
    }
  });
  return Object.fromEntries(await Promise.all(results));
}

async function bounded<T>(check: () => Promise<T>, withinMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${withinMs} ms`)), withinMs);
  });
  try {
    return await Promise.race([check(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Those who ask while a run is under way share its result: asking often costs Redis nothing. */
function oneAtATime<T>(run: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | undefined;
  return () => {
    underWay ??= run().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}

function allOk(checks: Readonly<Record<string, CheckResult>>): boolean {
  return Object.values(checks).every((check) => check.ok);
}

function reasonOf(checks: Readonly<Record<string, CheckResult>>): { reason?: string } {
  const bad = Object.entries(checks).filter(([, check]) => !check.ok);
  return bad.length === 0 ? {} : { reason: bad.map(([name, check]) => `${name}: ${check.reason}`).join('; ') };
}
