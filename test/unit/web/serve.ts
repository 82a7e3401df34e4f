import type { Router } from 'express';
import { afterEach, vi } from 'vitest';
import { createWeb, type Web } from '../../../src/web/index.ts';

const open: Web[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((web) => web.close(0)));
});

/** A server on a free loopback port that is closed after the test. */
export async function serve(...routes: Router[]) {
  const log = listeningLog();
  const web = createWeb({ routes, log });
  open.push(web);
  const { port } = await web.listen({ host: '127.0.0.1', port: 0 });
  return { web, log, port, base: `http://127.0.0.1:${port}` };
}

export function listeningLog() {
  return {
    warn: vi.fn<(fields: object, message: string) => void>(),
    error: vi.fn<(fields: object, message: string) => void>(),
  };
}
