/** A span for each request that undici makes for something that is traced. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type Span, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import type { DiagnosticsChannel } from 'undici';

/**
 * Listens to undici's own channels (its docs, api/DiagnosticsChannel.md): they know every request, whichever dispatcher carries it. A request
 * is created where it is asked for, so the span that is active then is its parent; only one that has to wait for a free connection (Slack's
 * are sixteen) is created later, by whoever frees it.
 *
 * @returns stops listening
 */
export function watchRequests(tracer: Tracer): () => void {
  const spans = new WeakMap<DiagnosticsChannel.Request, Span>();

  const listeners: Record<string, (message: unknown) => void> = {
    'undici:request:create'(message) {
      const { request } = message as DiagnosticsChannel.RequestCreateMessage;
      if (trace.getActiveSpan()?.isRecording() !== true) return;
      const { hostname, port, protocol } = new URL(String(request.origin));
      const method = request.method ?? 'GET';
      const attributes = {
        'http.request.method': method,
        'server.address': hostname,
        'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
      };
      spans.set(request, tracer.startSpan(method, { kind: SpanKind.CLIENT, attributes }));
    },
    'undici:request:headers'(message) {
      const { request, response } = message as DiagnosticsChannel.RequestHeadersMessage;
      spans.get(request)?.setAttribute('http.response.status_code', response.statusCode);
    },
    'undici:request:trailers'(message) {
      const { request } = message as DiagnosticsChannel.RequestTrailersMessage;
      spans.get(request)?.end();
    },
    'undici:request:error'(message) {
      const { request, error } = message as DiagnosticsChannel.RequestErrorMessage;
      const code = 'code' in error ? String(error.code) : error.name;
      spans.get(request)?.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', code).end();
    },
  };
  for (const [channel, listener] of Object.entries(listeners)) subscribe(channel, listener);
  return () => {
    for (const [channel, listener] of Object.entries(listeners)) unsubscribe(channel, listener);
  };
}
