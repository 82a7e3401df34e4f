import type { SubmissionId } from '../../domain/ids.ts';
import { ifReadable } from '../if-readable.ts';
import type { Watch } from '../needs/reading.ts';
import type { World } from '../needs/world.ts';

/** A record that this version of the bot cannot read is left alone for so long, for a process of the version that wrote it. */
const OTHERS_MS = 2000;
const FOREIGN = Symbol('of another version');

/**
 * Does for one record what belongs to a reading. One that another version of the bot wrote holds no other up: it stays watched, for a process that
 * can read it.
 */
export function besideOthers({ watch, world }: { watch: Pick<Watch, 'at'>; world: Pick<World, 'now'> }) {
  return async <T>(id: SubmissionId, work: () => Promise<T>): Promise<T | undefined> => {
    const done = await ifReadable(work, FOREIGN);
    if (done !== FOREIGN) return done;
    await watch.at(id, world.now() + OTHERS_MS);
    return undefined;
  };
}
