import { rewriting } from './rewrite.mjs';

export const load = rewriting({
  '/dist/queue/job-map.js': [['delay: 1000, jitter', 'delay: 5, jitter']],
  '/dist/app/workers.js': [
    [
      'submit: ({ id }) => ofSubmission(id, (stories) => stories.submit(id))',
      "submit: () => { throw new Error('a planted bug'); }",
    ],
  ],
});
