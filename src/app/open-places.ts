/** The Slack room, as the configuration asks for it: for one workspace, or for all in which the app is installed. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { catalogue } from '../domain/catalogue.ts';
import { installStory } from '../flows/workspaces/install.ts';
import type { QueueRoom } from '../queue/index.ts';
import { createSeveralSlacks, createSlack } from '../slack/index.ts';
import { type InstallOptions, REDIRECT_PATH } from '../web/index.ts';
import type { Config } from './config.ts';
import { desk } from './handlers.ts';
import { SCOPES } from './manifest/scopes.ts';
import { onlyPlace, type Places, severalPlaces } from './places.ts';
import type { Surroundings } from './surroundings.ts';
import type { Layer } from './telemetry/index.ts';

interface Rooms {
  queue: QueueRoom;
  layer: Layer;
  dispatcher: Dispatcher;
}

export interface OpenedPlaces {
  places: Places;
  /** How the app comes into further workspaces; undefined where there is one. */
  installs: Omit<InstallOptions, 'catalogue' | 'now'> | undefined;
}

export function openPlaces(config: Config, { queue, layer, dispatcher }: Rooms, world: Surroundings): OpenedPlaces {
  const { several, apiUrl, fileHosts, botToken } = config.slack;
  const shared = {
    apiUrl,
    dispatcher,
    fileHosts,
    desk,
    catalogue,
    log: world.log.child({ room: 'slack' }),
    sleep: (ms: number) => pause(ms),
    random: world.random,
    around: layer.delivery,
  };
  const { installations, intake } = queue;
  if (several === undefined || installations === undefined)
    return { places: onlyPlace(createSlack({ ...shared, botToken }), layer.slack, world), installs: undefined };

  const { clientId, clientSecret, stateSecret } = several;
  const allowed = several.allowed.length === 0 ? undefined : new Set(several.allowed);
  const scopes = SCOPES.map(({ scope }) => scope);
  const slacks = createSeveralSlacks({
    ...shared,
    clientId,
    clientSecret,
    scopes,
    installations,
    allowed,
    now: world.now,
  });
  const { publicUrl } = config.http;
  const redirectUri = `${publicUrl ?? ''}${REDIRECT_PATH}`;
  return {
    places: severalPlaces(slacks, layer.slack),
    installs:
      publicUrl === undefined
        ? undefined
        : {
            secret: stateSecret,
            secure: publicUrl.startsWith('https:'),
            base: new URL(publicUrl).pathname.replace(/\/$/, ''),
            address: (state) => slacks.installer.address(state, redirectUri),
            first: (key, ms) => intake.first(key, ms),
            install: installStory({
              installer: { exchange: async (code) => await slacks.installer.exchange(code, redirectUri) },
              installations,
              allowed,
              installed: (team) => slacks.forget(team),
              log: world.log.child({ room: 'flows' }),
            }),
          },
  };
}
