/**
 * Every metric of the bot, a row each: the registry is made of it, and tests hold it against the dashboard, the alerts and docs/operating.md.
 *
 * Labels have few values, all of them known here or in the code: never a person, a channel, a workspace, a prompt or an id.
 */

interface Row {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  /** Upper bounds; histograms only. */
  readonly buckets?: readonly number[];
  /** Why no panel of the dashboard shows it. */
  readonly unshown?: string;
}

/** An ack must reach Slack within 3 s; most take a few milliseconds. */
const ACK_S = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3];
/** A request of ours, up to the longest time-out (pictures that are handed to the gateway). */
const REQUEST_S = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 90];
/** What a person waits for. */
const PICTURE_S = [5, 15, 30, 45, 60, 90, 120, 180, 300, 600, 1800, 3600];
/** How old something is when it is noticed or shown. */
const AGE_S = [0.25, 0.5, 1, 1.5, 2, 3, 5, 8, 15, 30, 60, 120, 300];
/** How long a call waits for its budget; most do not. */
const WAIT_S = [0, 0.25, 0.5, 1, 2, 5, 10, 30, 60];
const JOB_S = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];
const PICTURE_BYTES = [1e5, 5e5, 1e6, 2.5e6, 5e6, 1e7, 2e7, 5e7];

export const METRICS = {
  mj_info: {
    type: 'gauge',
    help: 'Always 1: which version runs in which role',
    labels: ['version', 'role'],
  },

  // What people do.
  mj_ack_seconds: {
    type: 'histogram',
    help: 'From the arrival of what Slack delivers to its ack, by kind (command, press, form, shortcut, event, other)',
    labels: ['kind'],
    buckets: ACK_S,
  },
  mj_unacked_total: {
    type: 'counter',
    help: 'Deliveries of Slack that were not acked; Slack sends events again, and nothing else',
    labels: ['kind'],
  },
  mj_mistakes_total: {
    type: 'counter',
    help: 'What people asked for and were refused at intake, by the name of the sentence that they were told',
    labels: ['mistake'],
  },
  mj_submissions_accepted_total: {
    type: 'counter',
    help: 'Submissions that were taken in, by verb',
    labels: ['verb'],
  },
  mj_series_accepted_total: {
    type: 'counter',
    help: 'Series that were taken in: several submissions of one prompt',
    labels: [],
  },
  mj_submissions_ended_total: {
    type: 'counter',
    help: 'Submissions that ended, by verb, kind of end, and for a failed one its cause',
    labels: ['verb', 'end', 'cause'],
  },
  mj_card_seconds: {
    type: 'histogram',
    help: 'From accepted to the card standing in Slack',
    labels: [],
    buckets: REQUEST_S,
  },
  mj_submission_seconds: {
    type: 'histogram',
    help: 'From accepted to the last word on the card, the picture included, by verb',
    labels: ['verb'],
    buckets: PICTURE_S,
  },

  // The gateway.
  mj_gateway_request_seconds: {
    type: 'histogram',
    help: 'Requests to the gateway, by method and outcome (ok, one of the six errors, or unforeseen)',
    labels: ['method', 'outcome'],
    buckets: REQUEST_S,
  },
  mj_callbacks_total: {
    type: 'counter',
    help: 'Callbacks of the gateway that named a submission',
    labels: [],
  },
  mj_tasks_read_total: {
    type: 'counter',
    help: 'Tasks that the gateway was asked about, each as often as it was',
    labels: [],
  },
  mj_reading_late_seconds: {
    type: 'histogram',
    help: 'How long after its due time a task was taken to be read',
    labels: [],
    buckets: AGE_S,
  },
  mj_notice_age_seconds: {
    type: 'histogram',
    help: 'How old an end may have been when it was noticed: the time since the reading of its task before',
    labels: [],
    buckets: AGE_S,
  },

  // Slack.
  mj_slack_call_seconds: {
    type: 'histogram',
    help: 'What was asked of Slack, by call (cards.update, files.upload ...) and outcome',
    labels: ['call', 'outcome'],
    buckets: REQUEST_S,
  },
  mj_budget_wait_seconds: {
    type: 'histogram',
    help: 'How long a call to Slack was told to wait for its budget, 0 where it was granted, by class and urgency (progress, end)',
    labels: ['class', 'urgency'],
    buckets: WAIT_S,
  },
  mj_budget_left_ratio: {
    type: 'gauge',
    help: 'What is left of the emptiest budget of a class among the workspaces that this process wrote to lately: 1 full, 0 spent',
    labels: ['class'],
  },
  mj_outbox_offers_total: {
    type: 'counter',
    help: 'Progress of a card that was put in line to be shown',
    labels: [],
  },
  mj_outbox_turns_total: {
    type: 'counter',
    help: 'Turns that cards in that line were given, an edit each',
    labels: [],
  },
  mj_outbox_unused_turns_total: {
    type: 'counter',
    help: 'Those of them that were given back: the end was quicker, or nothing was left to show',
    labels: [],
  },
  mj_card_age_seconds: {
    type: 'histogram',
    help: 'How old what a running card showed was when an edit replaced it',
    labels: [],
    buckets: AGE_S,
  },
  mj_end_age_seconds: {
    type: 'histogram',
    help: 'From an end being known to the card showing it, the picture included',
    labels: [],
    buckets: AGE_S,
  },
  mj_slack_connections: {
    type: 'gauge',
    help: 'Open Socket Mode connections of this process; absent in HTTP mode and in workers',
    labels: [],
  },

  // Pictures.
  mj_delivery_seconds: {
    type: 'histogram',
    help: 'From an end being known to its pictures being in Slack',
    labels: [],
    buckets: REQUEST_S,
  },
  mj_picture_seconds: {
    type: 'histogram',
    help: 'Downloads of final pictures and films, by outcome',
    labels: ['outcome'],
    buckets: REQUEST_S,
  },
  mj_picture_bytes: {
    type: 'histogram',
    help: 'Size of final pictures and films, as they go to Slack',
    labels: [],
    buckets: PICTURE_BYTES,
  },

  // The queue.
  mj_job_seconds: {
    type: 'histogram',
    help: 'Runs of jobs, by job and outcome (done, again: it is to run once more, failed); `read` is a reading of all that is due',
    labels: ['job', 'outcome'],
    buckets: JOB_S,
  },
  mj_jobs_dead_total: {
    type: 'counter',
    help: 'Jobs that failed for good; /mj dead lists them',
    labels: ['job'],
  },
  mj_queue_jobs: {
    type: 'gauge',
    help: 'Jobs by queue and state (waiting, active, delayed, failed); every process tells the same, so take the maximum',
    labels: ['queue', 'state'],
  },
  mj_watched_submissions: {
    type: 'gauge',
    help: 'Submissions that are being followed; every process tells the same',
    labels: [],
  },
  mj_overdue_submissions: {
    type: 'gauge',
    help: 'Those of them that should have been read already',
    labels: [],
  },
  mj_redis_up: {
    type: 'gauge',
    help: '1 when Redis answered this scrape in time, else 0; then what is kept in Redis is not told',
    labels: [],
  },
  mj_redis_ping_seconds: {
    type: 'gauge',
    help: 'How long Redis took to answer',
    labels: [],
  },

  mj_log_lines_total: {
    type: 'counter',
    help: 'Lines of the log by level (warn, error, fatal): an error is a bug of ours or wants an operator',
    labels: ['level'],
  },
} as const satisfies Record<string, Row>;

export type MetricName = keyof typeof METRICS;
type OfType<T extends Row['type']> = {
  [N in MetricName]: (typeof METRICS)[N]['type'] extends T ? N : never;
}[MetricName];
export type CounterName = OfType<'counter'>;
export type GaugeName = OfType<'gauge'>;
export type HistogramName = OfType<'histogram'>;
/** The labels of a metric, each with its value. */
export type Labels<N extends MetricName> = Readonly<Record<(typeof METRICS)[N]['labels'][number], string>>;

/** The rows as they are looked through. */
export const rows: readonly (readonly [name: string, row: Row])[] = Object.entries(METRICS);
