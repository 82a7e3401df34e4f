import { type Call, emptyReply, jsonReply, type Reply } from './call.ts';
import { invalid, noSuchTask, unknownTask, words } from './submit/answers.ts';
import { isOver, type Task } from './tasks.ts';
import { toJson, viewObject, viewOf } from './view.ts';
import type { World } from './world.ts';

/** GET /mj/task/{id}/fetch. */
export function fetchTask(world: World, call: Call): Reply {
  const task = world.tasks.get(call.id);
  return task === undefined ? unknownTask(world) : jsonReply(viewOf(task, world.settings));
}

/** POST /mj/task/list-by-condition and list-by-ids: waiting tasks first, unknown ids left out (gateway.md 1.4). */
export function listByIds(world: World, call: Call): Reply {
  const { ids } = call.body;
  if (!Array.isArray(ids)) return jsonReply('[]');
  if (ids.some((id) => typeof id !== 'string')) world.accuse(`${call.kind}: ids that are no strings`);
  const wanted = new Set(ids.map(String));
  const found = [...world.tasks.values()].filter((task) => wanted.has(task.id));
  return listOf(world, [
    ...found.filter((task) => task.status === 'NOT_START'),
    ...found.filter((task) => task.status !== 'NOT_START'),
  ]);
}

/** GET /mj/task/list: all there are; trueai the latest hundred. */
export function listAll(world: World): Reply {
  const all = [...world.tasks.values()];
  return listOf(world, world.settings.dialect === 'trueai' ? all.slice(-100).toReversed() : all);
}

/** GET /mj/task/queue: what runs and what waits. */
export function queue(world: World): Reply {
  return listOf(world, world.timeline.unfinished);
}

/** GET /mj/account/list: everything about them, the token of the account too (gateway.md 1.1; novicezk, DiscordAccount). */
export function accounts(world: World): Reply {
  const all = world.settings.accounts.map((enable, i) => ({
    id: `111813833856256010${i}`,
    guildId: '1118138338562560100',
    channelId: `111813833856256010${i}`,
    userToken: 'an.account.token.that.nobody.needs',
    enable,
    coreSize: world.settings.slots.running,
    queueSize: world.settings.slots.waiting,
    timeoutMinutes: 5,
  }));
  return jsonReply(toJson(all));
}

/** POST /mj/task/{id}/cancel. */
export function cancel(world: World, call: Call): Reply {
  const task = world.tasks.get(call.id);
  if (world.settings.dialect === 'trueai') {
    // Empty and 200 whatever happened, and the status is FAILURE (gateway.md 1.4).
    if (task !== undefined && !isOver(task)) world.timeline.cancel(task, 'FAILURE', '取消任务');
    return emptyReply(200);
  }
  if (task === undefined) return noSuchTask(world);
  if (isOver(task)) return invalid('任务已结束');
  world.timeline.cancel(task, 'CANCEL', null);
  return jsonReply(toJson({ code: 1, description: words(world, 'success'), result: task.id }));
}

/** GET /mj/task/{id}/image-seed: a string of digits; only finished pictures have one (gateway.md 4.7). */
export function imageSeed(world: World, call: Call): Reply {
  const task = world.tasks.get(call.id);
  if (task === undefined) return noSuchTask(world);
  if (!hasSeed(task)) return invalid('关联任务状态错误', world.settings.dialect === 'trueai' ? 400 : 200);
  return jsonReply(toJson({ code: 1, description: words(world, 'success'), result: String(task.seed) }));
}

function hasSeed(task: Task): boolean {
  const { picture } = task.goal;
  return task.status === 'SUCCESS' && picture !== null && (picture.shape === 'grid' || picture.shape === 'single');
}

function listOf(world: World, tasks: readonly Task[]): Reply {
  return jsonReply(toJson(tasks.map((task) => viewObject(task, world.settings))));
}
