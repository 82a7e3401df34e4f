import { type Call, emptyReply, jsonReply, type Reply } from './call.ts';
import { accounts, cancel, fetchTask, imageSeed, listAll, listByIds, queue } from './reads.ts';
import { modal } from './submit/modal.ts';
import { action, change, simpleChange } from './submit/press.ts';
import { inspectPrompt } from './submit/prompts.ts';
import { blend, describe, edits, imagine, shorten, swap, upload, video } from './submit/verbs.ts';
import { toJson } from './view.ts';
import type { World } from './world.ts';

/** Answers a call as novicezk, plus or trueai does; new-api forwards to this too. */
export async function askProxy(world: World, call: Call): Promise<Reply> {
  if (call.malformed) return springError(world, call, 400, 'Bad Request');
  if (typeof call.body['taskId'] === 'number') world.accuse(`${call.kind}: taskId is a number`);
  const { prompt } = call.body;
  if (typeof prompt === 'string') inspectPrompt(world, call.kind, prompt);
  switch (call.kind) {
    case 'imagine':
      return imagine(world, call);
    case 'blend':
      return blend(world, call);
    case 'describe':
      return describe(world, call);
    case 'shorten':
      return shorten(world, call);
    case 'change':
      return change(world, call);
    case 'simple-change':
      return simpleChange(world, call);
    case 'action':
      return action(world, call);
    case 'modal':
      return modal(world, call);
    case 'edits':
      return edits(world, call);
    case 'video':
      return video(world, call);
    case 'upload-discord-images':
      return upload(world, call);
    case 'swap':
      return swap(world, call);
    case 'fetch':
      return fetchTask(world, call);
    case 'list-by-condition':
    case 'list-by-ids':
      return listByIds(world, call);
    case 'list':
      return listAll(world);
    case 'queue':
      return queue(world);
    case 'accounts':
      return accounts(world);
    case 'cancel':
      return cancel(world, call);
    case 'image-seed':
      return imageSeed(world, call);
    case 'image':
    case 'picture':
    case 'nothing':
      return noRoute(world, call);
  }
}

/** A path that the proxy does not have: Spring's error object, or ASP.NET's bare 404. */
export function noRoute(world: World, call: Call): Reply {
  if (world.settings.dialect === 'trueai') return emptyReply(404);
  return springError(world, call, 404, 'Not Found');
}

function springError(world: World, call: Call, status: number, error: string): Reply {
  const timestamp = new Date(world.now()).toISOString();
  return jsonReply(toJson({ timestamp, status, error, path: call.path }), status);
}
