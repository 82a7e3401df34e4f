/**
 * Where the bot works: in the one workspace whose token stands in the environment, or in all in which it is installed. A story knows nothing of
 * this: it is told in one place, with that place's tools.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Busy, Misconfigured, Unreachable } from '../domain/errors.ts';
import type { Handlers, Receiver, SeveralSlacks, Slack, Tools, Transport, Workspace } from '../slack/index.ts';
import { isNotInstalled } from '../slack/index.ts';
import { EXIT_CONFIGURATION, EXIT_FAILURE } from './exit-codes.ts';
import { StartProblem } from './start-problem.ts';
import type { Surroundings } from './surroundings.ts';

/** A workspace, or an organisation that installed the app as one. The tools are the same object for as long as its token is the same. */
export interface Place {
  readonly tools: Tools;
  /** Its id, where there are others. */
  readonly team: string | undefined;
}

export interface Places {
  /** The one that there is; undefined where there may be several. */
  readonly only: Place | undefined;
  /**
   * Does something in a workspace. @returns undefined when the app is not installed there, or turned out not to be any more
   * @throws Unreachable; what `work` throws
   */
  at<T>(team: string, work: (place: Place) => Promise<T>): Promise<{ value: T } | undefined>;
  /** Of a workspace in which something was done before; to look at, without asking anybody. */
  known(team: string): Place | undefined;
  /** @throws StartProblem where the bot cannot work in the one workspace that there is */
  ready(): Promise<void>;
  receiver(transport: Transport, handlersOf: (place: Place) => Handlers): Receiver;
}

/** How long Slack may take to be there when the bot starts. */
const PATIENCE_MS = 30_000;

/** @param around what the layers put around the tools */
export function onlyPlace(slack: Slack, around: (tools: Tools) => Tools, world: Surroundings): Places {
  const only: Place = { tools: around(slack), team: undefined };
  return {
    only,
    at: async (_, work) => ({ value: await work(only) }),
    known: () => only,
    ready: async () => await slackAnswers(slack, world),
    receiver: (transport, handlersOf) => slack.receiver(transport, handlersOf(only)),
  };
}

export function severalPlaces(slacks: SeveralSlacks, around: (tools: Tools) => Tools): Places {
  const places = new WeakMap<Workspace, Place>();
  const latest = new Map<string, Place>();
  function placeOf(workspace: Workspace): Place {
    const place = places.get(workspace) ?? { tools: around(workspace.tools), team: workspace.identity.team };
    places.set(workspace, place);
    latest.set(workspace.identity.team, place);
    return place;
  }
  return {
    only: undefined,
    known: (team) => latest.get(team),
    async at(team, work) {
      let workspace: Workspace;
      try {
        workspace = await slacks.of(team);
      } catch (error) {
        if (!isNotInstalled(error)) throw error;
        latest.delete(team);
        return undefined;
      }
      try {
        return { value: await work(placeOf(workspace)) };
      } catch (error) {
        if (!(await slacks.lost(workspace, error))) throw error;
        latest.delete(team);
        return undefined;
      }
    },
    // Whoever installs it finds out whether Slack answers.
    ready: async () => {},
    receiver: (transport, handlersOf) => slacks.receiver(transport, (workspace) => handlersOf(placeOf(workspace))),
  };
}

/** What is made once for each place. */
export function oncePer<T>(make: (place: Place) => T): (place: Place) => T {
  const made = new WeakMap<Place, T>();
  return (place) => {
    if (!made.has(place)) made.set(place, make(place));
    return made.get(place) as T;
  };
}

/** Waits for Slack as long as it may only be late; a refused token is for the operator at once. */
async function slackAnswers(slack: Slack, world: Surroundings): Promise<void> {
  const until = world.steady() + PATIENCE_MS;
  for (;;) {
    try {
      const { team } = await slack.identify();
      world.log.info({ team }, 'Slack knows the bot');
      return;
    } catch (error) {
      if (error instanceof Misconfigured)
        throw new StartProblem(
          `SLACK_BOT_TOKEN: Slack refuses it (${error.reason}); copy the Bot User OAuth Token from your Slack app again`,
          EXIT_CONFIGURATION,
          { cause: error },
        );
      const late = error instanceof Unreachable || error instanceof Busy;
      if (!late || world.steady() >= until)
        throw new StartProblem(
          'SLACK_API_URL: Slack does not answer; check the network and the address',
          EXIT_FAILURE,
          { cause: error },
        );
      world.log.warn({ err: error }, 'Slack does not answer yet');
      await pause(1000);
    }
  }
}
