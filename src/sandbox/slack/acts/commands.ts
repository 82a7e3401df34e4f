import { respond } from '../api/response-url.ts';
import { ApiError } from '../api-error.ts';
import { commandText } from '../text.ts';
import type { Acts, Noticed } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import { channelOf, commonFields, noticed, payloadChannelName } from './interact.ts';

/** Slash commands: carry no files and no thread, and are delivered once (slack.md sections 3 and 4). */
export async function command(ws: Workspace, input: Parameters<Acts['command']>[0]): Promise<Noticed> {
  const person = ws.person(input.user);
  const channel = channelOf(ws, person, input.channel);
  const spec = ws.app.commands.find((each) => each.command === input.command);
  if (!spec)
    throw new Error(
      `${input.command} is not a valid command: the manifest has ${ws.app.commands.map((each) => each.command).join(', ')}.`,
    );
  if (ws.grant === undefined) throw new Error('The app is not installed, so Slack shows no slash command of it.');
  if (!ws.granted('commands'))
    throw new Error('The app has no scope "commands", so Slack shows no slash command of it.');
  const origin = {
    kind: 'command' as const,
    user: person.id,
    channel: channel.id,
    sourceTs: undefined,
    threadTs: undefined,
  };
  const { token, api_app_id, is_enterprise_install } = commonFields(ws);
  const { id: team_id, domain: team_domain, enterprise } = ws.world.team;
  const answer = await ws.courier.deliver(
    'command',
    spec.command,
    {
      token,
      team_id,
      team_domain,
      ...(enterprise === undefined ? {} : { enterprise_id: enterprise.id, enterprise_name: enterprise.name }),
      channel_id: channel.id,
      channel_name: payloadChannelName(channel),
      user_id: person.id,
      user_name: person.name,
      command: spec.command,
      text: commandText(ws.world, (input.text ?? '').trim(), spec.shouldEscape),
      api_app_id,
      is_enterprise_install: String(is_enterprise_install),
      response_url: ws.baseUrl + ws.responseUrls.issue(origin),
      trigger_id: ws.triggers.issue(person.id),
    },
    ['commands'],
  );
  if (!answer.acked) return noticed(answer, `${spec.command} failed with the error "${answer.error}"`);
  const { body } = answer;
  if (body && Object.keys(body).length > 0) {
    await ws.images.fetchIn(body['blocks']);
    try {
      respond(ws, origin, body, 'ack');
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      ws.violation(`the ack of ${spec.command} is no message: ${error.code} ${JSON.stringify(error.extra)}`);
      return {
        ...noticed(answer, ''),
        acked: false,
        error: 'invalid_response',
        notice: `${spec.command} failed with the error "invalid_response"`,
      };
    }
  }
  return noticed(answer, '');
}
