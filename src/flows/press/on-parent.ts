import { isOfAnotherVersion } from '../../domain/errors.ts';
import { pressed } from '../../domain/life/index.ts';
import type { Submission } from '../../domain/submission.ts';
import { buttonName } from '../../domain/task.ts';
import { changedBy } from '../changed-by.ts';
import type { Records } from '../needs/records.ts';
import type { Jobs } from '../needs/work.ts';
import type { Log } from '../needs/world.ts';

/**
 * A press shows on the card that was pressed: who pressed what, where the child's card stands, and that the button may be pressed again because
 * the child ended without a picture, or its card is gone. Read off the child's record, so whoever changes that calls it, and may repeat it.
 * A card whose record this version cannot read does without: what follows for the child does not wait for it.
 */
export async function noteOnParent(
  { records, jobs, log }: { records: Records; jobs: Jobs; log: Log },
  { id, asker, order, card, end }: Submission,
): Promise<void> {
  if (order.verb !== 'press') return;
  const gone = card.mark === 'removed';
  const press = {
    child: id,
    by: asker,
    name: buttonName(order.button),
    customId: order.button.customId ?? '',
    ...(card.ts === undefined ? {} : { ts: card.ts }),
    over: gone || (end !== undefined && end.kind !== 'done'),
  };
  try {
    const { mine } = await changedBy(records, order.parent, pressed(press));
    if (mine) await jobs.show(order.parent, 'end');
  } catch (error) {
    if (!isOfAnotherVersion(error)) throw error;
    log.info({ submission: id, parent: order.parent, err: error }, 'a press is not noted on the card');
  }
}
