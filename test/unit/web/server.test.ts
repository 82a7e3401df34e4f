import { once } from 'node:events';
import { connect } from 'node:net';
import { type Response, Router } from 'express';
import { describe, expect, test } from 'vitest';
import { createWeb } from '../../../src/web/index.ts';
import { listeningLog, serve } from './serve.ts';

function routerWith(add: (router: Router) => void): Router {
  const router = Router();
  add(router);
  return router;
}

describe('every answer', () => {
  test('carries the headers that keep a link’s token from leaking, and no maker’s name', async () => {
    const { base } = await serve();

    const response = await fetch(`${base}/`);

    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: 'nothing here' });
    expect(response.headers.get('x-powered-by')).toBeNull();
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  test('to a request that broke is a 500 without the reason, which is logged', async () => {
    const failure = new Error('inside');
    const { base, log } = await serve(routerWith((router) => router.get('/x', () => Promise.reject(failure))));

    const response = await fetch(`${base}/x`);

    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('inside');
    expect(log.error).toHaveBeenCalledWith({ err: failure, method: 'GET' }, expect.any(String));
  });

  test('to a malformed address is a 400, and no news', async () => {
    const { base, log } = await serve(routerWith((router) => router.get('/x/:id', (_q, r) => void r.end())));

    expect((await fetch(`${base}/x/%E0%A4%A`)).status).toBe(400);
    expect(log.error).not.toHaveBeenCalled();
  });
});

describe('closing', () => {
  test('lets a request under way end, ends idle connections and takes no new ones', async () => {
    const waiting: Response[] = [];
    const { web, base, port } = await serve(
      routerWith((router) => router.get('/slow', (_request, response) => void waiting.push(response))),
    );
    const idle = connect(port, '127.0.0.1');
    await once(idle, 'connect');
    const slow = fetch(`${base}/slow`);
    await expect.poll(() => waiting.length).toBe(1);

    const closed = web.close(10_000);
    await once(idle, 'close');
    await expect(fetch(`${base}/slow`)).rejects.toThrow('fetch failed');
    waiting[0]?.json({ done: true });

    expect(await (await slow).json()).toEqual({ done: true });
    await closed;
  });

  test('cuts off what does not end in time', async () => {
    const waiting: Response[] = [];
    const { web, base } = await serve(
      routerWith((router) => router.get('/never', (_request, response) => void waiting.push(response))),
    );
    const never = fetch(`${base}/never`).catch((error: Error) => error.message);
    await expect.poll(() => waiting.length).toBe(1);

    await web.close(20);

    expect(await never).toBe('fetch failed');
  });

  test('does nothing to a server that never listened', async () => {
    const web = createWeb({ routes: [], log: listeningLog() });

    await expect(web.close(1000)).resolves.toBeUndefined();
  });

  test('is not needed after a port that was taken, which is reported', async () => {
    const { port } = await serve();
    const second = createWeb({ routes: [], log: listeningLog() });

    await expect(second.listen({ host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
