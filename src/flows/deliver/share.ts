import { Unreachable } from '../../domain/errors.ts';
import type { Picture, Submission } from '../../domain/submission.ts';
import type { Budget } from '../needs/outbox.ts';
import type { Records } from '../needs/records.ts';
import type { Files } from '../needs/slack.ts';
import type { Again } from '../needs/work.ts';
import { urgent } from '../show/slack-calls.ts';
import { LOOKS_MS, lookOnce } from './looks.ts';

export interface ShareNeeds {
  records: Records;
  files: Files;
  budget: Budget;
}

/** Slack says that it took a file, and shares it a moment later. */
const FIRST_LOOK_MS = 500;

/**
 * Brings one file into the card's thread, and sees to it that it stands there: Slack sometimes says ok and shares nothing
 * (paradigmxyz/centaur#311). What was given to Slack is noted at once, so that a kill repeats at most the file that was under way. Waits for
 * nothing: it is called again until the file stands there.
 *
 * @param record as it was just read
 * @param handOver gives the file to `share`
 * @throws Unreachable when it does not stand there after all looks; nothing is noted then, and the next call gives it anew
 */
export async function shareInThread(
  needs: ShareNeeds,
  record: Submission,
  handOver: (share: (file: Parameters<Files['share']>[1]) => Promise<string>) => Promise<string>,
): Promise<'shared' | Again> {
  const { records, files, budget } = needs;
  const note = (change: (picture: Picture) => Picture) =>
    records.change(record.id, (r) => ({ ...r, picture: change(r.picture ?? { inThread: false }) }));

  const { sharing, looks = 0 } = record.picture ?? {};
  if (sharing === undefined) {
    const wait = await budget.take(record.team, 'upload', urgent(record));
    if (wait > 0) return { againInMs: wait };
    const fileId = await handOver((file) => files.share(record, file));
    await note((picture) => ({ ...picture, sharing: fileId, looks: 0 }));
    return { againInMs: FIRST_LOOK_MS };
  }
  const look = await lookOnce(needs, record.team, urgent(record), sharing);
  if (typeof look !== 'object') return { againInMs: look };
  if (!look.shared && looks < LOOKS_MS.length) {
    await note((picture) => ({ ...picture, looks: looks + 1 }));
    return { againInMs: LOOKS_MS[looks] ?? 0 };
  }
  await note((picture) => {
    const { sharing: _, looks: __, ...rest } = picture;
    return rest;
  });
  if (!look.shared) throw new Unreachable('slack', 'the file was taken and not shared');
  return 'shared';
}
