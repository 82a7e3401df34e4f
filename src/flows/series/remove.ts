import { Refused } from '../../domain/errors.ts';
import { headingKept, headingRemoved, type Series } from '../../domain/series.ts';
import type { BudgetClass } from '../needs/outbox.ts';
import type { SeriesStore } from '../needs/records.ts';
import type { Files, SeriesMessages } from '../needs/slack.ts';
import type { Again } from '../needs/work.ts';
import type { Log } from '../needs/world.ts';
import { granted, notDone, type WaitNeeds } from '../show/slack-calls.ts';

export interface RemoveHeadingNeeds extends WaitNeeds {
  series: SeriesStore;
  seriesMessages: Pick<SeriesMessages, 'remove'>;
  files: Pick<Files, 'remove'>;
  log: Log;
}

/** Takes the message of a series away, with its contact sheet. It may be repeated: what was deleted is deleted once more, which is no error. */
export async function removeHeading(needs: RemoveHeadingNeeds, series: Series): Promise<Again | undefined> {
  const { budget, seriesMessages, files } = needs;
  const caller = { urgency: 'end', who: series.id, channel: series.channel } as const;
  const wait = await budget.take(series.team, 'remove', caller);
  if (wait > 0) return { againInMs: wait };
  const fileId = series.sheet?.fileId ?? '';
  let what: BudgetClass = 'remove';
  try {
    await seriesMessages.remove(series);
    what = 'file-remove';
    if (fileId !== '') {
      await granted(needs, series.team, what, caller);
      await files.remove(fileId);
    }
  } catch (error) {
    if (!(error instanceof Refused)) return await notDone(budget, series, what, error);
    needs.log.warn({ series: series.id, err: error }, 'Slack does not let the message of a series be deleted');
    await needs.series.change(series.id, headingKept);
    return { againInMs: 0 };
  }
  // A sheet that was made meanwhile goes, too.
  const now = await needs.series.change(series.id, (r) => ((r.sheet?.fileId ?? '') === fileId ? headingRemoved(r) : r));
  return now?.message.mark === 'removing' ? { againInMs: 0 } : undefined;
}
