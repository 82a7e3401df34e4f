import type { Change } from '../gateway-process.ts';
import type { Scene } from './scene.ts';

/**
 * Tells a naive writer (B7) of what tasks do; it posts a card for each task that it has not heard of.
 *
 * @param writer which of those that were started
 * @param workspace the workspace in which it writes
 */
export function naiveCaller(
  scene: Scene,
  writer: number,
  workspace: number,
): (changes: readonly Change[]) => Promise<void> {
  const channels = scene.workspaces[workspace]?.channels ?? [];
  const posted = new Set<string>();
  return async (changes) => {
    const told = changes.flatMap(({ task, percent }) => {
      const channel = channels[posted.size % channels.length] ?? '';
      const first = posted.has(task) ? [] : [{ key: task, channel, percent: 'posted' as const }];
      posted.add(task);
      return [...first, { key: task, channel, percent }];
    });
    await scene.peers.tell(writer, told);
  };
}
