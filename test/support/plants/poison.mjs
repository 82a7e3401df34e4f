import { register } from 'node:module';

/** Plants a bug in the compiled bot as it is loaded: every submit job throws, before anything is sent. Tries follow one another quickly. */
register('./poison-hooks.mjs', import.meta.url);
