import { callbackAddress } from '../../../src/web/index.ts';
import { hearChanges } from './changes.ts';
import { type Scene, SECRET } from './scene.ts';
import type { Running } from './store.ts';

/** When a task ended, and when the bot knew; undefined where it never did. */
export interface EndSeen {
  submission: string;
  task: string;
  endedAt: number;
  noticedAt: number | undefined;
}

/** Tasks that are followed and nothing else: their submissions have no card, and as one ends another takes its place. */
export interface Crowd {
  /** Stops replacing those that end. */
  stop(): Promise<void>;
  /** The ends within [from, to). */
  ends(from: number, to: number): Promise<EndSeen[]>;
}

const REPLACE_MS = 500;

/**
 * Fills the gateway with tasks of every age and hands them to the bot, which may be started before or after.
 *
 * @param options.publicUrl where the gateway calls back; without it, it does not
 * @param options.peers also hands them to the baselines
 */
export async function gather(
  scene: Scene,
  size: number,
  options: { publicUrl?: string | undefined; peers?: boolean } = {},
): Promise<Crowd> {
  const { gateway } = scene;
  const store = scene.store();
  const [workspace] = scene.workspaces;
  const submissionOf = new Map<string, string>();

  async function add(count: number): Promise<void> {
    const ids = Array.from({ length: count }, () => store.newId());
    const made = await gateway.make(
      ids.map((id) => ({
        state: id,
        ...(options.publicUrl === undefined ? {} : { notifyHook: callbackAddress(options.publicUrl, SECRET, id) }),
      })),
    );
    const running = made.map(({ task, at }, index): Running => ({ id: ids[index] ?? store.newId(), task, at }));
    for (const { id, task } of running) submissionOf.set(task, id);
    await store.takeIn(running, { team: 'T0BENCH', channels: workspace?.channels ?? [], card: 'closed' });
    if (options.peers === true) await scene.peers.add(running.map(({ task }) => task));
  }

  await add(size);
  await gateway.fresh();
  const replacing = hearChanges(gateway, REPLACE_MS, async (changes) => {
    const ended = changes.filter(({ percent, task }) => percent === 'end' && submissionOf.has(task)).length;
    if (ended > 0) await add(ended);
  });

  return {
    stop: () => replacing.stop(),
    async ends(from, to) {
      const ended = (await gateway.changes()).filter(({ percent, at }) => percent === 'end' && at >= from && at < to);
      const records = await store.records(ended.flatMap(({ task }) => submissionOf.get(task) ?? []));
      const noticed = new Map(records.map(({ id, at }) => [String(id), at.ended]));
      return ended.flatMap(({ task, at }) => {
        const submission = submissionOf.get(task);
        return submission === undefined ? [] : [{ submission, task, endedAt: at, noticedAt: noticed.get(submission) }];
      });
    },
  };
}

/** How long each end took to be noticed, ms; one that never was counts as for ever. */
export function noticing(ends: readonly { endedAt: number; noticedAt: number | undefined }[]): number[] {
  return ends.map(({ endedAt, noticedAt }) => (noticedAt ?? Number.POSITIVE_INFINITY) - endedAt);
}
