import { register } from 'node:module';

/**
 * Makes of the compiled bot, as it is loaded, a later version of itself: its records and jobs are of version 2. The records have a field
 * that today's does not know, and the jobs carry what they are about in another place; it reads those of version 1 as well.
 */
register('./later-version-hooks.mjs', import.meta.url);
