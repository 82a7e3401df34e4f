import { UserMistake } from '../../domain/errors.ts';
import type { Person } from '../../domain/gallery.ts';
import type { Submission } from '../../domain/submission.ts';
import { type ControlNeeds, controlStories } from '../controls.ts';
import { keepStory } from './keep.ts';

/** What a reaction on a card means: ❌ stop it or take it away, ✉️ send it to me, ⭐ keep it for me. */
export type ReactionMeaning = 'away' | 'letter' | 'keep';

/** Somebody reacted to a message of ours, or took that back. */
export interface Reacted extends Person {
  /** The message. */
  channel: string;
  ts: string;
  meaning: ReactionMeaning;
  /** False when it was taken back. */
  added: boolean;
  /** In a channel that another workspace shares: who is of which is not known. */
  shared: boolean;
  /** When, epoch ms by Slack's clock. */
  at: number;
  /** The same for every delivery of this event. */
  key: string;
}

/** How long an event is remembered (Slack delivers again after 1 and 5 minutes). */
const SEEN_MS = 10 * 60_000;

/**
 * Does what a reaction to a card asks for, as on Midjourney's Discord. It is a hint and no command: where it means nothing (another message, a card of
 * somebody else's, one that came too late), nothing happens and nobody is told.
 *
 * The bot works for its own workspace alone. Where a channel is shared, somebody of it is known by having asked for something before, which nobody else can.
 *
 * What it did is noted after it was done, so an event that failed on the way works when it comes again. Should a kill come in between, a repetition does no
 * harm: ❌ takes away only what had ended when it was given, so one that cancelled never deletes.
 */
export function reactionStory(needs: ControlNeeds) {
  const { records, intake, log } = needs;
  return async (reacted: Reacted): Promise<void> => {
    const { channel, ts, meaning, key } = reacted;
    const id = await records.byCard(channel, ts);
    const record = id === undefined ? undefined : await records.get(id);
    if (record === undefined || (await intake.happened(seen(key)))) return;
    if (reacted.shared && (await records.recent(reacted.team, reacted.user, 1)).length === 0) return;
    try {
      await act(needs, reacted, record);
    } catch (error) {
      if (!(error instanceof UserMistake)) throw error;
      log.info({ submission: record.id, mistake: error.code }, 'a reaction meant nothing');
    }
    await intake.first(seen(key), SEEN_MS);
    log.debug({ submission: record.id, meaning, added: reacted.added }, 'a reaction was taken in');
  };
}

function seen(key: string): string {
  return `reacted-${key}`;
}

async function act(needs: ControlNeeds, reacted: Reacted, record: Submission): Promise<void> {
  const { team, user, channel, meaning, added, at, key } = reacted;
  if (meaning === 'keep') return await keepStory(needs)({ team, user, submission: record.id, keep: added, at });
  if (!added) return;
  if (meaning === 'letter') return await needs.jobs.letter(record.id, { team, user }, key);
  const controls = controlStories(needs);
  const use = { submission: record.id, key, place: { team, channel, user, isDm: channel.startsWith('D') } };
  if (record.end === undefined) await controls.cancel(use);
  else if (at > (record.at.ended ?? 0)) await controls.delete(use);
}
