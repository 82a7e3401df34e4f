/** Telling one process from another across restarts: a pid alone is given out again, after a reboot and in every container. */
import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { z } from 'zod';

/** A pid and when its process began: the two together are used once on a machine. */
export const ProcessMark = z.object({ pid: z.number().int().positive(), began: z.string().min(1) });
export type ProcessMark = z.infer<typeof ProcessMark>;

/** @returns the mark of a living process; undefined for one that is gone, or dead and not yet collected by its parent */
export function markOf(pid: number): ProcessMark | undefined {
  const found = process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
  return found && !/^[ZX]/.test(found.state) ? { pid, began: found.began } : undefined;
}

export function isAlive(mark: ProcessMark): boolean {
  return markOf(mark.pid)?.began === mark.began;
}

/** proc(5): the name, field 2, may itself hold spaces and brackets; state is field 3, start time (ticks since boot) field 22. */
function fromProc(pid: number): { state: string; began: string } | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state = '', began = ''] = [fields[0], fields[19]];
  return { state, began };
}

function fromPs(pid: number): { state: string; began: string } | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' });
    const [state = '', ...began] = line.trim().split(/\s+/);
    return state === '' ? undefined : { state, began: began.join(' ') };
  } catch {
    return undefined;
  }
}

/**
 * Where marks can be compared: one boot of one machine, and one space of pids in it. Two containers differ, and so does a machine after a
 * reboot. Not the host's name, which changes when a laptop joins another network.
 */
export function pidSpace(): string {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    // Elsewhere there are no such files, and no containers in that sense; a mark holds the time by the calendar.
    return process.platform;
  }
}
