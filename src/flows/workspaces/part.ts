import type { SeriesId, SubmissionId } from '../../domain/ids.ts';
import { parted } from '../../domain/life/index.ts';
import { headingRemoved } from '../../domain/series.ts';
import { isOpen, type Submission } from '../../domain/submission.ts';
import type { Gateway } from '../needs/gateway.ts';
import type { Outbox } from '../needs/outbox.ts';
import type { Watch } from '../needs/reading.ts';
import type { Intake, Records, SeriesStore } from '../needs/records.ts';
import type { Log, World } from '../needs/world.ts';

export interface PartNeeds {
  records: Records;
  intake: Pick<Intake, 'release'>;
  outbox: Pick<Outbox, 'leave'>;
  watch: Pick<Watch, 'remove'>;
  gateway: Pick<Gateway, 'cancel'>;
  world: World;
  log: Log;
}

/**
 * There is work to do for a submission, and the app is not installed in its workspace any more: it ends, without a card write that could never
 * succeed, and the gateway is told to stop where it can be. Found by whatever touches it next, so what an admin installs anew at once goes on as if
 * nothing had been. May be repeated.
 */
export function partStory(needs: PartNeeds) {
  const { records, intake, outbox, watch, world, log } = needs;
  return async (id: SubmissionId): Promise<void> => {
    const record = await records.get(id);
    if (record === undefined) return;
    if (record.mark === 'delivered') return void (await records.change(id, parted(false, world.now())));
    const told = await tellGateway(needs, record);
    const now = await records.change(id, parted(told, world.now()));
    if (now === undefined) return;
    await intake.release(now, { giveBack: now.end?.kind === 'unposted' });
    await watch.remove([id]);
    await outbox.leave(now.team, id);
    log.info({ submission: id, team: now.team, told }, 'a submission ended with its workspace');
  };
}

/** The same of a series: its message is out of reach, and nobody waits any longer for it to be deleted. */
export async function partSeries({ series }: { series: Pick<SeriesStore, 'change'> }, id: SeriesId): Promise<void> {
  await series.change(id, headingRemoved);
}

async function tellGateway({ gateway, log }: PartNeeds, record: Submission): Promise<boolean> {
  if (!isOpen(record) || record.task === undefined) return false;
  try {
    return await gateway.cancel(record.task);
  } catch (error) {
    log.info({ submission: record.id, err: error }, 'the gateway did not take a cancel');
    return false;
  }
}
