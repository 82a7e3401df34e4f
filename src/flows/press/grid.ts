import { gridded } from '../../domain/life/index.ts';
import type { Step } from '../../domain/step.ts';
import type { Submission } from '../../domain/submission.ts';
import { readyInTime } from '../deliver/looks.ts';
import type { Files } from '../needs/slack.ts';
import type { Log } from '../needs/world.ts';
import { soon } from '../show/slack-calls.ts';
import { type StepNeeds, targetOf } from './step.ts';

export interface GrownNeeds extends StepNeeds {
  files: Files;
  log: Log;
}

/**
 * The same step with the picture on which a numbered grid is drawn, where there is no painter. It is made and uploaded once for each picture,
 * and kept. Without it the cells can be chosen all the same, so a failure is no reason to fail.
 */
export async function grown(needs: GrownNeeds, step: Step): Promise<Step> {
  const { kind, picture, painter, grid } = step;
  if (kind !== 'region' || picture === undefined || painter !== undefined || grid !== undefined) return step;
  try {
    const { pictured } = await targetOf(needs.records, step.ref);
    if (pictured === undefined) return step;
    const fileId = pictured.grid ?? (await drawGrid(needs, pictured, picture));
    return (await readyInTime(needs, pictured.team, whoOf(pictured), fileId)) ? { ...step, grid: fileId } : step;
  } catch (error) {
    needs.log.info({ submission: step.ref.submission, err: error }, 'no grid over the picture');
    return step;
  }
}

async function drawGrid(needs: GrownNeeds, pictured: Submission, picture: string): Promise<string> {
  const { files, masks, records } = needs;
  const { id, team } = pictured;
  const who = whoOf(pictured);
  const grid = await masks.grid(await soon(needs, team, 'file-look', who, () => files.read(picture)));
  const mine = await soon(needs, team, 'upload', who, () => files.upload({ ...grid, name: 'grid' }));
  const kept = (await records.change(id, gridded(mine)))?.grid ?? mine;
  // Somebody else was faster.
  if (kept !== mine) await soon(needs, team, 'file-remove', who, () => files.remove(mine));
  return kept;
}

/** Not the submission's own name: its end, which may wait for the same budget, has a place of its own in the line. */
function whoOf({ id }: Submission): string {
  return `grid-${id}`;
}
