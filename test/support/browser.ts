import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--font-render-hinting=none',
];

const INSTALLED = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * A headless Chromium for the tests of pages: the one that comes with `npm ci` (Linux on x64), else one of the machine.
 *
 * @throws AggregateError with every attempt when none starts
 */
export async function launchBrowser(): Promise<Browser> {
  const attempts: unknown[] = [];
  for (const find of [bundled, ...installed().map((file) => async () => file)]) {
    try {
      return await playwright.launch({ executablePath: await find(), args: ARGS, headless: true });
    } catch (error) {
      attempts.push(error);
    }
  }
  throw new AggregateError(
    attempts,
    'No browser starts: the Chromium of @sparticuz/chromium is for Linux on x64; elsewhere install Chrome or Chromium.',
  );
}

async function bundled(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`@sparticuz/chromium has nothing for ${process.platform} on ${process.arch}.`);
  }
  return chromium.executablePath();
}

function installed(): string[] {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return [...folders.flatMap((folder) => INSTALLED.map((name) => path.join(folder, name))), ...MAC].filter(
    isExecutable,
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
