/** Whatever people ask for, in Slack and on the page of the painter: told as stories, in the workspace where they ask. */
import { setTimeout as pause } from 'node:timers/promises';
import { adminsStory } from '../flows/admins.ts';
import { languageStory } from '../flows/language.ts';
import type { Masks, PainterLinks } from '../flows/needs/index.ts';
import { painterStory } from '../flows/press/painter.ts';
import type { Rules } from '../flows/submit/take-in.ts';
import { deadWithin, recordsWithin } from '../flows/workspaces/within.ts';
import type { GatewayClient } from '../gateway/index.ts';
import type { QueueRoom } from '../queue/index.ts';
import type { Handlers } from '../slack/index.ts';
import type { Painter } from '../web/index.ts';
import { rememberAbilities } from './abilities.ts';
import { slackHandlers } from './handlers.ts';
import { overviewOf } from './looks.ts';
import { oncePer, type Place, type Places } from './places.ts';
import type { Surroundings } from './surroundings.ts';

interface Rooms {
  queue: QueueRoom;
  places: Places;
  gateway: GatewayClient;
  rules: Rules;
  masks: Masks;
  painterLinks: PainterLinks | undefined;
}

export interface Desks {
  handlersOf(this: void, place: Place): Handlers;
  painter: Painter;
}

export function openDesks({ queue, places, gateway, rules, masks, painterLinks }: Rooms, world: Surroundings): Desks {
  const log = world.log.child({ room: 'flows' });
  const abilities = rememberAbilities(queue.memory, gateway.id, world.now);
  const overview = overviewOf(gateway, queue, world);

  function needsOf({ tools, team }: Place) {
    const asked = { people: tools.people, budget: queue.budget, world, log, pause: (ms: number) => pause(ms) };
    const records = team === undefined ? queue.records : recordsWithin(queue.records, team);
    return {
      admins: adminsStory({ ...asked, rules }),
      exports: tools.exports,
      languages: languageStory({ ...asked, memory: queue.memory }),
      abilities,
      links: tools.links,
      seeds: gateway,
      inbox: tools.inbox,
      files: tools.files,
      dialogs: tools.dialogs,
      masks,
      painterLinks,
      overview,
      ...queue,
      records,
      dead: team === undefined ? queue.dead : deadWithin(queue.dead, records),
      world,
      log,
      rules,
      pause: asked.pause,
    };
  }
  const needs = oncePer(needsOf);
  const painterOf = oncePer((place) => painterStory(needs(place)));

  return {
    handlersOf: oncePer((place) => slackHandlers(needs(place))),
    painter: places.only === undefined ? painterOfVisit(queue, places, painterOf) : painterOf(places.only),
  };
}

/** A link to the painter says in which workspace it is. */
function painterOfVisit({ paints }: QueueRoom, places: Places, painterOf: (place: Place) => Painter): Painter {
  async function at<T, U>(id: string, ask: (painter: Painter) => Promise<T>, gone: U): Promise<T | U> {
    const visit = await paints.get(id);
    if (visit === undefined) return gone;
    return (await places.at(visit.team, async (place) => await ask(painterOf(place))))?.value ?? gone;
  }
  return {
    language: async (id) => await at(id, async (painter) => await painter.language(id), undefined),
    page: async (id) => await at(id, async (painter) => await painter.page(id), 'gone' as const),
    picture: async (id) => await at(id, async (painter) => await painter.picture(id), undefined),
    preview: async (id) => await at(id, async (painter) => await painter.preview(id), undefined),
    accept: async (id, painted) => await at(id, async (painter) => await painter.accept(id, painted), 'gone' as const),
  };
}
