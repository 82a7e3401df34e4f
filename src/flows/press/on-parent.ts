import { pressed } from '../../domain/life/index.ts';
import type { Submission } from '../../domain/submission.ts';
import { buttonName } from '../../domain/task.ts';
import type { Records } from '../needs/records.ts';
import type { Jobs } from '../needs/work.ts';

/**
 * A press shows on the card that was pressed: who pressed what, where the child's card stands, and that the button may be pressed again because
 * the child ended without a picture, or its card is gone. Read off the child's record, so whoever changes that calls it, and may repeat it.
 */
export async function noteOnParent(
  { records, jobs }: { records: Records; jobs: Jobs },
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
  let fresh = false;
  await records.change(order.parent, (r) => {
    const next = pressed(press)(r);
    fresh = next !== r;
    return next;
  });
  if (fresh) await jobs.show(order.parent, 'end');
}
