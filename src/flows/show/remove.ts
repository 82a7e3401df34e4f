import { Refused } from '../../domain/errors.ts';
import { kept, removed } from '../../domain/life/index.ts';
import type { Submission } from '../../domain/submission.ts';
import { filesOf } from '../deliver/looks.ts';
import type { BudgetClass } from '../needs/outbox.ts';
import { noteOnParent } from '../press/on-parent.ts';
import { tellSeries } from '../series/place.ts';
import type { ShowNeeds, Shown } from './show.ts';
import { notDone, urgent } from './slack-calls.ts';

/** Takes a card away, with its pictures, and from wherever it is listed. */
export async function remove(needs: ShowNeeds, record: Submission): Promise<Shown> {
  const { budget, cards, files } = needs;
  const wait = await budget.take(record.team, 'remove', urgent(record));
  if (wait > 0) return { againInMs: wait };
  let what: BudgetClass = 'remove';
  try {
    await cards.remove(record);
    what = 'file-remove';
    for (const file of [...filesOf(record.picture), record.grid]) {
      if (file === undefined) continue;
      // What was deleted is deleted once more then, which is no error.
      const later = await budget.take(record.team, what, urgent(record));
      if (later > 0) return { againInMs: later };
      await files.remove(file);
    }
  } catch (error) {
    if (!(error instanceof Refused)) return await notDone(budget, record, what, error);
    needs.log.warn({ submission: record.id, err: error }, 'Slack does not let a card be deleted');
    await needs.records.change(record.id, kept());
    return 'done';
  }
  const now = await needs.records.change(record.id, removed());
  if (now === undefined) return 'done';
  await noteOnParent(needs, now);
  await tellSeries(needs, now);
  await needs.gallery.remove(now);
  await needs.homes.changed({ team: now.team, user: now.asker });
  return 'done';
}
