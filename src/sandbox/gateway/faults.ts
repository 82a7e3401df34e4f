import type { Call, RequestKind } from './call.ts';
import { SUBMIT_KINDS } from './tasks.ts';

/** What goes wrong instead of, before, or after the answer. */
export type Fault =
  /** Answers this and does nothing else. */
  | {
      readonly do: 'answer';
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** A page of a reverse proxy, status 200. */
  | { readonly do: 'html' }
  /** 200 with no body at all. */
  | { readonly do: 'empty' }
  /** The connection is cut and nothing was done. */
  | { readonly do: 'drop' }
  /** The work is done, then the connection is cut. */
  | { readonly do: 'commit-then-drop' }
  /** The work is done, then a reverse proxy answers its own page. */
  | { readonly do: 'commit-then-answer'; readonly status: 500 | 502 | 504 }
  /** The answer comes later. */
  | { readonly do: 'delay'; readonly ms: number }
  /** The answer's body trickles in over this time. */
  | { readonly do: 'slow-body'; readonly ms: number }
  | { readonly do: 'too-many'; readonly retryAfterSeconds: number }
  /** The key is refused in this gateway's manner. */
  | { readonly do: 'refuse'; readonly status: 401 | 403 }
  /** For `picture` and `image`: 404, a page instead of the file, 60 MB that never end well, a wrong type, another format. */
  | { readonly do: 'picture'; readonly as: 'gone' | 'html' | 'huge' | 'wrong-type' | 'webp' };

/** Whether a fault answers in place of the work, so that nothing was done. */
export function isInsteadOfWork(fault: Fault | null): boolean {
  return fault !== null && ['answer', 'html', 'empty', 'too-many', 'refuse', 'drop'].includes(fault.do);
}

/** Groups of kinds: everything under `/mj/submit` and the swap, or everything that only looks. */
export type KindGroup = 'submits' | 'reads' | 'pictures';

export interface FaultRule {
  /** Compared with the path as a whole, or searched in it. */
  readonly path?: string | RegExp;
  readonly kind?: RequestKind | KindGroup | readonly RequestKind[];
  /** Only the nth request that fits (1 = the first). */
  readonly nth?: number;
  /** Only so many requests, then never again. */
  readonly times?: number;
  /** A further condition on the request. */
  readonly when?: (request: { readonly path: string; readonly body: Readonly<Record<string, unknown>> }) => boolean;
  readonly then: Fault;
  /** Told each time that it strikes. */
  readonly onStrike?: () => void;
}

const READS: readonly RequestKind[] = [
  'fetch',
  'list-by-condition',
  'list-by-ids',
  'list',
  'queue',
  'accounts',
  'image-seed',
];
const PICTURES: readonly RequestKind[] = ['picture', 'image'];
const SUBMITS: readonly RequestKind[] = SUBMIT_KINDS;

/** The faults to be played. Delays add up; of the others the first rule that fits counts. */
export class Faults {
  readonly #rules = new Map<FaultRule, { seen: number; used: number }>();

  /** Returns what takes the rule away. */
  add(rule: FaultRule): () => void {
    const own = { ...rule };
    this.#rules.set(own, { seen: 0, used: 0 });
    return () => this.#rules.delete(own);
  }

  clear(): void {
    this.#rules.clear();
  }

  /** What is to happen to this request; counts it. */
  for(call: Call): { readonly delayMs: number; readonly fault: Fault | null } {
    let delayMs = 0;
    let fault: Fault | null = null;
    for (const [rule, count] of this.#rules) {
      if (!fits(rule, call)) continue;
      count.seen += 1;
      if (rule.nth !== undefined && rule.nth !== count.seen) continue;
      if (rule.times !== undefined && count.used >= rule.times) continue;
      if (rule.then.do !== 'delay' && fault !== null) continue;
      count.used += 1;
      rule.onStrike?.();
      if (rule.then.do === 'delay') delayMs += rule.then.ms;
      else fault = rule.then;
    }
    return { delayMs, fault };
  }
}

function fits(rule: FaultRule, call: Call): boolean {
  const { path, kind, when } = rule;
  if (typeof path === 'string' && path !== call.path) return false;
  if (path instanceof RegExp && call.path.search(path) < 0) return false;
  if (kind !== undefined && !isOfKind(kind, call.kind)) return false;
  return when?.({ path: call.path, body: call.body }) ?? true;
}

function isOfKind(wanted: NonNullable<FaultRule['kind']>, kind: RequestKind): boolean {
  if (wanted === 'submits') return SUBMITS.includes(kind);
  if (wanted === 'reads') return READS.includes(kind);
  if (wanted === 'pictures') return PICTURES.includes(kind);
  return typeof wanted === 'string' ? wanted === kind : wanted.includes(kind);
}
