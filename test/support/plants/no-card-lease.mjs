import { register } from 'node:module';

/** Plants a fault in the compiled bot as it is loaded: nobody waits for anybody's lease, so that two writes to a card may overlap. */
register('./no-card-lease-hooks.mjs', import.meta.url);
