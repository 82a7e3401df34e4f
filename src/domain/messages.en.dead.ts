import type { DeadMessages } from './messages.dead.ts';
import { plural } from './messages.en.words.ts';

export const dead: DeadMessages = {
  heading: (count) =>
    `*${plural(count, 'job', 'jobs')} failed for good*, the newest first. Mend the cause, then press *Replay*; *Drop* forgets one. Either is safe: nothing is sent to the service twice.`,
  none: () => 'No job has failed for good. There is nothing to do.',
  line: ({ job, submission, reason, tries, when }) =>
    `*${job}*${submission === undefined ? '' : ` of \`${submission}\``} · ${when} · ${plural(tries, 'try', 'tries')}\n${reason === '' ? 'No reason was given.' : reason}`,
  done: {
    replayed: 'It runs again. Should it fail once more, it comes back to this list.',
    dropped: 'It is dropped. Its card stays as it is.',
    gone: 'That one is no longer on the list: somebody was quicker.',
  },
  replay: 'Replay',
  drop: 'Drop',
};
