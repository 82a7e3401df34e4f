/**
 * Every environment variable that the bot knows: one row each, in the order of contract.md, Environment.
 * What spans several variables is in `config-rules.ts`.
 */
import { z } from 'zod';
import { choice, fail, hosts, httpAddress, jsonObject, list, number, redisAddress } from './config-values.ts';

const text = z.string();

const words = z.string().regex(/^[\x21-\x7e]+$/, 'has characters that no key contains; copy it again');

/** Slack's kinds of tokens by their first letters, for a sentence about the wrong one. */
const SLACK_TOKENS: readonly (readonly [string, string])[] = [
  ['xoxb-', 'a bot token'],
  ['xapp-', 'an app-level token'],
  ['xoxp-', 'a user token'],
  ['xoxe', 'a token that expires (token rotation is on; make an app without it)'],
  ['xoxc-', 'a browser token'],
  ['xoxs-', 'a session token'],
];

function slackToken(prefix: string, correction: string) {
  return z.string().transform((token, context) => {
    if (/\s/.test(token)) return fail(context, `has a space or line break inside; ${correction}`);
    if (token.startsWith(prefix) && token.length > prefix.length) return token;
    const kind = SLACK_TOKENS.find(([start]) => token.startsWith(start) && start !== prefix)?.[1];
    return fail(context, `${kind ? `is ${kind}` : `does not begin with ${prefix}`}; ${correction}`);
  });
}

function appSecret(name: string) {
  return words.refine((secret) => !/^(xox|xapp-)/.test(secret), {
    error: `is a token; copy ${name} from your Slack app under Basic Information`,
  });
}

/** Nobody guesses so many characters. */
export const UNGUESSED = 32;

const encryptionKeys = z.string().transform((given, context) => {
  const keys = given.split(',').map((key) => key.trim());
  const correction = `set it to ${UNGUESSED} random characters or more, such as: openssl rand -hex 32`;
  if (keys.some((key) => !/^[\x21-\x7e]*$/.test(key))) return fail(context, `has a space inside; ${correction}`);
  if (keys.some((key) => key.length < UNGUESSED))
    return fail(
      context,
      `${keys.length > 1 ? 'has a key that' : ''} is too short to keep tokens safe; ${correction}`.trim(),
    );
  if (new Set(keys).size < keys.length) return fail(context, 'has the same key twice; leave one of them out');
  return keys;
});

const mode = choice(['fast', 'relax', 'turbo']);

const listenAddress = z
  .string()
  .regex(/^[A-Za-z0-9_.:-]+$/, 'is not an address to listen on; set it to one such as 0.0.0.0 or 127.0.0.1')
  .refine((host) => !/^[^:]+:\d+$/.test(host), { error: 'must not hold a port; set the port with PORT' });

const modePath = z
  .string()
  .regex(/^\/[^\s?#]*$/, 'must begin with / and hold no query; set it to a path such as /mj-{mode}')
  .refine((path) => path.includes('{mode}'), { error: 'lacks {mode}; set it to a path such as /mj-{mode}' });

export const Variables = z.object({
  SLACK_BOT_TOKEN: slackToken(
    'xoxb-',
    'copy the Bot User OAuth Token (xoxb-…) from your Slack app under OAuth & Permissions',
  ).optional(),
  SLACK_APP_TOKEN: slackToken(
    'xapp-',
    'make an App-Level Token (xapp-…) with connections:write in your Slack app under Basic Information',
  ).optional(),
  SLACK_SIGNING_SECRET: appSecret('the Signing Secret').optional(),
  SLACK_API_URL: httpAddress('https://slack.com/api/').optional(),
  SLACK_FILE_HOSTS: hosts('files.slack.com').optional(),
  SLACK_TIER_SCALE: number({ min: 0.01, max: 1_000_000 }).optional(),
  MJ_BASE_URL: httpAddress('https://gateway.example.com')
    .refine((url) => !/\/mj(-\w+)?\/(submit|task|insight-face)(\/|$)/.test(url), {
      error: 'is the address of one call; leave out /mj and all that follows it',
    })
    .optional(),
  MJ_API_KEY: words.optional(),
  MJ_AUTH: choice(['auto', 'bearer', 'secret', 'both', 'raw']).optional(),
  MJ_MODE_VIA: choice(['auto', 'path', 'filter', 'flag', 'none']).optional(),
  MJ_MODE_PATH: modePath.optional(),
  MJ_DEFAULT_MODE: mode.optional(),
  MJ_ACCOUNT_FILTER: jsonObject('{"remark":"team-a"}').optional(),
  MJ_TASK_TIMEOUT_MIN: number({ min: 0.01, max: 10_080 }).optional(),
  MJ_POLL_MS: number({ min: 10, max: 600_000, whole: true }).optional(),
  MJ_NOTIFY: choice(['on', 'off']).optional(),
  MJ_IMAGE_HOSTS: hosts('pictures.example.com').optional(),
  REDIS_URL: redisAddress.optional(),
  DATA_DIR: text.optional(),
  HOST: listenAddress.optional(),
  PORT: number({ min: 0, max: 65_535, whole: true }).optional(),
  PUBLIC_URL: httpAddress('https://bot.example.com').optional(),
  ROLE: choice(['all', 'web', 'worker']).optional(),
  SECRET_KEY: text.optional(),
  ADMIN_USERS: list(
    /^[UW][A-Z0-9]+$/,
    'is not a member id; set it to ids such as U012AB3CD (in Slack: profile, More, Copy member ID)',
  ).optional(),
  ALLOWED_CHANNELS: list(
    /^[CG][A-Z0-9]+$/,
    'is not a channel id; set it to ids such as C012AB3CD (in Slack: the end of the channel details)',
  ).optional(),
  DAILY_LIMIT_PER_USER: number({ min: 0, max: 1_000_000, whole: true }).optional(),
  CONCURRENT_PER_USER: number({ min: 0, max: 1_000_000, whole: true }).optional(),
  RETENTION_DAYS: number({ min: 1, max: 3650, whole: true }).optional(),
  PRESS_BY: choice(['anyone', 'requester']).optional(),
  SLACK_CLIENT_ID: z
    .string()
    .regex(
      /^\d+\.\d+$/,
      'is not two numbers with a dot between; copy the Client ID from your Slack app under Basic Information',
    )
    .optional(),
  SLACK_CLIENT_SECRET: appSecret('the Client Secret').optional(),
  SLACK_STATE_SECRET: words.optional(),
  ENCRYPTION_KEY: encryptionKeys.optional(),
  ALLOWED_WORKSPACES: list(
    /^[TE][A-Z0-9]+$/,
    'is not the id of a workspace or organisation; set it to ids such as T012AB3CD (in the address of Slack in a browser)',
  ).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpAddress('http://127.0.0.1:4318').optional(),
  ADMIN_TOKEN: words.optional(),
  LOG_LEVEL: choice(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).optional(),
});
export type Variables = z.infer<typeof Variables>;
export type VariableName = keyof Variables;

export const VARIABLE_NAMES = Variables.keyof().options;
