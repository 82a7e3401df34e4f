/**
 * B1, the best poller among the peers: every two seconds one request for all running tasks, whether or not the one before was answered;
 * what has changed is written, what has ended or is missing is dropped; errors are nobody's.
 *
 * Behaviour of trueai-org/midjourney-proxy-webui (Apache-2.0), `src/pages/Draw/index.tsx` 98-143, `syncRunningTasks` (peers.md 5a, 5c).
 * Written anew from that description.
 */
import { isEnd, type Loop, type Noticed, type PeerGateway, type PeerTask } from './loop.ts';

const EVERY_MS = 2000;

export function listLoop({ url, key }: PeerGateway): Loop {
  const running = new Map<string, string>();
  const noticed: Noticed[] = [];

  async function sync(): Promise<void> {
    const ids = [...running.keys()];
    if (ids.length === 0) return;
    const response = await fetch(`${url}/mj/task/list-by-ids`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: key, 'user-agent': 'peer-b1' },
      body: JSON.stringify({ ids }),
    });
    const found = new Map(((await response.json()) as PeerTask[]).map((task) => [task.id, task]));
    for (const id of ids) {
      const task = found.get(id);
      const face = JSON.stringify([task?.status, task?.progress, task?.imageUrl]);
      if (task !== undefined && !isEnd(task)) running.set(id, face);
      else if (running.delete(id) && task !== undefined) noticed.push({ task: id, at: Date.now() });
    }
  }
  const timer = setInterval(() => void sync().catch(() => undefined), EVERY_MS);
  return {
    noticed,
    add: (ids) => {
      for (const id of ids) running.set(id, '');
    },
    stop: () => clearInterval(timer),
  };
}
