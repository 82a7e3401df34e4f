import type { Order, Submission } from '../../src/domain/submission.ts';
import type { Message, Noticed } from '../../src/sandbox/slack/index.ts';
import { FORGETTERS } from './chaos-plan.ts';
import type { ChaosStage } from './chaos-stage.ts';
import { pictureOf } from './stage.ts';

/** All cards that stand. */
export function cards({ slack }: Pick<ChaosStage, 'slack'>): Message[] {
  return Object.values(slack.world.messages)
    .flat()
    .filter((message) => !message.deleted && message.metadata?.['event_type'] === 'mj_submission');
}

/** The submission that a card shows. */
export function idOf(card: Message): string {
  const payload = card.metadata?.['event_payload'];
  return typeof payload === 'object' && payload !== null && 'submission' in payload ? String(payload.submission) : '';
}

/** Of somebody who may be forgotten at any moment. */
export function ofForgetter(card: { blocks: readonly object[] }): boolean {
  const shown = JSON.stringify(card.blocks);
  return FORGETTERS.some((user) => shown.includes(user));
}

/** Of a describe, also when it is asked for once more, the result is words. */
export function endsInWords(order: Order): boolean {
  if (order.verb === 'press') return order.button.customId === 'MJ::Picread::Retry';
  return order.verb === 'describe' || order.verb === 'shorten';
}

export function showsPicture(card: Message, picture: Submission['picture']): boolean {
  if (picture === undefined) return false;
  return picture.inThread || (picture.fileId !== undefined && pictureOf(card) === picture.fileId);
}

/** What the ack of a deed was, and what it said. */
export function said({ acked, body }: Noticed): { acked: boolean; ackSaid?: string } {
  return { acked, ...(body === undefined ? {} : { ackSaid: JSON.stringify(body) }) };
}
