import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { Agent } from 'undici';
import { expect, onTestFinished } from 'vitest';
import type { AdminView } from '../../../src/domain/admin.ts';
import { catalogue } from '../../../src/domain/catalogue.ts';
import type { Language } from '../../../src/domain/language.ts';
import {
  DEFAULT_SETTINGS,
  type SettingsOwner,
  type SettingsSheet,
  type SettingsUse,
} from '../../../src/domain/settings.ts';
import type { Step } from '../../../src/domain/step.ts';
import type { PictureRef } from '../../../src/domain/submission.ts';
import { forms, verbs } from '../../../src/flows/index.ts';
import { demoWorkspace, startSlack } from '../../../src/sandbox/slack/index.ts';
import type { SlackStandIn, SlackOptions as StandInOptions } from '../../../src/sandbox/slack/types.ts';
import type {
  Builder,
  ButtonPressed,
  CommandGiven,
  ControlUsed,
  Desk,
  FormSent,
  Handlers,
  MessageSaid,
  PicturesShared,
  Reaction,
  StepSent,
} from '../../../src/slack/handlers.ts';
import { createSlack, type Receiver, type Slack, type SlackOptions } from '../../../src/slack/index.ts';

export const alice = 'U0ALICE01';
export const bruno = 'U0BRUNO02';
export const general = 'C0GENERAL';

const manifest = readFileSync(path.resolve(import.meta.dirname, '../../../manifest.yml'), 'utf8');

/** A stand-in that was given the real manifest; closed when the test ends. */
export async function standIn(options: Partial<StandInOptions> = {}): Promise<SlackStandIn> {
  const slack = await startSlack({
    ...demoWorkspace,
    app: manifest,
    mode: 'socket',
    fileReadyMs: 20,
    shareMs: 5,
    redeliverMs: [0, 20, 20],
    ...options,
  });
  onTestFinished(async () => await slack.close());
  return slack;
}

/** Resolves once Slack has looked at a file, so that it may be shown. */
export async function lookedAt(files: Slack['files'], fileId: string): Promise<void> {
  await expect.poll(async () => (await files.look(fileId)).ready, { interval: 20 }).toBe(true);
}

export interface LogLine {
  level: 'debug' | 'info' | 'warn' | 'error';
  fields: object;
  message: string;
}

/** The forms as they are. */
export const desk: Desk = {
  forms,
  preview: (verb, given) => verbs.find((one) => one.name === verb)?.preview?.(given),
};

/** The room under test, against a stand-in. */
export function roomFor(slack: Pick<SlackStandIn, 'apiUrl' | 'botToken'>, more: Partial<SlackOptions> = {}) {
  const lines: LogLine[] = [];
  const at = (level: LogLine['level']) => (fields: object, message: string) =>
    void lines.push({ level, fields, message });
  const dispatcher = new Agent();
  onTestFinished(async () => await dispatcher.destroy());
  const room: Slack = createSlack({
    botToken: slack.botToken,
    apiUrl: slack.apiUrl,
    fileHosts: [new URL(slack.apiUrl).host],
    dispatcher,
    catalogue,
    desk,
    log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
    sleep: async (ms) => await sleep(ms),
    random: Math.random,
    ...more,
  });
  return { room, lines };
}

/** Handlers that remember what they were called with, and do what a test says. */
export class FakeHandlers implements Handlers {
  readonly commands: CommandGiven[] = [];
  readonly messages: MessageSaid[] = [];
  readonly shares: PicturesShared[] = [];
  readonly presses: ButtonPressed[] = [];
  readonly controls: ControlUsed[] = [];
  readonly forms: FormSent[] = [];
  readonly drafts: Parameters<Handlers['draft']>[0][] = [];
  readonly steps: StepSent[] = [];
  readonly settled: { owner: SettingsOwner; use: SettingsUse }[] = [];
  readonly seats: { step: Step; viewId: string }[] = [];
  readonly wordings: { step: Step; prompt: string }[] = [];
  readonly deadUsed: Parameters<Handlers['dead']>[0][] = [];
  readonly reactions: Reaction[] = [];
  readonly visits: Parameters<Handlers['home']>[0][] = [];
  readonly keeps: Parameters<Handlers['keep']>[0][] = [];
  readonly managed: Parameters<Handlers['admin']>[0][] = [];
  readonly grew: Step[] = [];
  readonly checked: (readonly PictureRef[])[] = [];
  readonly does: Partial<Handlers>;

  constructor(does: Partial<Handlers> = {}) {
    this.does = does;
  }
  async language(team: string, user: string): Promise<Language> {
    return (await this.does.language?.(team, user)) ?? 'en';
  }
  async command(given: CommandGiven) {
    this.commands.push(given);
    return await this.does.command?.(given);
  }
  async said(said: MessageSaid) {
    this.messages.push(said);
    return await this.does.said?.(said);
  }
  async share(shared: PicturesShared) {
    this.shares.push(shared);
    return await this.does.share?.(shared);
  }
  async press(pressed: ButtonPressed) {
    this.presses.push(pressed);
    return await this.does.press?.(pressed);
  }
  async control(used: ControlUsed) {
    this.controls.push(used);
    return await this.does.control?.(used);
  }
  async form(sent: FormSent) {
    this.forms.push(sent);
    return await this.does.form?.(sent);
  }
  async draft(use: Parameters<Handlers['draft']>[0]) {
    this.drafts.push(use);
    return await this.does.draft?.(use);
  }
  async step(sent: StepSent) {
    this.steps.push(sent);
    await this.does.step?.(sent);
  }
  async settings(owner: SettingsOwner, use: SettingsUse): Promise<SettingsSheet> {
    this.settled.push({ owner, use });
    return (await this.does.settings?.(owner, use)) ?? { of: 'person', settings: DEFAULT_SETTINGS };
  }
  async builder(filled: Parameters<Handlers['builder']>[0]): Promise<Builder> {
    return (await this.does.builder?.(filled)) ?? { presets: [], preview: desk.preview(filled.verb, filled.given) };
  }
  async dead(use: Parameters<Handlers['dead']>[0]) {
    this.deadUsed.push(use);
    return (await this.does.dead?.(use)) ?? { dead: [], done: 'gone' as const };
  }
  async admin(use: Parameters<Handlers['admin']>[0]): Promise<AdminView> {
    this.managed.push(use);
    return (await this.does.admin?.(use)) ?? { page: 'channels', channels: [], bound: [] };
  }
  async reacted(reaction: Reaction) {
    this.reactions.push(reaction);
    await this.does.reacted?.(reaction);
  }
  async home(visit: Parameters<Handlers['home']>[0]) {
    this.visits.push(visit);
    await this.does.home?.(visit);
  }
  async keep(keeping: Parameters<Handlers['keep']>[0]) {
    this.keeps.push(keeping);
    await this.does.keep?.(keeping);
  }
  async seated(step: Step, viewId: string) {
    this.seats.push({ step, viewId });
    await this.does.seated?.(step, viewId);
  }
  async worded(step: Step, prompt: string) {
    this.wordings.push({ step, prompt });
    await this.does.worded?.(step, prompt);
  }
  async grown(step: Step) {
    this.grew.push(step);
    return (await this.does.grown?.(step)) ?? step;
  }
  async check(pictures: readonly PictureRef[], by: Parameters<Handlers['check']>[1]) {
    this.checked.push(pictures);
    await this.does.check?.(pictures, by);
  }
}

/** Connects the room by Socket Mode; stopped when the test ends. */
export async function listenBySocket(slack: SlackStandIn, handlers: Handlers) {
  const made = roomFor(slack);
  const receiver = made.room.receiver({ kind: 'socket', appToken: slack.appToken }, handlers);
  await receiver.start();
  onTestFinished(async () => void (await receiver.stop(1000)));
  return { ...made, receiver };
}

/** Serves the room by HTTP; stopped when the test ends. */
export async function listenByHttp(slack: SlackStandIn, handlers: Handlers) {
  const made = roomFor(slack);
  const receiver = made.room.receiver({ kind: 'http', signingSecret: slack.signingSecret }, handlers);
  const url = await serve(receiver);
  await receiver.start();
  await slack.setRequestUrl(url);
  return { ...made, receiver, url };
}

/** Puts the receiver's listener behind a server. @returns the address of the events route */
export async function serve(receiver: Receiver): Promise<string> {
  if (receiver.requestListener === undefined) throw new Error('no listener for HTTP');
  const server = createServer(receiver.requestListener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
}

/** A promise and the hands to settle it. */
export function gate<T = void>() {
  let open!: (value: T) => void;
  const passed = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

export async function picture(
  format: 'png' | 'webp' | 'jpeg' | 'gif' | 'avif',
  width = 16,
  height = 8,
): Promise<Buffer> {
  const plain = sharp({ create: { width, height, channels: 3, background: '#336699' } });
  return await plain.toFormat(format).toBuffer();
}

/** An address of this machine at which nobody listens. */
export async function nobody(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/`;
}
