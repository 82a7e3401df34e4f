/** Slack Connect brings people of other workspaces into a channel. The account that is paid from belongs to one. */
import type { AllMiddlewareArgs, AnyMiddlewareArgs } from '@slack/bolt';
import { z } from 'zod';
import type { ListenerOptions } from '../listening/listener-options.ts';
import { whisper } from '../listening/whisper.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { words } from '../words.ts';

const team = z.string().nullish().catch(undefined);
/**
 * `team_id` of a command or an event is the workspace that it was delivered for, `team` of a click or a modal the one in which the person acts,
 * `user_team` of a message the one of its author. Source: @slack/types, docs.slack.dev "Using Slack Connect".
 */
const Teams = z.object({
  team_id: team,
  team: z.object({ id: team }).nullish().catch(undefined),
  event: z.object({ user_team: team }).nullish().catch(undefined),
  enterprise_id: team,
  enterprise: z.object({ id: team }).nullish().catch(undefined),
  /** Of a channel that is shared with another organisation. */
  is_ext_shared_channel: z.boolean().catch(false),
});

/**
 * True when a delivery names another workspace than ours. One that names an organisation (`E…`), or none, is not from another.
 *
 * @param ours of an installation for a whole organisation its id (`E…`): a workspace is not told from its others by the id, so what counts is the
 *   organisation, and in a channel that is shared with another one the workspace for which an event was delivered
 */
export function isFromElsewhere(body: unknown, ours: string): boolean {
  const { data } = Teams.safeParse(body);
  if (ours.startsWith('E')) {
    const other = [data?.enterprise_id, data?.enterprise?.id].some((id) => typeof id === 'string' && id !== ours);
    const author = data?.event?.user_team ?? undefined;
    return (
      other || (data?.is_ext_shared_channel === true && author !== undefined && ![data.team_id, ours].includes(author))
    );
  }
  const named = [data?.team_id, data?.team?.id, data?.event?.user_team];
  return named.some((id) => typeof id === 'string' && id.startsWith('T') && id !== ours);
}

const Message = z.object({ user: z.string(), channel: z.string(), thread_ts: z.string().optional() });

/** Lets through what people of our workspace do; anybody else is told so, and nothing else happens. */
export function ownWorkspaceOnly(
  { identity, log }: Pick<ListenerOptions, 'identity' | 'log'>,
  optionsFor: (user: string | undefined) => Promise<ListenerOptions>,
) {
  return async (args: AnyMiddlewareArgs & AllMiddlewareArgs): Promise<void> => {
    if (!isFromElsewhere(args.body, identity.team)) return await args.next();
    // Pictures that they share in a channel are none of ours, as is all that they say there.
    if ('event' in args && args.event.type === 'message' && args.event.channel_type !== 'im') return;
    log.info({}, 'a person of another workspace was refused');
    const options = await optionsFor(args.context.userId);
    const { messages, notes } = options;
    const text = words(messages, { say: 'other-workspace' });
    if ('command' in args) return await args.ack({ response_type: 'ephemeral', text });
    if ('view' in args) {
      if (args.body.type !== 'view_submission') return await args.ack();
      return await args.ack({ response_action: 'update', view: noticeModal(text, messages) });
    }
    if ('event' in args) {
      const { data } = Message.safeParse(args.event);
      const addressed = args.event.type === 'app_mention' || args.event.type === 'message';
      if (data === undefined || !addressed) return;
      return void options.app.pending.add(
        whisper(options, { user: data.user, channel: data.channel, threadTs: data.thread_ts }, { text }),
      );
    }
    if (!('ack' in args)) return;
    await args.ack();
    const { data } = z.object({ response_url: z.string() }).safeParse(args.body);
    if (data !== undefined) await notes.respondWith(data.response_url, { text });
  };
}
