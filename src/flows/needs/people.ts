/** What is known of people. */

import type { Language } from '../../domain/language.ts';
import type { Changes, ChannelSettings, PersonSettings } from '../../domain/settings.ts';

/** In which language a person reads. */
export interface Languages {
  /** Resolves within 0.3 s, with the default where it is not known by then. Never rejects. */
  of(team: string, user: string): Promise<Language>;
}

/** What Slack says of a person. */
export interface People {
  /**
   * @returns the locale that they chose in Slack (`zh-CN`), undefined for somebody of whom Slack tells none
   * @throws Misconfigured `missing-scope`, Busy, Unreachable, Refused
   */
  locale(user: string): Promise<string | undefined>;
  /** Whether they run the workspace: its admins and owners. @throws as `locale` */
  runsWorkspace(user: string): Promise<boolean>;
}

/** Short strings that all processes share. @throws Unreachable */
export interface Memory {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string, ttlMs: number): Promise<void>;
}

/** What people chose for themselves, and for a channel. A change is made as a whole or not at all. */
export interface Settings {
  /** Those of somebody who never chose are the defaults. */
  of(team: string, user: string): Promise<PersonSettings>;
  /** Changes some of them. @returns all of them */
  change(team: string, user: string, some: Changes<PersonSettings>): Promise<PersonSettings>;
  ofChannel(team: string, channel: string): Promise<ChannelSettings>;
  changeChannel(team: string, channel: string, some: Changes<ChannelSettings>): Promise<ChannelSettings>;
}
