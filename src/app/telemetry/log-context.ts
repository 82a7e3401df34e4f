/** Which submission a line of the log is about, also where whoever writes it does not know. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { SubmissionId } from '../../domain/ids.ts';
import { fieldOf, wrapEach } from './around.ts';
import type { Layer } from './layers.ts';

export interface LogContext {
  /**
   * A delivery, a job, a callback and a visit of the painter are a context each. It is about the submission of the job, of the button that was
   * clicked, or of what was taken in, from when that is known.
   */
  readonly layer: Partial<Layer>;
  /** What a line says of it. */
  readonly fields: () => { submission?: SubmissionId };
}

export function createLogContext(): LogContext {
  const storage = new AsyncLocalStorage<{ submission?: SubmissionId }>();
  const run = <T>(work: () => T, submission?: SubmissionId): T =>
    storage.run(submission === undefined ? {} : { submission }, work);
  const about = (submission: SubmissionId | undefined) => {
    const context = storage.getStore();
    if (context !== undefined && submission !== undefined) context.submission = submission;
  };

  return {
    // A copy: the logger may write into it.
    fields: () => ({ ...storage.getStore() }),
    layer: {
      delivery: async (_, handle) => await run(async () => await handle(() => undefined)),
      handlers: (inner) =>
        wrapEach(inner, (_, [given], call) => {
          about(submissionIn(given, 'submission') ?? submissionIn(fieldOf(given, 'ref'), 'submission'));
          return call();
        }),
      painter: (inner) => wrapEach(inner, (_, __, call) => run(call)),
      callback: (inner) => async (id, callback) => await run(async () => await inner(id, callback), id),
      store: (inner) => ({
        ...inner,
        intake: {
          ...inner.intake,
          async accept(record, limits) {
            about(record.id);
            return await inner.intake.accept(record, limits);
          },
        },
      }),
      jobs: (inner) => wrapEach(inner, (_, [payload], call) => run(call, submissionIn(payload, 'id'))),
    },
  };
}

function submissionIn(value: unknown, field: string): SubmissionId | undefined {
  return SubmissionId.safeParse(fieldOf(value, field)).data;
}
