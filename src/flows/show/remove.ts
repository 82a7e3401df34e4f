import { Refused } from '../../domain/errors.ts';
import { kept, removed, takenAway } from '../../domain/life/index.ts';
import type { Submission } from '../../domain/submission.ts';
import { filesOf } from '../deliver/looks.ts';
import type { BudgetClass } from '../needs/outbox.ts';
import { noteOnParent } from '../press/on-parent.ts';
import { tellSeries } from '../series/place.ts';
import type { ShowNeeds, Shown } from './show.ts';
import { notDone, urgent } from './slack-calls.ts';

/**
 * Takes a card away, with its pictures, and from wherever it is listed. What is gone is noted, so that whoever has to wait for the budget in between
 * goes on with the next.
 */
export async function remove(needs: ShowNeeds, record: Submission): Promise<Shown> {
  const { budget, log, records } = needs;
  const all = partsOf(needs, record);
  for (const [index, { what, remove: takeAway }] of all.entries()) {
    if (index < (record.card.gone ?? 0)) continue;
    const wait = await budget.take(record.team, what, urgent(record));
    if (wait > 0) return { againInMs: wait };
    try {
      await takeAway();
    } catch (error) {
      if (!(error instanceof Refused)) return await notDone(budget, record, what, error);
      if (what === 'remove') {
        log.warn({ submission: record.id, err: error }, 'Slack does not let a card be deleted');
        await records.change(record.id, kept());
        return 'done';
      }
      // The card is gone, so nothing shows the file any more.
      log.info({ submission: record.id, err: error }, 'a file of a deleted card stays');
    }
    if (index + 1 < all.length) await records.change(record.id, takenAway(index + 1));
  }
  const now = await needs.records.change(record.id, removed());
  if (now === undefined) return 'done';
  await noteOnParent(needs, now);
  await tellSeries(needs, now);
  await needs.gallery.remove(now);
  await needs.homes.changed({ team: now.team, user: now.asker });
  return 'done';
}

/** First the message: where Slack keeps that, its pictures stay. What was deleted is deleted once more after a kill, which is no error. */
function partsOf(
  { cards, files }: Pick<ShowNeeds, 'cards' | 'files'>,
  record: Submission,
): { what: BudgetClass; remove: () => Promise<void> }[] {
  const ids = [...filesOf(record.picture), ...(record.grid === undefined ? [] : [record.grid])];
  return [
    { what: 'remove', remove: () => cards.remove(record) },
    ...ids.map((id) => ({ what: 'file-remove' as const, remove: () => files.remove(id) })),
  ];
}
