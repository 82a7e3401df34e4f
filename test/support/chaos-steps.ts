import type { Message, Noticed, View } from '../../src/sandbox/slack/index.ts';
import type { ChaosStage } from './chaos-stage.ts';
import { buttonsOf } from './stage.ts';

/** How people answer what a press asks for: in the modal that opens, or through *Continue*; some walk away. */

/** Longer than a killed worker's press takes to be taken up. */
const QUESTION_MS = 12_000;
const MODAL_MS = 5000;

/** What a person would do with a question: answer at once, close the modal and come back through *Continue*, or leave it. */
export type Manner = 'modal' | 'continue' | 'leave';

export function mannerOf(luck: number): Manner {
  if (luck < 0.1) return 'leave';
  return luck < 0.5 ? 'continue' : 'modal';
}

interface Asked {
  stage: ChaosStage;
  user: string;
  /** Of the prompt that is given. */
  words: string;
}

/** Answers what the gateway asks after a press, if it asks: not every account does, and a setting may answer by itself. */
export async function answerQuestion(asked: Asked, manner: Manner): Promise<void> {
  const { stage, user } = asked;
  const found = await waited(stage, () => modalOf(stage, user) ?? offerTo(stage, user), QUESTION_MS);
  if (found === undefined || manner === 'leave') return await closeAll(asked);
  if (manner === 'continue') {
    await closeAll(asked);
    const offered = await waited(stage, () => offerTo(stage, user), MODAL_MS);
    if (offered !== undefined) await clickContinue(asked, offered);
  } else if (modalOf(stage, user) === undefined) {
    const offered = offerTo(stage, user);
    if (offered !== undefined) await clickContinue(asked, offered);
  }
  await sendModal(asked);
}

/**
 * Fills in the modal that is open, as soon as it is, and sends it.
 * @returns undefined when none opened
 */
export async function sendModal(asked: Asked): Promise<Noticed | undefined> {
  const { stage, user, words } = asked;
  const modal = await waited(stage, () => modalOf(stage, user), MODAL_MS);
  if (modal === undefined) return undefined;
  const has = (block: string) => modal.blocks.some((one) => one['block_id'] === block);
  const values = {
    ...(has('prompt') ? { prompt: `a changed ${words}` } : {}),
    ...(has('zoom') ? { zoom: '1.5' } : {}),
    ...(has('cells') ? { cells: ['1', '2', '5', '6'] } : {}),
  };
  // It may be changed, or be gone, in between: then nothing was sent.
  const noticed = await stage.slack.act.submitView({ user, values }).catch(() => undefined);
  await closeAll(asked);
  return noticed;
}

function modalOf({ slack }: ChaosStage, user: string): View | undefined {
  return slack.world.modals[user]?.find((view) => view.submit != null);
}

/** The card with *Continue* of somebody's press. */
function offerTo({ slack }: ChaosStage, user: string): Message | undefined {
  return Object.values(slack.world.messages)
    .flat()
    .find(
      (message) =>
        !message.deleted &&
        JSON.stringify(message.blocks).includes(user) &&
        buttonsOf(message).some(({ label }) => label === 'Continue'),
    );
}

async function clickContinue({ stage, user }: Asked, card: Message): Promise<void> {
  const { value = '' } = buttonsOf(card).find(({ label }) => label === 'Continue') ?? {};
  await stage.slack.act
    .click({ user, on: { channel: card.channel, ts: card.ts }, element: { value } })
    .catch(() => undefined);
}

async function closeAll({ stage, user }: Asked): Promise<void> {
  await stage.slack.act.closeView({ user, all: true }).catch(() => undefined);
}

async function waited<T>({ slack }: ChaosStage, look: () => T | undefined, timeoutMs: number): Promise<T | undefined> {
  return await slack.waitFor(look, { what: 'a question', timeoutMs }).catch(() => undefined);
}
