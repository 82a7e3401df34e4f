import { rewriting } from './rewrite.mjs';

export const load = rewriting({
  '/dist/queue/job-map.js': [['return { ...data, v: JOB_VERSION };', 'return data;']],
  '/dist/domain/submission.js': [['movedAt: Millis.optional(),', '']],
  '/dist/queue/cas.js': [['carryUnknown(JSON.parse(data), before, after)', 'after']],
});
