import { register } from 'node:module';

/** Plants a fault in the compiled bot as it is loaded: BullMQ's own limits of stalls, 30 s of lock and check, and one stall at most. */
register('./default-stalls-hooks.mjs', import.meta.url);
