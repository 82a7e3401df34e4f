/**
 * B7, what a bot does that leaves everything to Slack's client: one `chat.update` for each change, through a stock WebClient, which on a
 * 429 holds all its calls back for as long as Slack says and tries each up to ten times (peers.md 5c; slack.md section 2, "WebClient
 * behaviour"). It is told of every change at once, which no real one is.
 */
import { LogLevel, WebClient } from '@slack/web-api';

export interface NaiveCard {
  /** What the card shows: a task, or whatever the caller calls it. */
  key: string;
  channel: string;
  ts: string;
}

export interface NaiveWriter {
  post(key: string, channel: string): Promise<void>;
  /** Writes what a task has come to; `end`: it is done. */
  write(key: string, percent: number | 'end'): void;
  readonly cards: readonly NaiveCard[];
}

export function naiveWriter({ apiUrl, botToken }: { apiUrl: string; botToken: string }): NaiveWriter {
  const client = new WebClient(botToken, { slackApiUrl: apiUrl, logLevel: LogLevel.ERROR });
  const cards = new Map<string, Promise<NaiveCard>>();
  const posted: NaiveCard[] = [];

  async function post(key: string, channel: string): Promise<NaiveCard> {
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'Queued' });
    const card = { key, channel, ts };
    posted.push(card);
    return card;
  }
  return {
    cards: posted,
    async post(key, channel) {
      const posting = post(key, channel);
      cards.set(key, posting);
      await posting;
    },
    write(key, percent) {
      const text = percent === 'end' ? 'Done' : `Drawing ${percent}%`;
      cards
        .get(key)
        ?.then(({ channel, ts }) => client.chat.update({ channel, ts, text }))
        .catch(() => undefined);
    },
  };
}
