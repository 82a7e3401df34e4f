import type { Submission } from '../../domain/submission.ts';
import type { Budget } from '../needs/outbox.ts';
import type { Settings } from '../needs/people.ts';
import type { Cards } from '../needs/slack.ts';
import type { Again } from '../needs/work.ts';
import type { Log, World } from '../needs/world.ts';
import { coolAfter } from './slack-calls.ts';

export interface MentionNeeds {
  cards: Pick<Cards, 'reply'>;
  budget: Pick<Budget, 'take' | 'cool'>;
  settings: Pick<Settings, 'of'>;
  world: World;
  log: Log;
}

/** Finished after this long: the asker is mentioned, unless they chose otherwise; they may have looked away. Source: contract.md. */
const MENTION_AFTER_MS = 60_000;

/** Whether whoever asked wants to be told that it is finished now. `since`: when they asked, epoch ms. */
export async function wantsMention(
  { settings, world }: Pick<MentionNeeds, 'settings' | 'world'>,
  { team, asker }: { team: string; asker: string },
  since: number,
): Promise<boolean> {
  const when = (await settings.of(team, asker)).mention;
  return when === 'always' || (when === 'long' && world.now() - since >= MENTION_AFTER_MS);
}

/** A line that found no place among the posts of a workspace for so long is left out. */
const PATIENCE_MS = 60_000;

/** What whoever asked is told in the thread. */
type EndLine = { say: 'finished' | 'not-finished'; mention: string };

/**
 * What the asker is to be told in the thread at the end, if anything: where they want it, and where there is something for them to see or to do. Its post is
 * paid. New cards go first, so it may have to wait. Of a series its message tells.
 */
export async function lineAtEnd(needs: MentionNeeds, record: Submission): Promise<EndLine | Again | undefined> {
  const { end, card, series, team, channel, asker, id, at } = record;
  if (end === undefined || end.kind === 'cancelled' || end.kind === 'unposted') return undefined;
  if (series !== undefined || card.mark !== 'announced') return undefined;
  if (!(await wantsMention(needs, record, at.accepted ?? 0))) return undefined;
  const wait = await needs.budget.take(team, 'post', { urgency: 'progress', who: id, channel });
  if (wait > 0) return needs.world.now() - (at.ended ?? 0) < PATIENCE_MS ? { againInMs: wait } : undefined;
  return { say: end.kind === 'done' ? 'finished' : 'not-finished', mention: asker };
}

/** A lost line is no loss: the card tells it all. */
export async function sayAtEnd({ cards, budget, log }: MentionNeeds, record: Submission, line: EndLine): Promise<void> {
  try {
    await cards.reply(record, line);
  } catch (error) {
    log.info({ submission: record.id, err: error }, 'could not mention the asker');
    await coolAfter(budget, record, 'post', error);
  }
}
