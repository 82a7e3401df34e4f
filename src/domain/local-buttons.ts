/**
 * Buttons that we add ourselves where a gateway returns none (novicezk): U and V by number and the reroll, answered with `submit/change`
 * (Dooy#217, #323). Their ids are ours and never reach a gateway as a customId.
 */
import type { Submission } from './submission.ts';
import { type Button, buttonKind } from './task.ts';
import { describePrompts } from './text-results.ts';

export interface LocalChange {
  action: 'UPSCALE' | 'VARIATION' | 'REROLL';
  index: 1 | 2 | 3 | 4;
}

const PREFIX = 'local:change';
const PLACES = [1, 2, 3, 4] as const;

const GRID: readonly Button[] = [
  ...PLACES.map((n) => button('UPSCALE', n, `U${n}`, '')),
  // 1 also for the reroll: new-api refuses 0 (Dooy#209).
  button('REROLL', 1, '', '🔄'),
  ...PLACES.map((n) => button('VARIATION', n, `V${n}`, '')),
];

/**
 * The buttons of a card that has ended: the gateway's, or ours under a grid for which it returned none. *Imagine all* of a describe is made a picture for
 * each of its prompts; where those cannot be read it is left out: pressed at the gateway it would draw and charge for four, of which it names the first.
 */
export function cardButtons(record: Submission): readonly Button[] {
  const all = record.snapshot?.buttons ?? [];
  const readable = describePrompts(record.snapshot?.text ?? '').length > 0;
  const given = readable ? all : all.filter((one) => buttonKind(one) !== 'describe-all');
  if (given.length > 0 || record.end?.kind !== 'done' || record.snapshot?.text !== undefined) return given;
  return isGrid(record) && record.snapshot?.imageUrl !== undefined ? GRID : given;
}

/** What one of our own buttons asks for; undefined for a gateway's. */
export function localChange(customId: string): LocalChange | undefined {
  const [, action, index] = /^local:change:(UPSCALE|VARIATION|REROLL):([1-4])$/.exec(customId) ?? [];
  const place = PLACES.find((n) => String(n) === index);
  return (action === 'UPSCALE' || action === 'VARIATION' || action === 'REROLL') && place !== undefined
    ? { action, index: place }
    : undefined;
}

function isGrid(record: Submission): boolean {
  const { order } = record;
  if (order.verb === 'imagine' || order.verb === 'blend') return true;
  const change = order.verb === 'press' ? localChange(order.button.customId ?? '') : undefined;
  return change !== undefined && change.action !== 'UPSCALE';
}

function button(action: LocalChange['action'], index: number, label: string, emoji: string): Button {
  return { customId: `${PREFIX}:${action}:${index}`, label, emoji, style: 2 };
}
