import type { ActionsBlock, KnownBlock, MessageMetadata, SectionBlock } from '@slack/types';
import { findingsOf } from '../../domain/lint/of-record.ts';
import { LIGHT, type Load } from '../../domain/load.ts';
import type { Messages } from '../../domain/messages.ts';
import { promptOf, type Submission } from '../../domain/submission.ts';
import { buttonName } from '../../domain/task.ts';
import { CARD } from '../limits.ts';
import { codeBlock, cutToSlack, pieces } from '../text.ts';
import { findingWords } from '../words.ts';
import { addedLine } from './added.ts';
import { buttonRows } from './buttons.ts';
import { changeText } from './change.ts';
import { controlButtons, menu } from './controls.ts';
import { context, mrkdwn } from './elements.ts';
import { faceOf, versioned } from './face.ts';
import { pictureBlocks, textBlocks } from './results.ts';
import { mention, stateOf } from './state.ts';

/** The metadata by which a card is found again. Anybody in the channel can read it, so it holds nothing but the submission's id. */
export const CARD_EVENT = 'mj_submission';

export interface CardView {
  /** For notifications and screen readers. */
  text: string;
  blocks: KnownBlock[];
  metadata: MessageMetadata;
  /** Digest of all of it; equal digests look equal. */
  face: string;
}

/**
/** What a card depends on besides its record. */
export interface Around {
  /** How busy the cards of its workspace are; tells how much a drawing one may show. Light, if it is not known. */
  readonly load?: Load | undefined;
  /** The workspace's address, for links to other cards; without it there are none. */
  readonly teamUrl?: string | undefined;
}

/**
 * The one message that shows a submission. Pure: the same record looks the same under the same load, however much time passes.
 */
export function cardView(record: Submission, messages: Messages, { load = LIGHT, teamUrl }: Around = {}): CardView {
  const heading = headingOf(record, messages);
  const prompt = promptOf(record);
  const state = stateOf(record, messages, load);
  const blocks: KnownBlock[] = [
    { ...mrkdwn(heading), ...accessory(record, messages) },
    ...(prompt === '' ? [] : [mrkdwn(changeText(record) ?? codeBlock(cutToSlack(prompt, CARD.prompt)))]),
    ...addedLine(record, messages),
    ...pictureBlocks(record, messages),
    mrkdwn(state),
    ...textBlocks(record, messages),
    ...reason(record),
    ...findings(record, messages),
    ...presses(record, messages),
    ...buttons(record, messages, teamUrl),
    ...controls(record, messages),
  ];
  const metadata = { event_type: CARD_EVENT, event_payload: { submission: record.id } };
  const text = messages.card.summary(heading, cutToSlack(prompt, CARD.summaryPrompt), state);
  const face = faceOf([text, blocks]);
  return { text, blocks: versioned(blocks, face), metadata, face };
}

/** Who asked for what, and for a press which button. */
function headingOf({ asker, order, answer }: Submission, messages: Messages): string {
  const who = mention(asker);
  if (order.verb === 'press') {
    const button = cutToSlack(buttonName(order.button), CARD.label);
    return messages.card.pressed(who, button, promptOfPress(order.prompt, answer?.prompt));
  }
  // A message may hold several.
  const counted = order.pictures.every((picture) => picture.kind === 'file');
  return messages.card.asked(who, order.verb, counted ? order.pictures.length : undefined);
}

/** Whether the prompt below is that of the parent. */
function promptOfPress(parent: string, answer = parent): 'follows' | 'changed' | 'none' {
  if (answer !== parent && parent !== '') return 'changed';
  return parent === '' ? 'none' : 'follows';
}

function accessory(record: Submission, messages: Messages): Partial<SectionBlock> {
  const entries = menu(record, messages);
  return entries === undefined ? {} : { accessory: entries };
}

/** The gateway's own words for a failure, in full, as a quotation. */
function reason(record: Submission): KnownBlock[] {
  const end = record.end?.kind === 'failed' && record.end.cause !== 'picture' ? record.end : undefined;
  const text = (end?.reason ?? '').trim().replace(/\s*\n\s*/g, '\n');
  if (text === '') return [];
  return pieces(cutToSlack(text, CARD.reason), CARD.reasonPiece).map((piece) => mrkdwn(piece.replace(/^/gm, '> ')));
}

/** What is likely wrong with the prompt: the first few. */
function findings(record: Submission, messages: Messages): KnownBlock[] {
  const found = findingsOf(record).findings;
  if (found.length === 0) return [];
  const named = found.slice(0, CARD.findings).map((one) => messages.lint.onCard(findingWords(messages, one)));
  const more = found.length > named.length ? [messages.lint.more(found.length - named.length)] : [];
  return [context([...named, ...more].join('\n'))];
}

/** Who pressed what: the newest few. */
function presses(record: Submission, messages: Messages): KnownBlock[] {
  if (record.presses.length === 0) return [];
  const newest = record.presses.slice(-CARD.presses).toReversed();
  const named = newest.map(({ by, name }) => ({ by: mention(by), button: cutToSlack(name, CARD.label) }));
  const line = messages.card.presses(named, record.presses.length - newest.length);
  return [{ type: 'context', elements: [{ type: 'mrkdwn', text: line }] }];
}

/** The gateway's buttons appear with the end: before it, a press would have nothing to work on. */
function buttons(record: Submission, messages: Messages, teamUrl: string | undefined): KnownBlock[] {
  if (record.end?.kind !== 'done') return [];
  const { rows, leftOut } = buttonRows(record, messages, teamUrl);
  const blocks: KnownBlock[] = rows.map((elements): ActionsBlock => ({ type: 'actions', elements }));
  if (leftOut > 0)
    blocks.push({ type: 'context', elements: [{ type: 'mrkdwn', text: messages.card.buttonsLeftOut(leftOut) }] });
  return blocks;
}

function controls(record: Submission, messages: Messages): KnownBlock[] {
  const elements = controlButtons(record, messages);
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}
