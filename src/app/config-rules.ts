/** Rules that span several variables, on the repaired texts: so they are told together with what is wrong inside a single value. */
import { UNGUESSED, type VariableName } from './config-variables.ts';

export type Texts = Partial<Readonly<Record<VariableName, string>>>;

/** A variable and the rest of its line. */
export type Remark = readonly [VariableName, string];

const SEVERAL_WORKSPACES = [
  'SLACK_CLIENT_ID',
  'SLACK_CLIENT_SECRET',
  'SLACK_STATE_SECRET',
  'ENCRYPTION_KEY',
] as const satisfies readonly VariableName[];

const WHENCE: Readonly<Record<(typeof SEVERAL_WORKSPACES)[number], string>> = {
  SLACK_CLIENT_ID: 'copy the Client ID from your Slack app under Basic Information',
  SLACK_CLIENT_SECRET: 'copy the Client Secret from your Slack app under Basic Information',
  SLACK_STATE_SECRET: 'set it to 32 random characters or more, such as: openssl rand -hex 32',
  ENCRYPTION_KEY: 'set it to 32 random characters or more, such as: openssl rand -hex 32, and keep a copy of it',
};

export function crossProblems(texts: Texts): Remark[] {
  const problems: Remark[] = [];
  const several = SEVERAL_WORKSPACES.some((name) => texts[name] !== undefined);
  if (several) problems.push(...severalProblems(texts));
  if (isSwapped(texts)) {
    problems.push(['SLACK_BOT_TOKEN', 'and SLACK_APP_TOKEN are swapped; exchange the two values']);
  }
  if (texts.SLACK_BOT_TOKEN === undefined && !several) {
    problems.push([
      'SLACK_BOT_TOKEN',
      'is missing; copy the Bot User OAuth Token (xoxb-…) from your Slack app under OAuth & Permissions',
    ]);
  }
  // A worker hears nothing from Slack, so it needs no door.
  if (texts.SLACK_APP_TOKEN === undefined && texts.SLACK_SIGNING_SECRET === undefined && roleOf(texts) !== 'worker') {
    problems.push([
      'SLACK_APP_TOKEN',
      'is missing; set it to an App-Level Token (xapp-…) for Socket Mode, or set SLACK_SIGNING_SECRET for HTTP',
    ]);
  }
  if (texts.MJ_BASE_URL === undefined) {
    problems.push(['MJ_BASE_URL', "is missing; set it to your gateway's address, such as https://gateway.example.com"]);
  }
  if (texts.MJ_NOTIFY?.toLowerCase() === 'on' && texts.PUBLIC_URL === undefined) {
    problems.push([
      'MJ_NOTIFY',
      "is on without PUBLIC_URL; set PUBLIC_URL to the bot's address as the gateway sees it, or MJ_NOTIFY to off",
    ]);
  }
  if ((roleOf(texts) === 'web' || roleOf(texts) === 'worker') && texts.REDIS_URL === undefined) {
    problems.push([
      'REDIS_URL',
      'is missing; web and worker processes meet in one Redis, so set it to that address, or set ROLE to all',
    ]);
  }
  return problems;
}

/** Several workspaces need all of it. */
function severalProblems(texts: Texts): Remark[] {
  const problems: Remark[] = SEVERAL_WORKSPACES.filter((name) => texts[name] === undefined).map((name) => [
    name,
    `is missing; several workspaces need it: ${WHENCE[name]}`,
  ]);
  if (texts.SLACK_BOT_TOKEN !== undefined)
    problems.push([
      'SLACK_BOT_TOKEN',
      'is of one workspace, and SLACK_CLIENT_ID is for several; remove the one that you do not mean',
    ]);
  if (texts.PUBLIC_URL === undefined && roleOf(texts) !== 'worker')
    problems.push([
      'PUBLIC_URL',
      "is missing; several workspaces need it, because Slack sends admins back to the bot: set it to the bot's address as browsers see it",
    ]);
  return problems;
}

export function crossWarnings(texts: Texts): Remark[] {
  const warnings: Remark[] = [];
  for (const [name, otherwise] of [
    ['SECRET_KEY', ', or leave it out'],
    ['ADMIN_TOKEN', ', or leave it out'],
    ['SLACK_STATE_SECRET', ', such as: openssl rand -hex 32'],
  ] as const) {
    if ((texts[name]?.length ?? UNGUESSED) < UNGUESSED)
      warnings.push([
        name,
        `is short enough to be guessed; set it to ${UNGUESSED} random characters or more${otherwise}`,
      ]);
  }
  if (texts.ALLOWED_WORKSPACES !== undefined && texts.SLACK_CLIENT_ID === undefined)
    warnings.push(['ALLOWED_WORKSPACES', 'means nothing for one workspace, whose token SLACK_BOT_TOKEN is']);
  else if (texts.ALLOWED_WORKSPACES === undefined && texts.SLACK_CLIENT_ID !== undefined)
    warnings.push([
      'ALLOWED_WORKSPACES',
      "is not set; whoever finds the install page may add the app and spend the gateway's money",
    ]);
  if (texts.MJ_API_KEY === undefined) {
    warnings.push(['MJ_API_KEY', 'is not set; most gateways ask for a key']);
  }
  if (Number(texts.MJ_POLL_MS ?? Number.NaN) < 1000) {
    warnings.push(['MJ_POLL_MS', 'is under a second; many gateways refuse that many readings']);
  }
  return warnings;
}

/** True when the two tokens stand in each other's place: then neither gets a sentence of its own. */
export function isSwapped(texts: Texts): boolean {
  return Boolean(texts.SLACK_BOT_TOKEN?.startsWith('xapp-') && texts.SLACK_APP_TOKEN?.startsWith('xoxb-'));
}

function roleOf(texts: Texts): string {
  return texts.ROLE?.toLowerCase() ?? 'all';
}
