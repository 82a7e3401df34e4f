import { cards } from './chaos-cards.ts';
import type { ProcessName } from './chaos-plan.ts';
import type { ChaosStage } from './chaos-stage.ts';

/**
 * Short plays, each of which a bot with one planted fault gets wrong every time, and a sound one right: so the books are seen to turn red.
 */
export type Play = (stage: ChaosStage) => Promise<void>;

const WAIT_MS = 40_000;
const WORKERS: readonly ProcessName[] = ['worker-1', 'worker-2'];

/** The gateway has taken the order, its answer is on its way, and whoever sent it is killed. */
export const killInSubmit: Play = async (stage) => {
  const words = 'a fox paid for twice';
  stage.gateway.faults.add({ kind: 'imagine', when: about(words), times: 1, then: { do: 'slow-body', ms: 3000 } });
  await imagine(stage, words);
  await taskOf(stage, words);
  for (const who of WORKERS) stage.kill(who, 0);
};

/** An edit that shows progress takes long, and the end comes meanwhile. */
export const slowProgress: Play = async (stage) => {
  const words = 'a fox whose end is written over';
  const isOurs = (args: { blocks?: unknown }) => {
    const blocks = JSON.stringify(args.blocks ?? '');
    return blocks.includes(words) && blocks.includes('44%');
  };
  await imagine(stage, words);
  const task = await taskOf(stage, words);
  stage.gateway.hold(task);
  await stage.slack.waitFor(() => cards(stage).some((card) => JSON.stringify(card.blocks).includes(words)), {
    what: 'the card',
    timeoutMs: WAIT_MS,
  });
  const faults = stage.slack.faults.active.length;
  stage.slack.faults.add({ method: 'chat.update', args: isOurs, times: 1, effect: { kind: 'delay', ms: 4000 } });
  stage.gateway.step(task, 44);
  // A fault that has struck is active no more: the edit is under way.
  await until(() => stage.slack.faults.active.length <= faults, 'the slow edit');
  stage.gateway.finish(task);
  await until(() => stage.gateway.requests.some(({ kind }) => kind === 'picture'), 'the picture being fetched');
};

/** The worker that posts a card is killed meanwhile. */
export const killInPost: Play = async (stage) => {
  const words = 'a fox that is left alone';
  const faults = stage.slack.faults.active.length;
  stage.slack.faults.add({
    method: 'chat.postMessage',
    args: (args) => JSON.stringify(args['blocks'] ?? '').includes(words),
    times: 1,
    effect: { kind: 'delay', ms: 1500 },
  });
  await imagine(stage, words);
  await until(() => stage.slack.faults.active.length <= faults, 'the slow post');
  for (const who of WORKERS) stage.kill(who, 0);
};

/** The gateway has taken the order, its answer is on its way, and the Redis that holds the record is killed; it comes back. */
export const redisDiesInSubmit: Play = async (stage) => {
  const words = 'a fox in a failover';
  stage.gateway.faults.add({ kind: 'imagine', when: about(words), times: 1, then: { do: 'slow-body', ms: 2000 } });
  await imagine(stage, words);
  await taskOf(stage, words);
  await stage.killRedis();
  await stage.restartRedis();
};

async function imagine({ slack, people }: ChaosStage, words: string): Promise<void> {
  await slack.act.command({ user: people[1] ?? '', channel: 'C0ART', command: '/imagine', text: words });
}

function about(words: string) {
  return ({ body }: { body: Readonly<Record<string, unknown>> }) => body['prompt'] === words;
}

async function taskOf({ gateway }: ChaosStage, words: string): Promise<string> {
  const submit = await gateway.waitFor(() => gateway.submits.find(about(words)), { what: words, timeoutMs: WAIT_MS });
  return submit.taskId;
}

async function until(look: () => boolean, what: string): Promise<void> {
  const late = performance.now() + WAIT_MS;
  while (!look()) {
    if (performance.now() > late) throw new Error(`waited ${WAIT_MS} ms for ${what}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}
