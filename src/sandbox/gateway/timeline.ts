import { buttonsFor } from './buttons.ts';
import { fileName } from './names.ts';
import { isOver, type Task } from './tasks.ts';
import { viewOf } from './view.ts';
import type { World } from './world.ts';

/** What became of a task that asked to run. */
export type Admission = { readonly code: 1 } | { readonly code: 22; readonly ahead: number } | { readonly code: 23 };

/**
 * Moves tasks from acceptance to their end, by time or by hand. At most `slots.running` tasks run, `slots.waiting`
 * more wait (gateway.md 6).
 */
export class Timeline {
  readonly #world: World;
  readonly #running = new Set<Task>();
  readonly #waiting: Task[] = [];
  readonly #timers = new Map<Task, Set<() => void>>();
  readonly #held = new WeakSet<Task>();
  #closed = false;

  constructor(world: World) {
    this.#world = world;
  }

  /** Lets a task run, or wait, or refuses it; a refused one is left to the caller. */
  admit(task: Task): Admission {
    const { slots } = this.#world.settings;
    if (this.#running.size < slots.running) {
      this.#running.add(task);
      this.#start(task);
      return { code: 1 };
    }
    if (this.#waiting.length >= slots.waiting) return { code: 23 };
    this.#waiting.push(task);
    return { code: 22, ahead: this.#waiting.length };
  }

  /** Running and waiting tasks, the waiting ones last. */
  get unfinished(): Task[] {
    return [...this.#running, ...this.#waiting];
  }

  /** Stops the time of one task; from then on it moves by hand. */
  hold(task: Task): void {
    this.#held.add(task);
    this.#stopTimers(task);
  }

  /** Shows a progress: a number as per cent, a string verbatim. 0 means SUBMITTED, anything else IN_PROGRESS. */
  step(task: Task, progress: number | string): void {
    if (isOver(task)) throw new Error(`task ${task.id} is over: ${task.status}`);
    this.#stopWaiting(task);
    task.startTime ??= this.#world.now();
    task.status = progress === 0 ? 'SUBMITTED' : 'IN_PROGRESS';
    task.progress = typeof progress === 'number' ? `${progress}%` : progress;
    const { picture } = task.goal;
    if (
      this.#world.settings.previews &&
      picture !== null &&
      picture.shape !== 'upload' &&
      typeof progress === 'number' &&
      progress > 0
    ) {
      const rendition = { as: 'preview', part: Math.min(1, progress / 100) } as const;
      task.imageUrl = this.#world.cdn.publish(task.hash, picture, rendition, `${task.hash}_grid_0.webp`);
    }
    this.#changed(task);
  }

  /** Ends a task well: picture, buttons, text. */
  finish(task: Task): void {
    if (isOver(task)) throw new Error(`task ${task.id} is over: ${task.status}`);
    if (task.doomed !== null) {
      this.fail(task, task.doomed.reason);
      return;
    }
    const { settings, cdn } = this.#world;
    const { picture, buttons, text } = task.goal;
    task.startTime ??= this.#world.now();
    task.status = 'SUCCESS';
    task.progress = '100%';
    task.buttons = buttonsFor(buttons, task.hash, settings.dialect, settings.extraButtons);
    if (picture?.shape === 'upload') {
      // The picture of a describe is the upload itself (gateway.md 4.7).
      task.imageUrl = cdn.publish(task.hash, picture, { as: 'final' }, `${task.id}.png`, 'ephemeral-attachments');
    } else if (picture !== null) {
      const name = fileName(task.finalPrompt ?? task.prompt ?? '', task.hash);
      const isClip = picture.shape === 'clip';
      task.imageUrl = cdn.publish(task.hash, picture, { as: 'final' }, `${name}.${isClip ? 'webp' : 'png'}`);
      if (isClip) task.videoUrl = cdn.publish(task.hash, picture, { as: 'video' }, `${name}.mp4`);
    }
    if (text !== null) tellText(task, text, settings.describeText);
    this.#over(task);
  }

  /** Ends a task badly. */
  fail(task: Task, reason: string): void {
    if (isOver(task)) throw new Error(`task ${task.id} is over: ${task.status}`);
    const { failureProgress } = this.#world.settings;
    task.status = 'FAILURE';
    if (failureProgress !== 'last') task.progress = failureProgress;
    task.failReason = reason;
    if (this.#world.settings.dialect === 'trueai') task.description = reason;
    this.#over(task);
  }

  /** Ends a task at the client's wish, in the status that the dialect has for it. */
  cancel(task: Task, as: 'CANCEL' | 'FAILURE', reason: string | null): void {
    task.status = as;
    task.failReason = reason;
    this.#over(task);
  }

  /** Forgets a child whose modal does not come in time, as if it had never been. */
  awaitModal(task: Task): void {
    this.#later(task, this.#world.settings.modalMs, () => {
      if (!task.confirmed) this.forget(task);
    });
  }

  /** Drops a task as a restart of an in-memory store does. */
  forget(task: Task): void {
    this.#leave(task);
    this.#world.tasks.delete(task.id);
    this.#world.feed.tell('task');
  }

  close(): void {
    this.#closed = true;
    for (const task of this.#timers.keys()) this.#stopTimers(task);
  }

  #start(task: Task): void {
    const { manual, queueMs, drawMs, steps } = this.#world.settings;
    if (manual || this.#closed || this.#held.has(task)) return;
    const [first, ...rest] = steps;
    const begin = () => {
      if (first !== undefined) this.step(task, first);
      rest.forEach((step, at) => {
        this.#later(task, (drawMs * (at + 1)) / (rest.length + 1), () => this.step(task, step));
      });
      this.#later(task, drawMs, () => this.finish(task));
    };
    this.#later(task, queueMs, begin);
  }

  #later(task: Task, ms: number, run: () => void): void {
    const stops = this.#timers.get(task) ?? new Set<() => void>();
    this.#timers.set(task, stops);
    const stop = this.#world.settings.clock.after(ms, () => {
      stops.delete(stop);
      run();
    });
    stops.add(stop);
  }

  #stopTimers(task: Task): void {
    for (const stop of this.#timers.get(task) ?? []) stop();
    this.#timers.delete(task);
  }

  #stopWaiting(task: Task): void {
    const place = this.#waiting.indexOf(task);
    if (place < 0) return;
    this.#waiting.splice(place, 1);
    this.#running.add(task);
  }

  #leave(task: Task): void {
    this.#stopTimers(task);
    this.#stopWaiting(task);
    this.#running.delete(task);
    while (this.#running.size < this.#world.settings.slots.running) {
      const nextTask = this.#waiting.shift();
      if (nextTask === undefined) return;
      this.#running.add(nextTask);
      this.#start(nextTask);
    }
  }

  #over(task: Task): void {
    task.finishTime = this.#world.now();
    this.#leave(task);
    this.#changed(task);
  }

  #changed(task: Task): void {
    this.#world.feed.tell('task');
    // Neither MODAL nor NOT_START nor CANCEL is called back (gateway.md 5).
    if (task.notifyHook === null || task.status === 'MODAL' || task.status === 'NOT_START' || task.status === 'CANCEL')
      return;
    this.#world.callbacks.send(task.notifyHook, viewOf(task, this.#world.settings), isOver(task));
  }
}

/** Where the text of a describe or shorten is found differs (gateway.md 4.7). */
function tellText(task: Task, text: string, where: 'everywhere' | 'prompt' | 'promptEn' | 'properties'): void {
  if (task.action === 'SHORTEN') {
    task.finalPrompt = text;
    return;
  }
  const everywhere = where === 'everywhere';
  task.prompt = everywhere || where === 'prompt' ? text : null;
  task.promptEn = everywhere || where === 'promptEn' ? text : null;
  task.finalPrompt = everywhere || where === 'properties' ? text : null;
}
