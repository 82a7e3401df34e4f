import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type GatewayOptions, type GatewayStandIn, startGateway } from '../../src/sandbox/gateway/index.ts';
import { demoWorkspace } from '../../src/sandbox/slack/demo-workspace.ts';
import { type SlackOptions, type SlackStandIn, startSlack } from '../../src/sandbox/slack/index.ts';
import { startRedis, type TestRedis } from './redis.ts';
import { MANIFEST } from './stage.ts';

const MAIN = fileURLToPath(new URL('../../dist/app/doctor/main.js', import.meta.url));

/** As `--json` prints it. */
export interface Finding {
  area: string;
  state: 'well' | 'remark' | 'problem';
  what: string;
  details?: string[];
  todo?: string;
}

/** Stand-ins between which the compiled doctor runs, each time as a process of its own. */
export interface Surgery {
  readonly slack: SlackStandIn;
  readonly gateway: GatewayStandIn;
  /** A set-up with which the bot works. */
  readonly right: Readonly<Record<string, string>>;
  /** The working directory of the doctor. */
  readonly folder: string;
  /** Runs it with no environment but `env` and PATH. */
  doctor(env: Readonly<Record<string, string>>, ...args: string[]): Promise<{ code: number; out: string }>;
  found(env: Readonly<Record<string, string>>): Promise<{ code: number; findings: Finding[]; problems: Finding[] }>;
  /** Further stand-ins, closed with the rest. */
  slackWith(options?: Partial<SlackOptions>): Promise<SlackStandIn>;
  gatewayWith(options?: Partial<GatewayOptions>): Promise<GatewayStandIn>;
  redisWith(...flags: string[]): Promise<TestRedis>;
  onClose(close: () => Promise<unknown>): void;
  close(): Promise<void>;
}

export async function openSurgery(): Promise<Surgery> {
  const closing: (() => Promise<unknown>)[] = [];
  const folder = await mkdtemp(path.join(tmpdir(), 'mj-doctor-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));

  async function slackWith(options: Partial<SlackOptions> = {}): Promise<SlackStandIn> {
    const slack = await startSlack({ ...demoWorkspace, app: MANIFEST, mode: 'socket', ...options });
    closing.push(() => slack.close());
    return slack;
  }
  async function gatewayWith(options: Partial<GatewayOptions> = {}): Promise<GatewayStandIn> {
    const gateway = await startGateway({ dialect: 'plus', ...options });
    closing.push(() => gateway.close());
    return gateway;
  }
  async function redisWith(...flags: string[]): Promise<TestRedis> {
    const redis = await startRedis({ flags });
    closing.push(() => redis.stop());
    return redis;
  }
  const doctor: Surgery['doctor'] = (env, ...args) =>
    new Promise((resolve) => {
      execFile(
        process.execPath,
        [MAIN, ...args],
        { cwd: folder, env: { PATH: process.env['PATH'] ?? '', ...env } },
        (error, stdout, stderr) =>
          resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: stdout + stderr }),
      );
    });

  const slack = await slackWith();
  const gateway = await gatewayWith();
  return {
    slack,
    gateway,
    folder,
    right: {
      ...slackEnv(slack),
      SLACK_APP_TOKEN: slack.appToken,
      MJ_BASE_URL: gateway.url,
      MJ_API_KEY: gateway.key,
      DATA_DIR: path.join(folder, 'data'),
      HOST: '127.0.0.1',
      // Several doctors at once would meet each other at any other.
      PORT: '0',
    },
    doctor,
    async found(env) {
      const { code, out } = await doctor(env, '--json');
      const { findings } = JSON.parse(out) as { findings: Finding[] };
      return { code, findings, problems: findings.filter(({ state }) => state === 'problem') };
    },
    slackWith,
    gatewayWith,
    redisWith,
    onClose: (close) => void closing.push(close),
    async close() {
      for (const close of closing.toReversed()) await close();
    },
  };
}

export function slackEnv(slack: SlackStandIn): { SLACK_API_URL: string; SLACK_BOT_TOKEN: string } {
  return { SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: slack.botToken };
}
