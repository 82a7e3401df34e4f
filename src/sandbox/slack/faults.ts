import { contains } from './json.ts';
import type { Delivery, FaultEffect, FaultRule, Faults, JsonObject } from './types.ts';

/** What faults do to one call: how long it waits before it runs, and then before it is answered, and what strikes it. */
export interface Strike {
  delayMs: number;
  lateMs: number;
  effect?: FaultEffect;
  name?: string;
}

interface Standing {
  rule: FaultRule;
  seen: number;
  struck: number;
}

/** The rules in force, with their counts. */
export class FaultBook implements Faults {
  #standing: Standing[] = [];

  add(rule: FaultRule): () => void {
    const standing: Standing = { rule, seen: 0, struck: 0 };
    this.#standing.push(standing);
    return () => {
      this.#standing = this.#standing.filter((other) => other !== standing);
    };
  }

  clear(): void {
    this.#standing = [];
  }

  get active(): readonly FaultRule[] {
    return this.#standing.filter((standing) => !spent(standing)).map(({ rule }) => rule);
  }

  /** Rules for calls of the app: delays add up, of the others the first that fits strikes. */
  onCall(method: string, args: JsonObject): Strike {
    const strike: Strike = { delayMs: 0, lateMs: 0 };
    for (const standing of this.#standing) {
      const { effect, name } = standing.rule;
      if (effect.kind === 'duplicate' || effect.kind === 'no_hello') continue;
      if (effect.kind !== 'delay' && strike.effect) continue;
      if (!this.#strikes(standing, method, args)) continue;
      if (effect.kind !== 'delay') strike.effect = effect;
      else strike[effect.when === 'after' ? 'lateMs' : 'delayMs'] += effect.ms;
      strike.name = name ?? effect.kind;
    }
    return strike;
  }

  /** Whether a new socket gets no hello. */
  withoutHello(): boolean {
    return this.#standing.some(
      (standing) => standing.rule.effect.kind === 'no_hello' && this.#strikes(standing, 'hello', {}),
    );
  }

  /** After how many ms a delivery comes again, whatever became of it: one for each time. */
  copiesOf({ name, payload }: Pick<Delivery, 'name' | 'payload'>): readonly number[] {
    for (const standing of this.#standing) {
      const { effect } = standing.rule;
      if (effect.kind === 'duplicate' && this.#strikes(standing, name, payload)) return effect.laterMs ?? [0];
    }
    return [];
  }

  #strikes(standing: Standing, method: string, args: JsonObject): boolean {
    const { rule } = standing;
    if (spent(standing) || !fits(rule, method, args)) return false;
    standing.seen += 1;
    if (rule.nth !== undefined && standing.seen !== rule.nth) return false;
    standing.struck += 1;
    rule.onStrike?.();
    return true;
  }
}

function spent({ rule, struck }: Standing): boolean {
  return struck >= (rule.times ?? (rule.nth === undefined ? Number.POSITIVE_INFINITY : 1));
}

function fits(rule: FaultRule, method: string, args: JsonObject): boolean {
  if (typeof rule.method === 'string' && rule.method !== method) return false;
  if (rule.method instanceof RegExp && !rule.method.test(method)) return false;
  if (typeof rule.args === 'function') return rule.args(args);
  return rule.args === undefined || contains(args, rule.args);
}
