import type { Button as ButtonElement } from '@slack/types';
import { cardButtons } from '../../domain/local-buttons.ts';
import type { Messages } from '../../domain/messages.ts';
import { customIdHash, encodePress } from '../../domain/press-token.ts';
import type { Submission } from '../../domain/submission.ts';
import { type Button, buttonName } from '../../domain/task.ts';
import { CARD, LIMITS } from '../limits.ts';
import { LINK_ACTION, webLink } from './controls.ts';
import { plain } from './elements.ts';

/** The action_id of a gateway's button is this and its place, which makes it unique in the message. */
export const PRESS_ACTION = 'press';

/**
 * The gateway's buttons in the gateway's order, five a row as on Discord. An entry that could do nothing (neither customId nor web
 * address) is left out; `leftOut` counts those for which a message has no room.
 */
export function buttonRows(record: Submission, messages: Messages): { rows: ButtonElement[][]; leftOut: number } {
  const elements = cardButtons(record)
    .map((button, index) => element(record, button, index, messages))
    .filter((one) => one !== undefined);
  const rows: ButtonElement[][] = [];
  let room: number = CARD.buttonText;
  for (const [index, one] of elements.entries()) {
    const row = Math.floor(index / CARD.buttonsInRow);
    room -= one.text.text.length;
    if (row >= CARD.buttonRows || room < 0) return { rows, leftOut: elements.length - index };
    rows[row] = [...(rows[row] ?? []), one];
  }
  return { rows, leftOut: 0 };
}

function element(record: Submission, button: Button, index: number, messages: Messages): ButtonElement | undefined {
  const text = plain(face(button, index), LIMITS.buttonText);
  const spoken = button.label === '' ? messages.emojiNames[button.emoji] : undefined;
  const shared = {
    type: 'button' as const,
    text,
    ...(spoken === undefined ? {} : { accessibility_label: spoken.slice(0, LIMITS.accessibilityLabel) }),
  };
  if (button.customId !== undefined && button.customId !== '') {
    const style = styleOf(record, button);
    return {
      ...shared,
      action_id: `${PRESS_ACTION}:${index}`,
      value: encodePress({ submission: record.id, hash: customIdHash(button.customId) }),
      ...(style === undefined ? {} : { style }),
    };
  }
  const url = webLink(button.url, LIMITS.buttonUrl);
  return url === undefined ? undefined : { ...shared, action_id: `${LINK_ACTION}:${index}`, url };
}

/** Emoji and label, as on Discord; the name of a button that has neither. */
function face(button: Button, index: number): string {
  return button.label === '' || button.emoji === '' ? buttonName(button, index) : `${button.emoji} ${button.label}`;
}

/** A pressed button turns blurple on Discord. Here that is the primary style, and a line on the card says it in words. */
function styleOf(record: Submission, button: Button): 'primary' | 'danger' | undefined {
  if (record.presses.some((press) => press.customId === button.customId)) return 'primary';
  if (button.style === 4) return 'danger';
  return button.style === 1 || button.style === 3 ? 'primary' : undefined;
}
