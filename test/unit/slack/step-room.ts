import { customIdHash } from '../../../src/domain/press-token.ts';
import type { Step, StepKind } from '../../../src/domain/step.ts';
import type { SlackStandIn } from '../../../src/sandbox/slack/types.ts';
import type { Handlers, Slack } from '../../../src/slack/index.ts';
import { modal } from './modal.ts';
import { finished, gridButtons, id } from './records.ts';
import { alice, FakeHandlers, general, listenBySocket, lookedAt, picture, standIn } from './room.ts';

export const u2 = customIdHash(gridButtons[1]?.customId ?? '');
export const ofButton = { of: 'button' as const, submission: id, hash: u2 };
export const painter = { id: 'p1', url: 'https://bot.example/paint/token' };

export function stepOf(kind: StepKind, more: Partial<Step> = {}): Step {
  return { ref: ofButton, kind, button: 'U2', prompt: 'a red fox', ...more };
}

/** A card in the channel, whose buttons are answered with this step. */
export async function room(step: Step, does: Partial<Handlers> = {}, slack?: SlackStandIn) {
  const stage = slack ?? (await standIn());
  const handlers = new FakeHandlers({ press: async () => ({ step }), ...does });
  const made = await listenBySocket(stage, handlers);
  const { ts } = await made.room.cards.post(finished({ channel: general, picture: { inThread: true } }));
  const press = async () =>
    await stage.act.click({ user: alice, on: { channel: general, ts }, element: { label: 'U2' } });
  return { ...made, slack: stage, handlers, ts, press };
}

/** The same with its modal open. */
export async function opened(step: Step, does: Partial<Handlers> = {}) {
  const made = await room(step, does);
  await made.press();
  return { ...made, view: await modal(made.slack, alice, 'the step') };
}

/** A grid as the bot draws one, ready to be shown. */
export async function gridIn({ room: { files } }: { room: Pick<Slack, 'files'> }): Promise<string> {
  const fileId = await files.upload({ bytes: await picture('png'), type: 'image/png', name: 'grid' });
  await lookedAt(files, fileId);
  return fileId;
}

export function updates(slack: SlackStandIn) {
  return slack.calls.filter((call) => call.method === 'views.update');
}
