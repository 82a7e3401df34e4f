import { rewriting } from './rewrite.mjs';

export const load = rewriting({
  '/dist/queue/job-map.js': [['JOB_VERSION = 1', 'JOB_VERSION = 2']],
  '/dist/domain/submission.js': [
    ['v: z.literal(1),', 'v: z.union([z.literal(1), z.literal(2)]), mood: z.string().optional(),'],
  ],
  '/dist/flows/take-in.js': [['v: 1,', "v: 2, mood: 'glad',"]],
});
