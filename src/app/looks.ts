/** Harmless reads of the gateway, for people and for the operator. */
import type { Overview } from '../flows/needs/index.ts';
import type { GatewayClient } from '../gateway/index.ts';
import type { QueueRoom } from '../queue/index.ts';
import type { Surroundings } from './surroundings.ts';

/** How things stand, for `/mj status`. */
export function overviewOf(gateway: GatewayClient, queue: QueueRoom, world: Surroundings): Overview {
  return {
    async gateway() {
      const asked = world.steady();
      // A task that nobody has: a harmless read.
      await gateway.read(['0']);
      return { ms: Math.round(world.steady() - asked) };
    },
    async work() {
      const { watched, overdue, queues } = await queue.health();
      return { watched, overdue, waiting: queues.submit.waiting + queues.submit.delayed };
    },
  };
}

/** Learns the gateway's habits before the first submit needs them, and tells the operator at once what would fail it. Harmless reads only. */
export function lookAtGateway(gateway: GatewayClient, world: Surroundings): void {
  gateway.probe().then(
    (found) => world.log.info(found, 'the gateway answers'),
    (err: unknown) =>
      world.log.warn({ err }, 'the gateway does not answer as it should: check MJ_BASE_URL and MJ_API_KEY'),
  );
}
