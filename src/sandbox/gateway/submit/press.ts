import { buttonsFor } from '../buttons.ts';
import { type Call, field, jsonReply, type Reply } from '../call.ts';
import { type PressKind, pressKind } from '../press-kinds.ts';
import type { Task } from '../tasks.ts';
import { toJson } from '../view.ts';
import type { World } from '../world.ts';
import { alreadyExists, invalid, needsModal, noSuchTask, words } from './answers.ts';
import { enqueue, makeTask } from './create.ts';
import { goalOfPress, paragraph } from './goals.ts';

const NOT_READY = '关联任务状态错误';

/** POST /mj/submit/action: a press on one of the parent's buttons. */
export function action(world: World, call: Call): Reply {
  const parent = world.tasks.get(field(call.body, 'taskId'));
  const customId = field(call.body, 'customId');
  if (customId === '') return invalid('customId不能为空');
  if (parent === undefined) return noSuchTask(world);
  if (parent.status !== 'SUCCESS') return invalid(NOT_READY);
  if (!parent.buttons.some((button) => button.customId === customId)) {
    world.accuse(`action: ${customId} is none of the buttons of ${parent.id}`);
    return invalid('未知的 Action 类型');
  }
  const kind = pressKind(customId) ?? UNKNOWN;
  if (world.settings.dialect === 'trueai' && isRefusedByTrueai(customId, kind)) return invalid('未知的 Action 类型');
  if (kind.name === 'bookmark') return bookmark(world, parent);
  if (kind.name === 'pick-all') return pickAll(world, call, parent);
  return press(world, call, parent, customId, kind);
}

/** POST /mj/submit/change: the old way to press U, V and R. */
export function change(world: World, call: Call): Reply {
  const wanted = field(call.body, 'action');
  return changeTo(world, call, field(call.body, 'taskId'), wanted, Number(call.body['index'] ?? 0));
}

/** POST /mj/submit/simple-change: the same in one string, `"<taskId> U2"`. */
export function simpleChange(world: World, call: Call): Reply {
  const [, id = '', verb = ''] = /^(\S+) ([UV][1-4]|R)$/i.exec(field(call.body, 'content')) ?? [];
  if (id === '') return invalid('content参数错误');
  const names: Record<string, string> = { U: 'UPSCALE', V: 'VARIATION', R: 'REROLL' };
  return changeTo(world, call, id, names[verb.charAt(0).toUpperCase()] ?? '', Number(verb.slice(1)));
}

function changeTo(world: World, call: Call, taskId: string, wanted: string, index: number): Reply {
  const parent = world.tasks.get(taskId);
  if (taskId === '') return invalid('taskId不能为空');
  if (!['UPSCALE', 'VARIATION', 'REROLL'].includes(wanted)) return invalid('action参数错误');
  if (wanted !== 'REROLL' && !(Number.isInteger(index) && index >= 1 && index <= 4)) return invalid('index参数错误');
  if (parent === undefined) return noSuchTask(world);
  if (parent.status !== 'SUCCESS') return invalid(NOT_READY);
  if (!['IMAGINE', 'VARIATION', 'REROLL', 'BLEND', 'ZOOM', 'PAN'].includes(parent.action))
    return invalid('关联任务不允许执行变化');
  const [up, , , , reroll, vary] = buttonsFor({ of: 'grid' }, parent.hash, 'plus', []);
  const first = { UPSCALE: up, VARIATION: vary, REROLL: reroll }[wanted]?.customId ?? '';
  const customId = wanted === 'REROLL' ? first : first.replace('::1::', `::${index}::`);
  return press(world, call, parent, customId, pressKind(customId) ?? UNKNOWN);
}

function press(world: World, call: Call, parent: Task, customId: string, kind: PressKind): Reply {
  const earlier = [...world.tasks.values()].find((task) => task.parentId === parent.id && task.customId === customId);
  if (earlier !== undefined && world.settings.repeatedPress === 'exists' && isOld(kind))
    return alreadyExists(world, earlier);
  const { remix } = world.knobs;
  const isAskable = mayAskForRemix(world, kind);
  const wantsRemix = call.body['enableRemix'] === true && world.settings.dialect === 'trueai' && isAskable;
  if (wantsRemix && remix === 'off') return invalid('当前账号不支持 remix，请开启 remix 功能');

  const picked =
    kind.name === 'pick-description' || kind.name === 'pick-shortened'
      ? paragraph(parent.goal.text ?? '', kind.index)
      : null;
  const prompt = picked ?? parent.prompt ?? parent.finalPrompt ?? '';
  const child = makeTask(world, call, {
    kind: 'action',
    action: kind.action,
    prompt,
    describe: (id) => descriptionOf(world, kind, parent.id, id),
    parentId: parent.id,
    customId,
    goal: (seed) => goalOfPress(kind, parent, prompt, seed, world.settings.pictureSize),
  });
  const asks = kind.asks === 'always' || (isAskable && (remix === 'asks' || wantsRemix));
  if (!asks) return enqueue(world, child);

  const empty = kind.name === 'inpaint';
  child.status = kind.name === 'custom-zoom' ? world.settings.customZoomChild : 'MODAL';
  child.description = words(world, world.settings.modalDescription ? 'confirm' : 'done');
  if (empty) Object.assign(child, { prompt: '', promptEn: '', finalPrompt: '' });
  world.timeline.awaitModal(child);
  world.feed.tell('task');
  return needsModal(world, child, empty ? '' : prompt, isAskable);
}

/** Presses with Remix; trueai has it for animate too (gateway.md 3.1). */
function mayAskForRemix(world: World, kind: PressKind): boolean {
  return kind.asks === 'remix' || (kind.name === 'animate' && world.settings.dialect === 'trueai');
}

/** The presses of the days when a second one was answered with the first (gateway.md 2.1). */
function isOld(kind: PressKind): boolean {
  return kind.name === 'upscale' || kind.name === 'variation' || kind.name === 'reroll';
}

/** A bookmark answers with the parent's id: no task is made (gateway.md 1.5). */
function bookmark(world: World, parent: Task): Reply {
  return jsonReply(toJson({ code: 1, description: words(world, 'success'), result: parent.id }));
}

/** Four tasks for the four descriptions, their ids in one string (gateway.md 1.5). */
function pickAll(world: World, call: Call, parent: Task): Reply {
  if (!world.settings.imagineAll) return invalid('不支持的操作');
  const customIds = [1, 2, 3, 4].map((n) => `MJ::Job::PicReader::${n}`);
  const ids = customIds.map((customId) => {
    const kind = { ...(pressKind(customId) ?? UNKNOWN), asks: 'never' } as const;
    return press(world, call, parent, customId, kind).taken?.taskId ?? '';
  });
  const taskId = ids.filter((id) => id !== '').join(',');
  const answer = toJson({ code: 1, description: words(world, 'done'), result: taskId });
  return { ...jsonReply(answer), taken: { taskId, code: 1 } };
}

/** trueai's controller knows neither of these (gateway.md 3.1). */
function isRefusedByTrueai(customId: string, kind: PressKind): boolean {
  return kind === UNKNOWN || kind.name === 'bookmark' || customId.startsWith('MJ::Job::PromptAnalyzer');
}

function descriptionOf(world: World, kind: PressKind, parentId: string, id: string): string {
  switch (kind.name) {
    case 'upscale':
      return `/up ${parentId} U${kind.index}`;
    case 'variation':
      return kind.amount === 0.5 ? `/up ${parentId} V${kind.index}` : words(world, 'done');
    case 'reroll':
      return `/up ${parentId} R`;
    case 'describe-again':
      return `/describe ${id}.png`;
    default:
      return words(world, 'done');
  }
}

/** A button that nobody has heard of still does something on Discord. */
const UNKNOWN: PressKind = { name: 'variation', asks: 'never', action: 'ACTION', index: 1, amount: 1, side: 'right' };
