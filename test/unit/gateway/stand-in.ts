import { onTestFinished } from 'vitest';
import type { Snapshot } from '../../../src/domain/task.ts';
import type { GatewayClient } from '../../../src/gateway/index.ts';
import {
  type GatewayStandIn,
  type GatewayOptions as StandIn,
  startGateway,
} from '../../../src/sandbox/gateway/index.ts';
import { client } from './support.ts';

/** A stand-in whose tasks move only when the test says so, closed after the test. */
export async function standIn(options: StandIn): Promise<GatewayStandIn> {
  const gateway = await startGateway({
    manual: true,
    pictureSize: 64,
    seed: 7,
    ...options,
    switches: { sweepMs: 0, ...options.switches },
  });
  onTestFinished(() => gateway.close());
  return gateway;
}

/** The client as it is without any setting. */
export function automatic(gateway: GatewayStandIn): GatewayClient {
  return client(`${gateway.url}/mj/`, { key: gateway.key, auth: 'auto', modeVia: 'auto' });
}

/** The task that an answer names; fails where it names none. */
export function taskOf(answer: Awaited<ReturnType<GatewayClient['press']>>): string {
  if (answer.kind === 'links') throw new Error('links in place of a task');
  return answer.task;
}

export async function only(bot: GatewayClient, task: string): Promise<Snapshot | undefined> {
  return (await bot.read([task])).get(task);
}
