import { assertNever } from '../../domain/errors.ts';
import { awaitsAnswer } from '../../domain/life.ts';
import type { Messages } from '../../domain/messages.ts';
import { ANSWER_MS } from '../../domain/pace.ts';
import { type StepKind, stepOfKind } from '../../domain/step.ts';
import type { End, Submission } from '../../domain/submission.ts';
import { buttonKind, buttonName, type Snapshot } from '../../domain/task.ts';
import { CARD } from '../limits.ts';
import { cutToSlack, toSlack } from '../text.ts';
import { isTrouble } from '../words.ts';

/**
 * Where a submission stands, in words: one line or two of mrkdwn, foreign text in it escaped. The gateway's reason of a failure is not in
 * it; the card shows that in full, on its own.
 */
export function stateOf(record: Submission, messages: Messages): string {
  if (record.end !== undefined) return endOf(record, record.end, messages);
  const words = messages.card;
  if (record.cancelAsked !== undefined) return words.cancelling(mention(record.cancelAsked));
  if (awaitsAnswer(record)) return words.needsInput(stepKindOf(record), buttonOf(record), ANSWER_MS / 60_000);
  const state = openState(record, messages);
  return record.stalled ? `${state}\n${words.stalled()}` : state;
}

function openState(record: Submission, messages: Messages): string {
  const words = messages.card;
  switch (record.mark) {
    case 'accepted':
    case 'submitting':
      if (record.waiting?.why === 'busy') return words.busy(cutToSlack(record.waiting.reason, CARD.busyReason));
      return record.waiting?.why === 'unreachable' ? words.unreachable() : words.queued(undefined);
    case 'in doubt':
      return words.inDoubt();
    case 'submitted':
    case 'confirming':
    case 'confirmed':
      return taskState(record, messages);
    case 'ended':
    case 'uploading':
    case 'uploaded':
    case 'delivered':
      // Past `ended` there always is an end; a record without one has been opened again and waits to be read.
      return words.queued(undefined);
    default:
      return assertNever(record.mark, 'mark');
  }
}

function taskState(record: Submission, messages: Messages): string {
  const words = messages.card;
  const { snapshot } = record;
  if (snapshot === undefined) return words.queued(record.ahead);
  const progress = cutToSlack(snapshot.progress, CARD.progress);
  if (snapshot.status === 'running') return `${words.drawing(progress)}${bar(snapshot)}`;
  return snapshot.percent === undefined && progress !== '' ? words.queuedAs(progress) : words.queued(record.ahead);
}

/** `  ▓▓▓░░░░░░░`, nothing when the progress is not a percentage. */
function bar(snapshot: Snapshot): string {
  if (snapshot.percent === undefined) return '';
  const full = Math.round(Math.min(100, Math.max(0, snapshot.percent)) / 10);
  return `  ${'▓'.repeat(full)}${'░'.repeat(10 - full)}`;
}

function endOf(record: Submission, end: End, messages: Messages): string {
  const words = messages.card;
  switch (end.kind) {
    case 'done':
      return doneState(record, messages);
    case 'failed': {
      if (end.cause === 'picture' && isTrouble(end.reason, messages)) return messages.pictureTroubles[end.reason];
      const banned = end.bannedWord === undefined ? '' : `${words.bannedWord(cutToSlack(end.bannedWord, CARD.label))} `;
      return `${banned}${words.failed[end.cause]}`;
    }
    case 'cancelled': {
      const by = end.by === '' ? undefined : mention(end.by);
      if (!end.sent) return words.cancelledUnsent(by);
      return end.told ? words.cancelledTold(by) : words.cancelledUntold(by);
    }
    case 'deadline':
      return words.deadline(end.minutes);
    case 'lost':
      return words.lost();
    case 'unknown':
      return words.unknown();
    case 'unposted':
      return messages.sentences['cannot-post-here']({});
    case 'unanswered':
      return words.unanswered(buttonOf(record));
    default:
      return assertNever(end, 'end');
  }
}

function doneState(record: Submission, messages: Messages): string {
  const { picture, links, snapshot } = record;
  const words = messages.card;
  if (links !== undefined) return words.links(links.length);
  if (snapshot?.text !== undefined) return words.done();
  if (picture === undefined) return words.fetching();
  if (picture.missing !== undefined) return words.missing[picture.missing];
  if (picture.films !== undefined) return words.filmsInThread(picture.films);
  return picture.inThread ? words.inThread() : words.done();
}

/** What is asked of the person who pressed: by the kind of the button, else a prompt. */
function stepKindOf({ order }: Submission): StepKind {
  return (order.verb === 'press' ? stepOfKind(buttonKind(order.button)) : undefined) ?? 'prompt';
}

function buttonOf({ order }: Submission): string {
  return order.verb === 'press' ? cutToSlack(buttonName(order.button), CARD.label) : '';
}

export function mention(user: string): string {
  return `<@${toSlack(user)}>`;
}
