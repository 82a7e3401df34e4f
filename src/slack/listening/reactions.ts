import { z } from 'zod';
import type { Reaction } from '../handlers.ts';
import type { ListenerOptions } from './listener-options.ts';

/**
 * The emoji that mean something on a card, by all the names that Slack gives them: one emoji may have several, and clients choose among them. Source:
 * emoji-data, `short_names`; the three of Midjourney's Discord.
 */
const MEANINGS: Readonly<Record<string, Reaction['meaning']>> = {
  x: 'away',
  envelope: 'letter',
  email: 'letter',
  incoming_envelope: 'letter',
  star: 'keep',
};

/** Of a file or a comment there is no ts. Source: docs.slack.dev, `reaction_added`. */
const Event = z.object({
  user: z.string(),
  reaction: z.string(),
  item: z.object({ type: z.literal('message'), channel: z.string(), ts: z.string() }),
  /** Whose message it is; absent where no user wrote it. */
  item_user: z.string().nullish(),
  /** Seconds and microseconds. */
  event_ts: z.string().regex(/^\d{1,12}(?:\.\d{1,9})?$/),
});
const Delivery = z.object({
  event_id: z.string(),
  /** Of a channel that another workspace shares. */
  is_ext_shared_channel: z.boolean().catch(false),
});

/**
 * What a reaction says, undefined for one that means nothing to us: another emoji, a message of somebody else, a reaction of the bot itself. Told
 * by the event alone, because most reactions of a workspace are none of ours.
 */
export function reactionOf(
  body: unknown,
  event: unknown,
  added: boolean,
  { botUserId, team }: { botUserId: string; team: string },
): Reaction | undefined {
  const { data } = Event.safeParse(event);
  const delivery = Delivery.safeParse(body).data;
  if (data === undefined || delivery === undefined || data.user === botUserId) return undefined;
  if (data.item_user !== undefined && data.item_user !== null && data.item_user !== botUserId) return undefined;
  // A skin tone stands behind the name: `+1::skin-tone-3`.
  const [name = ''] = data.reaction.split('::');
  const meaning = Object.hasOwn(MEANINGS, name) ? MEANINGS[name] : undefined;
  if (meaning === undefined) return undefined;
  const { channel, ts } = data.item;
  const at = Math.round(Number(data.event_ts) * 1000);
  const { event_id: key, is_ext_shared_channel: shared } = delivery;
  return { team, user: data.user, channel, ts, meaning, added, shared, at, key };
}

/** Resolves when it is stored, which lets the event be acked. Nobody is told anything: a reaction is a hint. */
export async function onReaction(
  { handlers, identity }: Pick<ListenerOptions, 'handlers' | 'identity'>,
  body: unknown,
  event: unknown,
  added: boolean,
): Promise<void> {
  const reaction = reactionOf(body, event, added, identity);
  if (reaction !== undefined) await handlers.reacted(reaction);
}
