import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join, normalize, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const STATIC = join(dirname(fileURLToPath(import.meta.url)), 'static');
const require = createRequire(import.meta.url);

/** Packages whose files the page may load under `/fonts/<name>/`; a missing one leaves the fonts of the machine. */
const FONTS: Readonly<Record<string, () => string>> = {
  lato: () => require.resolve('@fontsource/lato/package.json'),
  twemoji: () => require.resolve('twemoji-colr-font/package.json'),
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

export interface Asset {
  type: string;
  body: Buffer | string;
}

/**
 * A file of the page, of its fonts, or the list of emoji.
 *
 * @param path of the URL, e.g. `/static/js/app.js`
 * @returns undefined when there is no such thing
 */
export async function assetAt(path: string): Promise<Asset | undefined> {
  if (path === '/') return fileIn(STATIC, 'index.html');
  if (path === '/emoji.json') return { type: 'application/json', body: JSON.stringify(await emojiNames()) };
  const [, area, first, ...rest] = path.split('/');
  if (area === 'static' && first !== undefined) return fileIn(STATIC, [first, ...rest].join('/'));
  if (area === 'fonts' && first !== undefined) {
    if (FONTS[first] === undefined) return undefined;
    const manifest = resolved(FONTS[first]);
    if (manifest !== undefined) return fileIn(dirname(manifest), rest.join('/'));
    // The page asks for the style sheet all the same; an empty one is no error in its console.
    return { type: 'text/css; charset=utf-8', body: '' };
  }
  return undefined;
}

async function fileIn(folder: string, name: string): Promise<Asset | undefined> {
  const file = normalize(join(folder, decodeURIComponent(name)));
  const type = TYPES[extname(file)];
  if (!file.startsWith(folder + sep) || type === undefined) return undefined;
  try {
    return { type, body: await readFile(file) };
  } catch {
    return undefined;
  }
}

/** The file that `find` resolves, or undefined when its package is not installed. */
function resolved(find: () => string): string | undefined {
  try {
    return find();
  } catch {
    return undefined;
  }
}

/** Short name to character, as GitHub and Slack share them; empty when the list is not installed. */
async function emojiNames(): Promise<Record<string, string>> {
  const list = resolved(() => require.resolve('gemoji'));
  if (list === undefined) return {};
  const { nameToEmoji } = (await import(pathToFileURL(list).href)) as { nameToEmoji: Record<string, string> };
  return nameToEmoji;
}
