/**
 * The environment, read once. Nothing else in the bot looks at it: everything else is given what it needs.
 * The variables are rows in `config-variables.ts`, rules between them in `config-rules.ts`.
 */
import { resolve } from 'node:path';
import { SHORTEST_READING_MS } from '../domain/pace.ts';
import { crossProblems, crossWarnings, isSwapped, type Remark, type Texts } from './config-rules.ts';
import { VARIABLE_NAMES, type VariableName, Variables } from './config-variables.ts';

export type Role = 'all' | 'web' | 'worker';
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** How Slack reaches this process. `none`: a worker, which hears nothing from Slack. */
export type SlackDoor =
  | { readonly kind: 'socket'; readonly appToken: string }
  | { readonly kind: 'http'; readonly signingSecret: string }
  | { readonly kind: 'none' };

/** The app itself, and how what belongs to its workspaces is kept. */
export interface SeveralWorkspaces {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Signs what comes back from Slack's page. */
  readonly stateSecret: string;
  /** The first one encrypts, all decrypt. */
  readonly encryptionKeys: readonly [string, ...string[]];
  /** Where the app may be, `T…` or `E…`; empty: anywhere. */
  readonly allowed: readonly string[];
}

export interface Config {
  readonly role: Role;
  readonly slack: {
    /** Of the one workspace; empty where there may be several. */
    readonly botToken: string;
    /** Set where the app may be installed in several workspaces. */
    readonly several: SeveralWorkspaces | undefined;
    readonly door: SlackDoor;
    /** Web API base, with its trailing slash. */
    readonly apiUrl: string;
    /** `host[:port]`, lower case, to which the bot token may go for shared files. */
    readonly fileHosts: readonly string[];
    /** Factor on the built-in rate budgets. */
    readonly tierScale: number;
  };
  readonly gateway: {
    /** As given, without trailing slashes; with or without a last `/mj`. */
    readonly baseUrl: string;
    readonly key: string | undefined;
    readonly auth: 'auto' | 'bearer' | 'secret' | 'both' | 'raw';
    readonly modeVia: 'auto' | 'path' | 'filter' | 'flag' | 'none';
    /** Holds `{mode}`. */
    readonly modePath: string;
    readonly defaultMode: 'fast' | 'relax' | 'turbo' | undefined;
    readonly accountFilter: Readonly<Record<string, unknown>> | undefined;
    readonly taskTimeoutMs: number;
    readonly pollMs: number;
    /** Send `notifyHook`; true only where `http.publicUrl` is known. */
    readonly notify: boolean;
    readonly imageHosts: readonly string[];
  };
  readonly redis:
    | { readonly kind: 'external'; readonly url: string }
    | { readonly kind: 'embedded'; readonly dataDir: string };
  readonly http: {
    readonly host: string;
    /** 0: any free port. */
    readonly port: number;
    /** Without trailing slashes. */
    readonly publicUrl: string | undefined;
    /** Signs painter links and callback tokens; undefined: the one kept in Redis. */
    readonly secretKey: string | undefined;
    readonly adminToken: string | undefined;
  };
  readonly permissions: {
    readonly adminUsers: readonly string[];
    /** Empty: every channel. */
    readonly allowedChannels: readonly string[];
    readonly pressBy: 'anyone' | 'requester';
  };
  /** Submissions; 0: no limit. */
  readonly limits: { readonly dailyPerUser: number; readonly concurrentPerUser: number };
  /** How long submissions, and what is counted and noted of them, are kept after their last change. */
  readonly retentionMs: number;
  readonly log: { readonly level: LogLevel };
  readonly traces: { readonly endpoint: string | undefined };
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads the whole configuration (contract.md, Environment).
 *
 * An empty variable counts as unset. Quotes and white space around a value, which `docker --env-file` and copying leave there, are
 * taken off with a warning. A relative `DATA_DIR` is resolved against the working directory.
 *
 * @param env usually `process.env`
 * @returns the configuration and one-line warnings, or one line for each problem: the variable, what is wrong, and the correction.
 *   No line ever holds a value.
 */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): ConfigResult {
  const { texts, warnings: repairs } = repair(env);
  const parsed = Variables.safeParse(texts);
  const single: Remark[] = (parsed.error?.issues ?? []).map((issue) => [issue.path[0] as VariableName, issue.message]);
  const problems = [...crossProblems(texts), ...single.filter(([name]) => !(isSwapped(texts) && isToken(name)))];
  if (!parsed.success || problems.length > 0) return { ok: false, problems: inOrder(problems) };
  const values = parsed.data;
  const config: Config = {
    role: values.ROLE ?? 'all',
    slack: {
      botToken: values.SLACK_BOT_TOKEN ?? '',
      several: severalOf(values),
      door: doorOf(values),
      apiUrl: `${values.SLACK_API_URL ?? 'https://slack.com/api'}/`,
      fileHosts: values.SLACK_FILE_HOSTS ?? ['files.slack.com'],
      tierScale: values.SLACK_TIER_SCALE ?? 1,
    },
    gateway: {
      baseUrl: values.MJ_BASE_URL ?? '',
      key: values.MJ_API_KEY,
      auth: values.MJ_AUTH ?? 'auto',
      modeVia: values.MJ_MODE_VIA ?? 'auto',
      modePath: values.MJ_MODE_PATH ?? '/mj-{mode}',
      defaultMode: values.MJ_DEFAULT_MODE,
      accountFilter: values.MJ_ACCOUNT_FILTER,
      taskTimeoutMs: Math.round((values.MJ_TASK_TIMEOUT_MIN ?? 60) * 60_000),
      pollMs: values.MJ_POLL_MS ?? SHORTEST_READING_MS,
      notify: values.PUBLIC_URL !== undefined && values.MJ_NOTIFY !== 'off',
      imageHosts: values.MJ_IMAGE_HOSTS ?? [],
    },
    redis:
      values.REDIS_URL === undefined
        ? { kind: 'embedded', dataDir: resolve(values.DATA_DIR ?? 'data') }
        : { kind: 'external', url: values.REDIS_URL },
    http: {
      host: values.HOST ?? '0.0.0.0',
      port: values.PORT ?? 3000,
      publicUrl: values.PUBLIC_URL,
      secretKey: values.SECRET_KEY,
      adminToken: values.ADMIN_TOKEN,
    },
    permissions: {
      adminUsers: values.ADMIN_USERS ?? [],
      allowedChannels: values.ALLOWED_CHANNELS ?? [],
      pressBy: values.PRESS_BY ?? 'anyone',
    },
    limits: {
      dailyPerUser: values.DAILY_LIMIT_PER_USER ?? 0,
      concurrentPerUser: values.CONCURRENT_PER_USER ?? 0,
    },
    retentionMs: (values.RETENTION_DAYS ?? 90) * 24 * 60 * 60_000,
    log: { level: values.LOG_LEVEL ?? 'info' },
    traces: { endpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT },
  };
  return { ok: true, config, warnings: [...inOrder([...repairs, ...crossWarnings(texts)]), ...strangers(env)] };
}

/** The list of problems as it is printed before the process ends with code 78. */
export function formatProblems(problems: readonly string[]): string {
  const head = problems.length === 1 ? 'One thing is' : `${problems.length} things are`;
  return [`${head} wrong with the configuration:`, ...problems.map((problem) => `  ${problem}`), ''].join('\n');
}

/** Every value that must not appear in a log, for the logger. */
export function secretsOf(config: Config): string[] {
  const { slack, gateway, http, redis } = config;
  const [, written] = (redis.kind === 'external' ? /:\/\/[^:@/]*:(.*)@/.exec(redis.url) : null) ?? [];
  const secrets = [
    slack.botToken,
    slack.several?.clientSecret,
    slack.several?.stateSecret,
    ...(slack.several?.encryptionKeys ?? []),
    slack.door.kind === 'socket' ? slack.door.appToken : undefined,
    slack.door.kind === 'http' ? slack.door.signingSecret : undefined,
    gateway.key,
    http.secretKey,
    http.adminToken,
    written,
    // As the server is told it, and as an error may quote it.
    written === undefined ? undefined : decoded(written),
  ];
  return [...new Set(secrets)].filter((secret): secret is string => secret !== undefined && secret !== '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function severalOf(values: Variables): SeveralWorkspaces | undefined {
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret, SLACK_STATE_SECRET: stateSecret } = values;
  const [first, ...older] = values.ENCRYPTION_KEY ?? [];
  // The rules between variables have seen that all are there, or none.
  if (clientId === undefined || clientSecret === undefined || stateSecret === undefined || first === undefined)
    return undefined;
  return {
    clientId,
    clientSecret,
    stateSecret,
    encryptionKeys: [first, ...older],
    allowed: values.ALLOWED_WORKSPACES ?? [],
  };
}

function doorOf(values: Variables): SlackDoor {
  if (values.SLACK_APP_TOKEN !== undefined) return { kind: 'socket', appToken: values.SLACK_APP_TOKEN };
  if (values.SLACK_SIGNING_SECRET !== undefined) return { kind: 'http', signingSecret: values.SLACK_SIGNING_SECRET };
  return { kind: 'none' };
}

function repair(env: Readonly<Record<string, string | undefined>>): { texts: Texts; warnings: Remark[] } {
  const texts: Partial<Record<VariableName, string>> = {};
  const warnings: Remark[] = [];
  for (const name of VARIABLE_NAMES) {
    const given = env[name] ?? '';
    const trimmed = given.trim();
    const bare = /^(["'])(.*)\1$/s.exec(trimmed)?.[2]?.trim() ?? trimmed;
    if (bare !== '') texts[name] = bare;
    if (bare !== trimmed) warnings.push([name, 'had quotes around it; they were left out']);
    else if (trimmed !== given && trimmed !== '') warnings.push([name, 'had white space around it; it was left out']);
  }
  return { texts, warnings };
}

/** Names that look like ours and are not: most often a slip of the pen that would otherwise pass in silence. */
function strangers(env: Readonly<Record<string, string | undefined>>): string[] {
  const known = new Set<string>(VARIABLE_NAMES);
  return Object.keys(env)
    .filter((name) => /^(MJ|SLACK)_/.test(name) && !known.has(name))
    .sort()
    .map((name) => `${name}: is not a variable of this bot and is ignored`);
}

function isToken(name: VariableName): boolean {
  return name === 'SLACK_BOT_TOKEN' || name === 'SLACK_APP_TOKEN';
}

function inOrder(remarks: readonly Remark[]): string[] {
  return [...remarks]
    .sort(([a], [b]) => VARIABLE_NAMES.indexOf(a) - VARIABLE_NAMES.indexOf(b))
    .map(([name, sentence]) => `${name}: ${sentence}`);
}
