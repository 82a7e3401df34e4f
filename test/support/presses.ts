import type { Message, View } from '../../src/sandbox/slack/index.ts';
import { ALICE, ART, buttonsOf, type Stage } from './stage.ts';

/** People who press a card's buttons, on a stage, and are asked for more. */

export async function press(stage: Stage, card: Message, label: string, user = ALICE): Promise<void> {
  await stage.slack.act.click({ user, on: { channel: ART, ts: card.ts }, element: { label } });
}

/** The card offers to go on with a press that asks for more. */
export const continues = (card: { blocks: readonly object[] }) => buttonsOf(card).some((b) => b.label === 'Continue');

/**
 * The modal of the press whose card is the nth; the card's *Continue* opens it where the gateway, or this machine, was too slow for the click.
 */
export async function stepModal(stage: Stage, n: number, user = ALICE): Promise<View> {
  const modal = () => stage.slack.world.modals[user]?.find((view) => view.submit !== undefined);
  const found = await stage.slack.waitFor(
    () => modal() ?? (stage.cards()[n] !== undefined && continues(stage.cards()[n] as Message) && 'continue'),
    { what: 'the modal, or Continue', timeoutMs: 40_000 },
  );
  const card = stage.cards()[n];
  if (found === 'continue' && card !== undefined && modal() === undefined) await press(stage, card, 'Continue', user);
  return await stage.slack.waitFor(modal, { what: 'the modal', timeoutMs: 10_000 });
}
