import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Clock ticks a second, in which /proc counts processor time (proc(5)). */
const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** Processor seconds that a process has used, by itself and in the kernel. Source: proc(5), stat, fields 14 and 15. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold spaces; the fields after it do not.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Resident memory in MB. Source: proc(5), status, VmRSS. */
export function residentMb(pid: number): number {
  const [, kb] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kb) / 1024);
}

export interface Usage {
  /** Processor time over wall time: 1 is a whole core. */
  cores: number;
  /** Resident memory, one sample every so often. */
  rssMb: readonly number[];
}

/** Watches a process until `stop`. */
export function watchUsage(pid: number, everyMs = 250): { stop(): Usage } {
  const began = performance.now();
  const before = cpuSeconds(pid);
  const rssMb: number[] = [residentMb(pid)];
  const timer = setInterval(() => rssMb.push(residentMb(pid)), everyMs);
  return {
    stop() {
      clearInterval(timer);
      rssMb.push(residentMb(pid));
      return { cores: (cpuSeconds(pid) - before) / ((performance.now() - began) / 1000), rssMb };
    },
  };
}
