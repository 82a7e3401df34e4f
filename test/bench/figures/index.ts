import type { Figure } from '../harness/figure.ts';
import { ack } from './ack.ts';
import { delivering, pictures } from './delivering.ts';
import { ends } from './ends.ts';
import { freshness } from './freshness.ts';
import { home } from './home.ts';
import { keeping } from './keeping.ts';
import { noticing } from './noticing.ts';
import { callbacks, reading } from './reading.ts';
import { start } from './start.ts';
import { workers } from './workers.ts';

/** The figures, in the order of the table. */
export const FIGURES: readonly Figure[] = [
  ack,
  ...reading,
  callbacks,
  noticing,
  ends,
  freshness,
  delivering,
  pictures,
  workers,
  home,
  keeping,
  start,
];

/**
 * Which are measured at the same time. Most of these spend their time waiting for what Slack allows or for pictures to be drawn; what needs
 * the processors has them for itself.
 */
const TOGETHER: readonly (readonly string[])[] = [
  ['reading-100', 'callbacks', 'noticing'],
  ['freshness', 'ends'],
];

/** What a look on every change leaves out: too long, or nothing is left of it when it is short. */
const NOT_QUICK: readonly string[] = ['reading-1000', 'reading-10000', 'freshness', 'pictures', 'workers'];

/**
 * The figures to measure, in rounds: those of one round at the same time.
 * @param names which; none: all, or those of a quick look
 * @throws Error for a name that there is not, with those that there are
 */
export function rounds(names: readonly string[], quick: boolean): Figure[][] {
  const unknown = names.find((name) => FIGURES.every((figure) => figure.name !== name));
  if (unknown !== undefined)
    throw new Error(`there is no figure ${unknown}; there are ${FIGURES.map(({ name }) => name).join(', ')}`);
  const wanted = FIGURES.filter(({ name }) =>
    names.length > 0 ? names.includes(name) : !(quick && NOT_QUICK.includes(name)),
  );
  const found: Figure[][] = [];
  for (const figure of wanted) {
    const group = TOGETHER.find((one) => one.includes(figure.name)) ?? [];
    const round = found.find((one) => one.some(({ name }) => group.includes(name)));
    if (round === undefined) found.push([figure]);
    else round.push(figure);
  }
  return found;
}
