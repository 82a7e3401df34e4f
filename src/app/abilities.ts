import { z } from 'zod';
import { forms } from '../flows/index.ts';
import type { Abilities } from '../flows/needs/gateway.ts';

interface Memory {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string, ttlMs: number): Promise<void>;
}

const DAY_MS = 24 * 60 * 60_000;
/** One web page in the place of an answer (a restart, a maintenance) proves nothing; most are over by then. */
const APART_MS = 5 * 60_000;

/** By verb: since when it was met as lacking and never as taken, and until when nobody is let ask for it. Epoch ms. */
const Lacking = z.record(z.string(), z.object({ since: z.number(), until: z.number().default(0) }));
type Lacking = z.infer<typeof Lacking>;

/**
 * What is known of one gateway's verbs, shared by all processes. A verb counts as lacking when it was met so twice, five minutes apart and not
 * once taken in between; then for as long again as that has been so, a day at most, because it may come with the gateway's next version. So
 * where it was a fault after all it is hidden for no longer than the fault was seen. Two processes that learn at the same time may forget one
 * of two: it is learned again.
 */
export function rememberAbilities(memory: Memory, gatewayId: string, now: () => number): Abilities {
  const name = `lacking-${gatewayId}`;
  const recall = async (): Promise<Lacking> => decode(await memory.get(name));
  // What was met once waits a day for the second time.
  const keep = async (known: Lacking) => await memory.set(name, JSON.stringify(known), 2 * DAY_MS);

  return {
    async lacking() {
      const known = await recall();
      return forms.map((form) => form.verb).filter((verb) => (known[verb]?.until ?? 0) > now());
    },
    async lacks(verb) {
      const known = await recall();
      const since = known[verb]?.since ?? now();
      const lasted = now() - since;
      const until = lasted < APART_MS ? 0 : now() + Math.min(lasted, DAY_MS);
      await keep({ ...known, [verb]: { since, until } });
    },
    async offers(verb) {
      const { [verb]: met, ...others } = await recall();
      if (met !== undefined) await keep(others);
    },
  };
}

/** An earlier version kept a list of words here; it is learned anew. */
function decode(text: string | undefined): Lacking {
  try {
    return Lacking.safeParse(JSON.parse(text ?? '{}')).data ?? {};
  } catch {
    return {};
  }
}
