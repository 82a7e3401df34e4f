import { type Call, field, type Reply } from '../call.ts';
import { type PressKind, pressKind } from '../press-kinds.ts';
import type { Task } from '../tasks.ts';
import type { World } from '../world.ts';
import { invalid, noSuchTask } from './answers.ts';
import { doomOf, enqueue, makeTask, refusalOfPrompt } from './create.ts';
import { goalOfPress, zoomOf } from './goals.ts';
import { faultOfMask } from './images.ts';

interface Confirmation {
  readonly child: Task;
  readonly parent: Task;
  readonly kind: PressKind;
  readonly prompt: string;
}

/** POST /mj/submit/modal: the answer to a code 21 (gateway.md 3.2). */
export async function modal(world: World, call: Call): Promise<Reply> {
  const child = world.tasks.get(field(call.body, 'taskId'));
  if (child === undefined) return noSuchTask(world);
  const kind = child.customId === null ? null : pressKind(child.customId);
  const parent = child.parentId === null ? undefined : world.tasks.get(child.parentId);
  if (kind === null || !awaitsModal(world, child, kind)) return notWaiting(world, child);
  if (parent === undefined) return noSuchTask(world);

  const given = field(call.body, 'prompt').trim();
  // Some take the parent's prompt then and some refuse, so a correct client always sends one.
  if (given === '') world.accuse('modal: the prompt is empty');
  const prompt = given || (parent.prompt ?? parent.finalPrompt ?? '');
  if (prompt === '') return invalid('prompt不能为空');
  const fault = await faultOf(call, { child, parent, kind, prompt });
  if (fault !== null) {
    world.accuse(`modal: ${fault}`);
    return invalid('提交失败');
  }
  // While the mask was being read another request may have confirmed the same child.
  if (!awaitsModal(world, child, kind)) return notWaiting(world, child);
  return refusalOfPrompt(world, prompt) ?? confirm(world, call, { child, parent, kind, prompt });
}

function confirm(world: World, call: Call, { child, parent, kind, prompt }: Confirmation): Reply {
  const goal = (seed: number) => goalOfPress(kind, parent, prompt, seed, world.settings.pictureSize);
  if (world.settings.modalNewId) {
    const { action, customId, description } = child;
    const about = { action, prompt, parentId: parent.id, ...(customId === null ? {} : { customId }) };
    const made = makeTask(world, call, { kind: 'modal', ...about, describe: () => description, goal });
    const reply = enqueue(world, made);
    child.confirmed = reply.taken !== undefined;
    made.confirmed = true;
    return reply;
  }
  const before = { ...child };
  Object.assign(child, { status: 'NOT_START', prompt, promptEn: prompt, finalPrompt: prompt, confirmed: true });
  Object.assign(child, { goal: goal(child.seed), doomed: doomOf(world, prompt) });
  const reply = enqueue(world, child);
  // Refused for want of room: trueai drops the child, so that the press must be made again; plus lets it wait on.
  if (reply.taken === undefined && world.settings.dialect !== 'trueai')
    world.tasks.set(child.id, Object.assign(child, before));
  return reply;
}

function awaitsModal(world: World, child: Task, kind: PressKind): boolean {
  const status = kind.name === 'custom-zoom' ? world.settings.customZoomChild : 'MODAL';
  return !child.confirmed && child.status === status;
}

function notWaiting(world: World, child: Task): Reply {
  world.accuse(
    child.confirmed
      ? `modal: ${child.id} was confirmed twice`
      : `modal: ${child.id} is ${child.status} and waits for no confirmation`,
  );
  return invalid('关联任务状态错误');
}

async function faultOf(call: Call, { kind, parent, prompt }: Confirmation): Promise<string | null> {
  if (kind.name === 'custom-zoom' && zoomOf(prompt) === null)
    return 'the prompt of a custom zoom has no --zoom from 1 to 2, or more than one';
  const mask = call.body['maskBase64'];
  if (kind.name !== 'inpaint') return mask === undefined ? null : `a mask was sent for ${kind.name}`;
  if (typeof mask !== 'string' || mask === '') return 'a region was to be varied and there is no mask';
  const { picture } = parent.goal;
  return picture === null ? 'a region of no picture' : faultOfMask(mask, picture);
}
