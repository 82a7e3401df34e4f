import { z } from 'zod';
import type { Noticed } from '../slack/index.ts';
import type { Stage } from './stage.ts';

/** An act's answer as the page reads it: what the person noticed, or an `error` with the sentence to show. */
export type Answer = Partial<Noticed>;

const user = z.string();
const channel = z.string();
const ts = z.string();
const text = z.string();
const value = z.union([z.string(), z.array(z.string()), z.null()]);
const values = z.record(z.string(), value);
const surface = z.union([
  z.object({ channel, ts }),
  z.object({ viewId: z.string() }),
  z.object({ home: z.literal(true) }),
]);

/** One thing the page can ask for: how its input is read, and what it does. */
interface Act {
  run(stage: Stage, input: unknown): Promise<Answer>;
}

function act<S extends z.ZodType>(schema: S, run: (stage: Stage, input: z.output<S>) => Promise<unknown>): Act {
  return {
    async run(stage, input) {
      const noticed = await run(stage, schema.parse(input));
      return isNoticed(noticed) ? noticed : {};
    },
  };
}

function isNoticed(answer: unknown): answer is Noticed {
  return typeof answer === 'object' && answer !== null && 'acked' in answer;
}

const ACTS: Readonly<Record<string, Act>> = {
  command: act(z.object({ user, channel, command: text, text }), ({ slack }, input) => slack.act.command(input)),
  message: act(
    z.object({ user, channel, text, threadTs: ts.exactOptional(), files: z.array(z.string()).exactOptional() }),
    ({ slack }, input) => slack.act.message(input),
  ),
  click: act(
    z.object({
      user,
      on: surface,
      element: z.object({ actionId: z.string().exactOptional(), blockId: z.string().exactOptional() }),
      option: value.exactOptional(),
      values: values.exactOptional(),
    }),
    ({ slack }, input) => slack.act.click(input),
  ),
  submitView: act(z.object({ user, values }), ({ slack }, input) => slack.act.submitView(input)),
  closeView: act(z.object({ user, all: z.boolean().default(false) }), ({ slack }, input) => slack.act.closeView(input)),
  messageShortcut: act(z.object({ user, channel, ts, callbackId: z.string() }), ({ slack }, input) =>
    slack.act.messageShortcut(input),
  ),
  globalShortcut: act(z.object({ user, callbackId: z.string() }), ({ slack }, input) =>
    slack.act.globalShortcut(input),
  ),
  react: act(
    z.object({ user, channel, ts, name: z.string(), remove: z.boolean().default(false) }),
    ({ slack }, input) => slack.act.react(input),
  ),
  openHome: act(z.object({ user, tab: z.enum(['home', 'messages']) }), ({ slack }, input) => slack.act.openHome(input)),
  removeBot: act(z.object({ user, channel }), ({ slack }, input) => slack.act.removeBot(input)),
  inviteBot: act(z.object({ user, channel }), ({ slack }, input) => slack.act.inviteBot(input)),
  deleteMessage: act(z.object({ user, channel, ts }), ({ slack }, input) => slack.act.deleteMessage(input)),
  bot: act(z.object({ id: z.enum(['kill', 'restart']) }), async (stage, { id }) =>
    id === 'kill' ? stage.killBot() : stage.restartBot(),
  ),
  dialect: act(z.object({ id: z.string() }), (stage, { id }) => stage.setDialect(id)),
  drawMs: act(z.object({ id: z.number().int().min(100).max(600_000) }), (stage, { id }) => stage.setDrawMs(id)),
  latency: act(z.object({ id: z.number().int().min(0).max(60_000) }), async (stage, { id }) => stage.setLatency(id)),
  remix: act(z.object({ on: z.boolean() }), async (stage, { on }) => stage.setRemix(on)),
  publicAddress: act(z.object({ on: z.boolean() }), (stage, { on }) => stage.setPublicAddress(on)),
  fault: act(z.object({ id: z.string(), on: z.boolean() }), async (stage, { id, on }) => stage.setFault(id, on)),
  clearFaults: act(z.object({}), async (stage) => stage.clearFaults()),
};

/**
 * Does what the page asks for, as the person it names.
 *
 * @returns what the person noticed; `error` with a sentence when the act could not be done at all
 */
export async function perform(stage: Stage, name: string, input: unknown): Promise<Answer> {
  const found = Object.hasOwn(ACTS, name) ? ACTS[name] : undefined;
  if (found === undefined) return { error: `The sandbox knows no act "${name}".` };
  try {
    return await found.run(stage, input);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
