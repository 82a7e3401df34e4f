/** One line of the table: what must be reached and what was. */
export interface Row {
  /** What was measured, in words. */
  figure: string;
  /** The target, in words. */
  must: string;
  measured: string;
  /** The baselines of the same run, or the limit that Slack or the gateway sets. */
  beside: string;
  /** Whether the target was reached; undefined where there is none. */
  ok: boolean | undefined;
  /** The same as numbers, for machines: milliseconds, megabytes, counts. */
  values: Readonly<Record<string, number>>;
}

export interface Bench {
  /** Shorter and smaller, for a look on every change. */
  readonly quick: boolean;
  /** Where CPU profiles of the bot go; undefined: none are taken. */
  readonly profileDir: string | undefined;
  /** Says what is going on. */
  say(line: string): void;
}

/** A question about speed, memory or manners, answered by whole processes. */
export interface Figure {
  readonly name: string;
  /** @throws when it could not be measured at all, which is not the same as a target that was missed */
  measure(bench: Bench): Promise<Row[]>;
}
