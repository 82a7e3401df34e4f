/** An error to throw once; `undefined` lets one pass. */
export type Trouble = Error | undefined;

/** What goes wrong, or happens meanwhile, in the rooms of the fake world: queued by the name of a step, and met once each. */
export function fakeTroubles() {
  const troubles = new Map<string, Trouble[]>();
  const meantime = new Map<string, () => void>();
  return {
    /** For the rooms: the named step is under way. @throws the next trouble of that name */
    meet(this: void, name: string): void {
      meantime.get(name)?.();
      meantime.delete(name);
      const next = troubles.get(name)?.shift();
      if (next !== undefined) throw next;
    },
    trouble(this: void, name: string, ...errors: Trouble[]): void {
      troubles.set(name, [...(troubles.get(name) ?? []), ...errors]);
    },
    /** Something that happens once, while the named step is under way. */
    meanwhile: (name: string, happens: () => void) => void meantime.set(name, happens),
  };
}
