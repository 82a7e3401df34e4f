import { createHmac } from 'node:crypto';
import { Agent, fetch } from 'undici';
import { isObject } from '../json.ts';
import { secrets } from '../registry.ts';
import type { Delivery, JsonObject } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import type { Answer, Transport } from './courier.ts';

/** HTTP delivery: signed POSTs to the request URL (v0 signature, docs.slack.dev "Verifying requests from Slack"). */
export class HttpPost implements Transport {
  readonly #ws: Workspace;
  readonly #agent = new Agent();

  constructor(ws: Workspace) {
    this.#ws = ws;
  }

  async send(delivery: Delivery, retry: { num: number; reason: string }): Promise<Answer> {
    const headers: { [name: string]: string } =
      retry.num === 0 ? {} : { 'x-slack-retry-num': String(retry.num), 'x-slack-retry-reason': retry.reason };
    if (delivery.kind === 'event') return this.#post('application/json', JSON.stringify(delivery.payload), headers);
    const form =
      delivery.kind === 'command'
        ? new URLSearchParams(
            Object.fromEntries(Object.entries(delivery.payload).map(([key, value]) => [key, String(value)])),
          )
        : new URLSearchParams({ payload: JSON.stringify(delivery.payload) });
    return this.#post('application/x-www-form-urlencoded', form.toString(), headers);
  }

  /** What Slack does when a request URL is entered: the app must echo the challenge. */
  async verify(): Promise<Answer> {
    const challenge = this.#ws.ids.short().repeat(8);
    const payload = { token: 'sandboxverificationtoken', challenge, type: 'url_verification' };
    const answer = await this.#post('application/json', JSON.stringify(payload), {});
    const echoed = answer.body?.['challenge'] ?? answer.body?.['text'];
    return answer.acked && echoed !== challenge ? { ...answer, acked: false, error: 'invalid_response' } : answer;
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #post(contentType: string, body: string, headers: { [name: string]: string }): Promise<Answer> {
    const { clock, settings } = this.#ws;
    const url = settings.requestUrl;
    if (url === undefined) return { acked: false, ms: 0, error: 'dispatch_failed', retryReason: 'connection_failed' };
    const sentAt = clock.now();
    const since = (): number => clock.now() - sentAt;
    const timestamp = String(Math.floor(sentAt / 1000));
    const signature = createHmac('sha256', secrets.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
    const stop = new AbortController();
    this.#ws.later(settings.ackMs, () => stop.abort());
    try {
      const response = await fetch(url, {
        method: 'POST',
        body,
        headers: {
          'content-type': contentType,
          'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': `v0=${signature}`,
          ...headers,
        },
        redirect: 'manual',
        signal: stop.signal,
        dispatcher: this.#agent,
      });
      const text = await response.text();
      if (!response.ok)
        return { acked: false, ms: since(), error: `http_${response.status}`, retryReason: 'http_error' };
      return { acked: true, ms: since(), ...bodyOf(text) };
    } catch {
      return stop.signal.aborted
        ? { acked: false, ms: since(), error: 'operation_timeout', retryReason: 'http_timeout' }
        : { acked: false, ms: since(), error: 'dispatch_failed', retryReason: 'connection_failed' };
    }
  }
}

/** An empty answer is a bare ack; text that is not JSON is the text of an ephemeral answer. */
function bodyOf(text: string): { body?: JsonObject } {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? { body: value } : { body: { text: String(value) } };
  } catch {
    return { body: { text } };
  }
}
