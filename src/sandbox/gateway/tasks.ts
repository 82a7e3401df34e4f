import type { ButtonSet } from './buttons.ts';
import type { Picture } from './pictures/picture.ts';

export type Status = 'NOT_START' | 'SUBMITTED' | 'IN_PROGRESS' | 'MODAL' | 'SUCCESS' | 'FAILURE' | 'CANCEL';

/** Everything that asks for work, by the last segment of its path. */
export const SUBMIT_KINDS = [
  'imagine',
  'blend',
  'describe',
  'shorten',
  'change',
  'simple-change',
  'action',
  'modal',
  'edits',
  'video',
  'upload-discord-images',
  'swap',
] as const;
export type SubmitKind = (typeof SUBMIT_KINDS)[number];

/** What a task will end with. */
export interface Goal {
  readonly picture: Picture | null;
  readonly buttons: ButtonSet;
  /** Text of a describe or shorten. */
  readonly text: string | null;
}

export type Button = Readonly<Record<string, unknown>> & { readonly customId?: string };

/** A task as the proxy keeps it; `view.ts` turns it into what a client reads. Times are epoch milliseconds. */
export interface Task {
  readonly id: string;
  readonly kind: SubmitKind;
  action: string;
  status: Status;
  progress: string | null;
  prompt: string | null;
  promptEn: string | null;
  finalPrompt: string | null;
  description: string;
  readonly state: string | null;
  readonly submitTime: number;
  startTime: number | null;
  finishTime: number | null;
  imageUrl: string | null;
  videoUrl: string | null;
  failReason: string | null;
  buttons: readonly Button[];
  readonly botType: string;
  readonly mode: string | null;
  readonly notifyHook: string | null;
  readonly parentId: string | null;
  readonly customId: string | null;
  /** The job's uuid, `messageHash` on the wire. */
  readonly hash: string;
  readonly messageId: string;
  readonly seed: number;
  goal: Goal;
  /** Its modal was accepted; a second one would be paid for twice. */
  confirmed: boolean;
  /** Set when the prompt was refused after acceptance (trueai). */
  doomed: { reason: string; bannedWord: string } | null;
}

export function isOver(task: Task): boolean {
  return task.status === 'SUCCESS' || task.status === 'FAILURE' || task.status === 'CANCEL';
}
