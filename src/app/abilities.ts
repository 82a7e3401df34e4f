import type { OrderVerb } from '../domain/form.ts';
import { forms } from '../flows/index.ts';
import type { Abilities } from '../flows/needs.ts';

interface Memory {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string, ttlMs: number): Promise<void>;
}

/** What a gateway lacks may come with its next version, so it is found out anew every day. */
const REMEMBERED_MS = 24 * 60 * 60_000;

/** What is known of one gateway's verbs, shared by all processes. Two that learn at the same time may forget one of two: it is learned again. */
export function rememberAbilities(memory: Memory, gatewayId: string): Abilities {
  const name = `lacking-${gatewayId}`;

  async function lacking(): Promise<OrderVerb[]> {
    const words = (await memory.get(name))?.split(',') ?? [];
    return forms.map((form) => form.verb).filter((verb) => words.includes(verb));
  }

  return {
    lacking,
    async lacks(verb) {
      const known = await lacking();
      if (!known.includes(verb)) await memory.set(name, [...known, verb].join(','), REMEMBERED_MS);
    },
  };
}
