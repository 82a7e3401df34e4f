/** The stand-in Slack as a process of its own: one or several workspaces, and what people do in them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Message, type SlackStandIn, startSlack } from '../../src/sandbox/slack/index.ts';
import { cardOf, type SeenCard } from './harness/cards.ts';
import { serve } from './harness/remote.ts';

const MANIFEST = readFileSync(path.join(import.meta.dirname, '../../manifest.yml'), 'utf8');
const PEOPLE = 30;

export interface SlackSetting {
  workspaces: number;
  channels: number;
  /** Multiplies the tiers; 0 switches them off. */
  rateScale: number;
  /** Of every call, ms. */
  callMs: number;
  /** From completeUploadExternal until a file can be shown, ms. */
  fileReadyMs: number;
  forgetBytes?: boolean;
}

/** How to reach a workspace. */
export interface Workspace {
  apiUrl: string;
  fileHost: string;
  botToken: string;
  appToken: string;
  channels: readonly string[];
}

/** A slash command as the person who typed it saw it. */
export interface Typed {
  acked: boolean;
  ms: number;
  error: string | undefined;
}

export interface Calls {
  all: number;
  limited: number;
}

const workspaces: { slack: SlackStandIn; channels: readonly string[] }[] = [];
let typed = 0;

const api = {
  async start(setting: SlackSetting): Promise<Workspace[]> {
    const users = Array.from({ length: PEOPLE }, (_, n) => ({ id: person(n), name: `p${n}`, realName: `Person ${n}` }));
    for (let at = 0; at < setting.workspaces; at += 1) {
      const channels = Array.from({ length: setting.channels }, (_, n) => `C${at}BENCH${`${n}`.padStart(2, '0')}`);
      const slack = await startSlack({
        team: { id: `T${at}BENCH`, name: `Bench ${at}`, domain: `bench${at}` },
        users,
        channels: channels.map((id) => ({
          id,
          name: id.toLowerCase(),
          botIn: true,
          members: users.map((user) => user.id),
        })),
        app: MANIFEST,
        mode: 'socket',
        rateScale: setting.rateScale,
        fileReadyMs: setting.fileReadyMs,
        forgetBytes: setting.forgetBytes ?? false,
      });
      if (setting.callMs > 0) slack.faults.add({ effect: { kind: 'delay', ms: setting.callMs } });
      workspaces.push({ slack, channels });
    }
    return workspaces.map(({ slack, channels }) => ({
      apiUrl: slack.apiUrl,
      fileHost: slack.fileHost,
      botToken: slack.botToken,
      appToken: slack.appToken,
      channels,
    }));
  },

  /** People type `/imagine`, evenly spread over time, people and channels. Resolves when the last was answered. */
  async imagine(
    at: number,
    { times, everyMs, text }: { times: number; everyMs: number; text: string },
  ): Promise<Typed[]> {
    const { slack, channels } = workspace(at);
    const began = performance.now();
    const answers: Promise<Typed>[] = [];
    for (let n = 0; n < times; n += 1) {
      const due = began + n * everyMs - performance.now();
      if (due > 0) await pause(due);
      typed += 1;
      const input = {
        user: person(typed % PEOPLE),
        channel: channels[n % channels.length] ?? '',
        command: '/imagine',
        text: `${text} ${typed}`,
      };
      answers.push(slack.act.command(input).then(({ acked, ms, error }) => ({ acked, ms, error })));
    }
    return await Promise.all(answers);
  },

  /** A person opens their home, or looks for words in it. @returns how long until it was published, ms; with no words of theirs, all is shown */
  async openHome(at: number, user: string, words?: string): Promise<number> {
    const { slack } = workspace(at);
    const before = slack.world.homes[user]?.hash;
    const began = performance.now();
    if (words === undefined) await slack.act.openHome({ user });
    else await slack.act.click({ user, on: { home: true }, element: { blockId: 'find' }, option: words });
    await slack.waitFor((world) => world.homes[user] !== undefined && world.homes[user].hash !== before, {
      what: 'the home',
    });
    return performance.now() - began;
  },

  cards(at: number): SeenCard[] {
    const messages = Object.values(workspace(at).slack.world.messages).flat();
    return messages.filter((m) => m.botId !== undefined && m.threadTs === undefined && !m.deleted).map(cardOf);
  },

  /** Resolves with true once so many cards show a picture. */
  async pictures(at: number, wanted: number, withinMs: number): Promise<boolean> {
    const { slack } = workspace(at);
    const messages = Object.values(slack.world.messages).flat();
    const shown = new Set(messages.filter(showsPicture).map(({ ts }) => ts));
    if (shown.size >= wanted) return true;
    return await new Promise((resolve) => {
      const finish = (enough: boolean) => {
        clearTimeout(timer);
        stop();
        resolve(enough);
      };
      const timer = setTimeout(() => finish(false), withinMs);
      const stop = slack.on('change', ({ kind, channel = '', ts = '' }) => {
        if (kind !== 'message') return;
        const message = slack.world.messages[channel]?.findLast((m) => m.ts === ts);
        if (message !== undefined && showsPicture(message)) shown.add(ts);
        if (shown.size >= wanted) finish(true);
      });
    });
  },

  /** Calls of the Web API within [from, to), by method, and how many of them met a limit. */
  calls(at: number, from: number, to: number): Record<string, Calls> {
    const found: Record<string, Calls> = {};
    for (const call of workspace(at).slack.calls) {
      if (call.at < from || call.at >= to) continue;
      const one = (found[call.method] ??= { all: 0, limited: 0 });
      one.all += 1;
      if (call.error === 'ratelimited') one.limited += 1;
    }
    return found;
  },

  violations: (): string[] => workspaces.flatMap(({ slack }) => [...slack.violations]),
};
export type SlackApi = typeof api;

function workspace(at: number): (typeof workspaces)[number] {
  const found = workspaces[at];
  if (found === undefined) throw new Error(`there is no workspace ${at}`);
  return found;
}

function showsPicture({ blocks }: Message): boolean {
  return blocks.some((block) => block['type'] === 'image');
}

function person(n: number): string {
  return `U0BENCH${`${n}`.padStart(2, '0')}`;
}

serve(api);
