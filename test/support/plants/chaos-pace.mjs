import { register } from 'node:module';

/** What takes minutes takes seconds, so that a round of the chaos run can wait for it: doubt, questions, lost tasks, patience. */
register('./chaos-pace-hooks.mjs', import.meta.url);

/** `CHAOS_CLOCK_MS` and SIGUSR2 (which reads the file `CHAOS_CLOCK`) set the clock of this process wrong by that many milliseconds. */
import { readFileSync } from 'node:fs';

const { now } = Date;
let off = 0;
Date.now = () => now() + off;
process.on('SIGUSR2', () => {
  off = Number(readFileSync(process.env.CHAOS_CLOCK ?? '', 'utf8'));
});
