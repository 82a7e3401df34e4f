import type { Submission } from '../../domain/submission.ts';
import type { Budget } from '../needs/outbox.ts';
import type { Settings } from '../needs/people.ts';
import type { Cards } from '../needs/slack.ts';
import type { Log, World } from '../needs/world.ts';

export interface MentionNeeds {
  cards: Pick<Cards, 'reply'>;
  budget: Pick<Budget, 'take'>;
  settings: Pick<Settings, 'of'>;
  world: World;
  log: Log;
}

/** Finished after this long: the asker is mentioned, unless they chose otherwise; they may have looked away. Source: contract.md. */
export const MENTION_AFTER_MS = 60_000;

/** At the end the asker is told in the thread, where they want to be; at most once, and a lost line is no loss. Of a series its message tells. */
export async function mention(needs: MentionNeeds, record: Submission): Promise<void> {
  const worth = record.series === undefined && (record.end?.kind === 'done' || record.end?.kind === 'failed');
  if (!worth || record.card.mark !== 'announced') return;
  const when = (await needs.settings.of(record.team, record.asker)).mention;
  const took = needs.world.now() - (record.at.accepted ?? 0);
  if (when === 'never' || (when === 'long' && took < MENTION_AFTER_MS)) return;
  const caller = { urgency: 'progress', who: record.id, channel: record.channel } as const;
  if ((await needs.budget.take(record.team, 'post', caller)) > 0) return;
  try {
    await needs.cards.reply(record, { say: 'finished', mention: record.asker });
  } catch (error) {
    needs.log.info({ submission: record.id, err: error }, 'could not mention the asker');
  }
}
