import { completed } from '../../domain/defaults.ts';
import { UserMistake } from '../../domain/errors.ts';
import type { OrderVerb } from '../../domain/form.ts';
import { presetsNamed } from '../../domain/preset.ts';
import type { Mode } from '../../domain/prompt.ts';
import type { PresetChoice } from '../../domain/settings.ts';
import type { Order } from '../../domain/submission.ts';
import type { Settings } from '../needs/people.ts';
import { type Along, type Place, type Stand, standFor } from './take-in.ts';

interface Needs {
  settings: Pick<Settings, 'of' | 'ofChannel'>;
}

/** An order, as it is taken in. */
interface CompleteOrder {
  order: Order;
  along: Pick<Along, 'mode' | 'added' | 'typed'>;
  place: Stand;
}

/**
 * Makes an order of what a person asked for, with what presets and defaults add, and finds where they want to see it. Only for what is asked
 * for anew: a press, and an order that is repeated, have all of it.
 *
 * @throws UserMistake as `completed` does; Unreachable when the settings could not be read
 */
export async function completeOrder(
  needs: Needs,
  place: Place,
  order: Exclude<Order, { verb: 'press' }>,
  chosen: Mode | undefined,
): Promise<CompleteOrder> {
  const { person, channel } = await settingsFor(needs, place);
  const { prompt, bot, mode, added } = completed({ ...order, mode: chosen }, { person, channel });
  return {
    order: { ...order, prompt, ...(order.verb === 'imagine' ? { bot } : {}) },
    along: { mode, added, ...(prompt === order.prompt ? {} : { typed: order.prompt }) },
    place: standFor(person.results, place),
  };
}

/**
 * A prompt that somebody changed on the way: the presets that it names stand for their parameters. It has its defaults already.
 *
 * @throws UserMistake as `completed` does; Unreachable when the settings could not be read
 */
export async function withPresets(needs: Needs, place: Place, prompt: string): Promise<string> {
  if (presetsNamed(prompt).length === 0) return prompt;
  const chosen = await settingsFor(needs, place);
  return completed({ verb: 'edit', prompt }, chosen).prompt;
}

/** What a builder shows besides its fields. */
export interface Builder {
  /** Those that can be chosen there: the person's own first. */
  presets: PresetChoice[];
  /** The prompt that would be sent; as it was typed where it holds a mistake. */
  preview: string | undefined;
}

/**
 * What can be chosen in a verb's form, and the prompt that it would send.
 *
 * @param typed the prompt that the form makes of what was filled in; undefined for a form that shows none
 * @throws Unreachable
 */
export async function builder(
  needs: Needs,
  place: Pick<Place, 'team' | 'user' | 'channel'>,
  verb: OrderVerb,
  typed: string | undefined,
): Promise<Builder> {
  const { person, channel } = await settingsFor(needs, place);
  const own = person.presets.map(({ name }): PresetChoice => ({ name, of: 'person' }));
  const others = channel.presets
    .filter(({ name }) => !person.presets.some((preset) => preset.name === name))
    .map(({ name }): PresetChoice => ({ name, of: 'channel' }));
  const presets = [...own, ...others];
  if (typed === undefined || typed === '') return { presets, preview: typed };
  try {
    return { presets, preview: completed({ verb, prompt: typed }, { person, channel }).prompt };
  } catch (error) {
    if (error instanceof UserMistake) return { presets, preview: typed };
    throw error;
  }
}

/** A person's, and those of the place they ask in; a direct conversation has none. */
async function settingsFor({ settings }: Needs, { team, user, channel: id }: Pick<Place, 'team' | 'user' | 'channel'>) {
  const [person, channel] = await Promise.all([settings.of(team, user), settings.ofChannel(team, id)]);
  return { person, channel };
}
