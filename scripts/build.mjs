// `npm run build`: compiles, and copies what a page serves as it is. Also run by `npm start` and `npm run doctor` where the sources are newer, and
// by the tests.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Files that no compiler makes, by their folder under `src` and under `dist`. */
const STATIC = ['web/paint/static'];

const main = join(root, 'dist/app/main.js');
const sources = ['src', 'tsconfig.json', 'tsconfig.build.json', 'package.json'].map((name) => join(root, name));
/** Written by every build; its time says when that was. */
const built = join(root, 'dist/.tsbuildinfo');
const compiler = join(root, 'node_modules/typescript/bin/tsc');

/**
 * What the compiler says goes to stderr.
 * @throws when it finds an error, which it has then told
 */
export function build() {
  execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: root, stdio: ['ignore', 2, 2] });
  for (const folder of STATIC) {
    const to = join(root, 'dist', folder);
    rmSync(to, { recursive: true, force: true });
    cpSync(join(root, 'src', folder), to, { recursive: true });
  }
  // The compiler leaves the file alone where nothing changed in substance.
  const now = new Date();
  utimesSync(built, now, now);
}

/**
 * Builds where the sources are newer than the build, and there is a compiler. Ends the process where that fails.
 * @param {string} consequence what is not done then, for the last line: `so the bot was not started`
 */
export function ensureBuilt(consequence) {
  if (!existsSync(compiler)) {
    if (existsSync(main)) return;
    process.stderr.write('There is no build, and no compiler to make one; run `npm ci`, then this again.\n');
    process.exit(1);
  }
  if (!isOutdated()) return;
  process.stderr.write('building …\n');
  try {
    build();
  } catch {
    // The compiler has told why.
    process.stderr.write(`The build failed, ${consequence}.\n`);
    process.exit(1);
  }
}

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

if (process.argv[1] === fileURLToPath(import.meta.url)) build();
