// `npm run doctor`: builds first if needed, then looks at what the bot would meet with this environment.
import { ensureBuilt } from './build.mjs';

ensureBuilt('so nothing was looked at');
process.setSourceMapsEnabled(true);
await import(new URL('../dist/app/doctor/main.js', import.meta.url).href);
