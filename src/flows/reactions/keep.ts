import { UserMistake } from '../../domain/errors.ts';
import { isStillThere, type Person } from '../../domain/gallery.ts';
import type { SubmissionId } from '../../domain/ids.ts';
import type { ShelfNeeds } from '../gallery/pages.ts';
import type { Homes } from '../needs/homes.ts';
import type { World } from '../needs/world.ts';

export interface KeepNeeds extends ShelfNeeds {
  homes: Homes;
  world: World;
}

export interface Keeping extends Person {
  submission: SubmissionId;
  /** False lets it go. */
  keep: boolean;
  /** When the person said so, epoch ms; by default now. */
  at?: number;
}

/**
 * Puts a submission among a person's favourites, or takes it away. Twice is once.
 * @throws UserMistake `submission-gone` when there is nothing to keep any more
 */
export function keepStory({ gallery, records, homes, world }: KeepNeeds) {
  return async ({ team, user, submission, keep, at = world.now() }: Keeping): Promise<void> => {
    const by = { team, user };
    if (keep) {
      const record = await records.get(submission);
      if (record === undefined || !isStillThere(record)) throw new UserMistake('submission-gone');
      await gallery.keep(by, submission, at);
    } else await gallery.unkeep(by, submission);
    await homes.changed(by);
  };
}
