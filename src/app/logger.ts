/**
 * One JSON line for each event, on stderr: stdout carries nothing but the line `ready`, which scripts wait for.
 *
 * Secrets are kept out twice: by the name of the field, at any depth, and by what a text looks like (a token, a signed address, one of the
 * configured secrets), wherever it stands in a line. A person's prompt is written at `debug` and below only.
 */
import { type Bindings, type ChildLoggerOptions, type DestinationStream, destination, type Logger, pino } from 'pino';
import { quotesGateway } from '../domain/errors.ts';
import type { LogLevel } from './config.ts';

export type { Logger } from 'pino';

export interface LoggerOptions {
  readonly level: LogLevel;
  /** Values that never appear, whole, in any line. Those under 8 characters are left alone: they would blot out ordinary words. */
  readonly secrets?: readonly string[];
  /** What every line says besides its own fields, which come first. */
  readonly fields?: (() => object) | undefined;
  /** Is told of each line that is written. */
  readonly onLine?: ((level: string) => void) | undefined;
  /** Where lines go; default stderr, written at once so that the last words before an exit are not lost. */
  readonly to?: DestinationStream;
}

const SECRET_FIELD =
  /^(.*token|.*secret|.*password|authorization|proxy-authorization|cookie|set-cookie|x-slack-signature|mj-api-secret|(api|secret|encryption|gateway)?_?-?key|notify_?hook|response_?url|upload_?url|url_private(_download)?)$/i;
const PROMPT_FIELD = /^(.*prompt|prompt(En|Zh)|prompt_(en|zh))$/i;

const SLACK_TOKEN = /\bx(?:ox[a-z]|app)-[\w-]{4,}|\bxoxe\.[\w.-]+/g;
/** Whoever has such an address may act: Slack's answers to a command, our callback and painter links. */
const POWERFUL_ADDRESS = /(hooks\.slack\.com\/|\/hooks\/midjourney\/|\/paint\/)[^\s"'\\<>]+/g;
/** A query may be a signature (the gateway's and Discord's picture links). */
const ADDRESS_QUERY = /(\bhttps?:\/\/[^\s"'?\\<>]+)\?[^\s"'\\<>]+/g;

/** `redis://user:password@host` and its like. */
const ADDRESS_LOGIN = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@"'\\<>]+@/gi;

const HIDDEN = '[hidden]';
const DEEPEST = 8;
const LONGEST_LIST = 100;

/** @returns the root logger; rooms get children of it (`logger.child({ room: 'gateway' })`) */
export function createLogger(options: LoggerOptions): Logger {
  const secrets = (options.secrets ?? [])
    .filter((secret) => secret.length >= 8)
    // As they stand inside a JSON text.
    .map((secret) => JSON.stringify(secret).slice(1, -1))
    .sort((a, b) => b.length - a.length);
  const infoValue = pino.levels.values['info'] ?? 30;
  const root = pino(
    {
      level: options.level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      ...(options.fields === undefined ? {} : { mixin: options.fields }),
      // Errors are written out by `clean`, which knows the level.
      serializers: { err: (value: unknown) => value },
      hooks: {
        logMethod(args, method, level) {
          const [first, ...rest] = args as [unknown, ...unknown[]];
          const fields = first instanceof Error ? { err: first } : first;
          const message = first instanceof Error && rest.length === 0 ? [first.message] : rest;
          const cleaned = [fields, ...message].map((value) => clean(value, level < infoValue));
          method.apply(this, cleaned as Parameters<typeof method>);
          options.onLine?.(pino.levels.labels[level] ?? 'other');
        },
        streamWrite: (line) => {
          const hidden = line.replace(SLACK_TOKEN, HIDDEN);
          return secrets.reduce((text, secret) => text.replaceAll(secret, HIDDEN), hidden);
        },
      },
    },
    options.to ?? destination({ fd: 2, sync: true }),
  );
  // No hook of pino's sees the fields of a child; children inherit this.
  // oxlint-disable-next-line typescript/unbound-method -- it is called with a `this` below
  const makeChild = root.child;
  root.child = function makeCleanChild<Levels extends string = never>(
    this: Logger,
    fields: Bindings,
    childOptions?: ChildLoggerOptions<Levels>,
  ) {
    const child: Logger<Levels> = Reflect.apply(makeChild, this, [clean(fields, false), childOptions]);
    return child;
  };
  return root;
}

/** A copy that may be written down: fields hidden by name, addresses shortened, errors with their causes, nothing endless. */
function clean(value: unknown, withPrompts: boolean, depth = 0, above: readonly object[] = []): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (above.includes(value)) return '[circular]';
  if (depth >= DEEPEST) return '[deeper]';
  const inner = (part: unknown) => clean(part, withPrompts, depth + 1, [...above, value]);
  if (Array.isArray(value)) return value.slice(0, LONGEST_LIST).map(inner);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof URL) return cleanText(value.href);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Map) return inner(Object.fromEntries(value));
  if (value instanceof Set) return inner([...value]);
  if (value instanceof Error) return cleanError(value, withPrompts, inner);
  // Sockets, streams and clients hang on foreign errors; their insides are endless and full of headers.
  if (depth > 0 && !isPlain(value)) return `[${value.constructor?.name ?? 'object'}]`;
  return cleanFields(Object.entries(value), withPrompts, inner);
}

function cleanError(error: Error, withPrompts: boolean, inner: (part: unknown) => unknown): Record<string, unknown> {
  const rest = Object.entries(error).filter(
    // `command`: Redis clients put the one that failed on the error, AUTH with its password among them.
    ([name]) => !['name', 'message', 'stack', 'cause', 'errors', 'command'].includes(name),
  );
  const hide = !withPrompts && quotesGateway(error);
  return {
    type: error.name,
    message: hide ? HIDDEN : cleanText(error.message),
    stack: cleanText(hide ? frames(error) : (error.stack ?? '')),
    ...cleanFields(hide ? rest.filter(([name]) => !QUOTES.has(name)) : rest, withPrompts, inner),
    ...(error instanceof AggregateError ? { errors: inner(error.errors) } : {}),
    ...(error.cause === undefined ? {} : { cause: inner(error.cause) }),
  };
}

const QUOTES: ReadonlySet<string> = new Set(['reason', 'bannedWord']);

/** The stack without the message that heads it. */
function frames({ stack = '' }: Error): string {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}

function cleanFields(fields: [string, unknown][], withPrompts: boolean, inner: (part: unknown) => unknown) {
  return Object.fromEntries(
    fields.map(([name, part]) => {
      const hide = SECRET_FIELD.test(name) || (!withPrompts && PROMPT_FIELD.test(name));
      return [name, hide && part !== undefined && part !== null ? HIDDEN : inner(part)];
    }),
  );
}

function cleanText(text: string): string {
  return text
    .replace(POWERFUL_ADDRESS, `$1${HIDDEN}`)
    .replace(ADDRESS_QUERY, '$1?…')
    .replace(ADDRESS_LOGIN, `$1${HIDDEN}@`);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
