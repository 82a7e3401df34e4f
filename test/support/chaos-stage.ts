import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Redis } from 'ioredis';
import { type GatewayStandIn, startGateway } from '../../src/sandbox/gateway/index.ts';
import { demoWorkspace } from '../../src/sandbox/slack/demo-workspace.ts';
import { type SlackStandIn, startSlack } from '../../src/sandbox/slack/index.ts';
import { type BotProcess, startBot } from './bot.ts';
import { type Gate, openGate, type RecordWrite, type Verdict } from './chaos-gate.ts';
import { FORGETTERS, PEOPLE, PROCESSES, type ProcessName } from './chaos-plan.ts';
import { startChaosRedis } from './chaos-redis.ts';
import { freePort } from './redis.ts';
import type { Topology } from './redis-group.ts';
import { MANIFEST } from './stage.ts';

/** A bot process on the chaos stage, started again whenever it has ended. */
export interface Actor {
  readonly name: ProcessName;
  readonly gate: Gate;
  /** Set while it takes work; since when, by `performance.now()`. */
  upSince: number | undefined;
  bot: BotProcess | undefined;
  /** How long it stays away when it has ended. */
  downMs: number;
  /** Ends that nobody brought about. */
  readonly deaths: string[];
  /** What it wrote, all lives. */
  readonly output: string[];
}

/** What the whole stage hears. */
export interface StageEars {
  onWrite(who: ProcessName, write: RecordWrite): Verdict;
  onRead(who: ProcessName, id: string): void;
}

export interface ChaosStage {
  readonly slack: SlackStandIn;
  readonly gateway: GatewayStandIn;
  readonly actors: Readonly<Record<ProcessName, Actor>>;
  /** Directly to the Redis that holds the data, past all gates. */
  readonly redis: Redis;
  readonly people: readonly string[];
  kill(who: ProcessName, downMs: number): void;
  /** SIGTERM. @returns how it ended, and after how many ms */
  stop(who: ProcessName, downMs: number): Promise<{ exit: number | string; ms: number } | undefined>;
  /** Resolves when `redis` is whoever holds the data now. */
  findRedis(): Promise<void>;
  /** Where there are several, another has taken over when this resolves. */
  killRedis(): Promise<void>;
  restartRedis(): Promise<void>;
  /** Bytes that Redis may hold; 0: no limit. */
  limitRedis(bytes: number): Promise<void>;
  /** Sets the clock of a process wrong; 0 mends it. */
  turnClock(who: ProcessName, ms: number): Promise<void>;
  allUp(withinMs: number): Promise<void>;
  strike(): Promise<void>;
}

export interface ChaosStageOptions {
  seed: number;
  plants?: readonly string[];
  ears: StageEars;
  drawMs?: number;
  /** By default one server. */
  redis?: 'single' | Topology | undefined;
}

const PLANTS = './test/support/plants';
const people = Array.from({ length: PEOPLE }, (_, i) => `U0PERSON${String(i).padStart(2, '0')}`);
const everyone = [...people, ...FORGETTERS];

/** A Slack with more people, so that each can do one thing in a round. */
const WORKSPACE = {
  ...demoWorkspace,
  users: everyone.map((id, i) => ({ id, name: `person${i}`, realName: `Person ${i}` })),
  channels: [
    { id: 'C0GENERAL', name: 'general', botIn: true, members: everyone },
    { id: 'C0ART', name: 'art', botIn: true, members: everyone },
    { id: 'C0NOBOT', name: 'lounge', botIn: false, members: everyone },
    { id: 'G0PRIVATE', name: 'private-no-bot', isPrivate: true, botIn: false, members: everyone },
  ],
};

/** One web process, two workers, a Redis that keeps everything, and both stand-ins. Resolves when all take work. */
export async function setChaosStage(options: ChaosStageOptions): Promise<ChaosStage> {
  const { seed, plants = [], ears, drawMs = 900 } = options;
  const folder = await mkdtemp(path.join(tmpdir(), 'mj-chaos-'));
  const slack = await startSlack({
    ...WORKSPACE,
    app: MANIFEST,
    mode: 'socket',
    rateScale: 0,
    redeliverMs: [0, 700, 2500],
  });
  const gateway = await startGateway({
    dialect: 'plus',
    seed,
    drawMs,
    pictureSize: 64,
    // Longer than the bot waits for a person (plants/chaos-pace): what it left unanswered ends soon.
    modalMs: 15_000,
    slots: { running: 40, waiting: 40 },
  });
  const store = await startChaosRedis(options.redis ?? 'single', folder);
  const webPort = await freePort();
  const publicUrl = `http://127.0.0.1:${webPort}`;
  slack.makePublic(new URL(publicUrl).host);
  const striking = new AbortController();
  const lives: Promise<void>[] = [];

  async function act(name: ProcessName): Promise<Actor> {
    const gate = await openGate(store.doors, {
      onWrite: (write) => ears.onWrite(name, write),
      onRead: (id) => ears.onRead(name, id),
    });
    const clockFile = path.join(folder, `${name}.clock`);
    await writeFile(clockFile, '0');
    const env = {
      ROLE: name === 'web' ? 'web' : 'worker',
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      SLACK_FILE_HOSTS: slack.fileHost,
      SLACK_TIER_SCALE: '50',
      MJ_BASE_URL: gateway.url,
      MJ_API_KEY: gateway.key,
      MJ_AUTH: 'secret',
      MJ_POLL_MS: '300',
      REDIS_URL: store.url((door) => gate.portOf(door)),
      HOST: '127.0.0.1',
      PORT: name === 'web' ? String(webPort) : '0',
      // Callbacks are the workers' affair; without an address of its own the web process offers the grid in place of the painter.
      ...(name === 'web' ? {} : { PUBLIC_URL: publicUrl }),
      LOG_LEVEL: 'info',
      CHAOS_CLOCK: clockFile,
    };
    const actor: Actor = { name, gate, upSince: undefined, bot: undefined, downMs: 0, deaths: [], output: [] };
    lives.push(live(actor, env));
    return actor;
  }

  /** Its lives, one after the other. */
  async function live(actor: Actor, env: Record<string, string>): Promise<void> {
    while (!striking.signal.aborted) {
      const bot = await startBot({ env, plants: [`${PLANTS}/chaos-pace.mjs`, ...plants], readyMs: 0 });
      actor.bot = bot;
      const wasStarting = await Promise.race([bot.ready.then(() => false), bot.ended.then(() => true)]);
      if (!wasStarting) actor.upSince = performance.now();
      const exit = await bot.ended;
      actor.upSince = undefined;
      if (exit !== 'SIGKILL' && exit !== 0 && exit !== 'SIGTERM' && !wasStarting)
        actor.deaths.push(`${actor.name} ended by itself with ${exit}: ${bot.output.split('\n').slice(-4).join(' ')}`);
      actor.output.push(bot.output);
      await pause(actor.downMs);
    }
  }

  const actors = {
    web: await act('web'),
    'worker-1': await act('worker-1'),
    'worker-2': await act('worker-2'),
  };

  // Even a run that ends by an error takes its processes along.
  const takeAlong = () => {
    for (const { bot } of Object.values(actors)) if (bot !== undefined) void bot.kill();
  };
  process.once('exit', takeAlong);

  const stage: ChaosStage = {
    slack,
    gateway,
    actors,
    get redis() {
      return store.client;
    },
    people,
    kill(who, downMs) {
      const actor = actors[who];
      actor.downMs = downMs;
      actor.upSince = undefined;
      void actor.bot?.kill();
    },
    async stop(who, downMs) {
      const actor = actors[who];
      const { bot } = actor;
      if (bot === undefined || actor.upSince === undefined) return undefined;
      actor.downMs = downMs;
      actor.upSince = undefined;
      const begun = performance.now();
      const exit = await bot.stop(14_000).catch(() => 'late');
      return { exit, ms: performance.now() - begun };
    },
    findRedis: () => store.find(),
    killRedis: () => store.kill(),
    restartRedis: () => store.restart(),
    limitRedis: (bytes) => store.limit(bytes),
    async turnClock(who, ms) {
      await writeFile(path.join(folder, `${who}.clock`), String(ms));
      const actor = actors[who];
      // Not while it starts: the signal would end it before the plant listens.
      if (actor.upSince !== undefined && actor.bot !== undefined) process.kill(actor.bot.pid, 'SIGUSR2');
    },
    async allUp(withinMs) {
      const until = performance.now() + withinMs;
      while (PROCESSES.some((name) => actors[name].upSince === undefined)) {
        if (performance.now() > until) {
          const down = PROCESSES.filter((name) => actors[name].upSince === undefined);
          const last = down.map((name) => `${name}: ${actors[name].bot?.output.slice(-1500) ?? ''}`);
          throw new Error(`not up after ${withinMs} ms: ${last.join('\n')}`);
        }
        await pause(50);
      }
    },
    async strike() {
      striking.abort();
      for (const actor of Object.values(actors)) {
        actor.downMs = 0;
        void actor.bot?.kill();
      }
      await Promise.all(lives);
      process.off('exit', takeAlong);
      await Promise.all(Object.values(actors).map(({ gate }) => gate.close()));
      await Promise.all([slack.close(), gateway.close(), store.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await stage.allUp(60_000);
    // Some of the people let their setting answer what a press asks.
    const team = demoWorkspace.team.id;
    for (const [i, person] of people.entries())
      if (i % 4 === 0) await store.client.hset(`{mj}:settings:${team}:${person}`, 'remix', '"off"');
  } catch (error) {
    await stage.strike();
    throw error;
  }
  return stage;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
