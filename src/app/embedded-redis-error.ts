import { EXIT_CONFIGURATION, EXIT_FAILURE } from './exit-codes.ts';

export type EmbeddedRedisTrouble =
  /** no redis-server and no valkey-server on PATH */
  | 'not-installed'
  /** another bot holds the data directory */
  | 'in-use'
  /** the data directory cannot be made, read or written */
  | 'unusable-directory'
  /** one from an earlier run is alive and does not answer */
  | 'mute'
  /** it did not start; the message ends with its own last words */
  | 'failed';

/** Why there is no embedded Redis. The message has the form of a configuration problem: the variable, what is wrong, the correction. */
export class EmbeddedRedisError extends Error {
  override name = 'EmbeddedRedisError' as const;
  readonly code: EmbeddedRedisTrouble;
  constructor(code: EmbeddedRedisTrouble, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** What the process should end with: a supervisor need not try again what only an operator can mend. */
  get exitCode(): number {
    return this.code === 'failed' || this.code === 'mute' ? EXIT_FAILURE : EXIT_CONFIGURATION;
  }
}
