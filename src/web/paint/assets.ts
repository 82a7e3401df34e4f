/** The static files of the painter page, read once: they are few and small, and a build that lacks them is found at the start. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Beside this file, in the sources as in a build. */
const STATIC = fileURLToPath(new URL('./static/', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export interface Asset {
  readonly type: string;
  readonly body: Buffer;
  /** Names this content, for `If-None-Match`. */
  readonly etag: string;
}

/**
 * By path with forward slashes, e.g. `js/page.js`.
 *
 * @throws Error `ENOENT` when the folder is not there: the build did not copy it
 */
export function loadAssets(): ReadonlyMap<string, Asset> {
  const names = readdirSync(STATIC, { recursive: true, encoding: 'utf8' });
  return new Map(names.flatMap((name) => assetOf(name)));
}

function assetOf(name: string): [string, Asset][] {
  const type = TYPES[extname(name)];
  if (type === undefined) return [];
  const body = readFileSync(join(STATIC, name));
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return [[name.split(sep).join('/'), { type, body, etag }]];
}
