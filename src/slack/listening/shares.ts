import type { Words } from '../writing/notes.ts';
import { shareOf } from './incoming-shares.ts';
import type { ListenerOptions } from './listener-options.ts';
import { giveReply } from './replies.ts';
import { whisper } from './whisper.ts';

/**
 * Somebody shared files in a channel, without a word to us. Resolves when it is known whether they are to be offered anything, which lets the event be
 * acked; the offer goes its own way. In which language they read is looked up only then: most channels want no offers.
 */
export async function onShare(
  { handlers, identity, app }: Pick<ListenerOptions, 'handlers' | 'identity' | 'app'>,
  optionsFor: (user: string) => Promise<ListenerOptions>,
  event: object,
): Promise<void> {
  const share = shareOf(event, identity.botUserId);
  if (share === undefined) return;
  const { user, channel, ts, threadTs, pictures } = share;
  const { team } = identity;
  const thread = threadTs === undefined ? {} : { threadTs };
  // The key of a mention with the same files, should Slack deliver it as both.
  const reply = await handlers.share({ user, team, channel, ...thread, pictures, key: `${team}-${channel}-${ts}` });
  if (reply !== undefined) void app.pending.add(offer());

  async function offer(): Promise<void> {
    const options = await optionsFor(user);
    const say = async (said: Words) => await whisper(options, { user, channel, threadTs }, said);
    await giveReply(options, reply, { user, place: { channel, threadTs }, say });
  }
}
