import type { WebClient } from '@slack/web-api';
import { Misconfigured } from '../../domain/errors.ts';
import { type Installation, nameOf } from '../../domain/installation.ts';
import type { Tools } from '../tools.ts';
import type { Log } from './bolt-logger.ts';
import { tokenTrouble } from './errors.ts';
import { houseOf, partedFrom } from './houses.ts';
import { type Identity, identify } from './identity.ts';

/** A workspace in which the app is installed, as this process knows it: who the bot is there, and what it does everything with. */
export interface Workspace {
  readonly identity: Identity;
  readonly botToken: string;
  /** The client for a person who waits. */
  readonly client: WebClient;
  readonly tools: Tools;
}

/** Where installations are kept. All methods throw Unreachable (peer `redis`). */
export interface Installations {
  get(id: string): Promise<{ installation: Installation; revision: string } | undefined>;
  /** @returns false where it was not that version any more */
  remove(id: string, revision: string): Promise<boolean>;
}

export interface Workspaces {
  /** @throws Misconfigured `not-installed`, Unreachable */
  of(team: string): Promise<Workspace>;
  /** Where a delivery is from; undefined where the app is not installed. @throws Unreachable */
  ofDelivery(body: unknown): Promise<Workspace | undefined>;
  /**
   * Something failed there. If Slack does not know the token any more, the installation is deleted, unless the app was installed anew meanwhile.
   * Never throws. @returns true when the app is not installed there any more
   */
  lost(workspace: Workspace, error: unknown): Promise<boolean>;
  /** It was installed anew, or may be. */
  forget(team: string): void;
}

interface WorkspacesOptions {
  installations: Installations;
  /** Where the app may be; undefined: anywhere. */
  allowed: ReadonlySet<string> | undefined;
  open: (installation: Installation) => Workspace;
  /** Epoch ms. */
  now: () => number;
  log: Log;
}

/** How long what was read is believed: so much later all processes know of an installation that another of them stored or deleted. */
const FRESH_MS = 5000;

interface Held {
  workspace: Workspace;
  revision: string;
  readAt: number;
}

/**
 * The workspaces in which the app is installed. Each is read from the store when it is needed, and believed for a few seconds; while the store does
 * not answer, what was known stays.
 */
export function openWorkspaces({ installations, allowed, open, now, log }: WorkspacesOptions): Workspaces {
  const held = new Map<string, Held>();

  async function find(team: string): Promise<Workspace | undefined> {
    if (allowed !== undefined && !allowed.has(team)) return undefined;
    const known = held.get(team);
    if (known !== undefined && now() - known.readAt < FRESH_MS) return known.workspace;
    const readAt = now();
    let stored: Awaited<ReturnType<Installations['get']>>;
    try {
      stored = await installations.get(team);
    } catch (error) {
      // Whoever is served then learns that the store is away from what needs it.
      if (known !== undefined) return known.workspace;
      throw error;
    }
    if (stored === undefined) {
      held.delete(team);
      return undefined;
    }
    const { installation, revision } = stored;
    // Tools keep what they learned for as long as they are the same; another delivery may have opened them meanwhile.
    const opened = held.get(team);
    const workspace = opened?.revision === revision ? opened.workspace : open(installation);
    held.set(team, { workspace, revision, readAt });
    return workspace;
  }

  /** Asks Slack itself. @throws Unreachable, Busy */
  async function isRefused(client: WebClient): Promise<boolean> {
    try {
      await identify(client);
      return false;
    } catch (error) {
      if (isTokenGone(error)) return true;
      throw error;
    }
  }

  async function look(team: string): Promise<boolean> {
    const stored = await installations.get(team);
    if (stored === undefined) {
      held.delete(team);
      return true;
    }
    if (!(await isRefused(open(stored.installation).client))) {
      // Installed anew: what is held may be of before.
      held.delete(team);
      return false;
    }
    const removed = await installations.remove(team, stored.revision);
    held.delete(team);
    if (removed)
      log.warn(
        { team, name: nameOf(stored.installation) },
        'the app was removed from a workspace: its installation is deleted, and what still ran there ends',
      );
    return removed;
  }

  return {
    async of(team) {
      const workspace = await find(team);
      if (workspace === undefined)
        throw new Misconfigured('slack', 'not-installed', `the app is not installed in ${team}`);
      return workspace;
    },

    async ofDelivery(body) {
      const parted = partedFrom(body);
      if (parted.length > 0) {
        for (const team of parted) await look(team);
        return undefined;
      }
      const house = houseOf(body);
      return house === undefined ? undefined : await find(house);
    },

    async lost({ identity: { team } }, error) {
      try {
        if (isNotInstalled(error)) return true;
        return isTokenGone(error) && (await look(team));
      } catch (failure) {
        log.info({ team, err: failure }, 'it could not be looked up whether the app is still installed');
        return false;
      }
    },

    forget: (team) => void held.delete(team),
  };
}

export function isNotInstalled(error: unknown): boolean {
  return error instanceof Misconfigured && error.peer === 'slack' && error.code === 'not-installed';
}

/** Slack's word that a token opens nothing any more. */
function isTokenGone(error: unknown): boolean {
  const trouble = tokenTrouble(error);
  return trouble === 'revoked' || trouble === 'unknown';
}
