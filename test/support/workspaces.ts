/** A stage with one app in several workspaces: a company, a school, and an organisation with two workspaces. */
import { createHmac } from 'node:crypto';
import { manifestOf } from '../../src/app/manifest/manifest.ts';
import { manifestYaml } from '../../src/app/manifest/yaml.ts';
import { demoWorkspace } from '../../src/sandbox/slack/demo-workspace.ts';
import type { Message, SlackOptions, SlackPlace, WorkspaceOptions } from '../../src/sandbox/slack/index.ts';
import { ALICE, type Stage, type StageOptions } from './stage.ts';

export const COMPANY = 'T0SANDBOX';
export const SCHOOL = 'T0SCHOOL';
export const NORTH = 'T0NORTH';
export const SOUTH = 'T0SOUTH';
export const ORG = 'E0COMPASS';

export const KEY = 'k'.repeat(40);

/** One person in each, who runs it, and a channel of the same name. */
export const PEOPLE = { [COMPANY]: ALICE, [SCHOOL]: 'U0SELMA01', [NORTH]: 'U0NILS001', [SOUTH]: 'U0SINA001' } as const;
export const CHANNELS = { [COMPANY]: 'C0ART', [SCHOOL]: 'C0ARTS', [NORTH]: 'C0ARTN', [SOUTH]: 'C0ARTZ' } as const;
export type Team = keyof typeof PEOPLE;

const botOf = (end: string) => ({
  userId: `U0MIDJ${end}`,
  botId: `B0MIDJ${end}`,
  appId: demoWorkspace.bot.appId,
  name: 'midjourney',
});

function workspace(id: Team, name: string, bot: string, enterprise?: { id: string; name: string }): WorkspaceOptions {
  const user = PEOPLE[id];
  return {
    team: { id, name, domain: name.toLowerCase(), ...(enterprise === undefined ? {} : { enterprise }) },
    bot: botOf(bot),
    users: [{ id: user, name: name.toLowerCase(), realName: `${name} Admin`, isAdmin: true }],
    channels: [
      { id: CHANNELS[id], name: 'art', botIn: true, members: [user] },
      { id: `D${user.slice(1)}`, name: 'dm', imWith: user, botIn: true, members: [user] },
    ],
  };
}

/** Slack as it is before anybody has added the app. */
export function slackWithout(address: string, mode: 'socket' | 'http'): Partial<SlackOptions> {
  const org = { id: ORG, name: 'Compass' };
  const http = mode === 'http' ? address : undefined;
  return {
    app: manifestYaml(manifestOf({ http, prefix: '', several: address })),
    installed: false,
    neighbours: [
      workspace(SCHOOL, 'School', 'SCHOOL'),
      workspace(NORTH, 'North', 'ORG', org),
      workspace(SOUTH, 'South', 'ORG', org),
    ],
  };
}

/** What `setStage` is given, and then `startSeveral`. */
export function severalOptions(mode: 'socket' | 'http' = 'http'): StageOptions {
  return { mode, withoutBot: true, rateScale: 0, slack: (address) => slackWithout(address, mode) };
}

/** What a bot without a token is told. */
export function severalEnv({ slack, address }: Stage): Record<string, string> {
  return {
    SLACK_BOT_TOKEN: '',
    SLACK_CLIENT_ID: slack.clientId,
    SLACK_CLIENT_SECRET: slack.clientSecret,
    SLACK_STATE_SECRET: 's'.repeat(40),
    ENCRYPTION_KEY: KEY,
    PUBLIC_URL: address,
    MJ_NOTIFY: 'off',
  };
}

/** Starts the bot without a token, for whoever adds it. */
export async function startSeveral(stage: Stage, env: Record<string, string> = {}) {
  return await stage.startBot({ env: { ...severalEnv(stage), ...env } });
}

/** The install page, as a browser has it: where its button leads, and the cookie that it got. */
export async function begin(stage: Stage): Promise<{ link: string; cookie: string; page: string }> {
  const response = await fetch(`${stage.address}/slack/install`);
  const page = await response.text();
  const href = /<a href="([^"]+)"/.exec(page)?.[1] ?? '';
  const link = href.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
  return { link, cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '', page };
}

/** Where Slack sends the browser: the bot's answer. */
export async function back(address: string, cookie: string): Promise<{ status: number; page: string }> {
  const response = await fetch(address, { headers: { cookie } });
  return { status: response.status, page: await response.text() };
}

/** Somebody adds the app to a workspace, by the whole way. */
export async function install(stage: Stage, team: Team, more: { whole?: boolean; agoMs?: number } = {}) {
  const { link, cookie } = await begin(stage);
  return await back(stage.slack.consent({ address: link, team, by: PEOPLE[team], ...more }), cookie);
}

export function placeOf(stage: Stage, team: Team): SlackPlace {
  return stage.slack.in(team);
}

/** Its person types a command in its channel. */
export async function type(stage: Stage, team: Team, command: string, text: string) {
  return await placeOf(stage, team).act.command({ user: PEOPLE[team], channel: CHANNELS[team], command, text });
}

export function cardsIn(stage: Stage, team: Team): Message[] {
  const { messages } = placeOf(stage, team).world;
  return Object.values(messages)
    .flat()
    .filter((message) => message.metadata?.['event_type'] === 'mj_submission' && !message.deleted);
}

/** Waits for the nth card of a workspace to fit. */
export async function cardIn(
  stage: Stage,
  team: Team,
  fits: (card: Message) => boolean,
  what: string,
  n = 0,
): Promise<Message> {
  return await placeOf(stage, team).waitFor(
    () => {
      const card = cardsIn(stage, team)[n];
      return card !== undefined && fits(card) && card;
    },
    { what: `${what} in ${team}`, timeoutMs: 30_000 },
  );
}

/** A click that no button of this workspace offers: with a value of another one's. */
export async function forge(stage: Stage, team: Team, value: string, actionId: string): Promise<number> {
  const payload = {
    type: 'block_actions',
    team: { id: team },
    user: { id: PEOPLE[team], team_id: team },
    channel: { id: CHANNELS[team] },
    container: { type: 'message', message_ts: '1.000100', is_ephemeral: false },
    message: { ts: '1.000100' },
    trigger_id: `forged.${value}`,
    response_url: `${stage.slack.url}/nowhere`,
    actions: [{ type: 'button', action_id: actionId, action_ts: '1.2', value }],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', stage.slack.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const response = await fetch(`${stage.address}/slack/events`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
  });
  return response.status;
}
