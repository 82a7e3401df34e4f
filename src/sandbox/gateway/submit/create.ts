import { type Call, field, type Reply } from '../call.ts';
import { digits, hashOf, uuidFrom } from '../dice.ts';
import type { Goal, SubmitKind, Task } from '../tasks.ts';
import type { World } from '../world.ts';
import { accepted, bannedPrompt, queueFull, words } from './answers.ts';
import { bannedWordIn } from './prompts.ts';

/** What the verbs say about a task to be made; the rest is common to all. */
export interface Plan {
  readonly kind: SubmitKind;
  readonly action: string;
  readonly prompt: string | null;
  /** As Discord's command line reads; the task's `description`. Given the new task's id. */
  readonly describe: (id: string) => string;
  readonly parentId?: string;
  readonly customId?: string;
  /** `seed` is the task's own and decides its pictures. */
  readonly goal: (seed: number) => Goal;
}

/** Makes a task and puts it into the table; it does not run yet. */
export function makeTask(world: World, call: Call, plan: Plan): Task {
  const id = world.newId();
  const seed = hashOf(
    plan.prompt ?? '',
    plan.customId ?? '',
    world.settings.seed ?? id,
    plan.parentId ?? world.tasks.size,
  );
  const task: Task = {
    id,
    kind: plan.kind,
    action: plan.action,
    status: 'NOT_START',
    progress: world.settings.waitingProgress,
    prompt: plan.prompt,
    promptEn: plan.prompt,
    finalPrompt: plan.prompt,
    description: plan.describe(id),
    state: field(call.body, 'state') || null,
    submitTime: world.now(),
    startTime: null,
    finishTime: null,
    imageUrl: null,
    videoUrl: null,
    failReason: null,
    buttons: [],
    botType: field(call.body, 'botType') || 'MID_JOURNEY',
    mode: call.mode,
    notifyHook: field(call.body, 'notifyHook') || null,
    parentId: plan.parentId ?? null,
    customId: plan.customId ?? null,
    hash: uuidFrom(world.next),
    messageId: `1348306030${digits(world.next, 9)}`,
    seed,
    goal: plan.goal(seed),
    confirmed: false,
    doomed: doomOf(world, plan.prompt ?? ''),
  };
  world.tasks.set(id, task);
  return task;
}

/** How a task with this prompt will fail, if it is taken at all. */
export function doomOf(world: World, prompt: string): Task['doomed'] {
  const bannedWord = bannedWordIn(world, prompt);
  return bannedWord === null ? null : { reason: words(world, 'banned'), bannedWord };
}

/** Lets a task run or wait, or takes it out of the table again when there is no room. */
export function enqueue(world: World, task: Task): Reply {
  const admission = world.timeline.admit(task);
  if (admission.code === 23) {
    world.tasks.delete(task.id);
    return queueFull(world);
  }
  world.feed.tell('task');
  return accepted(world, task, admission.code === 22 ? admission.ahead : null);
}

/** The usual way of a submit: refuse a banned prompt, make the task, let it run. */
export function submit(world: World, call: Call, plan: Plan): Reply {
  return refusalOfPrompt(world, plan.prompt ?? '') ?? enqueue(world, makeTask(world, call, plan));
}

/** The refusal of a prompt with a banned word; trueai takes it and fails the task later (gateway.md 2.1). */
export function refusalOfPrompt(world: World, prompt: string): Reply | null {
  const banned = bannedWordIn(world, prompt);
  return banned === null || world.settings.dialect === 'trueai' ? null : bannedPrompt(world, prompt, banned);
}
