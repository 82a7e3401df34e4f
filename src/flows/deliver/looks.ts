import type { Picture, Submission } from '../../domain/submission.ts';
import type { Budget } from '../needs/outbox.ts';
import type { Records } from '../needs/records.ts';
import type { Files } from '../needs/slack.ts';
import type { Again } from '../needs/work.ts';
import type { Log, World } from '../needs/world.ts';
import { notDone, urgent, type WaitNeeds } from '../show/slack-calls.ts';

export interface LookNeeds {
  records: Records;
  files: Pick<Files, 'look'>;
  budget: Budget;
  world: World;
  log: Log;
}

/**
 * Further looks at a file that was not ready, 19 s in all: each costs of a budget, too. The first comes soon: a file of which it is known when most
 * are ready is late by little. Source: slack.md section 3.
 */
export const LOOKS_MS = [200, 400, 800, 1600, 3200, 5000, 7800] as const;

/** When a fresh file is first looked at for a person who waits for it. */
const WAITED_LOOK_MS = 400;
/** It waits no longer than this for room for its next look. */
const REFUSED_MAX_MS = 8000;

/** When a fresh file is first looked at, and between what it is learned. */
const FIRST_LOOK_MS = 250;
const FIRST_MIN_MS = 200;
const FIRST_MAX_MS = 4000;
/** A first look that comes in time makes the next ones earlier, one that comes too early makes them later: about one in eighteen does. */
const EARLIER = 0.98;
const LATER = 1.4;

/**
 * Looks at pictures that were just uploaded until Slack is ready to show them. About once a file: the first look comes when most files are
 * ready, which each process learns. Slack is asked again only when the next run is due, so nobody waits here.
 *
 * @returns when to look again, or nothing once the card may be written
 */
export function lookStory(needs: LookNeeds) {
  let firstMs = FIRST_LOOK_MS;

  return async (record: Submission): Promise<Again | undefined> => {
    if (!isToBeLookedAt(record)) return undefined;
    const files = filesOf(record.picture);
    const { ready = 0, looks = 0 } = record.picture ?? {};
    const early = (record.at.uploaded ?? 0) + firstMs - needs.world.now();
    if (looks === 0 && early > 0) return { againInMs: early };

    for (let index = ready; index < files.length; index += 1) {
      const look = await lookOnce(needs, record.team, urgent(record), files[index] ?? '');
      if (typeof look !== 'object') {
        await note(needs, record, { ready: index });
        return { againInMs: look };
      }
      if (index === 0 && looks === 0) learn(look.ready);
      if (look.ready) continue;
      const next = LOOKS_MS[looks];
      if (next === undefined) break;
      await note(needs, record, { ready: index, looks: looks + 1 });
      return { againInMs: next };
    }
    if (looks >= LOOKS_MS.length)
      needs.log.info({ submission: record.id }, 'Slack may not have looked at the file in time');
    await note(needs, record, { ready: files.length });
    return undefined;
  };

  function learn(inTime: boolean): void {
    firstMs = Math.min(FIRST_MAX_MS, Math.max(FIRST_MIN_MS, firstMs * (inTime ? EARLIER : LATER)));
  }
}

/** Its pictures were uploaded, and Slack may not be ready to show all of them. */
export function isToBeLookedAt({ mark, picture }: Submission): boolean {
  return mark === 'uploaded' && (picture?.ready ?? 0) < filesOf(picture).length;
}

/** One look, within its budget. @returns milliseconds to wait where it cannot be had now */
export async function lookOnce(
  { budget, files }: Pick<LookNeeds, 'budget' | 'files'>,
  team: string,
  caller: { urgency: 'end'; who: string },
  fileId: string,
): Promise<{ ready: boolean; shared: boolean } | number> {
  const wait = await budget.take(team, 'file-look', caller);
  if (wait > 0) return wait;
  try {
    return await files.look(fileId);
  } catch (error) {
    return (await notDone(budget, { team }, 'file-look', error)).againInMs;
  }
}

/** For a person who waits: looks until the file is ready, 19 s where there is room for the looks, a minute at most. False when it is not by then. */
export async function readyInTime(
  needs: WaitNeeds & Pick<LookNeeds, 'files'>,
  team: string,
  who: string,
  fileId: string,
): Promise<boolean> {
  let refusedMs: number | undefined;
  for (const ms of [WAITED_LOOK_MS, ...LOOKS_MS]) {
    await needs.pause(refusedMs ?? ms);
    const look = await lookOnce(needs, team, { urgency: 'end', who }, fileId);
    if (typeof look === 'object' && look.ready) return true;
    refusedMs = typeof look === 'number' ? Math.min(look, REFUSED_MAX_MS) : undefined;
  }
  return false;
}

/** The pictures that the card shows, by Slack's ids, in order. */
export function filesOf(picture: Picture | undefined): string[] {
  return picture?.fileId === undefined ? [] : [picture.fileId, ...(picture.more ?? [])];
}

async function note({ records }: LookNeeds, { id, at }: Submission, looks: Partial<Picture>): Promise<void> {
  await records.change(id, (r) =>
    r.picture === undefined || r.at.uploaded !== at.uploaded ? r : { ...r, picture: { ...r.picture, ...looks } },
  );
}
