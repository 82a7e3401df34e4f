/**
 * What is counted, put around what the rooms offer: neither a story nor a room knows of it. Durations are in seconds, as Prometheus has them.
 */
import { UserMistake } from '../../domain/errors.ts';
import type { SubmissionId } from '../../domain/ids.ts';
import type { Submission } from '../../domain/submission.ts';
import type { DeadJob } from '../../queue/index.ts';
import { fieldOf, outcomeOf, whenSettled, wrapEach } from './around.ts';
import { aroundSlack, type Layer } from './layers.ts';
import type { Meters } from './meters.ts';
import type { HistogramName, Labels } from './table.ts';

export interface Counts {
  readonly layer: Partial<Layer>;
  /** A job failed for good. */
  dead(this: void, job: Pick<DeadJob, 'name'>): void;
  /** The workspaces that were written to lately. */
  readonly teams: ReadonlySet<string>;
}

/** No requests of their own. */
const NO_REQUEST: ReadonlySet<string> = new Set(['authorization', 'close', 'face']);

/** @param steady milliseconds from any fixed point; `now` epoch ms */
export function createCounts(
  meters: Meters,
  { steady, now }: { steady(this: void): number; now(this: void): number },
): Counts {
  const teams = new Set<string>();
  /** When each task was read before the reading that is under way. */
  const readBefore = new Map<SubmissionId, number>();

  /** Takes the time of a call; `labels` is given its outcome. */
  function timed<N extends HistogramName>(
    name: N,
    run: () => unknown,
    labels: (outcome: string, answer?: unknown) => Labels<N>,
  ): unknown {
    const begun = steady();
    const result = run();
    const took = () => (steady() - begun) / 1000;
    whenSettled(
      result,
      (answer) => meters.observe(name, labels('ok', answer), took()),
      (error) => meters.observe(name, labels(outcomeOf(error)), took()),
    );
    return result;
  }

  function calls<T extends object>(part: string, inner: T): T {
    return wrapEach(inner, (method, _, run) =>
      NO_REQUEST.has(method)
        ? run()
        : timed('mj_slack_call_seconds', run, (outcome) => ({ call: `${part}.${method}`, outcome })),
    );
  }

  /** What is refused is told to the person by whoever called. */
  function mistakes<T extends object>(inner: T): T {
    return wrapEach(inner, (_, __, run) => {
      const result = run();
      const note = (error: unknown) => {
        if (error instanceof UserMistake) meters.count('mj_mistakes_total', { mistake: error.code });
      };
      whenSettled(result, () => undefined, note);
      return result;
    });
  }

  const layer: Partial<Layer> = {
    async delivery(kind, handle) {
      const begun = steady();
      let acked = false;
      try {
        await handle(() => {
          acked = true;
          meters.observe('mj_ack_seconds', { kind }, (steady() - begun) / 1000);
        });
      } finally {
        if (!acked) meters.count('mj_unacked_total', { kind });
      }
    },

    handlers: mistakes,
    painter: mistakes,

    gateway: (inner) =>
      wrapEach(inner, (method, [asked], run) => {
        if (NO_REQUEST.has(method)) return run();
        if (method === 'list' || method === 'fetch')
          meters.count('mj_tasks_read_total', {}, Array.isArray(asked) ? asked.length : 1);
        return timed('mj_gateway_request_seconds', run, (outcome) => ({ method, outcome }));
      }),

    slack: (inner) => aroundSlack(inner, calls),

    pictures: (inner) => ({
      async fetch(url) {
        const begun = steady();
        const took = () => (steady() - begun) / 1000;
        try {
          const picture = await inner.fetch(url);
          meters.observe('mj_picture_seconds', { outcome: 'ok' }, took());
          meters.observe('mj_picture_bytes', {}, picture.bytes.length);
          return picture;
        } catch (error) {
          meters.observe('mj_picture_seconds', { outcome: outcomeOf(error) }, took());
          throw error;
        }
      },
    }),

    store: (inner) => ({
      ...inner,
      intake: {
        ...inner.intake,
        async accept(record, limits) {
          const outcome = await inner.intake.accept(record, limits);
          if (outcome === 'stored') meters.count('mj_submissions_accepted_total', { verb: record.order.verb });
          return outcome;
        },
      },
      records: {
        ...inner.records,
        async change(id, step) {
          // Compare-and-set may take the step several times; the last one is what was stored.
          const taken: { before?: Submission; after?: Submission } = {};
          const stored = await inner.records.change(id, (before) => {
            const after = step(before);
            Object.assign(taken, { before, after });
            return after;
          });
          const { before, after } = taken;
          if (before !== undefined && after !== undefined && before !== after) turned(before, after);
          return stored;
        },
      },
      series: {
        ...inner.series,
        async change(id, step) {
          let begun = false;
          const stored = await inner.series.change(id, (before) => {
            const after = step(before);
            begun = before.taken === undefined && (after.taken ?? 0) > 0;
            return after;
          });
          if (begun) meters.count('mj_series_accepted_total', {});
          return stored;
        },
      },
      readings: {
        ...inner.readings,
        async take(of) {
          const taken = await inner.readings.take(of);
          readBefore.clear();
          for (const { id, dueMs, noted } of taken.due) {
            meters.observe('mj_reading_late_seconds', {}, Math.max(0, now() - dueMs) / 1000);
            if (noted !== undefined) readBefore.set(id, noted.readAt);
          }
          return taken;
        },
      },
      budget: {
        ...inner.budget,
        async take(team, what, caller) {
          teams.add(team);
          const waitMs = await inner.budget.take(team, what, caller);
          meters.observe('mj_budget_wait_seconds', { class: what, urgency: caller.urgency }, waitMs / 1000);
          return waitMs;
        },
        async giveBack(team, what) {
          if (what === 'update') meters.count('mj_outbox_unused_turns_total', {});
          await inner.budget.giveBack(team, what);
        },
      },
      outbox: {
        ...inner.outbox,
        async offer(team, id, times) {
          teams.add(team);
          meters.count('mj_outbox_offers_total', {});
          await inner.outbox.offer(team, id, times);
        },
      },
    }),

    jobs: (inner) =>
      wrapEach(inner, (job, args, run) => {
        if (fieldOf(args[0], 'urgency') === 'turn') meters.count('mj_outbox_turns_total', {});
        return timed('mj_job_seconds', run, (outcome, answer) => ({
          job,
          outcome: outcome !== 'ok' ? 'failed' : answer === undefined ? 'done' : 'again',
        }));
      }),

    callback: (inner) => async (id, callback) => {
      meters.count('mj_callbacks_total', {});
      await inner(id, callback);
    },
  };
  return { layer, teams, dead: ({ name }) => meters.count('mj_jobs_dead_total', { job: name }) };

  /** A record has changed, and that is stored. */
  function turned(before: Submission, after: Submission): void {
    const { verb } = after.order;
    const accepted = after.at.accepted ?? now();
    if (before.end === undefined && after.end !== undefined) {
      const { end } = after;
      meters.count('mj_submissions_ended_total', {
        verb,
        end: end.kind,
        cause: end.kind === 'failed' ? end.cause : '',
      });
      const readAt = readBefore.get(after.id);
      if (readAt !== undefined) meters.observe('mj_notice_age_seconds', {}, (now() - readAt) / 1000);
    }
    if (before.card.mark !== 'announced' && after.card.mark === 'announced' && after.card.shownAt !== undefined)
      meters.observe('mj_card_seconds', {}, (now() - accepted) / 1000);
    if (before.card.mark === 'announced' && after.end === undefined && before.card.bar === true)
      observeSpan('mj_card_age_seconds', before.card.shownAt, after.card.shownAt);
    if (before.mark !== 'uploaded' && after.mark === 'uploaded')
      observeSpan('mj_delivery_seconds', after.at.ended, after.at.uploaded);
    if (before.mark !== 'delivered' && after.mark === 'delivered') {
      observeSpan('mj_end_age_seconds', after.at.ended, after.at.delivered);
      // What is fetched again later is delivered again.
      if (after.at.delivered !== undefined && before.at.delivered === undefined)
        meters.observe('mj_submission_seconds', { verb }, (after.at.delivered - accepted) / 1000);
    }
  }

  function observeSpan(
    name: 'mj_card_age_seconds' | 'mj_delivery_seconds' | 'mj_end_age_seconds',
    from: number | undefined,
    to: number | undefined,
  ): void {
    if (from !== undefined && to !== undefined && to > from) meters.observe(name, {}, (to - from) / 1000);
  }
}
