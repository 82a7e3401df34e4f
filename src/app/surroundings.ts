import type { World } from '../flows/needs/index.ts';
import type { Logger } from './logger.ts';
import type { Telemetry } from './telemetry/index.ts';

/** What even the wiring is given from outside. `steady` is in milliseconds from any fixed point and never goes back. */
export interface Surroundings extends World {
  steady(this: void): number;
  log: Logger;
  telemetry: Telemetry;
  /** Of the bot. */
  version: string;
}
