/**
 * Every legal step of a record. Each function is pure and returns the record unchanged (the same object) when the step does not apply:
 * the store then writes nothing. See ../README.md for the picture of the life.
 */

export * from './again.ts';
export * from './card.ts';
export * from './delivery.ts';
export * from './following.ts';
export { ended, isWatched } from './mark.ts';
export * from './parting.ts';
export * from './question.ts';
export * from './sending.ts';
