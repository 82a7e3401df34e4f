/**
 * Readers of one value each: from a variable's text to a typed value, or a sentence that ends the line `NAME: …`.
 * No sentence ever repeats the text that it is about: a token pasted into the wrong variable must not reach a log either.
 */
import { z } from 'zod';

/** One of a few words, in any case. */
export function choice<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z
    .string()
    .transform((text) => text.toLowerCase())
    .pipe(z.enum(words, { error: () => `is none of its choices; set it to ${listWords(words)}` }));
}

/** A number within limits, ends included. */
export function number(limits: { min: number; max: number; whole?: boolean }) {
  const kind = limits.whole ? 'whole number' : 'number';
  const sentence = `must be a ${kind} from ${limits.min} to ${limits.max}`;
  return z.string().transform((text, context) => {
    const value = /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
    const fits = value >= limits.min && value <= limits.max && (!limits.whole || Number.isInteger(value));
    return fits ? value : fail(context, sentence);
  });
}

/** An http or https address without a query, a fragment or a password; comes out without trailing slashes. */
export function httpAddress(example: string) {
  return z.string().transform((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') {
      return fail(context, `is not an http or https address; set it to one such as ${example}`);
    }
    if (url.username !== '' || url.password !== '') {
      return fail(context, `must not hold a user name or password; set it to an address such as ${example}`);
    }
    if (text.includes('?') || text.includes('#')) {
      return fail(context, `must not have anything behind ? or #; set it to an address such as ${example}`);
    }
    return url.href.replace(/\/+$/, '');
  });
}

/** Comma-separated entries of one form, without repetitions. */
export function list(entry: RegExp, sentence: string) {
  return z.string().transform((text, context) => {
    const entries = text.split(',').map((part) => part.trim());
    const given = entries.filter((part) => part !== '');
    const wrong = given.findIndex((part) => !entry.test(part));
    return wrong === -1 ? [...new Set(given)] : fail(context, `entry ${wrong + 1} ${sentence}`);
  });
}

/** Comma-separated `host[:port]`, in lower case. */
export function hosts(example: string) {
  return z
    .string()
    .transform((text) => text.toLowerCase())
    .pipe(
      list(
        /^([a-z0-9]([a-z0-9_.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:\d{1,5})?$/,
        `is not a host; set it to names such as ${example}, without https:// and without a path`,
      ),
    );
}

/** A JSON object. */
export function jsonObject(example: string) {
  const sentence = `is not a JSON object; set it to one such as ${example}`;
  return z.string().transform((text, context): Readonly<Record<string, unknown>> => {
    try {
      const value: unknown = JSON.parse(text);
      if (isObject(value)) return value;
    } catch {
      // The parser's own message quotes the text, which may hold an account's id.
    }
    return fail(context, sentence);
  });
}

/**
 * The forms of `REDIS_URL` in contract.md. Only the form is looked at here; the queue room takes it apart. Several hosts make an
 * address that `URL` cannot parse, hence the pattern.
 */
export const redisAddress = z.string().transform((text, context) => {
  const parts = /^(redis|rediss|redis\+sentinel|redis\+cluster):\/\/(?:[^@/]*@)?([^/?#]+)(\/[^?#]*)?$/i.exec(text);
  if (!parts) {
    return fail(
      context,
      'is not a Redis address; set it to one such as redis://127.0.0.1:6379, rediss://…, redis+sentinel://host:port,host:port/name or redis+cluster://host:port,host:port',
    );
  }
  const [, scheme = '', authority = '', path = ''] = parts;
  const kind = scheme.toLowerCase();
  const nodes = authority.split(',');
  if (nodes.some((node) => !/^([^:\s[\]]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i.test(node) || portOf(node) > 65_535)) {
    return fail(context, 'names a host that is not host:port; write each as name:6379, with commas between several');
  }
  if (nodes.length > 1 && (kind === 'redis' || kind === 'rediss')) {
    return fail(context, 'names several hosts; begin it with redis+sentinel:// or redis+cluster://');
  }
  if (kind === 'redis+sentinel' && !/^\/[^/]+(\/\d+)?$/.test(path)) {
    return fail(context, 'lacks the name of the master; end it with /mymaster, or whatever your sentinels call it');
  }
  if ((kind === 'redis' || kind === 'rediss') && !/^(\/\d*)?$/.test(path)) {
    return fail(context, 'has a path that is not a database number; end it with /0, or with nothing');
  }
  return text;
});

function portOf(node: string): number {
  return Number(/:(\d+)$/.exec(node)?.[1] ?? 0);
}

/** Ends a transformation with a problem. */
export function fail(context: z.core.$RefinementCtx, sentence: string): never {
  context.addIssue({ code: 'custom', message: sentence });
  return z.NEVER;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listWords(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
