/** A job that failed for good, as `/mj dead` lists it. */
export interface DeadLine {
  /** Names it. */
  key: string;
  /** What was to be done: `submit`, `deliver`, `show` ... */
  job: string;
  /** Absent where it is about none. */
  submission?: string;
  /** Why it died, in words for the operator. */
  reason: string;
  tries: number;
  /** When it died, epoch ms. */
  at: number;
}

/** What a button of the list did. `gone`: somebody was quicker. */
export type DeadDone = 'replayed' | 'dropped' | 'gone';

/** The list of dead jobs. mrkdwn; foreign text is escaped. */
export interface DeadMessages {
  heading(count: number): string;
  none(): string;
  /** `when` is ready to be shown. */
  line(line: { job: string; submission: string | undefined; reason: string; tries: number; when: string }): string;
  /** Above the list, after one of its buttons was pressed. */
  done: Readonly<Record<DeadDone, string>>;
  /** On the buttons: plain text. */
  replay: string;
  drop: string;
}
