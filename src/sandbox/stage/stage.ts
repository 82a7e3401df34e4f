import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { parse } from 'yaml';
import { type GatewayStandIn, startGateway } from '../gateway/index.ts';
import type { Stage } from '../page/stage.ts';
import { demoWorkspace, type SlackStandIn, startSlack } from '../slack/index.ts';
import { type BotCommand, BotProcess } from './bot.ts';
import { FaultBoard } from './faults.ts';
import { DIALECTS, type Dialect } from './options.ts';
import { gatewayTraffic, slackTraffic } from './traffic.ts';

export interface StageOptions {
  dialect: Dialect;
  drawMs: number;
  http: boolean;
  /** Text of `manifest.yml`. */
  manifest: string;
  bot: BotCommand;
  /** What the bot's process gets besides the variables of the contract, e.g. PATH. */
  env: Readonly<Record<string, string>>;
  dataDir: string;
  redisUrl?: string;
  /** Takes each readable line of the bot's log. */
  log: (line: string) => void;
}

/** Shown of either side. */
const MOST_VIOLATIONS = 20;

/** Both stand-ins and the bot, running. */
export interface RunningStage extends Stage {
  readonly slack: SlackStandIn;
  close(): Promise<void>;
}

/**
 * Starts the stand-ins and the bot, and waits until it is ready.
 *
 * @throws Error when the bot does not become ready; everything is stopped again
 */
export async function startStage(options: StageOptions): Promise<RunningStage> {
  const slack = await startSlack({ ...demoWorkspace, app: options.manifest, mode: options.http ? 'http' : 'socket' });
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  let { dialect, drawMs } = options;
  let [latencyMs, remix, publicAddress] = [0, false, true];
  let gateway = await openGateway();
  const botPort = await freePort();
  // The painter's previews are pictures that Slack fetches.
  slack.makePublic(`127.0.0.1:${botPort}`);
  const bot = new BotProcess(options.bot, options.log, changed);
  const faults = new FaultBoard(slack, gateway, changed);
  let started = false;
  // Starts and stops never overlap, however fast somebody clicks.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const next = turn.then(run, run);
    turn = next.catch(() => undefined);
    return next;
  };

  function openGateway(port = 0): Promise<GatewayStandIn> {
    return startGateway({ dialect, drawMs, port, latencyMs, switches: { remix } }).then((opened) => {
      opened.on('any', changed);
      return opened;
    });
  }

  async function newGateway(): Promise<void> {
    const port = Number(new URL(gateway.url).port);
    await gateway.close();
    gateway = await openGateway(port);
    faults.moveTo(gateway);
  }

  async function startBot(): Promise<void> {
    const address = `http://127.0.0.1:${botPort}`;
    await bot.start({
      ...options.env,
      ...botEnvironment(options, slack, gateway, botPort),
      ...(publicAddress ? { PUBLIC_URL: address } : {}),
    });
    started = true;
    if (options.http) await slack.setRequestUrl(`${address}/slack/events`);
  }

  async function close(): Promise<void> {
    await inTurn(async () => {
      // A bot that was killed leaves its embedded Redis running; the next start adopts it, and a proper stop takes it along.
      if (started && bot.state.state === 'dead' && options.redisUrl === undefined) {
        await startBot().catch((error: unknown) => options.log(error instanceof Error ? error.message : String(error)));
      }
      await bot.stop();
    });
    await Promise.all([slack.close(), gateway.close()]);
  }

  try {
    await startBot();
  } catch (error) {
    await close();
    throw error;
  }

  return {
    slack,
    homeTab: hasHomeTab(options.manifest),
    state: () => ({
      bot: bot.state,
      dialect,
      dialects: DIALECTS,
      drawMs,
      latencyMs,
      remix,
      publicAddress,
      faults: faults.state,
    }),
    gatewayTraffic: () => gatewayTraffic(gateway.requests),
    slackTraffic: () => slackTraffic(slack.calls, slack.deliveries),
    violations: () => [
      ...slack.violations.slice(-MOST_VIOLATIONS).map((text) => `Slack: ${text}`),
      ...gateway.violations.slice(-MOST_VIOLATIONS).map((text) => `Gateway: ${text}`),
    ],
    on: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    killBot: () => bot.kill(),
    restartBot: () =>
      inTurn(async () => {
        await bot.stop();
        await startBot();
      }),
    setDialect: (wanted) =>
      inTurn(async () => {
        const known = DIALECTS.find((one) => one === wanted);
        if (known === undefined) throw new Error(`There is no dialect "${wanted}".`);
        await bot.stop();
        dialect = known;
        await newGateway();
        await startBot();
      }),
    setDrawMs: (ms) =>
      inTurn(async () => {
        drawMs = ms;
        await newGateway();
        changed();
      }),
    setLatency: (ms) => {
      latencyMs = ms;
      gateway.latency(ms);
      changed();
    },
    setRemix: (on) => {
      remix = on;
      gateway.remix(on);
      changed();
    },
    setPublicAddress: (on) =>
      inTurn(async () => {
        await bot.stop();
        publicAddress = on;
        await startBot();
      }),
    setFault: (id, on) => faults.set(id, on),
    clearFaults: () => faults.clear(),
    close,
  };
}

/** The bot's settings, by the names that its README lists. */
function botEnvironment(
  { http, dataDir, redisUrl }: StageOptions,
  slack: SlackStandIn,
  gateway: GatewayStandIn,
  port: number,
): Record<string, string> {
  return {
    SLACK_BOT_TOKEN: slack.botToken,
    ...(http ? { SLACK_SIGNING_SECRET: slack.signingSecret } : { SLACK_APP_TOKEN: slack.appToken }),
    SLACK_API_URL: slack.apiUrl,
    SLACK_FILE_HOSTS: slack.fileHost,
    MJ_BASE_URL: gateway.url,
    MJ_API_KEY: gateway.key,
    DATA_DIR: dataDir,
    // A picture is drawn in seconds here, and its card should be seen to move.
    MJ_POLL_MS: '1000',
    HOST: '127.0.0.1',
    PORT: String(port),
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
  };
}

function hasHomeTab(manifest: string): boolean {
  const { features } = parse(manifest) as { features?: { app_home?: { home_tab_enabled?: boolean } } };
  return features?.app_home?.home_tab_enabled === true;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}
