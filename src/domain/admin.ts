/** The modal of the admins, in words that both the story and its views know: pages to look at, forms to send, buttons to press. */
import { z } from 'zod';
import type { AuditEntry } from './audit.ts';
import type { DeadDone, DeadLine } from './messages.dead.ts';
import type { Limits, RefusedWords, TeamRules } from './team-rules.ts';
import type { UsageBy, UsageRow } from './usage.ts';

export const ADMIN_PAGES = [
  'home',
  'channels',
  'limits',
  'own',
  'words',
  'pause',
  'usage',
  'audit',
  'dead',
  'forget',
] as const;
export type AdminPage = (typeof ADMIN_PAGES)[number];

/** Days that usage is looked at for: today, a week, a month. */
export const USAGE_DAYS = [1, 7, 30] as const;

/** Which page, and what of it. It travels in buttons and in the modal itself. */
export const AdminRef = z.object({
  page: z.enum(ADMIN_PAGES),
  /** The first line of a long list. */
  from: z.number().int().min(0).optional(),
  /** Of usage. */
  days: z.literal(USAGE_DAYS).optional(),
  by: z.enum(['person', 'channel', 'verb']).optional(),
  /** Whose data is to be deleted; with `cards` it was asked once whether those go, too, and is asked for the last time. */
  person: z.string().optional(),
  cards: z.boolean().optional(),
});
export type AdminRef = z.infer<typeof AdminRef>;

/** A form of the modal, as it was filled in: by the name of its fields. */
export type AdminGiven = Readonly<Record<string, string | readonly string[]>>;

export type AdminButton = 'drop-own' | 'drop-words' | 'resume' | 'export-usage' | 'export-audit';

/** What an admin does in the modal: looks at a page, sends its form, presses a button on it. */
export type AdminDeed =
  | { do: 'look'; ref: AdminRef }
  | { do: 'send'; ref: AdminRef; given: AdminGiven }
  | { do: 'press'; ref: AdminRef; button: AdminButton; value: string };

/** What the last deed did. */
export type AdminDone = 'saved' | 'paused' | 'resumed' | 'sent';

/** So many lines of a list from `from` on, of `total`. */
export interface AdminList<T> {
  lines: readonly T[];
  from: number;
  total: number;
}

/**
 * How the data of a person is deleted: chosen, asked for the last time, begun. `own`: by that person, who need not be an admin. `person` is a
 * Slack id.
 */
export type ForgetView = { own: boolean } & (
  | { step: 'choose'; person?: string }
  | { step: 'sure'; person: string; cards: boolean; submissions: number }
  | { step: 'begun'; person: string; cards: boolean }
);

/** A page as it is shown. `bound`: what the environment sets. */
export type AdminView = { done?: AdminDone } & (
  | {
      page: 'home';
      rules: TeamRules;
      /** Jobs that failed for good, as far as they are counted. */
      dead: number;
      today: UsageRow;
    }
  | { page: 'channels'; channels: readonly string[]; bound: readonly string[] }
  | { page: 'limits'; person: Limits; channel: Limits; bound: Limits }
  | ({ page: 'own' } & AdminList<TeamRules['own'][number]>)
  | ({ page: 'words' } & AdminList<RefusedWords>)
  | { page: 'pause'; pause: TeamRules['pause'] }
  | {
      page: 'usage';
      days: (typeof USAGE_DAYS)[number];
      by: UsageBy;
      rows: readonly UsageRow[];
      more: number;
      all: UsageRow;
    }
  | { page: 'audit'; entries: readonly AuditEntry[] }
  | { page: 'dead'; dead: readonly DeadLine[]; used?: DeadDone }
  | ({ page: 'forget' } & ForgetView)
);
