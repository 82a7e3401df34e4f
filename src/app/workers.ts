import { setTimeout as pause } from 'node:timers/promises';
import { SubmissionId } from '../domain/ids.ts';
import { forgetStory } from '../flows/admin/forget.ts';
import { deliverStory } from '../flows/deliver/deliver.ts';
import { giveUpStory } from '../flows/give-up.ts';
import { homeStory } from '../flows/home/home.ts';
import { languageStory } from '../flows/language.ts';
import type { Masks, PainterLinks, Sheets } from '../flows/needs/index.ts';
import { letterStory } from '../flows/reactions/letter.ts';
import { followStory } from '../flows/reading/follow.ts';
import { sheetStory } from '../flows/series/sheet.ts';
import { showSeriesStory } from '../flows/series/show.ts';
import { showStory } from '../flows/show/show.ts';
import { submitStory } from '../flows/submit/submit.ts';
import type { Rules } from '../flows/submit/take-in.ts';
import { createPictures, type GatewayClient } from '../gateway/index.ts';
import type { QueueRoom, Workers } from '../queue/index.ts';
import { createPrepare, type Slack } from '../slack/index.ts';
import { callbackAddress } from '../web/index.ts';
import { rememberAbilities } from './abilities.ts';
import type { Config } from './config.ts';
import { lookAtGateway } from './looks.ts';
import type { Surroundings } from './surroundings.ts';
import type { Layer } from './telemetry/index.ts';

/** The rooms that a worker passes to its stories. */
export interface Rooms {
  queue: QueueRoom;
  slack: Slack;
  gateway: GatewayClient;
  secret: string;
  rules: Rules;
  masks: Masks;
  sheets: Sheets;
  painterLinks: PainterLinks | undefined;
  layer: Layer;
}

/** Starts the stories that run as jobs. What they open is closed by `closing`. */
export async function startWorkers(
  config: Config,
  { queue, slack, gateway, secret, rules, masks, sheets, painterLinks, layer }: Rooms,
  world: Surroundings,
  closing: (() => Promise<unknown>)[],
): Promise<Workers> {
  const { publicUrl } = config.http;
  const downloads = createPictures({
    gatewayOrigin: new URL(config.gateway.baseUrl).origin,
    allowHosts: config.gateway.imageHosts,
    authorization: () => gateway.authorization(),
    log: world.log.child({ room: 'gateway' }),
  });
  closing.push(() => downloads.close());
  const prepare = createPrepare();
  const pictures = layer.pictures({ fetch: async (url) => await prepare(await downloads.fetch(url)) });

  const log = world.log.child({ room: 'flows' });
  const languages = languageStory({ people: slack.people, ...queue.patient, world, log, pause: (ms) => pause(ms) });
  const needs = {
    ...queue.patient,
    ...slack,
    abilities: rememberAbilities(queue.patient.memory, gateway.id, world.now),
    gateway,
    seeds: gateway,
    pictures,
    rules,
    masks,
    sheets,
    painterLinks,
    world,
    log,
    languages,
    callbackFor: (id: Parameters<typeof callbackAddress>[2]) =>
      config.gateway.notify && publicUrl !== undefined ? callbackAddress(publicUrl, secret, id) : undefined,
    pollMs: config.gateway.pollMs,
    deadlineMinutes: config.gateway.taskTimeoutMs / 60_000,
  };
  const show = showStory(needs);
  const submit = submitStory({ ...needs, show });
  const deliver = deliverStory({ ...needs, show });
  const follow = followStory({ ...needs, pause: (ms) => pause(ms) });
  const showSeries = showSeriesStory(needs);
  const makeSheet = sheetStory(needs);
  const giveUp = giveUpStory(needs);
  const home = homeStory(needs);
  const letter = letterStory(needs);
  const forget = forgetStory(needs);
  lookAtGateway(gateway, world);
  return await queue.startWorkers(
    layer.jobs({
      submit: ({ id }) => submit(id),
      deliver: ({ id }) => deliver(id),
      async show({ id, urgency }) {
        const shown = await show(id, urgency);
        if (shown === 'picture-refused') await needs.jobs.deliver(id);
        return typeof shown === 'string' ? undefined : shown;
      },
      home: (by) => home(by),
      letter: ({ id, user, key }) => letter(id, user, key),
      series: ({ id }) => showSeries(id),
      sheet: ({ id }) => makeSheet(id),
      forget: (what) => forget(what),
      read: () => follow(),
    }),
    {
      async onDead(job) {
        const { name, data } = job;
        world.telemetry.counts.dead(job);
        const { data: id } = SubmissionId.safeParse((data as { id?: unknown } | undefined)?.id);
        if (id !== undefined) await giveUp(name, id);
      },
    },
  );
}
