/** Rules that span several variables, on the repaired texts: so they are told together with what is wrong inside a single value. */
import type { VariableName } from './config-variables.ts';

export type Texts = Partial<Readonly<Record<VariableName, string>>>;

/** A variable and the rest of its line. */
export type Remark = readonly [VariableName, string];

/** Nobody guesses so many characters. */
const UNGUESSED = 32;

const SEVERAL_WORKSPACES = [
  'SLACK_CLIENT_ID',
  'SLACK_CLIENT_SECRET',
  'SLACK_STATE_SECRET',
  'ENCRYPTION_KEY',
] as const satisfies readonly VariableName[];

export function crossProblems(texts: Texts): Remark[] {
  const problems: Remark[] = [];
  const workspaces = SEVERAL_WORKSPACES.filter((name) => texts[name] !== undefined);
  for (const name of workspaces) {
    problems.push([name, 'several workspaces are not supported yet; remove it and set SLACK_BOT_TOKEN']);
  }
  if (isSwapped(texts)) {
    problems.push(['SLACK_BOT_TOKEN', 'and SLACK_APP_TOKEN are swapped; exchange the two values']);
  }
  if (texts.SLACK_BOT_TOKEN === undefined && workspaces.length === 0) {
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

export function crossWarnings(texts: Texts): Remark[] {
  const warnings: Remark[] = [];
  for (const name of ['SECRET_KEY', 'ADMIN_TOKEN'] as const) {
    if ((texts[name]?.length ?? UNGUESSED) < UNGUESSED)
      warnings.push([name, 'is short enough to be guessed; set it to 32 random characters or more, or leave it out']);
  }
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
