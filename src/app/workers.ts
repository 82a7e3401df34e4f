import { setTimeout as pause } from 'node:timers/promises';
import type { SeriesId, SubmissionId } from '../domain/ids.ts';
import { forgetStory } from '../flows/admin/forget.ts';
import { deliverRoom, deliverStory } from '../flows/deliver/deliver.ts';
import { type GivenUp, giveUpStory } from '../flows/give-up.ts';
import { homeStory } from '../flows/home/home.ts';
import { languageStory } from '../flows/language.ts';
import type { Again, Masks, PainterLinks, Sheets } from '../flows/needs/index.ts';
import { letterStory } from '../flows/reactions/letter.ts';
import { followStory } from '../flows/reading/follow.ts';
import { sheetStory } from '../flows/series/sheet.ts';
import { showSeriesStory } from '../flows/series/show.ts';
import { showStory } from '../flows/show/show.ts';
import { submitRoom, submitStory } from '../flows/submit/submit.ts';
import type { Rules } from '../flows/submit/take-in.ts';
import { partSeries, partStory } from '../flows/workspaces/part.ts';
import { createPictures, type GatewayClient } from '../gateway/index.ts';
import { type DeadJob, type JobName, payloads, type QueueRoom, type Workers } from '../queue/index.ts';
import { createPrepare } from '../slack/index.ts';
import { callbackAddress } from '../web/index.ts';
import { rememberAbilities } from './abilities.ts';
import type { Config } from './config.ts';
import { lookAtGateway } from './looks.ts';
import { oncePer, type Place, type Places } from './places.ts';
import type { Surroundings } from './surroundings.ts';
import type { Layer } from './telemetry/index.ts';

/** The rooms that a worker passes to its stories. */
export interface Rooms {
  queue: QueueRoom;
  places: Places;
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
  { queue, places, gateway, secret, rules, masks, sheets, painterLinks, layer }: Rooms,
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
  const shared = {
    ...queue.patient,
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
    callbackFor: (id: Parameters<typeof callbackAddress>[2]) =>
      config.gateway.notify && publicUrl !== undefined ? callbackAddress(publicUrl, secret, id) : undefined,
    pollMs: config.gateway.pollMs,
    deadlineMinutes: config.gateway.taskTimeoutMs / 60_000,
    pause: (ms: number) => pause(ms),
  };
  const [submitting, delivering] = [submitRoom(), deliverRoom()];
  /** The stories that are told in one workspace. */
  const storiesOf = oncePer(({ tools }: Place) => {
    const languages = languageStory({ people: tools.people, ...queue.patient, world, log, pause: shared.pause });
    const needs = { ...shared, ...tools, languages };
    const show = showStory(needs);
    return {
      show,
      submit: submitStory({ ...needs, show, room: submitting }),
      deliver: deliverStory({ ...needs, show, room: delivering }),
      showSeries: showSeriesStory(needs),
      makeSheet: sheetStory(needs),
      giveUp: giveUpStory(needs),
      home: homeStory(needs),
      letter: letterStory(needs),
    };
  });
  type Stories = ReturnType<typeof storiesOf>;
  const follow = followStory({
    ...shared,
    // One that cannot be told here yet is another than any, so its card is looked at where it can be.
    cards: { face: (record, load) => places.known(record.team)?.tools.cards.face(record, load) ?? '' },
  });
  const forget = forgetStory(shared);
  const part = partStory(shared);

  /** In that workspace; `otherwise` where the app is not installed any more. */
  async function inTeam<T>(team: string, tell: (stories: Stories) => Promise<T>, otherwise: () => Promise<void>) {
    const told = await places.at(team, async (place) => await tell(storiesOf(place)));
    if (told !== undefined) return told.value;
    await otherwise();
    return undefined;
  }
  const nothing = async () => {};
  /** Of a submission: where there is one workspace nobody has to look which it is. */
  async function ofSubmission<T>(
    id: SubmissionId,
    tell: (stories: Stories) => Promise<T>,
    otherwise = async () => await part(id),
  ) {
    if (places.only !== undefined) return await tell(storiesOf(places.only));
    const record = await queue.patient.records.get(id);
    return record === undefined ? undefined : await inTeam(record.team, tell, otherwise);
  }
  async function ofSeries<T>(id: SeriesId, tell: (stories: Stories) => Promise<T>) {
    if (places.only !== undefined) return await tell(storiesOf(places.only));
    const series = await queue.patient.series.get(id);
    const otherwise = async () => await partSeries(shared, id);
    return series === undefined ? undefined : await inTeam(series.team, tell, otherwise);
  }

  async function tellDead(dead: GivenUp): Promise<void | Again> {
    const tell = async ({ giveUp }: Stories) => await giveUp(dead);
    switch (dead.job) {
      case 'letter':
        return await ofSubmission(dead.id, tell, nothing);
      case 'series':
      case 'sheet':
        return await ofSeries(dead.id, tell);
      case 'forget':
        return await inTeam(dead.team, tell, nothing);
      default:
        return await ofSubmission(dead.id, tell);
    }
  }

  lookAtGateway(gateway, world);
  return await queue.startWorkers(
    layer.jobs({
      submit: ({ id }) => ofSubmission(id, (stories) => stories.submit(id)),
      deliver: ({ id }) => ofSubmission(id, (stories) => stories.deliver(id)),
      show: ({ id, urgency }) =>
        ofSubmission(id, async ({ show }) => {
          const shown = await show(id, urgency);
          if (shown === 'picture-refused') await shared.jobs.deliver(id);
          return typeof shown === 'string' ? undefined : shown;
        }),
      home: (by) => inTeam(by.team, (stories) => stories.home(by), nothing),
      letter: ({ id, user, key }) => ofSubmission(id, (stories) => stories.letter(id, user, key), nothing),
      series: ({ id }) => ofSeries(id, (stories) => stories.showSeries(id)),
      sheet: ({ id }) => ofSeries(id, (stories) => stories.makeSheet(id)),
      // What is kept of a person goes, whether or not their cards can be reached.
      forget: (what) => forget(what),
      read: () => follow(),
    }),
    {
      async onDead(job) {
        const dead = givenUp(job);
        const again = dead === undefined ? undefined : await tellDead(dead);
        if (again === undefined) world.telemetry.counts.dead(job);
        return again;
      },
    },
  );
}

/** Whatever else may be wrong with its job, a submission must not hang. */
const ofSubmissionId = payloads.submit;
const nobody = () => undefined;

/** Each job that may die, as its story takes it; `nobody` waits for the others. */
const DEAD: { readonly [N in JobName]: (data: unknown) => GivenUp | undefined } = {
  submit: (data) => carried('submit', ofSubmissionId.safeParse(data).data),
  deliver: (data) => carried('deliver', ofSubmissionId.safeParse(data).data),
  show: (data) => carried('show', ofSubmissionId.safeParse(data).data),
  series: (data) => carried('series', payloads.series.safeParse(data).data),
  sheet: (data) => carried('sheet', payloads.sheet.safeParse(data).data),
  letter: (data) => carried('letter', payloads.letter.safeParse(data).data),
  forget: (data) => carried('forget', payloads.forget.safeParse(data).data),
  home: nobody,
  turn: nobody,
  read: nobody,
  tick: nobody,
};

function carried<J extends string, T extends object>(job: J, data: T | undefined): ({ job: J } & T) | undefined {
  return data === undefined ? undefined : { job, ...data };
}

/** Undefined where nobody waits for it, or what it carries makes no sense: then the operator alone hears of it. */
function givenUp({ name, data }: DeadJob): GivenUp | undefined {
  return Object.hasOwn(DEAD, name) ? DEAD[name as JobName](data) : undefined;
}
