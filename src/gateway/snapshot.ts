import type { Button, Snapshot, TaskStatus } from '../domain/task.ts';
import type { Base } from './base.ts';
import { visibleEmoji } from './emoji.ts';
import type { Log } from './options.ts';
import { resultsOf } from './results.ts';
import { type Entry, Task } from './schema.ts';
import { textKind, textOf } from './text-result.ts';

/**
 * Status by status (gateway.md 4.2). What is not here is waited for: new-api starts with an empty status, and a vendor's new word is no end.
 * The percentage decides nothing: a failure through new-api is at 100 % (4.4).
 */
const STATUS: ReadonlyMap<string, TaskStatus> = new Map([
  ['', 'waiting'],
  ['NOT_START', 'waiting'],
  ['SUBMITTED', 'waiting'],
  ['IN_PROGRESS', 'running'],
  ['MODAL', 'confirming'],
  ['SUCCESS', 'done'],
  ['FAILURE', 'failed'],
  ['CANCEL', 'cancelled'],
]);

/** True for a word that means an end or a confirmation: worth a reading at once. */
export function isTurn(status: string): boolean {
  const known = STATUS.get(status);
  return known !== undefined && known !== 'waiting' && known !== 'running';
}

/** trueai knows no CANCEL: a cancelled task is a FAILURE with one of these reasons (gateway.md 1.4, 4.5). */
const CANCELLED = ['取消任务', '强制取消'];

/** How far along a status is; of two rows for one id the furthest is the truth (new-api inserts a second one after a modal: 3.2). */
const RANK: Readonly<Record<TaskStatus, number>> = {
  confirming: 0,
  waiting: 1,
  running: 2,
  cancelled: 3,
  failed: 3,
  done: 4,
};

export interface Translator {
  /** The snapshot of a task as the gateway wrote it, or undefined for what is none. `asked` is the id it was asked for by. Never throws. */
  snapshot(value: unknown, asked?: string): Snapshot | undefined;
  /** Those of a list, by task id. */
  snapshots(values: readonly unknown[]): Map<string, Snapshot>;
}

/** `properties` echo our callback's address and its token: nothing of a task is ever logged but a status that nobody knows, once. */
export function createTranslator(base: Base, log: Log | undefined): Translator {
  const told = new Set<string>();
  const statusOf = (task: Task): TaskStatus => {
    const word = (task.status ?? '').trim().toUpperCase();
    const known = STATUS.get(word);
    if (known === undefined && told.size < 100 && !told.has(word)) {
      told.add(word);
      log?.info({ status: word.slice(0, 40) }, 'the gateway uses a task status that is not known; it is waited for');
    }
    return known === 'failed' && CANCELLED.includes(task.failReason ?? '') ? 'cancelled' : (known ?? 'waiting');
  };
  const snapshot: Translator['snapshot'] = (value, asked) => {
    const task = Task.safeParse(value).data;
    const taskId = asked ?? task?.id;
    return task === undefined || taskId === undefined ? undefined : translate(base, task, taskId, statusOf(task));
  };
  return {
    snapshot,
    snapshots(values) {
      const found = new Map<string, Snapshot>();
      for (const value of values) {
        const next = snapshot(value);
        const before = next && found.get(next.taskId);
        if (next !== undefined && (before === undefined || RANK[next.status] >= RANK[before.status]))
          found.set(next.taskId, next);
      }
      return found;
    },
  };
}

function translate(base: Base, task: Task, taskId: string, status: TaskStatus): Snapshot {
  const buttons = task.buttons.flatMap(button);
  const percent = /^(\d{1,3})%$/.exec(task.progress)?.[1];
  const kind = textKind(task, buttons);
  const { pictures, films } = resultsOf(base, task);
  const isDone = status === 'done';
  return {
    taskId,
    status,
    progress: task.progress,
    buttons,
    ...given({
      percent: percent === undefined || Number(percent) > 100 ? undefined : Number(percent),
      imageUrl: pictures[0],
      videoUrl: films[0],
      imageUrls: isDone && pictures.length > 1 ? pictures : undefined,
      videoUrls: isDone && films.length > 1 ? films : undefined,
      reason: status === 'failed' || status === 'cancelled' ? task.failReason : undefined,
      // Of a text it is the text itself, except before anything is written: then it is what the gateway proposes.
      finalPrompt: kind !== undefined && status !== 'confirming' ? undefined : task.properties.finalPrompt,
      state: task.state,
      text: kind !== undefined && isDone ? textOf(task, kind) : undefined,
    }),
  };
}

/** Entries with neither a customId nor a link cannot do anything and are dropped (a forwarded Discord link has no customId: 3.4). */
function button(entry: Entry): Button[] {
  const label = entry.label ?? '';
  const emoji = visibleEmoji(entry.emoji, label === '');
  const url = entry.url !== undefined && /^https?:\/\//i.test(entry.url) ? entry.url : undefined;
  if (url !== undefined && (entry.customId === undefined || entry.style === 5))
    return [{ label, emoji, style: 5, url }];
  return entry.customId === undefined ? [] : [{ customId: entry.customId, label, emoji, style: entry.style }];
}

/** Drops what is undefined: an absent field and one that is undefined are not the same type. */
function given<T extends Record<string, unknown>>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
