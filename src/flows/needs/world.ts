/** The clock, the dice and the log. */

/** The clock and the dice, as arguments. `random` is in [0, 1). */
export interface World {
  now(this: void): number;
  random(this: void): number;
}

export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
