import { rewriting } from './rewrite.mjs';

export const load = rewriting({
  '/dist/queue/job-map.js': [
    ['JOB_VERSION = 1', 'JOB_VERSION = 2'],
    ['return { ...data, v: JOB_VERSION };', 'return { about: data, v: JOB_VERSION };'],
  ],
  '/dist/queue/workers.js': [['safeParse(job.data)', 'safeParse(job.data.about ?? job.data)']],
  '/dist/domain/submission.js': [
    ['v: z.literal(1),', 'v: z.union([z.literal(1), z.literal(2)]), mood: z.string().optional(),'],
  ],
  '/dist/flows/submit/take-in.js': [['v: 1,', "v: 2, mood: 'glad',"]],
});
