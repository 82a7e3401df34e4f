import { rewriting } from './rewrite.mjs';

export const load = rewriting({
  '/dist/queue/job-map.js': [['delay: 1000, jitter', 'delay: 5, jitter']],
  '/dist/app/workers.js': [['forget: (what) => forget(what)', "forget: () => { throw new Error('a planted bug'); }"]],
});
