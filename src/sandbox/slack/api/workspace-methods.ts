import { ApiError } from '../api-error.ts';
import { messageBlockErrors, viewErrors } from '../blockkit/validate.ts';
import { pictureChecks } from '../files.ts';
import { flagAt, isObject, stringAt } from '../json.ts';
import { secrets } from '../registry.ts';
import { botProfile, userJson } from '../render.ts';
import { type Handlers, page, requiredString } from './call.ts';

/** Who and what is in the workspace, sign-in, and the checks that need no token. */
export const workspaceMethods: Handlers = {
  'api.test': ({ args }) => ({ ok: true, args }),

  'auth.test'({ ws }) {
    const { team, bot } = ws.world;
    const { enterprise } = team;
    if (ws.grant?.whole === true && enterprise !== undefined)
      return {
        ok: true,
        url: `https://${team.domain}.enterprise.slack.com/`,
        team: enterprise.name,
        user: bot.name,
        team_id: enterprise.id,
        user_id: bot.userId,
        bot_id: bot.botId,
        enterprise_id: enterprise.id,
        is_enterprise_install: true,
      };
    return {
      ok: true,
      url: `https://${team.domain}.slack.com/`,
      team: team.name,
      user: bot.name,
      team_id: team.id,
      user_id: bot.userId,
      bot_id: bot.botId,
      ...(enterprise === undefined ? {} : { enterprise_id: enterprise.id }),
      is_enterprise_install: false,
    };
  },

  'bots.info'({ ws, args }) {
    const asked = stringAt(args, 'bot') ?? ws.world.bot.botId;
    if (asked !== ws.world.bot.botId) throw new ApiError('bot_not_found');
    return { ok: true, bot: botProfile(ws) };
  },

  'team.info'({ ws }) {
    const { team } = ws.world;
    return {
      ok: true,
      team: {
        id: team.id,
        name: team.name,
        domain: team.domain,
        url: `https://${team.domain}.slack.com/`,
        email_domain: '',
        icon: {},
      },
    };
  },

  'users.info'({ ws, args }) {
    const person = ws.world.users[requiredString(args, 'user', 'user_not_found')];
    if (!person) throw new ApiError('user_not_found');
    return { ok: true, user: userJson(ws, person, flagAt(args, 'include_locale')) };
  },

  'users.list'({ ws, args }) {
    const { items, nextCursor } = page(Object.values(ws.world.users), args, 1000);
    return {
      ok: true,
      members: items.map((person) => userJson(ws, person, flagAt(args, 'include_locale'))),
      response_metadata: { next_cursor: nextCursor },
    };
  },

  'oauth.v2.access'({ ws, args }) {
    if (args['client_id'] !== secrets.clientId) throw new ApiError('invalid_client_id');
    if (args['client_secret'] !== secrets.clientSecret) throw new ApiError('bad_client_secret');
    const { place, whole, by, scopes } = ws.registry.redeem(args);
    const { team, bot } = place.world;
    return {
      ok: true,
      app_id: bot.appId,
      authed_user: { id: by },
      scope: scopes.join(','),
      token_type: 'bot',
      access_token: ws.registry.install(place, whole).token,
      bot_user_id: bot.userId,
      team: whole ? null : { id: team.id, name: team.name },
      enterprise: team.enterprise ?? null,
      is_enterprise_install: whole,
    };
  },

  'blocks.validate'({ ws, args }) {
    const checks = pictureChecks(ws);
    const { view, message } = args;
    const blocks = isObject(message) ? message['blocks'] : args['blocks'];
    const errors = isObject(view) ? viewErrors(view, checks) : messageBlockErrors(blocks, checks);
    if (errors.length > 0) throw ApiError.withMessages('invalid_blocks', errors);
    return { ok: true };
  },
};
