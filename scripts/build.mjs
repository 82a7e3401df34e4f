// `npm run build`: compiles, and copies what a page serves as it is. Also run by `npm start` where the sources are newer, and by the tests.
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Files that no compiler makes, by their folder under `src` and under `dist`. */
const STATIC = ['web/paint/static'];

/** Written by every build; its time says when that was. */
export const built = join(root, 'dist/.tsbuildinfo');
export const compiler = join(root, 'node_modules/typescript/bin/tsc');

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

if (process.argv[1] === fileURLToPath(import.meta.url)) build();
