import type { Snapshot } from '../../src/domain/task.ts';
import type * as Needs from '../../src/flows/needs/index.ts';
import type { TaskReads } from '../../src/flows/needs/reading.ts';

/**
 * A gateway in memory. It takes everything and draws nothing by itself. Part of the fake world.
 *
 * @param meet throws a trouble that was queued by that name
 */
export function fakeGateway(meet: (name: string) => void) {
  const tasks = new Map<string, Snapshot>();
  const listed: Snapshot[] = [];
  const submits: { kind: string; body: Record<string, unknown> }[] = [];
  const answers = new Map<string, ((task: string) => Needs.Answer)[]>();
  const unlisted = new Set<string>();
  const fetched: string[] = [];
  let reads = 0;

  async function take(kind: string, body: Record<string, unknown>): Promise<Needs.Answer> {
    meet(`before ${kind}`);
    submits.push({ kind, body });
    const task = `17415315780${String(submits.length).padStart(5, '0')}`;
    const answer = answers.get(kind)?.shift()?.(task) ?? { kind: 'accepted', task };
    const snapshot: Snapshot = {
      taskId: task,
      status: answer.kind === 'confirm' ? 'confirming' : 'waiting',
      progress: '0%',
      percent: 0,
      buttons: [],
      state: String(body['state']),
    };
    tasks.set(task, snapshot);
    listed.push(snapshot);
    meet(`after ${kind}`);
    return answer;
  }

  async function read(ids: readonly string[]): Promise<Map<string, Snapshot>> {
    meet('read');
    reads += 1;
    return new Map(ids.flatMap((id) => (tasks.has(id) ? [[id, tasks.get(id) as Snapshot] as const] : [])));
  }

  const gateway: Needs.Gateway & TaskReads = {
    imagine: (order) => take('imagine', { ...order }),
    blend: (order) => take('blend', { ...order }),
    describe: (order) => take('describe', { ...order }),
    shorten: (order) => take('shorten', { ...order }),
    faceswap: (order) => take('faceswap', { ...order }),
    video: (order) => take('video', { ...order }),
    edit: (order) => take('edit', { ...order }),
    change: (order) => take('change', { ...order }),
    upload: async (order) => {
      meet('before upload');
      submits.push({ kind: 'upload', body: { ...order } });
      return { kind: 'links', links: order.pictures.map((_, index) => `https://cdn.example.com/${index}.png`) };
    },
    press: (order) => take('press', { ...order }),
    confirm: async (order) => {
      meet('before confirm');
      submits.push({ kind: 'confirm', body: { ...order } });
      if (order.prompt === '') throw new Error('confirmed with an empty prompt');
      meet('after confirm');
      return answers.get('confirm')?.shift()?.(order.task) ?? { kind: 'accepted', task: order.task };
    },
    list: (ids) => read(ids.filter((id) => !unlisted.has(id))),
    fetch: async (task) => {
      fetched.push(task);
      meet('read one');
      return (await read([task])).get(task);
    },
    latest: async () => {
      meet('latest');
      return listed;
    },
    cancel: async () => {
      meet('cancel');
      return true;
    },
  };

  return {
    gateway,
    submits,
    /** What the gateway says of a task from now on. */
    says: (task: string, more: Partial<Snapshot>): void => {
      const before = tasks.get(task);
      if (before !== undefined) tasks.set(task, { ...before, ...more });
    },
    /** What the gateway answers to the next submits of a kind, in place of `accepted`. */
    answers: (kind: string, ...next: ((task: string) => Needs.Answer)[]): void => {
      answers.set(kind, [...(answers.get(kind) ?? []), ...next]);
    },
    forget: (task: string) => tasks.delete(task),
    unlist: () => listed.splice(0),
    /** Tasks that lists leave out. */
    unlisted,
    /** Tasks that were asked for one by one. */
    fetched,
    get reads() {
      return reads;
    },
  };
}
