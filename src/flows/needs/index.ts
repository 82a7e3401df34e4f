/** All that the stories need from outside. The consumer owns the interface: the rooms `gateway`, `slack`, `queue`, `mask` and `web` fit these without
 * importing them, and `app/wire` passes one to the other, where the compiler checks the fit. */
export type * from './gallery.ts';
export type * from './gateway.ts';
export type * from './homes.ts';
export type * from './masks.ts';
export type * from './outbox.ts';
export type * from './people.ts';
export type * from './person.ts';
export type * from './pictures.ts';
export type * from './reading.ts';
export type * from './records.ts';
export type * from './slack.ts';
export type * from './team.ts';
export type * from './work.ts';
export type * from './world.ts';
