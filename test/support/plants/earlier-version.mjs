import { register } from 'node:module';

/**
 * Makes of the compiled bot, as it is loaded, an earlier version of itself: its jobs carry no version, and it does not know a field of the
 * records, which it drops when it changes one.
 */
register('./earlier-version-hooks.mjs', import.meta.url);
