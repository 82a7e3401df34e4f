import { assertNever } from '../../domain/errors.ts';
import { awaitsAnswer, isUnanswered } from '../../domain/life/index.ts';
import { LIGHT, type Load } from '../../domain/load.ts';
import type { Messages } from '../../domain/messages.ts';
import { ANSWER_MS } from '../../domain/pace.ts';
import { type StepKind, stepOfKind } from '../../domain/step.ts';
import type { End, Submission } from '../../domain/submission.ts';
import { buttonKind, buttonName, type Snapshot } from '../../domain/task.ts';
import { CARD } from '../limits.ts';
import { cutToSlack, toSlack } from '../text.ts';
import { isTrouble } from '../words.ts';

/** What takes longer than this is worth saying when it will be done, even while every move is shown. */
const LONG_MS = 2 * 60_000;

/**
 * Where a submission stands, in words: one line or two of mrkdwn, foreign text in it escaped. The gateway's reason of a failure is not in
 * it; the card shows that in full, on its own.
 */
export function stateOf(record: Submission, messages: Messages, load: Load = LIGHT): string {
  if (record.end !== undefined) return endOf(record, record.end, messages);
  const words = messages.card;
  if (record.cancelAsked !== undefined) return words.cancelling(mention(record.cancelAsked));
  if (awaitsAnswer(record)) return words.needsInput(stepKindOf(record), buttonOf(record), ANSWER_MS / 60_000);
  const state = openState(record, messages, load);
  return record.stalled ? `${state}\n${words.stalled()}` : state;
}

function openState(record: Submission, messages: Messages, load: Load): string {
  const words = messages.card;
  switch (record.mark) {
    case 'accepted':
    case 'submitting':
      return waitState(record, messages) ?? words.queued(undefined);
    case 'in doubt':
      return words.inDoubt();
    case 'submitted':
    case 'confirming':
    case 'confirmed':
      return taskState(record, messages, load);
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

/** The service was asked and could not take it, and is asked again. */
function waitState({ waiting }: Submission, { card: words }: Messages): string | undefined {
  if (waiting?.why === 'busy') return words.busy(cutToSlack(waiting.reason, CARD.busyReason));
  return waiting === undefined ? undefined : words.unreachable();
}

function taskState(record: Submission, messages: Messages, load: Load): string {
  const words = messages.card;
  const { snapshot } = record;
  const waiting = waitState(record, messages);
  if (waiting !== undefined) return waiting;
  if (snapshot?.status === 'running') return drawing(record, snapshot, messages, load);
  if (record.mark === 'confirming' && record.asked?.lost === true) return words.answerInDoubt();
  if (snapshot === undefined) return words.queued(record.ahead);
  const progress = cutToSlack(snapshot.progress, CARD.progress);
  return snapshot.percent === undefined && progress !== '' ? words.queuedAs(progress) : words.queued(record.ahead);
}

/**
 * In a crowded workspace a card is edited about once while its task runs: a figure on it would be wrong nearly always, so it has only words
 * that stay true. In a busy one it says when to look again. A clock time needs no edit either, and each reader sees it in their own zone.
 */
function drawing(record: Submission, snapshot: Snapshot, messages: Messages, load: Load): string {
  const words = messages.card;
  const crowded = load.kind === 'crowded';
  const progress = cutToSlack(snapshot.progress, CARD.progress);
  const first = crowded ? words.drawing('') : `${words.drawing(progress)}${bar(snapshot)}`;
  const due = record.estimate === undefined ? undefined : clockTime(record.estimate.endAt);
  const long = (record.estimate?.endAt ?? 0) - (record.at.confirmed ?? record.at.submitted ?? 0) >= LONG_MS;
  const more = [
    ...(due === undefined || (load.kind === 'light' && !long) ? [] : [words.expected(due)]),
    ...(load.everyS === 0 ? [] : [words.nextUpdate(load.everyS)]),
    ...(crowded && due === undefined ? [words.crowded()] : []),
  ];
  return [first, ...(more.length === 0 ? [] : [more.join(messages.between)])].join('\n');
}

/** Slack's date format, to the minute: `14:32` in the reader's own zone and habit. Source: slack.md section 6, mrkdwn dates. */
export function clockTime(ms: number): string {
  const minute = Math.ceil(ms / 60_000) * 60;
  return `<!date^${minute}^{time}|${new Date(minute * 1000).toISOString().slice(11, 16)} UTC>`;
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
      if ((end.cause === 'busy' || end.cause === 'unreachable') && wasAsked(record))
        return words.answerNotTaken[end.cause];
      if (end.cause === 'picture' && isTrouble(end.reason, messages)) return messages.pictureTroubles[end.reason];
      const banned =
        end.bannedWord === undefined
          ? ''
          : `${words.bannedWord(cutToSlack(end.bannedWord, CARD.label))}${messages.between}`;
      if (end.cause === 'unsupported' && record.order.verb !== 'press') return words.unsupportedVerb;
      return `${banned}${words.failed[end.cause]}`;
    }
    case 'cancelled': {
      const by = end.by === '' ? undefined : mention(end.by);
      if (!end.sent || isUnanswered(record)) return words.cancelledUnsent(by);
      return end.told ? words.cancelledTold(by) : words.cancelledUntold(by);
    }
    case 'deadline':
      return isUnanswered(record) ? words.unanswered(buttonOf(record)) : words.deadline(end.minutes);
    case 'lost':
      return isUnanswered(record) ? words.forgotten(buttonOf(record)) : words.lost();
    case 'unknown':
      return words.unknown();
    case 'unposted':
      return messages.sentences[record.askedIn === undefined ? 'cannot-post-here' : 'cannot-post-direct']({});
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

/** The press was taken, and the gateway waited for an answer that it never took. */
function wasAsked({ asked, at }: Submission): boolean {
  return asked !== undefined && at.confirmed === undefined;
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
