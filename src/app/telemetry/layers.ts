/** What metrics, traces and the log's context have in common: each is a layer around what the rooms offer, put on in `wire.ts`. */
import type { SubmissionId } from '../../domain/ids.ts';
import type { Pictures } from '../../flows/needs/index.ts';
import type { Callback } from '../../flows/reading/callback.ts';
import type { GatewayClient } from '../../gateway/index.ts';
import type { Handlers as JobHandlers, Store } from '../../queue/index.ts';
import type { AroundDelivery, Handlers, Tools } from '../../slack/index.ts';
import type { Painter } from '../../web/index.ts';

export type CallbackStory = (id: SubmissionId, callback: Callback) => Promise<void>;

/** Each method gives back what it was given, with something around it that nobody who uses it can tell. */
export interface Layer {
  delivery: AroundDelivery;
  handlers(this: void, inner: Handlers): Handlers;
  painter(this: void, inner: Painter): Painter;
  callback(this: void, inner: CallbackStory): CallbackStory;
  gateway(this: void, inner: GatewayClient): GatewayClient;
  /** The tools of one workspace. */
  slack(this: void, inner: Tools): Tools;
  pictures(this: void, inner: Pictures): Pictures;
  store(this: void, inner: Store): Store;
  jobs(this: void, inner: JobHandlers): JobHandlers;
}

/**
 * The parts of Slack that ask Slack for something, by the names under which that is told. A new part does not compile until it has one. `links`
 * only reads addresses.
 */
const SLACK_PARTS: Readonly<Record<Exclude<keyof Tools, 'links'>, string>> = {
  cards: 'cards',
  seriesMessages: 'series',
  files: 'files',
  dialogs: 'dialogs',
  notes: 'notes',
  homeTab: 'home',
  letters: 'letters',
  direct: 'direct',
  exports: 'exports',
  inbox: 'inbox',
  people: 'people',
};

/** The same tools, with something around each of these parts. */
export function aroundSlack(inner: Tools, around: <T extends object>(name: string, part: T) => T): Tools {
  const parts = Object.entries(SLACK_PARTS) as [keyof typeof SLACK_PARTS, string][];
  return { ...inner, ...Object.fromEntries(parts.map(([part, name]) => [part, around(name, inner[part])])) };
}

/** One layer of several, the first innermost. */
export function layered(layers: readonly Partial<Layer>[]): Layer {
  const around =
    <T>(pick: (layer: Partial<Layer>) => ((inner: T) => T) | undefined) =>
    (inner: T): T =>
      layers.reduce((within, layer) => pick(layer)?.(within) ?? within, inner);
  return {
    delivery: layers.reduce<AroundDelivery>(
      (within, { delivery }) => (delivery === undefined ? within : deliveries(delivery, within)),
      async (_, handle) => await handle(() => undefined),
    ),
    handlers: around((layer) => layer.handlers),
    painter: around((layer) => layer.painter),
    callback: around((layer) => layer.callback),
    gateway: around((layer) => layer.gateway),
    slack: around((layer) => layer.slack),
    pictures: around((layer) => layer.pictures),
    store: around((layer) => layer.store),
    jobs: around((layer) => layer.jobs),
  };
}

/** Both are told of the ack. */
function deliveries(outer: AroundDelivery, inner: AroundDelivery): AroundDelivery {
  return async (kind, handle) =>
    await outer(kind, async (ackedOuter) => {
      await inner(kind, async (ackedInner) => {
        await handle(() => {
          ackedInner();
          ackedOuter();
        });
      });
    });
}
