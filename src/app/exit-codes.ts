/** What the process's exit code tells a supervisor. */

/** The configuration must be mended before another start makes sense (`EX_CONFIG` of sysexits.h; contract.md, Environment). */
export const EXIT_CONFIGURATION = 78;

/** Something broke that another start may cure. */
export const EXIT_FAILURE = 1;

/** A command was called with arguments that it does not understand (`EX_USAGE`). */
export const EXIT_USAGE = 64;
