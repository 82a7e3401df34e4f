// `npm start`: builds first if needed, reads `.env` where there is one (the environment itself counts more), and becomes the bot. One process, so
// that signals reach it and its exit code is the bot's.
// stdout is left to the bot's one line `ready`.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './build.mjs';

const env = fileURLToPath(new URL('../.env', import.meta.url));

ensureBuilt('so the bot was not started');
if (existsSync(env)) process.loadEnvFile(env);
process.setSourceMapsEnabled(true);
await import(new URL('../dist/app/main.js', import.meta.url).href);
