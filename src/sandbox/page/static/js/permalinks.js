import { openThread } from './actions.js';
import { get, messagesOf, openChannel, redraw } from './store.js';

/** `…/archives/C0ART/p1763712000000100?thread_ts=…`, as `chat.getPermalink` makes them. */
const PERMALINK = /\/archives\/([A-Z0-9]+)\/p(\d+)(\d{6})(?:\?(.*))?$/;

/** A link to a message of this workspace leads to the message, as in Slack; every other link leads where it says. */
export function followPermalinks() {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    const goal = goalOf(link?.getAttribute('href') ?? '');
    if (goal === undefined) return;
    event.preventDefault();
    openChannel(goal.channel);
    if (goal.thread !== undefined) openThread(goal.channel, goal.thread);
    redraw(() => lookAt(goal));
  });
}

/** @param {{ channel: string, ts: string }} goal */
function lookAt({ channel, ts }) {
  const row = document.querySelector(`[data-channel="${channel}"][data-ts="${ts}"]`);
  if (!(row instanceof HTMLElement)) return;
  row.scrollIntoView({ block: 'center' });
  row.focus({ preventScroll: true });
}

/** @param {string} href */
function goalOf(href) {
  if (!href.startsWith(`https://${get('team')?.domain}.slack.com/`)) return undefined;
  const [, channel, seconds, rest, query] = PERMALINK.exec(href) ?? [];
  if (channel === undefined) return undefined;
  const ts = `${seconds}.${rest}`;
  const thread = new URLSearchParams(query).get('thread_ts') ?? undefined;
  return messagesOf(channel).some((message) => message.ts === ts) ? { channel, ts, thread } : undefined;
}
