/** What a team's admins decide, see and are asked about. */

import type { AuditEntry } from '../../domain/audit.ts';
import type { Installation } from '../../domain/installation.ts';
import type { TeamRules } from '../../domain/team-rules.ts';
import type { UsageLine } from '../../domain/usage.ts';

/** Who is an admin of this bot. */
export interface Admins {
  /** Resolves within a moment: undefined where that is not known by then. Never rejects. */
  has(team: string, user: string): Promise<boolean | undefined>;
}

/** What the admins of a team decided. */
export interface TeamRulesStore {
  /** As they were within the last two seconds. */
  of(team: string): Promise<TeamRules>;
  /** As they are. */
  now(team: string): Promise<TeamRules>;
  /**
   * Compare-and-set, together with the entry of the audit trail; nothing is noted where `step` returns the same object. @returns what is stored
   * afterwards
   */
  change(
    team: string,
    step: (rules: TeamRules) => TeamRules,
    entry: (before: TeamRules, after: TeamRules) => AuditEntry,
  ): Promise<TeamRules>;
}

/** Where the app is installed. */
export interface Installations {
  /** In the place of an earlier one. @throws Unreachable */
  put(installation: Installation): Promise<void>;
}

/** How the app comes into a workspace. */
export interface Installer {
  /**
   * Exchanges the code with which Slack sent an admin back; it works once.
   * @throws Refused where Slack does not take it; Misconfigured, Busy, Unreachable
   */
  exchange(code: string): Promise<Installation>;
}

/** Who did what. */
export interface Audit {
  add(team: string, entry: AuditEntry): Promise<void>;
  /** The newest first. */
  latest(team: string, limit: number): Promise<AuditEntry[]>;
}

/** What was accepted, and how it ended. */
export interface Usage {
  /** Of the last `days` UTC days, today included, by the day on which it was accepted. */
  lines(team: string, days: number): Promise<UsageLine[]>;
}

/** A table, to one person. */
export interface Exports {
  /**
   * Into the person's direct conversation with the bot.
   * @param name of the file, without its extension
   * @throws Busy, Unreachable, InDoubt, Misconfigured, Refused
   */
  send(user: string, table: { name: string; csv: string; what: 'usage' | 'audit' }, language: string): Promise<void>;
}
