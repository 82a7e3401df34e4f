import type { Tier } from './rate.ts';

/**
 * What Slack asks of a call before it looks at what the call wants. Source: slack-api/methods/*.json and slack.md
 * section 2; `users.list`, `conversations.list`, `reactions.get`, `blocks.validate` and `api.test` from docs.slack.dev.
 */
export interface MethodRule {
  token: 'bot' | 'app' | 'none';
  /** One of these must be granted; for conversations.* the handler then asks for the one that fits the kind of channel. */
  scopes: readonly string[];
  tier: Tier;
  /** Takes a JSON body; the others read form bodies and query strings only. */
  json: boolean;
  required: readonly string[];
  optional: readonly string[];
}

const reading = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];
const history = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];
const opening = ['channels:manage', 'groups:write', 'im:write', 'mpim:write'];
const posting =
  'attachments blocks icon_emoji icon_url link_names markdown_text metadata parse text thread_ts username';
const paging = 'cursor limit';

export const methodTable: Readonly<Record<string, MethodRule>> = {
  'api.test': row('none', [], 'special', true, '', 'error foo'),
  'apps.connections.open': row('app', [], 't3', true, '', ''),
  'auth.test': row('bot', [], 'special', true, '', ''),
  'blocks.validate': row('none', [], 't3', true, '', 'blocks message view'),
  'bots.info': row('bot', ['users:read'], 't3', false, '', 'bot team_id'),
  'chat.delete': row('bot', ['chat:write'], 't3', true, 'channel ts', 'as_user'),
  'chat.getPermalink': row('bot', [], 'special', false, 'channel message_ts', ''),
  'chat.postEphemeral': row('bot', ['chat:write'], 't4', true, 'channel user', posting),
  'chat.postMessage': row(
    'bot',
    ['chat:write'],
    'post',
    true,
    'channel',
    `${posting} mrkdwn reply_broadcast unfurl_links unfurl_media`,
  ),
  'chat.update': row(
    'bot',
    ['chat:write'],
    't3',
    true,
    'channel ts',
    'attachments blocks markdown_text metadata link_names parse text reply_broadcast file_ids unfurled_attachments',
  ),
  'conversations.history': row(
    'bot',
    history,
    't3',
    true,
    'channel',
    `${paging} include_all_metadata inclusive latest oldest`,
  ),
  'conversations.info': row('bot', reading, 't3', false, 'channel', 'include_locale include_num_members'),
  'conversations.join': row('bot', ['channels:join'], 't3', true, 'channel', ''),
  'conversations.list': row('bot', reading, 't2', false, '', `${paging} exclude_archived team_id types`),
  'conversations.members': row('bot', reading, 't4', false, 'channel', paging),
  'conversations.open': row('bot', opening, 't3', true, '', 'channel return_im users prevent_creation'),
  'conversations.replies': row(
    'bot',
    history,
    't3',
    false,
    'channel ts',
    `${paging} include_all_metadata inclusive latest oldest`,
  ),
  'files.completeUploadExternal': row(
    'bot',
    ['files:write'],
    't4',
    true,
    'files',
    'blocks channel_id channels icon_emoji icon_url initial_comment thread_ts username',
  ),
  'files.delete': row('bot', ['files:write'], 't3', true, 'file', ''),
  'files.getUploadURLExternal': row('bot', ['files:write'], 't4', false, 'filename length', 'alt_txt snippet_type'),
  'files.info': row('bot', ['files:read'], 't4', false, 'file', `${paging} count page`),
  'oauth.v2.access': row(
    'none',
    [],
    'special',
    false,
    '',
    'client_id client_secret code code_verifier grant_type redirect_uri refresh_token',
  ),
  'reactions.add': row('bot', ['reactions:write'], 't3', true, 'channel name timestamp', ''),
  'reactions.get': row('bot', ['reactions:read'], 't3', false, 'channel timestamp', 'full'),
  'reactions.remove': row('bot', ['reactions:write'], 't2', true, 'name', 'channel timestamp'),
  'team.info': row('bot', ['team:read'], 't3', true, '', 'domain team'),
  'users.conversations': row('bot', reading, 't3', false, '', `${paging} exclude_archived team_id types user`),
  'users.info': row('bot', ['users:read'], 't4', false, 'user', 'include_locale'),
  'users.list': row('bot', ['users:read'], 't2', false, '', `${paging} include_locale team_id`),
  'views.open': row('bot', [], 't4', true, 'view', 'interactivity_pointer trigger_id'),
  'views.publish': row('bot', [], 't4', true, 'user_id view', 'hash interactivity_pointer'),
  'views.push': row('bot', [], 't4', true, 'view', 'interactivity_pointer trigger_id'),
  'views.update': row('bot', [], 't4', true, 'view', 'external_id hash view_id'),
};

function row(
  token: MethodRule['token'],
  scopes: readonly string[],
  tier: Tier,
  json: boolean,
  required: string,
  optional: string,
): MethodRule {
  return { token, scopes, tier, json, required: words(required), optional: words(optional) };
}

function words(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}
