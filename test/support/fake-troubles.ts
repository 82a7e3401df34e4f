import { InDoubt } from '../../src/domain/errors.ts';

/** An error to throw once; `undefined` lets one pass. */
export type Trouble = Error | undefined;

/** What goes wrong, or happens meanwhile, in the rooms of the fake world: queued by the name of a step, and met once each. */
export function fakeTroubles(now: () => number) {
  const times = new Map<string, number>();
  const late: { at: number; lands: () => void }[] = [];
  const slow = new Map<string, number>();
  const troubles = new Map<string, Trouble[]>();
  const meantime = new Map<string, () => void>();
  return {
    /** For the rooms: the named step is under way. @throws the next trouble of that name */
    meet(this: void, name: string): void {
      times.set(name, (times.get(name) ?? 0) + 1);
      meantime.get(name)?.();
      meantime.delete(name);
      const next = troubles.get(name)?.shift();
      if (next !== undefined) throw next;
    },
    /** How often a step was under way. */
    met: (name: string) => times.get(name) ?? 0,
    /** The next write of that name is answered by nothing, and lands so many ms later. */
    lateLanding: (name: string, ms: number) => void slow.set(name, ms),
    /** A write lands: now, or late. @throws InDoubt when it is late */
    land(this: void, name: string, lands: () => void): void {
      const ms = slow.get(name);
      if (ms === undefined) return lands();
      slow.delete(name);
      late.push({ at: now() + ms, lands });
      throw new InDoubt('slack', 'time-out');
    },
    /** What has landed by now stands. */
    settle(this: void): void {
      for (const one of late.splice(0)) {
        if (one.at <= now()) one.lands();
        else late.push(one);
      }
    },
    trouble(this: void, name: string, ...errors: Trouble[]): void {
      troubles.set(name, [...(troubles.get(name) ?? []), ...errors]);
    },
    /** Something that happens once, while the named step is under way. */
    meanwhile: (name: string, happens: () => void) => void meantime.set(name, happens),
  };
}
