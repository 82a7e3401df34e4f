import type { SlackCommandMiddlewareArgs } from '@slack/bolt';
import { type Form, pictureCount } from '../../domain/form.ts';
import type { CommandGiven } from '../handlers.ts';
import { pictureLinks } from '../inbox/links.ts';
import { fromSlack } from '../text.ts';
import type { Words } from '../writing/notes.ts';
import { answering } from './answers.ts';
import { isDm } from './incoming.ts';
import type { ListenerOptions } from './listener-options.ts';
import { type Answering, followsAck, giveReplyWithModal, openForm, replyInModal } from './replies.ts';

/** The command under which every verb can be typed: `/mj blend`. */
const UMBRELLA = 'mj';

/**
 * The answer is the ack itself, which waits for nothing but the one write of the handler. Where a form is needed for certain, it is opened
 * before anything else.
 */
export async function onCommand(options: ListenerOptions, args: SlackCommandMiddlewareArgs): Promise<void> {
  const { command, ack } = args;
  const given: CommandGiven = {
    name: command.command.replace(/^\/(?:.*-)?/, '').toLowerCase(),
    text: fromSlack(command.text),
    user: command.user_id,
    team: options.identity.team,
    channel: command.channel_id,
    isDm: isDm(command.channel_id),
    responseUrl: command.response_url,
    key: command.trigger_id,
  };
  const run = async () => await answering(options, 'comes-once', async () => options.handlers.command(given));
  const { channel, responseUrl } = given;
  const to: Answering & { triggerId: string } = {
    triggerId: command.trigger_id,
    user: given.user,
    place: { channel, responseUrl },
    say: async (said) => await options.notes.respondWith(responseUrl, said),
  };

  const spoken = formSpokenOf(options.desk.forms, given);
  if (spoken?.text === '') {
    await ack();
    return await openForm(options, spoken.form, { prompt: '', pictures: [], options: {} }, to);
  }
  if (spoken !== undefined && lacksPictures(spoken.form, spoken.text)) {
    await ack();
    return await replyInModal(options, to, run);
  }
  const reply = await run();
  let acked = reply === undefined || followsAck(reply);
  if (acked) await ack();
  const say = async (said: Words) => {
    if (acked) return await to.say(said);
    acked = true;
    return await ack({ response_type: 'ephemeral', ...said });
  };
  await giveReplyWithModal(options, reply, { ...to, say });
}

/** The form of the verb that was typed, and what stands behind the verb. */
function formSpokenOf(forms: readonly Form[], { name, text }: CommandGiven): { form: Form; text: string } | undefined {
  const [, verb = '', rest = ''] = name === UMBRELLA ? (/^\s*(\S*)\s*([\s\S]*)$/u.exec(text) ?? []) : ['', name, text];
  const form = forms.find((one) => one.verb === verb.toLowerCase());
  return form === undefined ? undefined : { form, text: rest.trim() };
}

/** A command brings no files, so pictures could only be behind a link to Slack. */
function lacksPictures(form: Form, text: string): boolean {
  return pictureCount(form).min > 0 && pictureLinks.find(text).pictures.length === 0;
}
