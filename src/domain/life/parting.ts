/** The app was removed from the workspace: nothing can be shown there any more. */

import { removed } from './card.ts';
import { delivered, uploaded } from './delivery.ts';
import { ended, type Step } from './mark.ts';

/**
 * Ends a submission, and all that was to be shown of it. One that was not sent costs nothing; of one that was, the gateway may still finish it.
 * A later installation finds it over.
 *
 * @param told the gateway took our cancel
 */
export function parted(told: boolean, now: number): Step {
  return (r) => {
    if (r.mark === 'delivered') return r.card.mark === 'removing' ? removed()(r) : r;
    const end =
      r.mark === 'accepted'
        ? ({ kind: 'unposted' } as const)
        : ({ kind: 'cancelled', by: '', sent: true, told } as const);
    const over = removed()(ended(end, now)(r));
    const last =
      over.end?.kind === 'done'
        ? uploaded(over.picture ?? { inThread: false, missing: 'unreachable' }, now)(over)
        : over;
    return delivered(now)(last);
  };
}
