import type { Change } from '../gateway-process.ts';

/**
 * Hands on what tasks do, as they do it, until `stop`.
 *
 * @param source the gateway's process
 * @param hear gets each change once, in order; what it throws, `stop` throws
 */
export function hearChanges(
  source: { changes(from: number): Promise<Change[]> },
  everyMs: number,
  hear: (changes: readonly Change[]) => Promise<void>,
): { stop(): Promise<void> } {
  const ending = new AbortController();
  const hearing = (async () => {
    let heard = 0;
    while (!ending.signal.aborted) {
      const changes = await source.changes(heard);
      heard += changes.length;
      await hear(changes);
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  })();
  // Nobody looks at it before `stop` does.
  hearing.catch(() => undefined);
  return {
    async stop() {
      ending.abort();
      await hearing;
    },
  };
}
