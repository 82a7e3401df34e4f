import type { Message, Noticed } from '../../src/sandbox/slack/index.ts';
import { FORGETTERS } from './chaos-plan.ts';
import type { ChaosStage } from './chaos-stage.ts';

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

/** What the ack of a deed was, and what it said. */
export function said({ acked, body }: Noticed): { acked: boolean; ackSaid?: string } {
  return { acked, ...(body === undefined ? {} : { ackSaid: JSON.stringify(body) }) };
}
