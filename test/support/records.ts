import { Submission } from '../../src/domain/submission.ts';
import type { Button, Snapshot } from '../../src/domain/task.ts';

const UUID = '26d56b92-4ed6-45e2-8561-563797923135';

/** A submission of `/imagine a red fox in snow`, just accepted at time 0. */
export function aSubmission(more: Partial<Submission> = {}): Submission {
  return Submission.parse({
    v: 1,
    id: 's0123456789abcdefghi',
    team: 'T00FAKE00',
    channel: 'C00ART',
    asker: 'U00ANN',
    order: { verb: 'imagine', prompt: 'a red fox in snow --ar 16:9' },
    mark: 'accepted',
    at: { accepted: 0 },
    card: { mark: 'none' },
    ...more,
  });
}

/** The same, taken by the gateway at `at`, with its card standing. */
export function aWatched(at = 0, more: Partial<Submission> = {}): Submission {
  return aSubmission({
    mark: 'submitted',
    at: { accepted: at, submitting: at, submitted: at },
    task: '1741531578038123',
    movedAt: at,
    card: { mark: 'announced', ts: '1700000000.000100', posts: 1, face: 'old' },
    ...more,
  });
}

export function aSnapshot(more: Partial<Snapshot> = {}): Snapshot {
  return { taskId: '1741531578038123', status: 'running', progress: '31%', percent: 31, buttons: [], ...more };
}

export const gridButtons: Button[] = [
  ...[1, 2, 3, 4].map((n) => ({ customId: `MJ::JOB::upsample::${n}::${UUID}`, label: `U${n}`, emoji: '', style: 2 })),
  { customId: `MJ::JOB::reroll::0::${UUID}::SOLO`, label: '', emoji: '🔄', style: 2 },
  ...[1, 2, 3, 4].map((n) => ({ customId: `MJ::JOB::variation::${n}::${UUID}`, label: `V${n}`, emoji: '', style: 2 })),
];

/** Ended well, with picture and buttons, delivered. */
export function aDone(more: Partial<Submission> = {}): Submission {
  return aWatched(0, {
    mark: 'delivered',
    end: { kind: 'done' },
    snapshot: aSnapshot({
      status: 'done',
      progress: '100%',
      percent: 100,
      imageUrl: 'https://cdn.example.com/fox.png?ex=1',
      buttons: gridButtons,
    }),
    picture: { fileId: 'F00FAKE0001', inThread: false },
    ...more,
  });
}
