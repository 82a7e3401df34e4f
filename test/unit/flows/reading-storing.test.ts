import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../../src/domain/task.ts';
import type { Note } from '../../../src/flows/reading/reading-note.ts';
import { crowdOf, worthStoring } from '../../../src/flows/reading/storing.ts';
import { simulate } from '../../support/reading-sim.ts';

describe('a record of a task that merely moves', () => {
  test('is written at every move where its workspace has few, however many others there are', async () => {
    const alone = await simulate({ tasks: 1000, minutes: 2 });
    const among = await simulate({ tasks: 1000, minutes: 2, teams: 100 });
    // Eight moves in 57 s, of which a reading every 6 s skips some.
    expect(among.changesPerMinute / 1000).toBeGreaterThan(7);
    expect(alone.changesPerMinute / 1000).toBeLessThan(5);
    expect(among.worstMinute).toBeLessThanOrEqual(120);
  });

  const storedAt = 1_700_000_000_000;
  const note: Note = {
    task: '1',
    team: 'T1',
    since: storedAt,
    relax: false,
    kind: 'imagine',
    words: 'running 31%',
    stalled: false,
    storedAt,
    lookAt: storedAt + 60_000,
  };
  const running = (percent: number): Snapshot => ({
    taskId: '1',
    status: 'running',
    progress: `${percent}%`,
    percent,
    buttons: [],
  });
  const many = crowdOf(
    Array.from({ length: 100 }, () => 'T1'),
    1000,
  );

  test('waits its turn where a workspace has many, and is then written although nothing moved since', () => {
    expect(worthStoring(note, running(46), many, storedAt + 19_000)).toBe(false);
    expect(worthStoring(note, running(46), many, storedAt + 20_000)).toBe(true);
    const behind = { ...note, unstored: true };
    expect(worthStoring(behind, running(31), many, storedAt + 19_000)).toBe(false);
    expect(worthStoring(behind, running(31), many, storedAt + 20_000)).toBe(true);
    expect(worthStoring(note, running(31), many, storedAt + 20_000)).toBe(false);
  });

  test('has its part of the load guessed from what is read with it', () => {
    const teams = [...Array.from({ length: 90 }, () => 'T1'), ...Array.from({ length: 10 }, () => 'T2')];
    expect([crowdOf(teams, 1000).of('T1'), crowdOf(teams, 1000).of('T2')]).toEqual([900, 100]);
    expect(crowdOf(['T1'], 40).of('T1')).toBe(40);
  });
});
