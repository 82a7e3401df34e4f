import { type Call, emptyReply, jsonReply, type Reply, textReply } from './call.ts';
import { toJson } from './view.ts';
import type { World } from './world.ts';

/** The refusal of a request without the right key, or null (gateway.md 1.3). */
export function refusalOfKey(world: World, call: Call): Reply | null {
  const { auth, key } = world.settings;
  const authorization = call.header('authorization') ?? '';
  const secret = call.header('mj-api-secret') ?? '';
  switch (auth) {
    case 'none':
      return null;
    case 'secret':
      return secret === key ? null : refuse(world, 401);
    case 'raw':
      if (authorization === '' && secret === '') return textReply(401, 'Authorization header missing.');
      return (authorization || secret) === key ? null : refuse(world, 403);
    case 'bearer': {
      const said = authorization === '' || authorization === 'midjourney-proxy' ? secret : authorization;
      return bare(said) === bare(key) ? null : refuse(world, 401);
    }
  }
}

/**
 * How this gateway refuses: 401 for an unknown key, 403 for a known one that may not do this (new-api: a token with a
 * list of models, which has no model to look at when it reads; gateway.md 1.6).
 */
export function refuse(world: World, status: 401 | 403): Reply {
  switch (world.settings.dialect) {
    case 'plus':
    case 'novicezk':
      return emptyReply(status);
    case 'trueai':
      return textReply(status, status === 401 ? '账号已禁用' : '未登录');
    case 'new-api':
      return openAiError(world, status, status === 401 ? '无效的令牌' : '该令牌无权访问模型 ');
  }
}

/** new-api's other error shape, from before its relay (gateway.md 1.6). */
export function openAiError(world: World, status: number, message: string): Reply {
  const requestId = new Date(world.now()).toISOString().replace(/\D/g, '');
  const error = { message: `${message} (request id: ${requestId})`, type: 'new_api_error' };
  return jsonReply(toJson({ error }), status);
}

/** `Bearer ` and `sk-` are both optional to new-api. */
function bare(key: string): string {
  return key.replace(/^Bearer /, '').replace(/^sk-/, '');
}
