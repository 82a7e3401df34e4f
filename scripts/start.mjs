// `npm start`: builds first if needed, then becomes the bot. One process, so that signals reach it and its exit code is the bot's.
// stdout is left to the bot's one line `ready`.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, built, compiler } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const main = join(root, 'dist/app/main.js');
const sources = ['src', 'tsconfig.json', 'tsconfig.build.json', 'package.json'].map((name) => join(root, name));

if (existsSync(compiler)) {
  if (isOutdated()) buildOrExit();
} else if (!existsSync(main)) {
  process.stderr.write('There is no build, and no compiler to make one; run `npm ci`, then `npm start` again.\n');
  process.exit(1);
}
process.setSourceMapsEnabled(true);
await import(new URL('../dist/app/main.js', import.meta.url).href);

/** @returns {boolean} */
function isOutdated() {
  if (!existsSync(main) || !existsSync(built)) return true;
  const then = statSync(built).mtimeMs;
  return sources.some((source) => newest(source) > then);
}

/**
 * @param {string} path a file, or a folder with all that is in it; missing: never changed
 * @returns {number} milliseconds
 */
function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Ends the process where the compiler finds an error, which it has then told. */
function buildOrExit() {
  process.stderr.write('building …\n');
  try {
    build();
  } catch {
    process.stderr.write('The build failed, so the bot was not started.\n');
    process.exit(1);
  }
}
