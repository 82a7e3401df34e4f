/**
 * B2, how most web fronts poll: for each task a chain of waits of five seconds and a request for that task alone, up to a hundred times.
 *
 * Behaviour of Dooy/chatgpt-web-midjourney-proxy (MIT), `src/api/mjapi.ts` 221, `flechTask`; Licoy's is the same (peers.md 5a, 5c).
 * Written anew from that description.
 */
import { isEnd, type Loop, type Noticed, type PeerGateway, type PeerTask } from './loop.ts';

const EVERY_MS = 5000;
const TRIES = 100;

export function taskLoop({ url, key }: PeerGateway): Loop {
  const noticed: Noticed[] = [];
  const timers = new Set<NodeJS.Timeout>();

  function later(id: string, tries: number, ms: number): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      look(id, tries).catch(() => undefined);
    }, ms);
    timers.add(timer);
  }
  async function look(id: string, tries: number): Promise<void> {
    const response = await fetch(`${url}/mj/task/${id}/fetch`, {
      headers: { authorization: key, 'user-agent': 'peer-b2' },
    });
    const task = (await response.json()) as PeerTask;
    if (isEnd(task)) noticed.push({ task: id, at: Date.now() });
    else if (tries < TRIES) later(id, tries + 1, EVERY_MS);
  }
  return {
    noticed,
    // Tasks that are handed over together were submitted at different times.
    add: (ids) => {
      for (const id of ids) later(id, 1, ids.length === 1 ? EVERY_MS : Math.random() * EVERY_MS);
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
