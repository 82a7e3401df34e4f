import { UserMistake } from '../../domain/errors.ts';
import type { PictureRef, Submission } from '../../domain/submission.ts';
import { coolLooks } from '../handed-looks.ts';
import type { DataUrl, Inbox } from '../needs/pictures.ts';
import type { Again } from '../needs/work.ts';
import { maskEnd } from '../press/confirm.ts';
import { type MaskNeeds, maskLooks, preparedMask } from '../press/mask.ts';
import { end, isForeseen, type NotTakenNeeds, notTakenBy } from './not-taken.ts';

export interface EnclosedNeeds extends NotTakenNeeds, MaskNeeds {
  inbox: Inbox;
}

/** What goes along with an order. */
export interface Enclosed {
  pictures: DataUrl[];
  mask: DataUrl | undefined;
}
/** It cannot be had: what happened instead. */
export interface Instead {
  instead: void | Again;
}

/** What it looks at in Slack. */
export function looksOf(record: Submission): Pick<PictureRef, 'kind'>[] {
  return [...record.order.pictures, ...maskLooks(record)];
}

/** How much of pictures is held. */
export function bytesOf(found: Enclosed | Instead): number {
  return 'instead' in found ? 0 : found.pictures.reduce((bytes, picture) => bytes + picture.length, 0);
}

/** What an order needs besides its words, once its looks are paid: read before the press or the prompt is sent, so that what is no good costs nothing. */
export async function enclosed(needs: EnclosedNeeds, record: Submission): Promise<Enclosed | Instead> {
  const { order, asker: user, askedIn: channel = record.channel } = record;
  try {
    const pictures = await needs.inbox.read(order.pictures, { user, channel });
    return { pictures, mask: await preparedMask(needs, record) };
  } catch (error) {
    await coolLooks(needs.budget, record.team, looksOf(record), error);
    if (error instanceof UserMistake) return { instead: await end(needs, record.id, maskEnd(error)) };
    // Nothing was sent, so nothing is in doubt: what nobody foresaw is for the queue's retries.
    if (isForeseen(error)) return { instead: await notTakenBy(needs, record, error) };
    throw error;
  }
}
