import type { Series } from './series.ts';
import type { Submission } from './submission.ts';

/** A card that is shown once more, to one person. While their records last: what was pressed, and the series that it is one of. */
export interface ShownCard {
  record: Submission;
  parent?: Submission | undefined;
  series?: Series | undefined;
}
