import { UserMistake } from '../../domain/errors.ts';
import type { Submission } from '../../domain/submission.ts';
import type { Place } from '../submit/take-in.ts';
import { findTask } from './find-task.ts';
import type { Verb } from './verb.ts';

/**
 * `/mj show <id or link>`: a card once more, for the person alone, with its picture, its buttons, and what came before and after it. Midjourney's own
 * `/show` posts the card anew for everybody; here the card still stands where it was made, and is a link away, so nobody else has to see it twice.
 * What is asked for by its buttons stands in the thread of the card, as ever.
 */
export const show: Verb = {
  name: 'show',
  usage: 'show <task or link>',
  async run(needs, { text, place }) {
    const { record } = await findTask(needs, text);
    if (record === undefined) throw new UserMistake('unknown-task');
    maySee(record, place);
    // Read anew, if it runs.
    if (record.end === undefined) await needs.watch.now(record.id);
    const { order } = record;
    const parent = order.verb === 'press' ? await needs.records.get(order.parent) : undefined;
    const series = record.series === undefined ? undefined : await needs.series.get(record.series.id);
    return { card: { record, parent, series } };
  },
};

/**
 * An id opens no door: what was made in another conversation may be private to it. Whoever asked for it sees it anywhere, others, admins too, where
 * it stands.
 * @throws UserMistake `not-yours-to-see`
 */
function maySee({ asker, channel }: Submission, place: Place): void {
  if (asker !== place.user && channel !== place.channel) throw new UserMistake('not-yours-to-see');
}
