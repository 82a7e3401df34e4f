import type { IncomingMessage, ServerResponse } from 'node:http';
import { SAMPLE_LIST } from './samples.ts';
import type { Stage } from './stage.ts';
import { type Entries, viewOf } from './view.ts';

/** Changes come in bursts; the page is told at most this often. */
const GATHER_MS = 40;
/** So that a dead connection is noticed by both sides. */
const HEARTBEAT_MS = 15_000;

/**
 * One open page: everything once, then what changed, as Server-Sent Events named `state` with `{ fresh, set, drop }`.
 *
 * @param person falls back to the first person of the workspace
 */
export function streamState(stage: Stage, person: string, request: IncomingMessage, response: ServerResponse): void {
  const { users } = stage.slack.world;
  const everyone = Object.values(users).filter((user) => !user.isBot);
  const me = everyone.find((user) => user.id === person)?.id ?? everyone[0]?.id ?? '';
  const since = Date.now();
  const sent = new Map<string, string>();
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  });

  const tell = (fresh: boolean) => {
    const entries = viewOf(stage.slack, me, { homeTab: stage.homeTab, since });
    addStage(entries, stage);
    const change = difference(sent, entries);
    if (!fresh && change.set.length === 0 && change.drop.length === 0) return;
    response.write(
      `event: state\ndata: {"fresh":${fresh},"set":{${change.set.join(',')}},"drop":${JSON.stringify(change.drop)}}\n\n`,
    );
  };

  let timer: NodeJS.Timeout | undefined;
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      tell(false);
    }, GATHER_MS);
  };
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
  const stops = [stage.slack.on('change', soon), stage.on(soon)];
  request.on('close', () => {
    clearTimeout(timer);
    clearInterval(heartbeat);
    for (const stop of stops) stop();
  });
  tell(true);
}

function addStage(entries: Entries, stage: Stage): void {
  const { bot, ...rest } = stage.state();
  const { log, ...state } = bot;
  entries.set('sandbox', { ...rest, bot: state });
  entries.set('samples', SAMPLE_LIST);
  entries.set('violations', stage.violations());
  entries.set('botLog', log);
  entries.set('gatewayTraffic', stage.gatewayTraffic());
  entries.set('slackTraffic', stage.slackTraffic());
}

/**
 * What is new against the last telling, which is brought up to date on the way.
 *
 * @returns `set`: members of a JSON object, already written
 */
export function difference(sent: Map<string, string>, entries: Entries): { set: string[]; drop: string[] } {
  const set: string[] = [];
  for (const [key, value] of entries) {
    const json = JSON.stringify(value);
    if (sent.get(key) === json) continue;
    sent.set(key, json);
    set.push(`${JSON.stringify(key)}:${json}`);
  }
  const drop = [...sent.keys()].filter((key) => !entries.has(key));
  for (const key of drop) sent.delete(key);
  return { set, drop };
}
