import { Misconfigured, UserMistake } from '../domain/errors.ts';
import type { Budget } from './needs/outbox.ts';
import type { People } from './needs/people.ts';
import type { Admins } from './needs/team.ts';
import type { Log, World } from './needs/world.ts';
import { coolAfter } from './show/slack-calls.ts';
import type { Rules } from './submit/take-in.ts';

export interface AdminsNeeds {
  people: Pick<People, 'runsWorkspace'>;
  budget: Pick<Budget, 'take' | 'cool'>;
  rules: Pick<Rules, 'admins'>;
  world: World;
  log: Log;
  /** Resolves after so many milliseconds. */
  pause(this: void, ms: number): Promise<unknown>;
}

/**
 * A person waits for an answer, and Slack for our ack: with the wait for a language (language.ts) within half a second (contract.md, HTTP). A Slack that
 * is well answers in less, and the next try has it at hand.
 */
const PATIENCE_MS = 150;
/** Whoever is made an admin of the workspace, or is one no more, is so here after this. */
const AT_HAND_MS = 60_000;
/** After something went wrong. */
const AGAIN_MS = 5000;
/** A scope comes with a new installation, which needs no new start of the bot. */
const NO_SCOPE_MS = 60 * 60_000;
/** People of whom it is at hand. */
const AT_HAND = 1000;

/**
 * Who is an admin of this bot: `ADMIN_USERS`, and whoever runs the workspace, as Slack says (`users.info`, scope `users:read`). Where Slack does
 * not say so, only `ADMIN_USERS`: nobody becomes an admin by a failure.
 */
export function adminsStory({ people, budget, rules, world, log, pause }: AdminsNeeds): Admins {
  const atHand = new Map<string, { is: Promise<boolean>; until: number }>();
  let scopeMissed = false;

  async function ask(team: string, user: string): Promise<{ is: boolean; ms: number }> {
    try {
      if ((await budget.take(team, 'person', { urgency: 'end', who: user })) > 0) return { is: false, ms: AGAIN_MS };
      return { is: await people.runsWorkspace(user), ms: AT_HAND_MS };
    } catch (error) {
      await coolAfter(budget, { team }, 'person', error).catch(() => undefined);
      const noScope = error instanceof Misconfigured && error.code === 'missing-scope';
      if (!noScope) log.info({ err: error }, 'it could not be looked up whether a person runs the workspace');
      else if (!scopeMissed)
        log.warn(
          {},
          'only ADMIN_USERS are admins: install the app again with the scope users:read, as in manifest.yml, for those of the workspace',
        );
      scopeMissed ||= noScope;
      return { is: false, ms: noScope ? NO_SCOPE_MS : AGAIN_MS };
    }
  }

  function learn(team: string, user: string): Promise<boolean> {
    const key = `${team}-${user}`;
    const asked = ask(team, user);
    const known = { is: asked.then(({ is }) => is), until: Number.POSITIVE_INFINITY };
    void asked.then(({ ms }) => (known.until = world.now() + ms));
    atHand.delete(key);
    atHand.set(key, known);
    const [oldest] = atHand.keys();
    if (atHand.size > AT_HAND && oldest !== undefined) atHand.delete(oldest);
    return known.is;
  }

  return {
    async has(team, user) {
      if (rules.admins.includes(user)) return true;
      const known = atHand.get(`${team}-${user}`);
      const is = known !== undefined && world.now() < known.until ? known.is : learn(team, user);
      return await Promise.race([is, pause(PATIENCE_MS).then(() => undefined)]);
    },
  };
}

/** @throws UserMistake `admin-unknown` where Slack did not say in time */
export async function isAdmin(
  { admins }: { admins: Admins },
  { team, user }: { team: string; user: string },
): Promise<boolean> {
  const is = await admins.has(team, user);
  if (is === undefined) throw new UserMistake('admin-unknown');
  return is;
}

/** @throws UserMistake `admins-only`, `admin-unknown` */
export async function mayManage(needs: { admins: Admins }, who: { team: string; user: string }): Promise<void> {
  if (!(await isAdmin(needs, who))) throw new UserMistake('admins-only');
}
