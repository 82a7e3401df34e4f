import type { SeenRequest } from '../gateway/index.ts';
import type { Traffic } from '../page/stage.ts';
import type { ApiCall, Delivery } from '../slack/index.ts';

const SHOWN = 30;
const MOST_DETAIL = 2000;

/** @returns the last requests that the gateway saw, newest first */
export function gatewayTraffic(requests: readonly SeenRequest[]): Traffic[] {
  const first = Math.max(0, requests.length - SHOWN);
  return requests
    .slice(first)
    .map((request, index) => ({
      key: `g${first + index}`,
      at: request.at,
      time: clock(request.at),
      name: `${request.method} ${request.path}`,
      status: request.status === null ? '…' : String(request.status),
      ok: request.status !== null && request.status < 400,
      detail: detail(request.body ?? request.url),
    }))
    .toReversed();
}

/** @returns the last calls of the app and payloads for it, newest first */
export function slackTraffic(calls: readonly ApiCall[], deliveries: readonly Delivery[]): Traffic[] {
  const asked = calls.slice(-SHOWN).map((call) => ({
    key: `c${call.n}`,
    at: call.at,
    time: clock(call.at),
    name: call.method,
    status: call.ok ? 'ok' : (call.error ?? String(call.status)),
    ok: call.ok,
    detail: detail(call.args),
  }));
  const told = deliveries.slice(-SHOWN).map((delivery) => {
    const last = delivery.attempts.at(-1);
    return {
      key: `d${delivery.n}`,
      at: delivery.attempts[0]?.at ?? 0,
      time: clock(delivery.attempts[0]?.at ?? 0),
      name: `→ ${delivery.name}`,
      status: last === undefined ? '…' : last.acked ? `${Math.round(last.ms)} ms` : (last.error ?? 'no ack'),
      ok: last?.acked ?? true,
      detail: detail(delivery.payload),
    };
  });
  return [...asked, ...told].sort((a, b) => b.at - a.at).slice(0, SHOWN);
}

function clock(ms: number): string {
  return new Date(ms).toTimeString().slice(0, 8);
}

function detail(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return text.length > MOST_DETAIL ? `${text.slice(0, MOST_DETAIL)}…` : text;
}
