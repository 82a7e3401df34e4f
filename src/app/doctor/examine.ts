import { Agent } from 'undici';
// Not by the rooms' index: that would load Bolt and BullMQ, which takes longer than the whole look.
import { checkSlack } from '../../slack/connection/checkup.ts';
import { type Config, parseConfig, secretsOf } from '../config.ts';
import { type Finding, findingsOn } from './finding.ts';
import { judgeGateway } from './judge/gateway.ts';
import { judgeDirectory, judgeListener, judgePublicAddress, splitAtCorrection } from './judge/machine.ts';
import { judgeRedis } from './judge/redis.ts';
import { judgeSlack } from './judge/slack.ts';
import { lookAtGateway } from './look/gateway.ts';
import { lookAtDirectory, lookAtListener, lookAtPublicAddress } from './look/machine.ts';
import { lookAtRedis } from './look/redis.ts';

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Milliseconds from any fixed point. */
  readonly steady: () => number;
}

export interface Examination {
  readonly findings: readonly Finding[];
  /** Values that must not be printed, whoever quotes them. */
  readonly secrets: readonly string[];
}

const { well, remark, problem } = findingsOn('configuration');
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * Looks at everything that the bot would meet with this environment. Nothing is submitted, posted or stored.
 *
 * With a configuration that is wrong nothing else is looked at: half of it would be about values that are going to change.
 */
export async function examine(surroundings: Surroundings): Promise<Examination> {
  const parsed = parseConfig(surroundings.env);
  if (!parsed.ok) return { findings: parsed.problems.map((line) => splitAtCorrection(line, problem)), secrets: [] };
  const { config, warnings } = parsed;
  const parts = await Promise.all([
    slack(config, surroundings),
    gateway(config, surroundings),
    redis(config, surroundings),
    machine(config, surroundings),
  ]);
  const configuration = [
    well('Every variable can be read'),
    ...warnings.map((line) => splitAtCorrection(line, remark)),
  ];
  return { findings: [...configuration, ...parts.flat()], secrets: secretsOf(config) };
}

async function slack(config: Config, { now }: Surroundings): Promise<Finding[]> {
  const { door, apiUrl, several } = config.slack;
  const botToken = several === undefined ? config.slack.botToken : undefined;
  const client = several === undefined ? undefined : { id: several.clientId, secret: several.clientSecret };
  const dispatcher = new Agent();
  const appToken = door.kind === 'socket' ? door.appToken : undefined;
  try {
    return judgeSlack(await checkSlack({ botToken, client, appToken, apiUrl, dispatcher, now, log: quiet }), config);
  } finally {
    await dispatcher.close();
  }
}

async function gateway(config: Config, clocks: Surroundings): Promise<Finding[]> {
  return judgeGateway(await lookAtGateway(config.gateway, clocks), config.gateway);
}

async function redis(config: Config, { now }: Surroundings): Promise<Finding[]> {
  return config.redis.kind === 'embedded' ? [] : judgeRedis(await lookAtRedis(config.redis.url, now));
}

async function machine({ http, redis: kept }: Config, { env, now }: Surroundings): Promise<Finding[]> {
  const listener = await lookAtListener(http);
  const { publicUrl } = http;
  return [
    judgeListener(listener, http),
    ...(kept.kind === 'external'
      ? []
      : judgeDirectory(
          await lookAtDirectory(kept.dataDir, env['PATH'] ?? '', now()),
          kept.dataDir,
          listener.by === 'a-bot',
        )),
    ...(publicUrl === undefined ? [] : judgePublicAddress(await lookAtPublicAddress(publicUrl), publicUrl)),
  ];
}
