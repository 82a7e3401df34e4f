/** The baselines as a process of their own, beside the bot and against the same stand-ins. */
import { serve } from './harness/remote.ts';
import { listLoop } from './peers/b1-list-loop.ts';
import { taskLoop } from './peers/b2-task-loop.ts';
import { type NaiveCard, type NaiveWriter, naiveWriter } from './peers/b7-naive-writer.ts';
import type { Loop, Noticed, PeerGateway } from './peers/loop.ts';

const POLLERS = { b1: listLoop, b2: taskLoop } as const;
export type Poller = keyof typeof POLLERS;

const loops = new Map<Poller, Loop>();
const writers: NaiveWriter[] = [];

const api = {
  poll(poller: Poller, gateway: PeerGateway): void {
    loops.set(poller, POLLERS[poller](gateway));
  },
  /** Hands tasks over to every poller. */
  add(tasks: readonly string[]): void {
    for (const loop of loops.values()) loop.add(tasks);
  },
  noticed: (poller: Poller): Noticed[] => [...(loops.get(poller)?.noticed ?? [])],
  stop(): void {
    for (const loop of loops.values()) loop.stop();
  },

  /** A naive writer for each workspace, in order. */
  write(workspaces: readonly { apiUrl: string; botToken: string }[]): void {
    writers.push(...workspaces.map(naiveWriter));
  },
  /** Tells a writer of changes; the first of a key posts its card. */
  tell(at: number, changes: readonly { key: string; channel: string; percent: number | 'end' | 'posted' }[]): void {
    for (const { key, channel, percent } of changes)
      if (percent === 'posted') writers[at]?.post(key, channel).catch(() => undefined);
      else writers[at]?.write(key, percent);
  },
  cards: (at: number): NaiveCard[] => [...(writers[at]?.cards ?? [])],
};
export type PeersApi = typeof api;

serve(api);
