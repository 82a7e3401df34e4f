import { Busy, Misconfigured, Refused, Unreachable } from '../../domain/errors.ts';
import { nameOf } from '../../domain/installation.ts';
import type { Installations, Installer } from '../needs/team.ts';
import type { Log } from '../needs/world.ts';

export interface InstallNeeds {
  installer: Installer;
  installations: Installations;
  /** Where the app may be; undefined: anywhere. */
  allowed: ReadonlySet<string> | undefined;
  /** It is installed there from now on, perhaps anew. */
  installed(this: void, team: string): void;
  log: Log;
}

/** `refused`: Slack did not take the code. `failed`: nothing that whoever installs could mend. */
export type Installed =
  | { outcome: 'done'; name: string; url: string }
  | { outcome: 'not-allowed'; id: string }
  | { outcome: 'refused' | 'failed' };

/** Slack's words for a code that is no good any more. Source: slack-api/methods, oauth.v2.access. */
const STALE = /^(?:invalid_code|code_already_used|code_expired|invalid_grant)/;

/** An admin agreed, and Slack sent them back with a code: the app is installed in their workspace, in the place of an earlier installation. */
export function installStory({ installer, installations, allowed, installed, log }: InstallNeeds) {
  return async (code: string): Promise<Installed> => {
    try {
      const installation = await installer.exchange(code);
      const { id, by, url } = installation;
      if (allowed !== undefined && !allowed.has(id)) {
        log.warn(
          { team: id, user: by },
          'somebody added the app to a workspace that is not allowed: put it into ALLOWED_WORKSPACES to let it in',
        );
        return { outcome: 'not-allowed', id };
      }
      await installations.put(installation);
      installed(id);
      const name = nameOf(installation);
      log.info({ team: id, name, user: by }, 'the app was installed in a workspace');
      return { outcome: 'done', name, url };
    } catch (error) {
      const stale = error instanceof Refused && STALE.test(error.reason);
      const late = error instanceof Busy || error instanceof Unreachable;
      if (stale) log.info({ err: error }, 'Slack did not take the code of an installation');
      else if (late) log.warn({ err: error }, 'an installation failed');
      else if (error instanceof Refused || error instanceof Misconfigured)
        log.warn(
          { err: error },
          'Slack refuses installations: check SLACK_CLIENT_ID and SLACK_CLIENT_SECRET, the redirect URL of the Slack app, and that token rotation is off',
        );
      else throw error;
      return { outcome: stale ? 'refused' : 'failed' };
    }
  };
}
