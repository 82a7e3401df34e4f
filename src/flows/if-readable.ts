import { isOfAnotherVersion } from '../domain/errors.ts';

/**
 * Reads what is stored; `otherwise` where only another version of the bot can read it, which must not take everything else with it.
 * @throws what `read` throws, but for that
 */
export async function ifReadable<T, const F>(read: () => Promise<T>, otherwise: F): Promise<T | F> {
  try {
    return await read();
  } catch (error) {
    if (isOfAnotherVersion(error)) return otherwise;
    throw error;
  }
}
