import { Unreachable } from '../domain/errors.ts';

/**
 * Runs commands on Redis, and turns whatever goes wrong (refused, timed out, out of memory, a failover) into the one error that callers
 * know.
 *
 * @param what what was tried, for the operator
 * @throws Unreachable (peer `redis`)
 */
export async function reach<T>(what: string, commands: () => Promise<T>): Promise<T> {
  try {
    return await commands();
  } catch (cause) {
    throw new Unreachable('redis', `Redis could not ${what}`, { cause });
  }
}
