import { emptyReply, jsonReply, type Reply } from '../call.ts';
import type { Task } from '../tasks.ts';
import { bareNumber, instanceId, toJson } from '../view.ts';
import type { World } from '../world.ts';

/** What a proxy says in its `description`, in the two languages met (gateway.md 2.1). */
const WORDS = {
  done: { zh: '提交成功', en: 'Submit success' },
  confirm: { zh: '窗口等待', en: 'Waiting for window confirm' },
  full: { zh: '队列已满，请稍后尝试', en: 'The queue is full, please try again later' },
  banned: { zh: '可能包含敏感词', en: 'The prompt may contain banned words' },
  success: { zh: '成功', en: 'Success' },
  exists: { zh: '任务已存在', en: 'The task already exists' },
} as const;

export function words(world: World, which: keyof typeof WORDS): string {
  return WORDS[which][world.settings.language];
}

/** Code 1 or 22: the task runs or waits. */
export function accepted(world: World, task: Task, ahead: number | null): Reply {
  const code = ahead === null ? 1 : 22;
  const queued = world.settings.language === 'zh' ? `排队中，前面还有${ahead}个任务` : `In queue, ${ahead} tasks ahead`;
  const properties =
    ahead === null ? { discordInstanceId: instanceId } : { numberOfQueues: ahead, discordInstanceId: instanceId };
  const answer = {
    code,
    description: ahead === null ? words(world, 'done') : queued,
    properties,
    ...resultOf(world, task.id),
  };
  return { ...jsonReply(toJson(answer)), taken: { taskId: task.id, code } };
}

/** Code 21: the child exists and waits for `modal`. trueai says `remix` of every dialog (gateway.md 3.2). */
export function needsModal(world: World, task: Task, finalPrompt: string, isRemix: boolean): Reply {
  const remix = isRemix || world.settings.dialect === 'trueai';
  const properties = world.settings.modalProperties
    ? { properties: remix ? { finalPrompt, remix } : { finalPrompt } }
    : {};
  const answer = { code: 21, description: task.description, ...resultOf(world, task.id), ...properties };
  return { ...jsonReply(toJson(answer)), taken: { taskId: task.id, code: 21 } };
}

/** The old code 21: the press was made before. */
export function alreadyExists(world: World, task: Task): Reply {
  const answer = {
    code: 21,
    description: words(world, 'exists'),
    ...resultOf(world, task.id),
    properties: { status: task.status, imageUrl: task.imageUrl ?? '' },
  };
  return { ...jsonReply(toJson(answer)), taken: { taskId: task.id, code: 21 } };
}

/** Code 23, or trueai's 9: nothing was taken. */
export function queueFull(world: World): Reply {
  if (world.settings.dialect === 'trueai') {
    return jsonReply(toJson({ code: 9, description: '提交失败，队列已满，请稍后重试', result: null }));
  }
  const properties = { discordInstanceId: instanceId };
  return jsonReply(toJson({ code: 23, description: words(world, 'full'), result: null, properties }));
}

/** Code 24 with the word; no `result` at all. */
export function bannedPrompt(world: World, promptEn: string, bannedWord: string): Reply {
  return jsonReply(toJson({ code: 24, description: words(world, 'banned'), properties: { promptEn, bannedWord } }));
}

/** Code 4, HTTP 200. */
export function invalid(description: string, status = 200): Reply {
  return jsonReply(toJson({ code: 4, description, result: null }), status);
}

/** Code 3: the parent is not there; trueai says so with HTTP 404. */
export function noSuchTask(world: World): Reply {
  const status = world.settings.dialect === 'trueai' ? 404 : 200;
  return jsonReply(toJson({ code: 3, description: '关联任务不存在或已失效', result: null }), status);
}

/** What a fetch of an unknown id answers (gateway.md 1.6). */
export function unknownTask(world: World): Reply {
  switch (world.settings.unknownFetch) {
    case '200-empty':
      return emptyReply(200);
    case '204':
      return emptyReply(204);
    case '400':
      return upstreamError('task_no_found');
    case '404':
      return jsonReply(toJson({ code: 3, description: '任务不存在或已失效', result: null }), 404);
  }
}

/** new-api's own refusal: HTTP 400, and a space where a result would follow (gateway.md 1.6). */
export function upstreamError(description: string, code = 4): Reply {
  return jsonReply(toJson({ description: `${description} `, type: 'upstream_error', code }), 400);
}

/** `result` in the type that this gateway uses. */
function resultOf(world: World, id: string): { result?: unknown } {
  switch (world.settings.resultType) {
    case 'string':
      return { result: id };
    case 'number':
      return { result: bareNumber(id) };
    case 'array':
      return { result: [id] };
    case 'missing':
      return {};
  }
}
