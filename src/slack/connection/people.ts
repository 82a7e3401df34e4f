import type { WebClient } from '@slack/web-api';
import { Refused } from '../../domain/errors.ts';
import { call } from './calls.ts';

/** What Slack says of a person. */
export interface People {
  /**
   * Needs the scope `users:read`; no delivery holds a locale.
   *
   * @returns the locale that they chose (`zh-CN`), undefined for somebody of whom Slack tells none
   * @throws Misconfigured `missing-scope`, Busy, Unreachable
   */
  locale(user: string): Promise<string | undefined>;
  /** Whether they are an admin or owner of the workspace. Needs `users:read`, too. @throws as `locale` */
  runsWorkspace(user: string): Promise<boolean>;
}

/**
 * @param client the one for a person who waits
 * @param whole of an organisation that installed the app as one: there, who runs a workspace of it does not run all
 */
export function createPeople(client: WebClient, whole = false): People {
  return {
    async locale(user) {
      try {
        const answer = await call('read', () => client.users.info({ user, include_locale: true }));
        return answer.user?.locale;
      } catch (error) {
        // Nobody whom the bot may see (`user_not_found`, `user_not_visible`).
        if (error instanceof Refused) return undefined;
        throw error;
      }
    },
    async runsWorkspace(user) {
      try {
        const { user: person } = await call('read', () => client.users.info({ user }));
        const running = whole ? person?.enterprise_user : person;
        return running?.is_admin === true || running?.is_owner === true;
      } catch (error) {
        if (error instanceof Refused) return false;
        throw error;
      }
    },
  };
}
