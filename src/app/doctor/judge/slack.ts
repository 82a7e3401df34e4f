import { Busy, Misconfigured, Refused, Unreachable } from '../../../domain/errors.ts';
import type { SlackCheckup } from '../../../slack/connection/checkup.ts';
import type { TokenTrouble } from '../../../slack/connection/errors.ts';
import { INSTALL_PATH, REDIRECT_PATH } from '../../../web/install/paths.ts';
import type { Config } from '../../config.ts';
import { APP_TOKEN_SCOPE, SCOPES } from '../../manifest/scopes.ts';
import { type Finding, findingsOn } from '../finding.ts';
import { explainNetwork, networkTrouble } from '../network.ts';

const { well, remark, problem } = findingsOn('Slack');

const SLACK_OWN = 'https://slack.com/api/';
/** Slack's signatures, and ours, are worth nothing after five minutes. */
const CLOCK_OFF_MS = 5 * 60_000;
const CLOCK_BAD_MS = 30_000;
const SIGNING_SECRET = /^[0-9a-f]{32}$/;

const COPY_BOT_TOKEN = 'copy the Bot User OAuth Token (xoxb-…) again, from your Slack app under OAuth & Permissions';
const MAKE_APP_TOKEN = `make an App-Level Token with ${APP_TOKEN_SCOPE} in your Slack app under Basic Information, and set SLACK_APP_TOKEN to it`;
const LEAVE_OUT = `leave SLACK_API_URL out, which means ${SLACK_OWN}`;
/** An app for HTTP would be turned into one for Socket Mode by the manifest without options. */
const REINSTALL =
  'paste what npm run manifest prints for your set-up (--http, --prefix) into your Slack app under App Manifest, save, and choose Reinstall to Workspace under OAuth & Permissions';

/** What Slack said of the tokens, as findings. */
export function judgeSlack({ bot, client, app, clockAheadMs }: SlackCheckup, { slack, http }: Config): Finding[] {
  const { apiUrl, door } = slack;
  const silent = [bot, client, app].find((one) => one?.ok === false && one.trouble === undefined);
  if (silent?.ok === false) return [judgeSilence(silent.error, apiUrl)];
  return [
    ...(bot === undefined ? [] : bot.ok ? judgeBot(bot) : [judgeBotToken(bot.trouble, bot.error)]),
    ...(client?.ok === true ? judgeClient(client.word, http.publicUrl) : []),
    ...(app === undefined ? [] : [app.ok ? judgeApp(app, bot) : judgeAppToken(app.trouble, app.error)]),
    ...(door.kind === 'http' ? [judgeSigningSecret(door.signingSecret)] : []),
    ...judgeClock(clockAheadMs, door.kind === 'http'),
  ];
}

/** Slack did not get to look at the token. */
function judgeSilence(error: unknown, apiUrl: string): Finding {
  const own = apiUrl === SLACK_OWN;
  const { host } = new URL(apiUrl);
  const trouble = networkTrouble(error);
  if (trouble !== undefined) {
    const schemes = { tls: 'https://', plain: 'http://' };
    const [what, todo] = explainNetwork({ variable: 'SLACK_API_URL', at: host, schemes }, trouble);
    return own
      ? problem(
          what.replace('SLACK_API_URL: ', 'Slack cannot be reached: '),
          'look whether this machine reaches the internet, by name and past its firewall',
        )
      : problem(what, `${todo}; or ${LEAVE_OUT}`);
  }
  if (error instanceof Busy) return problem('Slack asks to wait: too many requests', 'run this again in a minute');
  if (error instanceof Unreachable && own)
    return problem(
      `Slack does not serve just now (${error.message})`,
      'run this again in a minute; https://slack-status.com tells of outages',
    );
  if (error instanceof Refused && !error.reason.startsWith('HTTP'))
    return problem(
      `Slack refuses, and says ${error.reason}`,
      'look the word up among the errors of https://docs.slack.dev/reference/methods/auth.test',
    );
  return own
    ? problem(
        `Something answers at ${host} that is not Slack`,
        'look for a proxy in between that wants a sign-in or stops what it does not know',
      )
    : problem('SLACK_API_URL: what answers there is not Slack’s Web API', LEAVE_OUT);
}

function judgeBot(bot: Extract<SlackCheckup['bot'], { ok: true }>): Finding[] {
  const known = well(
    `Slack knows the bot: @${bot.botName} in the workspace “${bot.team}” (${bot.teamId}), ${bot.teamUrl}`,
  );
  const { scopes } = bot;
  if (scopes === undefined)
    return [known, remark('Slack does not say which scopes the bot has', `compare them with those of manifest.yml`)];
  const missing = SCOPES.filter(({ scope }) => !scopes.includes(scope));
  if (missing.length === 0) return [known, well(`It has every scope that it needs (${SCOPES.length})`)];
  const spared = missing.flatMap((one) => ('without' in one ? [`${one.scope}: ${one.without}`] : []));
  const needed = missing.flatMap((one) => ('without' in one ? [] : [`${one.scope}: it could not ${one.lets}`]));
  const lacks = (count: number) => `The app lacks ${count === 1 ? 'a scope' : `${count} scopes`}`;
  return [
    known,
    ...(needed.length === 0 ? [] : [problem(lacks(needed.length), REINSTALL, needed)]),
    ...(spared.length === 0 ? [] : [remark(`${lacks(spared.length)} without which it works`, REINSTALL, spared)]),
  ];
}

/** An app that may be added to several workspaces. */
function judgeClient(word: string | undefined, publicUrl: string | undefined): Finding[] {
  switch (word) {
    case undefined:
      return [
        well('Slack knows the app by its client id and secret'),
        ...(publicUrl === undefined
          ? []
          : [
              well(
                `Admins add it at ${publicUrl}${INSTALL_PATH}; the Slack app must have the redirect URL ${publicUrl}${REDIRECT_PATH}`,
              ),
            ]),
      ];
    case 'invalid_client_id':
      return [
        problem(
          'SLACK_CLIENT_ID: Slack knows no such app',
          'copy the Client ID from your Slack app under Basic Information, not its App ID',
        ),
      ];
    case 'bad_client_secret':
      return [
        problem(
          'SLACK_CLIENT_SECRET: it is not the one of the app that SLACK_CLIENT_ID names',
          'copy the Client Secret, not the Signing Secret, from your Slack app under Basic Information',
        ),
      ];
    default:
      return [
        problem(
          `Slack refuses the app, and says ${word}`,
          'look the word up among the errors of https://docs.slack.dev/reference/methods/oauth.v2.access',
        ),
      ];
  }
}

function judgeBotToken(trouble: TokenTrouble | undefined, error: unknown): Finding {
  const refused = (why: string, todo: string) =>
    problem(`SLACK_BOT_TOKEN: Slack refuses it${said(error)}: ${why}`, todo);
  switch (trouble) {
    case 'revoked':
      return refused(
        'it was revoked, or the app was removed from the workspace',
        'choose Install to Workspace in your Slack app under OAuth & Permissions, and set SLACK_BOT_TOKEN to the new Bot User OAuth Token',
      );
    case 'expired':
      return refused(
        'it is of an app with token rotation, which cannot be switched off again',
        'make a new app from manifest.yml and use its token',
      );
    case 'restricted':
      return refused(
        'the workspace restricts its apps, or the network from which they may call',
        'ask an admin of the workspace to approve the app, and to allow the address of this machine',
      );
    default:
      return refused('it is not a bot token of any app that is installed', COPY_BOT_TOKEN);
  }
}

function judgeApp(app: { readonly appId: string | undefined }, bot: SlackCheckup['bot']): Finding {
  const botApp = bot?.ok === true ? bot.appId : undefined;
  if (botApp !== undefined && app.appId !== undefined && botApp !== app.appId)
    return problem(
      `SLACK_APP_TOKEN: it is of another app (${app.appId}) than SLACK_BOT_TOKEN (${botApp}), so commands of this bot would not arrive`,
      `copy both from one app: https://api.slack.com/apps/${botApp} has the bot's, and makes App-Level Tokens under Basic Information`,
    );
  return well('Socket Mode is on, and connections may be opened');
}

function judgeAppToken(trouble: TokenTrouble | undefined, error: unknown): Finding {
  const refused = (why: string, todo: string) =>
    problem(`SLACK_APP_TOKEN: Slack refuses it${said(error)}: ${why}`, todo);
  switch (trouble) {
    case 'missing-scope':
      return problem(`SLACK_APP_TOKEN: it lacks the scope ${APP_TOKEN_SCOPE}`, MAKE_APP_TOKEN);
    case 'socket-mode-off':
      return refused(
        'Socket Mode is switched off for this app',
        'switch it on in your Slack app under Socket Mode; or, for HTTP, leave SLACK_APP_TOKEN out and set SLACK_SIGNING_SECRET',
      );
    case 'restricted':
      return refused(
        'the workspace restricts its apps',
        'ask an admin of the workspace to approve the app; look, too, whether Socket Mode is on for it',
      );
    default:
      return refused('it is not an app-level token of any app', MAKE_APP_TOKEN);
  }
}

/** Whether it is the right one only Slack's first request can tell. */
function judgeSigningSecret(secret: string): Finding {
  return SIGNING_SECRET.test(secret)
    ? well(
        'SLACK_SIGNING_SECRET looks like one; that it is the right one shows when Slack’s first request is not answered 401',
      )
    : remark(
        'SLACK_SIGNING_SECRET does not look like one, which has 32 digits from 0 to 9 and a to f',
        'copy the Signing Secret, not the Client Secret, from your Slack app under Basic Information',
      );
}

function judgeClock(aheadMs: number | undefined, signed: boolean): Finding[] {
  const off = Math.abs(aheadMs ?? 0);
  if (aheadMs === undefined || off < CLOCK_BAD_MS) return [];
  const what = `The clock of this machine is ${Math.round(off / 1000)} s ${aheadMs > 0 ? 'ahead of' : 'behind'} Slack’s`;
  const todo = 'let it be set by the network (NTP): timedatectl set-ntp true';
  return off >= CLOCK_OFF_MS && signed
    ? [problem(`${what}; every request of Slack’s is refused as too old`, todo)]
    : [remark(what, todo)];
}

/** Slack's own code, for whoever looks it up. */
function said(error: unknown): string {
  return error instanceof Misconfigured ? ` (${error.reason})` : '';
}
