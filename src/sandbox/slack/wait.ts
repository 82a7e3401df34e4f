import type { SlackPlace, World } from './types.ts';

/** See `SlackPlace.waitFor`. The bound is real time, so that a clock standing still cannot hang a test. */
export function waitFor<T>(
  slack: SlackPlace,
  look: (world: World, slack: SlackPlace) => T | undefined | null | false,
  options: { what: string; timeoutMs?: number },
): Promise<T> {
  const timeoutMs = options.timeoutMs ?? 5_000;
  return new Promise((resolve, reject) => {
    const finish = (end: () => void): void => {
      stop();
      clearTimeout(timer);
      end();
    };
    const ask = (): void => {
      try {
        const found = look(slack.world, slack);
        if (found) finish(() => resolve(found));
      } catch (error) {
        finish(() => reject(error));
      }
    };
    const timer = setTimeout(
      () =>
        finish(() => reject(new Error(`Waited ${timeoutMs} ms for ${options.what}. There is now:\n${summary(slack)}`))),
      timeoutMs,
    );
    const stop = slack.on('change', ask);
    ask();
  });
}

/** The last few of everything, a line each. */
function summary({ world, calls, deliveries, violations }: SlackPlace): string {
  const messages = Object.values(world.messages)
    .flat()
    .map(
      (message) =>
        `message ${message.channel} ${message.ts}${message.deleted ? ' (deleted)' : ''} by ${message.user}: ${cut(message.text)}`,
    );
  const ephemerals = world.ephemerals.map(
    (each) => `ephemeral for ${each.user}${each.dismissed ? ' (gone)' : ''}: ${cut(each.text)}`,
  );
  const modals = Object.values(world.modals)
    .flat()
    .map((view) => `modal of ${view.user}: ${view.callbackId}`);
  const called = calls.map((call) => `call ${call.method} ${call.ok ? 'ok' : call.error}`);
  const delivered = deliveries.map((each) => `delivery ${each.name} ${each.acked ? 'acked' : 'not acked'}`);
  return [messages, ephemerals, modals, called, delivered, [...violations]]
    .flatMap((lines) => lines.slice(-5))
    .map((line) => `  ${line}`)
    .join('\n');
}

function cut(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
