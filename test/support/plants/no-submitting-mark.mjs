import { register } from 'node:module';

/**
 * Plants a fault in the compiled bot as it is loaded: the mark `submitting` is not stored, so that a kill during the submit is forgotten.
 * The test that uses it shows that the other tests would notice.
 */
register('./no-submitting-mark-hooks.mjs', import.meta.url);
