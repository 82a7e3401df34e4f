import type { Button as ButtonElement, PlainTextElement } from '@slack/types';
import { cardButtons } from '../../domain/local-buttons.ts';
import type { Messages } from '../../domain/messages.ts';
import { customIdHash, encodePress } from '../../domain/press-token.ts';
import { type Submission, threadOf } from '../../domain/submission.ts';
import { type Button, buttonKind, buttonName } from '../../domain/task.ts';
import { CARD, LIMITS } from '../limits.ts';
import { cut } from '../text.ts';
import { permalink } from '../writing/permalink.ts';
import { LINK_ACTION, webLink } from './controls.ts';
import { plain } from './elements.ts';

/** The action_id of a gateway's button is this and its place, which makes it unique in the message. */
export const PRESS_ACTION = 'press';

/**
 * The gateway's buttons in the gateway's order, five a row as on Discord. An entry that could do nothing (neither customId nor web
 * address) is left out; `leftOut` counts those for which a message has no room.
 *
 * A button that was pressed is marked. An upscale gives the same again, so it leads to the card that it made; the others stay as they are.
 */
export function buttonRows(
  record: Submission,
  messages: Messages,
  teamUrl: string | undefined,
): { rows: ButtonElement[][]; leftOut: number } {
  const elements = cardButtons(record)
    .map((button, index) => element(record, button, index, messages, teamUrl))
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

function element(
  record: Submission,
  button: Button,
  index: number,
  messages: Messages,
  teamUrl: string | undefined,
): ButtonElement | undefined {
  const pressed = pressesOf(record, button).length > 0;
  const made = madeBy(record, button, teamUrl);
  const known = button.label === '' && Object.hasOwn(messages.emojiNames, button.emoji);
  const name = known ? messages.emojiNames[button.emoji] : undefined;
  const spoken = pressed ? messages.card.pressedAloud(name ?? buttonName(button, index), made !== undefined) : name;
  const shared = {
    type: 'button' as const,
    text: pressed ? marked(face(button, index)) : plain(face(button, index), LIMITS.buttonText),
    ...(spoken === undefined ? {} : { accessibility_label: cut(spoken, LIMITS.accessibilityLabel) }),
  };
  if (made !== undefined) return { ...shared, action_id: `${LINK_ACTION}:${index}`, url: made, style: 'primary' };
  if (button.customId !== undefined && button.customId !== '') {
    const style = pressed ? 'primary' : styleOf(button);
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

type Press = Submission['presses'][number];

/** The presses of a button, but for those that came to nothing. */
function pressesOf({ presses }: Submission, { customId }: Button): Press[] {
  if (customId === undefined || customId === '') return [];
  return presses.filter((press) => press.customId === customId && press.over !== true);
}

/** The card that an upscale made, in the thread of this one. */
function madeBy(record: Submission, button: Button, teamUrl: string | undefined): string | undefined {
  if (buttonKind(button) !== 'upscale' || teamUrl === undefined) return undefined;
  const ts = pressesOf(record, button).findLast((press) => press.ts !== undefined)?.ts;
  if (ts === undefined) return undefined;
  return webLink(permalink({ channel: record.channel, ts, threadTs: threadOf(record) }, teamUrl), LIMITS.buttonUrl);
}

/** Behind what was pressed, or is chosen. */
export const MARK = ' ✓';

function marked(text: string): PlainTextElement {
  return plain(`${cut(text, LIMITS.buttonText - MARK.length)}${MARK}`, LIMITS.buttonText);
}

/** A pressed button turns blurple on Discord. Here that is the primary style with a mark, and a line on the card says it in words. */
function styleOf(button: Button): 'primary' | 'danger' | undefined {
  if (button.style === 4) return 'danger';
  return button.style === 1 || button.style === 3 ? 'primary' : undefined;
}
