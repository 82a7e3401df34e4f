import type { SubmissionId } from '../../../src/domain/ids.ts';
import { Submission } from '../../../src/domain/submission.ts';
import { openQueue, type Paints, parseRedisUrl, type QueueOptions, type QueueRoom } from '../../../src/queue/index.ts';

/** Lines that were logged, so that a test can look at them. */
export interface Lines {
  level: 'debug' | 'info' | 'warn' | 'error';
  message: string;
  fields: object;
}

export function listen(): { lines: Lines[]; log: QueueOptions['log'] } {
  const lines: Lines[] = [];
  const at = (level: Lines['level']) => (fields: object, message: string) =>
    void lines.push({ level, message, fields });
  return { lines, log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } };
}

/** Opens the room on a Redis and waits until it answers. */
export async function open(url: string, more: Partial<QueueOptions> = {}): Promise<QueueRoom> {
  const room = openQueue({
    redis: parseRedisUrl(url),
    limits: { daily: 0, concurrent: 0 },
    budgetScale: 1,
    now: Date.now,
    random: Math.random,
    log: listen().log,
    ...more,
  });
  await room.ready(5000);
  return room;
}

/** An accepted submission; whatever has a default in the domain is left to it. */
export function submission(id: SubmissionId, more: Partial<Submission> = {}): Submission {
  return Submission.parse({
    v: 1,
    id,
    team: 'T1',
    channel: 'C1',
    asker: 'U1',
    order: { verb: 'imagine', prompt: 'a red fox' },
    mark: 'accepted',
    at: { accepted: Date.now() },
    card: { mark: 'none' },
    ...more,
  });
}

/** A link to the painter, for a press that waits for its answer. */
export function visitTo(id: SubmissionId): Parameters<Paints['open']>[0] {
  return {
    ref: { of: 'submission', submission: id },
    team: 'T1',
    user: 'U1',
    channel: 'C1',
    prompt: 'a red fox, "quoted" <b> ☃',
  };
}

/** Waits until `condition` holds, and fails with its last answer when it does not within `ms`. */
export async function until<T>(condition: () => Promise<T> | T, ms = 5000): Promise<NonNullable<T>> {
  const end = Date.now() + ms;
  for (;;) {
    const answer = await condition();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${String(condition)} gave ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Something that a test opens by hand. */
export function gate(): { open: () => void; passed: Promise<void> } {
  let pass = () => {};
  const passed = new Promise<void>((resolve) => {
    pass = resolve;
  });
  return { open: pass, passed };
}

/** Handlers that do nothing. */
export const idle = {
  submit: async () => {},
  deliver: async () => {},
  show: async () => {},
  home: async () => {},
  letter: async () => {},
  series: async () => {},
  sheet: async () => {},
  forget: async () => {},
  read: async () => {},
};
