import { Courier } from './delivery/courier.ts';
import { FaultBook } from './faults.ts';
import type { Ids } from './ids.ts';
import { ImageProxy } from './image-proxy.ts';
import { RateLimiter } from './rate.ts';
import type { Grant, Registry } from './registry.ts';
import { ResponseUrls } from './response-urls.ts';
import { Triggers } from './triggers.ts';
import type {
  ApiCall,
  AppSpec,
  Change,
  Channel,
  Clock,
  Delivery,
  Person,
  SlackOptions,
  WorkspaceOptions,
  World,
} from './types.ts';
import { Uploads } from './uploads.ts';

/** Options with their defaults filled in. */
export interface Settings {
  mode: 'socket' | 'http';
  requestUrl: string | undefined;
  triggerMs: number;
  ackMs: number;
  fileReadyMs: number;
  forgetBytes: boolean;
  shareMs: number;
  redeliverMs: readonly number[];
  loginPage: 'page' | 'redirect';
  appTokenScopes: readonly string[];
}

/** A workspace, and everything that the stand-in holds of it, handed to each of its parts. */
export class Workspace {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly app: AppSpec;
  readonly settings: Settings;
  readonly world: World;
  readonly calls: ApiCall[] = [];
  readonly deliveries: Delivery[] = [];
  readonly violations: string[] = [];
  readonly rateLimited: ApiCall[] = [];
  readonly faults = new FaultBook();
  readonly limiter: RateLimiter;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly uploads: Uploads;
  readonly images: ImageProxy;
  readonly courier: Courier;
  readonly registry: Registry;
  /** `http://127.0.0.1:PORT`, once listening; of a neighbour, with a path of its own behind. */
  baseUrl = '';
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #timers = new Set<() => void>();

  /** @param place who and what is in it; the rest of `options` is the same for all workspaces */
  constructor(registry: Registry, options: SlackOptions, place: WorkspaceOptions) {
    this.registry = registry;
    const { clock, ids, app } = registry;
    this.clock = clock;
    this.ids = ids;
    this.app = app;
    this.settings = {
      mode: options.mode,
      requestUrl: options.requestUrl,
      triggerMs: options.triggerMs ?? 3_000,
      ackMs: options.ackMs ?? 3_000,
      fileReadyMs: options.fileReadyMs ?? 400,
      forgetBytes: options.forgetBytes ?? false,
      shareMs: options.shareMs ?? 150,
      redeliverMs: options.redeliverMs ?? [0, 60_000, 300_000],
      loginPage: options.loginPage ?? 'page',
      appTokenScopes: options.appTokenScopes ?? ['connections:write'],
    };
    this.limiter = new RateLimiter(this.clock, options.rateScale ?? 1);
    this.triggers = new Triggers(this.clock, this.ids, this.settings.triggerMs);
    this.responseUrls = new ResponseUrls(this.clock, this.ids);
    this.images = new ImageProxy(options.publicHosts ?? []);
    this.courier = new Courier(this);
    this.world = makeWorld(place, this.app, this.clock);
    // Files belong to an organisation, not to one of its workspaces.
    const colleague = registry.workspaces.find(({ world }) => isSameOrganisation(world, this.world));
    if (colleague !== undefined) this.world.files = colleague.world.files;
    this.uploads = colleague?.uploads ?? new Uploads();
  }

  /** Tells those who wait that something has changed. */
  changed(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  violation(text: string): void {
    this.violations.push(text);
    this.changed({ kind: 'violation' });
  }

  /** Runs later by the clock, unless the stand-in is closed by then. */
  later(ms: number, run: () => void): void {
    const cancel = this.clock.after(ms, () => {
      this.#timers.delete(cancel);
      run();
    });
    this.#timers.add(cancel);
  }

  cancelTimers(): void {
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
  }

  /** As what the app is installed here; undefined where it is not. */
  get grant(): Grant | undefined {
    return this.registry.grantIn(this);
  }

  granted(scope: string): boolean {
    return this.app.scopes.includes(scope);
  }

  channel(id: unknown): Channel | undefined {
    return typeof id === 'string' ? this.world.channels[id] : undefined;
  }

  /** @throws Error when there is no such person: acts are done by people of the workspace. */
  person(id: string): Person {
    const person = this.world.users[id];
    if (!person || person.isBot) throw new Error(`There is no person ${id} in this workspace.`);
    return person;
  }

  /** The direct conversation between the bot and this person, opened if need be. */
  directChannel(user: string): Channel {
    const { channels } = this.world;
    const existing = Object.values(channels).find(
      (channel) => channel.isIm && channel.botIn && channel.imWith === user,
    );
    if (existing) return existing;
    const channel: Channel = {
      id: this.ids.id('D'),
      name: user,
      isPrivate: true,
      isMpim: false,
      isIm: true,
      imWith: user,
      botIn: true,
      members: [user],
      topic: '',
      created: Math.floor(this.clock.now() / 1000),
    };
    channels[channel.id] = channel;
    this.world.messages[channel.id] = [];
    this.changed({ kind: 'channel', channel: channel.id });
    return channel;
  }
}

function isSameOrganisation(one: World, other: World): boolean {
  return one.team.enterprise !== undefined && one.team.enterprise.id === other.team.enterprise?.id;
}

function makeWorld(options: WorkspaceOptions, app: AppSpec, clock: Clock): World {
  const created = Math.floor(clock.now() / 1000);
  const bot = options.bot ?? { userId: 'U0SLACKBOT1', botId: 'B0SLACKBOT1', appId: 'A0SLACKAPP1', name: 'bot' };
  const people: Person[] = options.users.map((user) => ({
    id: user.id,
    name: user.name,
    realName: user.realName,
    tz: user.tz ?? 'Etc/UTC',
    isAdmin: user.isAdmin ?? false,
    isOrgAdmin: user.isOrgAdmin ?? false,
    locale: user.locale ?? 'en-US',
    colour: user.colour ?? '9f69e7',
    isBot: false,
  }));
  const botUser: Person = {
    id: bot.userId,
    name: bot.name,
    realName: bot.name,
    tz: 'Etc/UTC',
    isAdmin: false,
    isOrgAdmin: false,
    locale: 'en-US',
    colour: '757575',
    isBot: true,
  };
  const channels: Channel[] = options.channels.map((channel) => ({
    id: channel.id,
    name: channel.name,
    isPrivate: channel.isPrivate ?? (channel.imWith !== undefined || channel.isMpim === true),
    isMpim: channel.isMpim ?? false,
    isIm: channel.imWith !== undefined,
    ...(channel.imWith === undefined ? {} : { imWith: channel.imWith }),
    botIn: channel.botIn,
    members: [...channel.members],
    topic: channel.topic ?? '',
    created,
  }));
  const world: World = {
    team: options.team ?? { id: 'T0SANDBOX', name: 'Sandbox', domain: 'sandbox' },
    bot,
    commands: app.commands,
    shortcuts: app.shortcuts,
    users: byId([...people, botUser]),
    channels: byId(channels),
    messages: Object.create(null),
    files: Object.create(null),
    ephemerals: [],
    modals: Object.create(null),
    homes: Object.create(null),
    pings: [],
  };
  for (const { id } of channels) world.messages[id] = [];
  return world;
}

/** Without a prototype, so that an id such as `constructor` finds nothing. */
function byId<T extends { id: string }>(items: T[]): { [id: string]: T } {
  return Object.assign(Object.create(null), Object.fromEntries(items.map((item) => [item.id, item])));
}
