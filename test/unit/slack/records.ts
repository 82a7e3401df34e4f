import { SubmissionId, seriesId } from '../../../src/domain/ids.ts';
import { Series } from '../../../src/domain/series.ts';
import { Submission } from '../../../src/domain/submission.ts';
import type { Button, Snapshot } from '../../../src/domain/task.ts';

export const id = SubmissionId.parse('s0000000000000000001');
export const parentId = SubmissionId.parse('s0000000000000000002');
export const childId = SubmissionId.parse('s0000000000000000003');

/** A submission as it stands right after intake, with whatever a test says otherwise. */
export function record(more: Partial<Submission> & { prompt?: string } = {}): Submission {
  const { prompt = 'a red fox in snow --ar 16:9', ...rest } = more;
  return {
    ...Submission.parse({
      v: 1,
      id,
      team: 'T1',
      channel: 'C1',
      asker: 'U1',
      order: { verb: 'imagine', prompt },
      mark: 'accepted',
      at: { accepted: 1_763_700_000_000 },
      card: { mark: 'none' },
    }),
    ...rest,
  };
}

export function button(customId: string, label: string, emoji = '', more: Partial<Button> = {}): Button {
  return { customId, label, emoji, style: 2, ...more };
}

/** U1-U4, reroll, V1-V4, as a grid has them. */
export const gridButtons: Button[] = [
  ...[1, 2, 3, 4].map((n) => button(`MJ::JOB::upsample::${n}::u`, `U${n}`)),
  button('MJ::JOB::reroll::0::u::SOLO', '', '🔄'),
  ...[1, 2, 3, 4].map((n) => button(`MJ::JOB::variation::${n}::u`, `V${n}`)),
];

export function snapshot(more: Partial<Snapshot> = {}): Snapshot {
  return { taskId: '1', status: 'running', progress: '31%', percent: 31, buttons: [], ...more };
}

/** A finished imagine whose picture is in Slack. */
export function finished(more: Partial<Submission> & { prompt?: string } = {}): Submission {
  return record({
    mark: 'uploaded',
    task: '1',
    card: { mark: 'announced', ts: '1763700001.000100', posts: 0 },
    end: { kind: 'done' },
    snapshot: snapshot({
      status: 'done',
      progress: '100%',
      percent: 100,
      imageUrl: 'https://cdn.example.com/a.png?ex=1&hm=2&',
      buttons: gridButtons,
    }),
    picture: { fileId: 'F0123456789', inThread: false },
    ...more,
  });
}

export function failed(
  cause: Extract<NonNullable<Submission['end']>, { kind: 'failed' }>['cause'],
  reason: string,
  bannedWord?: string,
): Submission {
  return record({
    mark: 'ended',
    task: '1',
    end: { kind: 'failed', cause, reason, ...(bannedWord === undefined ? {} : { bannedWord }) },
  });
}

/** A series whose message stands, of so many prompts. */
export function aSeries(prompts: readonly string[], more: Partial<Series> = {}): Series {
  return {
    ...Series.parse({
      v: 1,
      id: seriesId(id),
      team: 'T1',
      channel: 'C1',
      asker: 'U1',
      isDm: false,
      order: { verb: 'imagine', prompt: 'a {red, blue} <!channel> fox' },
      prompts,
      at: 1,
      taken: prompts.length,
      message: { mark: 'announced', ts: '1763700000.000100', posts: 1 },
    }),
    ...more,
  };
}
