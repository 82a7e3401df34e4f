import type { Noticed, View } from '../../src/sandbox/slack/index.ts';
import { cards, idOf, ofForgetter, said } from './chaos-cards.ts';
import type { Done, How } from './chaos-people.ts';
import type { ChaosStage } from './chaos-stage.ts';
import { buttonsOf, done as isDone } from './stage.ts';

/** What people do beside asking for one picture: a series, a star, settings, their home, and that they are forgotten. */

const WAIT_MS = 6000;
const CARD_MS = 25_000;
/** How often somebody who wants to be forgotten asks for it. */
const TRIES = 5;

/** Several pictures of one prompt, once they were seen and agreed to. */
const series: How = async ({ stage, user, channel, words }) => {
  const { slack } = stage;
  const asked = await slack.act.command({ user, channel, command: '/imagine', text: `a {red, blue} ${words}` });
  const offer = await waited(stage, () =>
    slack.world.ephemerals.find(
      (one) => one.user === user && JSON.stringify(one.blocks).includes(words) && makes(one) !== undefined,
    ),
  );
  if (offer === undefined) return { impossible: `no offer; acked ${asked.acked}` };
  const agreed = await slack.act.click({ user, on: { channel, ts: offer.ts }, element: { label: makes(offer) ?? '' } });
  return { ...said(agreed), asks: { by: 'series', words } };
};

function makes(message: { blocks: readonly object[] }): string | undefined {
  return buttonsOf(message).find(({ label }) => label === 'Make 2 pictures')?.label;
}

/** A star on a card that is done. */
const star: How = async ({ stage, user, deed }) => {
  const found = cards(stage)
    .slice(-60)
    .filter((card) => isDone(card) && !ofForgetter(card));
  const card = found[Math.floor(deed.luck * found.length)];
  if (card === undefined) throw new Error('no card is done');
  await stage.slack.act.react({ user, channel: card.channel, ts: card.ts, name: 'star' });
  return { asks: { by: 'star', submission: idOf(card), ts: card.ts } };
};

/** Stylize, as a default; the number says which deed it was. */
const settings: How = async ({ stage, user, channel, deed }) => {
  const { slack } = stage;
  await slack.act.command({ user, channel, command: '/mj', text: 'settings' });
  const opened = await modalWith(stage, user, (view) => view.blocks.some((block) => block['block_id'] === 'stylize'));
  if (opened === undefined) return { impossible: 'no settings opened' };
  const stylize = String(1 + (deed.n % 999));
  const sent = await slack.act.submitView({ user, values: { stylize } });
  await slack.act.closeView({ user, all: true }).catch(() => undefined);
  return { acked: saved(sent), asks: { by: 'settings', stylize } };
};

function saved({ acked, body }: Noticed): boolean {
  return acked && body?.['response_action'] === 'update';
}

const home: How = async ({ stage, user }) => {
  await stage.slack.act.openHome({ user });
  return { asks: { by: 'home' } };
};

/** Somebody who asked for pictures wants to be forgotten, while they may still be drawn. Nobody else does anything on their cards. */
const forget: How = async (doing) => {
  const { stage, user, channel, words, deed } = doing;
  const { slack } = stage;
  const withCards = deed.luck < 0.7;
  if (Math.floor(deed.luck * 100) % 5 > 0) await series(doing);
  await slack.act.command({ user, channel, command: '/imagine', text: `a ${words}` });
  const own = () => cards(stage).find((card) => JSON.stringify(card.blocks).includes(words));
  if ((await waited(stage, own, CARD_MS)) === undefined) return { impossible: 'no card to forget' };
  for (let tries = 0; tries < TRIES; tries += 1) {
    await slack.act.command({ user, channel, command: '/mj', text: 'forget' });
    const sure = await isAskedTwice(stage, user, withCards);
    const sent = sure ? await slack.act.submitView({ user }) : undefined;
    await slack.act.closeView({ user, all: true }).catch(() => undefined);
    if (sent === undefined) continue;
    const begun = sent.acked && JSON.stringify(sent.body ?? '').includes('being deleted');
    return { acked: begun, asks: { by: 'forget', cards: withCards } };
  }
  return { impossible: 'it was not asked twice' };
};

/** Whether the bot came as far as to ask once more. Nothing is deleted before that is answered. */
async function isAskedTwice(stage: ChaosStage, user: string, withCards: boolean): Promise<boolean> {
  const question = await modalWith(stage, user, (view) => view.submit !== undefined);
  if (question === undefined) return false;
  await stage.slack.act.submitView({ user, values: withCards ? { 'admin:cards': ['yes'] } : {} });
  const isSure = (view: View) => JSON.stringify(view.blocks).includes('cannot be taken back');
  return (await modalWith(stage, user, isSure)) !== undefined;
}

export const teamDeeds = { series, star, settings, home, forget } satisfies Record<string, How>;

/** Whether Slack was told that an event of this person arrived: each is told apart by what it holds. */
export function eventAcked({ slack }: ChaosStage, { user, since }: Done, name: string, holds: string): boolean {
  return slack.deliveries.some(
    (one) =>
      one.name === name &&
      one.acked &&
      (one.attempts[0]?.at ?? 0) >= since &&
      JSON.stringify(one.payload).includes(user) &&
      JSON.stringify(one.payload).includes(holds),
  );
}

async function modalWith(stage: ChaosStage, user: string, fits: (view: View) => boolean): Promise<View | undefined> {
  return await waited(stage, () => stage.slack.world.modals[user]?.find(fits));
}

async function waited<T>(
  { slack }: ChaosStage,
  look: () => T | undefined,
  timeoutMs = WAIT_MS,
): Promise<T | undefined> {
  return await slack.waitFor(look, { what: 'what they wait for', timeoutMs }).catch(() => undefined);
}
