import { type Logger, LogLevel } from '@slack/web-api';

/** Where log lines go: fields first, then a message that can be counted. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export type BoltLogger = Logger;

/**
 * Slack's libraries log through ours. Their debug lines hold whole requests, prompts among them, and are dropped; their info lines are
 * about connections and become debug. What they call errors has been, or will be, translated and logged by whoever made the call, so it
 * is a warning here.
 */
export function boltLogger(log: Log): BoltLogger {
  return {
    debug() {},
    info: (...parts) => log.debug({ slack: text(parts) }, 'slack library'),
    warn: (...parts) => log.warn({ slack: text(parts) }, 'slack library'),
    error: (...parts) => log.warn({ slack: text(parts) }, 'slack library'),
    setLevel() {},
    getLevel: () => LogLevel.INFO,
    setName() {},
  };
}

function text(parts: readonly unknown[]): string {
  return parts.map(String).join(' ');
}
