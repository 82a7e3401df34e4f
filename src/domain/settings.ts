import { z } from 'zod';

/**
 * What a person chose for themselves. Every field has a default, so that a record of an older version reads as one of this.
 *
 * `remix` says what to do when the gateway asks for a prompt before it runs a press (Remix is on for its account):
 * - `off`: it is answered at once, with the prompt that the gateway proposes, else with the parent's
 * - `ask`: the person is asked
 * - `on`: as `ask`, and the gateway is asked to ask (`enableRemix`), where it knows how
 */
export const PersonSettings = z.object({
  v: z.literal(1).default(1),
  remix: z.enum(['off', 'ask', 'on']).default('ask'),
});
export type PersonSettings = z.infer<typeof PersonSettings>;

export const DEFAULT_SETTINGS: PersonSettings = PersonSettings.parse({});
