import type { WebClient } from '@slack/web-api';
import { call, required } from './calls.ts';

/** Who the bot is: one workspace, one bot user. Slack ids. */
export interface Identity {
  team: string;
  botUserId: string;
  botId: string;
  /** The workspace's address, with a trailing slash. */
  teamUrl: string;
}

/** Asks Slack whose token it is. @throws Misconfigured `key-refused`, Unreachable, Busy */
export async function identify(client: WebClient): Promise<Identity> {
  const answer = await call('read', () => client.auth.test());
  return {
    team: required(answer.team_id, 'auth.test gave no team'),
    botUserId: required(answer.user_id, 'auth.test gave no user'),
    botId: required(answer.bot_id, 'auth.test gave no bot: the token is not a bot token'),
    teamUrl: required(answer.url, 'auth.test gave no address of the workspace'),
  };
}
