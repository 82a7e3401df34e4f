import { UserMistake } from '../../domain/errors.ts';
import { findTask, maySee } from './find-task.ts';
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
