import type { AdminDone, AdminPage } from './admin.ts';
import type { AuditDeed } from './audit.ts';
import type { FieldWords } from './messages.ts';
import type { Limits } from './team-rules.ts';
import type { UsageBy, UsageCounts } from './usage.ts';

/** A page that is opened from the first. */
type SubPage = Exclude<AdminPage, 'home'>;

/** The fields of all forms of the admins' modal. */
export type AdminField =
  | 'channels'
  | 'personDaily'
  | 'personConcurrent'
  | 'channelDaily'
  | 'channelConcurrent'
  | 'person'
  | 'place'
  | 'daily'
  | 'concurrent'
  | 'words'
  | 'reason'
  | 'message'
  | 'cards'
  | 'whom';

/** The admins' modal, and that in which a person deletes their data. Foreign text is escaped; mentions and times are ready to be shown. */
export interface AdminMessages {
  /** Heads the first page, and the modal of one's own data: at most 24 characters each. */
  readonly title: string;
  readonly ownTitle: string;
  /** On buttons: plain text. */
  readonly save: string;
  readonly add: string;
  readonly back: string;
  readonly remove: string;
  readonly previous: string;
  readonly next: string;
  readonly goOn: string;
  readonly deleteForGood: string;
  readonly resume: string;
  readonly table: string;
  /** mrkdwn, where no modal could be opened; and on the button below it. */
  readonly offer: string;
  readonly open: string;
  /** mrkdwn: heads a page after something was done. */
  readonly done: Readonly<Record<AdminDone, string>>;
  /** Titles of at most 24 characters, and what stands on the button that leads there. */
  readonly pages: Readonly<Record<SubPage, { title: string; button: string }>>;
  readonly fields: Readonly<Record<AdminField, FieldWords>>;
  /** mrkdwn: what the first page says of each. */
  readonly home: {
    pause(by: string, when: string, message: string): string;
    notPaused(): string;
    /** Mentions; empty: all. */
    channels(channels: string): string;
    limits(person: string, channel: string): string;
    own(count: number): string;
    words(count: number): string;
    usage(counts: UsageCounts): string;
    audit(): string;
    dead(count: number): string;
    forget(): string;
  };
  /** `20 a day, 3 at a time` */
  limits(limits: Limits): string;
  /** Before the fields of a page: mrkdwn. `bound`: what the environment sets; empty, or 0, where it sets nothing. */
  readonly intro: {
    channels(bound: string): string;
    limits(bound: Limits): string;
    own(total: number): string;
    words(total: number): string;
    pause(): string;
    paused(by: string, when: string, message: string): string;
  };
  /** A line of a list: mrkdwn. */
  ownLine(who: string, limits: string): string;
  wordsLine(words: string, reason: string): string;
  place(from: number, to: number, total: number): string;
  readonly usage: {
    days: Readonly<Record<1 | 7 | 30, string>>;
    by: Readonly<Record<UsageBy, string>>;
    /** Heads the rows. */
    all(counts: UsageCounts): string;
    row(name: string, counts: UsageCounts): string;
    none(): string;
    more(count: number): string;
    /** With the file, in the direct conversation. */
    given: string;
  };
  readonly audit: {
    none(): string;
    deeds: Readonly<Record<AuditDeed, string>>;
    /** `of`, `was` and `is` may be empty. */
    line(entry: { when: string; by: string; deed: string; of: string; was: string; is: string }): string;
    given: string;
  };
  readonly forget: {
    /** `person` is absent where it is to be chosen. */
    choose(person: string | undefined): string;
    sure(person: string, submissions: number, cards: boolean): string;
    begun(person: string, cards: boolean): string;
  };
}
