import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type GatewayOptions, type GatewayStandIn, startGateway } from '../../src/sandbox/gateway/index.ts';
import { demoWorkspace } from '../../src/sandbox/slack/demo-workspace.ts';
import { type Message, type SlackOptions, type SlackStandIn, startSlack } from '../../src/sandbox/slack/index.ts';
import { type BotProcess, startBot } from './bot.ts';
import { freePort } from './redis.ts';

export const MANIFEST = readFileSync(fileURLToPath(new URL('../../manifest.yml', import.meta.url)), 'utf8');

export const ALICE = 'U0ALICE01';
export const BRUNO = 'U0BRUNO02';
export const ART = 'C0ART';

export interface StageOptions {
  mode?: 'socket' | 'http';
  gateway?: Partial<GatewayOptions>;
  env?: Record<string, string>;
  rateScale?: number;
  plants?: readonly string[];
  /** How Slack is set up; `address` is the bot's. */
  slack?: (address: string) => Partial<SlackOptions>;
  /** Start the stand-ins only; `startBot` starts the bot. */
  withoutBot?: boolean;
  /** The stand-ins will have something to complain about, or the log an error: that is what is played. */
  forgive?: boolean;
}

/** Both stand-ins and the real bot between them, with an embedded Redis of its own in a folder that goes when the stage is struck. */
export interface Stage {
  readonly slack: SlackStandIn;
  readonly gateway: GatewayStandIn;
  readonly bot: BotProcess;
  readonly dataDir: string;
  /** The bot's HTTP address. */
  readonly address: string;
  readonly env: Record<string, string>;
  /** Starts the bot (again). */
  startBot(more?: { plants?: readonly string[]; readyMs?: number; env?: Record<string, string> }): Promise<BotProcess>;
  imagine(
    prompt: string,
    more?: { user?: string; channel?: string },
  ): Promise<{ noticed: Awaited<ReturnType<SlackStandIn['act']['command']>> }>;
  /** The cards in a channel, oldest first. */
  cards(channel?: string): Message[];
  /** Waits for the nth card (0 = first) to fit. */
  card(
    fits: (card: Message) => boolean,
    what: string,
    more?: { n?: number; channel?: string; timeoutMs?: number },
  ): Promise<Message>;
  /** Ends everything, and fails when either stand-in has something to complain about that is not forgiven. */
  strike(options?: { forgive?: boolean }): Promise<void>;
}

export async function setStage(options: StageOptions = {}): Promise<Stage> {
  const mode = options.mode ?? 'socket';
  // As late as can be: a port that nobody listens on may be given to somebody else.
  const known = options.slack === undefined ? undefined : await freePort();
  const slack = await startSlack({
    ...demoWorkspace,
    app: MANIFEST,
    mode,
    ...(options.rateScale === undefined ? {} : { rateScale: options.rateScale }),
    ...options.slack?.(`http://127.0.0.1:${known}`),
  });
  const gateway = await startGateway({ dialect: 'plus', drawMs: 1500, pictureSize: 512, ...options.gateway });
  const dataDir = await mkdtemp(path.join(tmpdir(), 'mj-stage-'));
  const port = known ?? (await freePort());
  const env: Record<string, string> = {
    SLACK_BOT_TOKEN: slack.botToken,
    ...(mode === 'socket' ? { SLACK_APP_TOKEN: slack.appToken } : { SLACK_SIGNING_SECRET: slack.signingSecret }),
    SLACK_API_URL: slack.apiUrl,
    SLACK_FILE_HOSTS: slack.fileHost,
    MJ_BASE_URL: gateway.url,
    MJ_API_KEY: gateway.key,
    MJ_POLL_MS: '150',
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    PORT: String(port),
    LOG_LEVEL: 'debug',
    ...options.env,
  };
  let bot: BotProcess | undefined;

  const stage: Stage = {
    slack,
    gateway,
    dataDir,
    env,
    address: `http://127.0.0.1:${port}`,
    get bot() {
      if (bot === undefined) throw new Error('the bot was not started');
      return bot;
    },
    async startBot(more = {}) {
      const { PUBLIC_URL } = { ...env, ...more.env };
      // Slack fetches what the bot links to there.
      if (PUBLIC_URL !== undefined) slack.makePublic(new URL(PUBLIC_URL).host);
      bot = await startBot({
        env: { ...env, ...more.env },
        plants: more.plants ?? options.plants ?? [],
        ...(more.readyMs === undefined ? {} : { readyMs: more.readyMs }),
      });
      if (mode === 'http') await slack.setRequestUrl(`${stage.address}/slack/events`);
      return bot;
    },
    async imagine(prompt, { user = ALICE, channel = ART } = {}) {
      return { noticed: await slack.act.command({ user, channel, command: '/imagine', text: prompt }) };
    },
    cards: (channel = ART) => (slack.world.messages[channel] ?? []).filter((m) => isCard(m) && !m.deleted),
    card: (fits, what, { n = 0, channel = ART, timeoutMs = 20_000 } = {}) =>
      slack.waitFor(
        () => {
          const card = stage.cards(channel)[n];
          return card !== undefined && fits(card) && card;
        },
        { what, timeoutMs },
      ),
    async strike({ forgive = options.forgive ?? false } = {}) {
      const exit = await bot?.stop().catch((error: unknown) => error);
      await Promise.all([slack.close(), gateway.close()]);
      await rm(dataDir, { recursive: true, force: true });
      if (exit instanceof Error) throw exit;
      if (forgive) return;
      const complaints = [
        ...slack.violations.map((v) => `Slack: ${v}`),
        ...gateway.violations.map((v) => `gateway: ${v}`),
        ...(bot?.log.filter((l) => l.level === 'error').map((l) => `log: ${JSON.stringify(l)}`) ?? []),
      ];
      if (complaints.length > 0) throw new Error(`the stage was left with complaints:\n${complaints.join('\n')}`);
    },
  };
  if (options.withoutBot !== true) await stage.startBot();
  return stage;
}

function isCard(message: Message): boolean {
  return message.metadata?.['event_type'] === 'mj_submission';
}

/** All text that a person can see on a message: blocks and labels, without formatting. */
export function seen(message: { blocks: readonly object[] }): string {
  const texts: string[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value))
        if ((key === 'text' || key === 'alt_text' || key === 'title') && typeof inner === 'string') texts.push(inner);
        else if (key !== 'confirm') walk(inner);
  };
  walk(message.blocks);
  return texts.join('\n');
}

export interface VisibleButton {
  label: string;
  value: string | undefined;
  url: string | undefined;
  style: string | undefined;
  row: number;
}

/** The buttons of a message, in order, with the row in which each stands. */
export function buttonsOf(message: { blocks: readonly object[] }): VisibleButton[] {
  const rows = (message.blocks as { type: string; elements?: Record<string, unknown>[] }[]).filter(
    (b) => b.type === 'actions',
  );
  return rows.flatMap((block, row) =>
    (block.elements ?? [])
      .filter((e) => e['type'] === 'button')
      .map((e) => ({
        label: (e['text'] as { text?: string } | undefined)?.text ?? '',
        value: e['value'] as string | undefined,
        url: e['url'] as string | undefined,
        style: e['style'] as string | undefined,
        row,
      })),
  );
}

/** The gateway's buttons on a card: those whose value is a press. */
export function gatewayButtons(message: { blocks: readonly object[] }): VisibleButton[] {
  return buttonsOf(message).filter((b) => /^v1\.\w+\.[0-9a-z]{13}$/.test(b.value ?? ''));
}

/** The card has its picture, and buttons to go on with. */
export const done = (card: { blocks: readonly object[] }) =>
  pictureOf(card) !== undefined && gatewayButtons(card).length > 0;

/** Slack's id of the picture that the card shows. */
export function pictureOf(message: { blocks: readonly object[] }): string | undefined {
  const image = (message.blocks as { type: string; slack_file?: { id?: string } }[]).find((b) => b.type === 'image');
  return image?.slack_file?.id;
}
