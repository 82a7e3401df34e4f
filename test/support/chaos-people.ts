import { SubmissionId } from '../../src/domain/ids.ts';
import { encodeControl } from '../../src/domain/press-token.ts';
import type { Message, Noticed } from '../../src/sandbox/slack/index.ts';
import { cards, idOf, ofForgetter, said } from './chaos-cards.ts';
import { type Deed, FORGETTERS } from './chaos-plan.ts';
import type { ChaosStage } from './chaos-stage.ts';
import { answerQuestion, mannerOf, sendModal } from './chaos-steps.ts';
import { teamDeeds } from './chaos-team.ts';
import { png } from './hand-over.ts';
import { buttonsOf, gatewayButtons } from './stage.ts';

/** What became of a deed, as its person knows it. */
export interface Done {
  deed: Deed;
  user: string;
  channel: string;
  /** What its prompt holds, if it has one. */
  words: string;
  /** Slack's clock when it began, ms. */
  since: number;
  /** When its round was over; what the person is told later is about something else. */
  until?: number;
  /** Not possible: no such card, no such button. Nothing was asked for. */
  impossible?: string;
  /** Every ack that Slack got, in order; of an event the delivery's. */
  acked?: boolean;
  /** What the ack itself said. */
  ackSaid?: string;
  /** How a submission is known to be this deed's: words of its prompt, the name of its file, or what was pressed. */
  asks?:
    | { by: 'prompt'; words: string }
    | { by: 'file'; name: string }
    | { by: 'press'; parent: string; button: string }
    | { by: 'again'; of: string }
    | { by: 'series'; words: string }
    | { by: 'star'; submission: string; ts: string }
    | { by: 'settings'; stylize: string }
    | { by: 'home' }
    | { by: 'forget'; cards: boolean };
}

/** Where the bot may not post at all. */
export const CLOSED_CHANNEL = 'G0PRIVATE';
const CHANNELS = ['C0ART', 'C0ART', 'C0GENERAL', 'C0GENERAL', 'C0NOBOT', 'C0NOBOT'] as const;
const MENTION_CHANNELS = ['C0ART', 'C0GENERAL'] as const;
/** Done where the bot is a member. */
const WHERE_IT_IS: ReadonlySet<Deed['kind']> = new Set(['mention', 'describe-file', 'forget']);
/** So many of the series are asked for where the bot may not post at all. */
const SHUT_SERIES = 0.25;
const FORM_WAIT_MS = 6000;

/** Does one deed as a person would. Never rejects: what cannot be done is `impossible`. */
export async function doDeed(stage: ChaosStage, deed: Deed, seed: number): Promise<Done> {
  const user =
    deed.kind === 'forget'
      ? (FORGETTERS[Math.floor(deed.n / 100) % FORGETTERS.length] ?? '')
      : (stage.people[deed.person] ?? '');
  const channels = WHERE_IT_IS.has(deed.kind) ? MENTION_CHANNELS : CHANNELS;
  const isShut = deed.kind === 'closed' || (deed.kind === 'series' && deed.luck < SHUT_SERIES);
  const channel = isShut ? CLOSED_CHANNEL : (channels[Math.floor(deed.luck * 1e4) % channels.length] ?? 'C0ART');
  const words = `fox ${seed}x${deed.n}x`;
  const done: Done = { deed, user, channel, words, since: Date.now() };
  try {
    return { ...done, ...(await deeds[deed.kind]({ stage, deed, user, channel, words })) };
  } catch (error) {
    return { ...done, impossible: error instanceof Error ? error.message : String(error) };
  }
}

export interface Doing {
  stage: ChaosStage;
  deed: Deed;
  user: string;
  channel: string;
  words: string;
}
export type How = (doing: Doing) => Promise<Partial<Done>>;

const imagine: How = async ({ stage, user, channel, words }) => {
  const noticed = await stage.slack.act.command({ user, channel, command: '/imagine', text: `a ${words}` });
  return { ...said(noticed), asks: { by: 'prompt', words } };
};

const deeds: Readonly<Record<Deed['kind'], How>> = {
  imagine,
  closed: imagine,
  ...teamDeeds,

  async mention({ stage, user, channel, words }) {
    await stage.slack.act.message({ user, channel, text: `@midjourney imagine a ${words}` });
    return { asks: { by: 'prompt', words } };
  },

  async 'describe-file'({ stage, user, channel, deed }) {
    const name = `d${deed.n}.png`;
    await stage.slack.act.message({
      user,
      channel,
      text: '@midjourney describe',
      files: [{ name, bytes: await png('green', 64, 64) }],
    });
    return { asks: { by: 'file', name } };
  },

  async describe({ stage, user, channel, deed }) {
    const name = `d${deed.n}.png`;
    const opened = await stage.slack.act.command({ user, channel, command: '/describe' });
    const form = await stage.slack
      .waitFor((w) => w.modals[user]?.find((view) => view.submit != null), {
        what: 'the form',
        timeoutMs: FORM_WAIT_MS,
      })
      .catch(() => undefined);
    if (form === undefined) return { impossible: `no form; acked ${opened.acked}` };
    const input = form.blocks.find((block) => JSON.stringify(block).includes('"file_input"'));
    const noticed = await stage.slack.act.submitView({
      user,
      values: { [String(input?.['block_id'])]: [{ name, bytes: await png('blue', 64, 64) }] },
    });
    const refused = noticed.body?.['response_action'] === 'errors';
    if (!noticed.acked || refused) await stage.slack.act.closeView({ user, all: true }).catch(() => undefined);
    return { ...said(noticed), asks: { by: 'file', name } };
  },

  press: async (doing) => await press(doing, /^U[1-4]$/),

  async vary(doing) {
    const done = await press(doing, /^V[1-4]$|^🔄$/u);
    if (done.acked === true) await answerQuestion(doing, mannerOf(doing.deed.luck));
    return done;
  },

  zoom: async (doing) => await step(doing, /Custom Zoom$/),
  region: async (doing) => await step(doing, /Vary \(Region\)$/),

  /** A double click: one press. */
  async double(doing) {
    const { card, button } = cardWith(doing, /^U[1-4]$/);
    const click = async () => await clickOn(doing, card, button.value ?? '');
    const [one, two] = await Promise.all([click(), click()]);
    const [first] = [one, two].filter(({ acked }) => acked);
    return { ...said(first ?? one), asks: { by: 'press', parent: idOf(card), button: button.label } };
  },

  async cancel(doing) {
    const { card, button } = cardWith(doing, /^Cancel$/, true);
    return said(await clickOn(doing, card, button.value ?? ''));
  },

  async again(doing) {
    const { card, button } = cardWith(doing, /^Try again$/);
    const noticed = await clickOn(doing, card, button.value ?? '');
    return { ...said(noticed), asks: { by: 'again', of: idOf(card) } };
  },

  /** The person who asked, on a card that is over. */
  async delete({ stage, user, deed }) {
    const own = cards(stage).filter(
      (card) => JSON.stringify(card.blocks).includes(user) && !buttonsOf(card).some(({ label }) => label === 'Cancel'),
    );
    const card = own[Math.floor(deed.luck * own.length)];
    if (card === undefined) throw new Error('no card of this person is over');
    const on = { channel: card.channel, ts: card.ts };
    const option = encodeControl({ submission: SubmissionId.parse(idOf(card)), control: 'delete' });
    return said(await stage.slack.act.click({ user, on, element: { actionId: 'menu' }, option }));
  },
};

/** A press that always asks first; what is asked for is sent with the modal. */
async function step(doing: Doing, label: RegExp): Promise<Partial<Done>> {
  const { card, button } = cardWith(doing, label);
  await clickOn(doing, card, button.value ?? '');
  const noticed = await sendModal(doing);
  if (noticed === undefined) return { impossible: 'no modal opened' };
  return { ...said(noticed), asks: { by: 'press', parent: idOf(card), button: button.label } };
}

async function press(doing: Doing, label: RegExp): Promise<Partial<Done>> {
  const { card, button } = cardWith(doing, label);
  const noticed = await clickOn(doing, card, button.value ?? '');
  return { ...said(noticed), asks: { by: 'press', parent: idOf(card), button: button.label } };
}

/** Presses that were tried, by button value: each is made once in a run, so that the books are simple. */
const tried = new WeakMap<ChaosStage, Set<string>>();

function cardWith(
  doing: Doing,
  label: RegExp,
  own = false,
): { card: Message; button: { label: string; value: string | undefined } } {
  const { stage, deed } = doing;
  const before = tried.get(stage) ?? new Set<string>();
  tried.set(stage, before);
  const found = cards(stage)
    .slice(-60)
    .flatMap((card) =>
      [...gatewayButtons(card), ...buttonsOf(card).filter((b) => /^(?:Cancel|Try again)$/.test(b.label))]
        .filter((button) => label.test(button.label) && !before.has(button.value ?? ''))
        .map((button) => ({ card, button })),
    )
    .filter(({ card }) => !ofForgetter(card))
    .filter(({ card }) => !own || JSON.stringify(card.blocks).includes('<@U0PERSON'));
  const one = found[Math.floor(deed.luck * found.length)];
  if (one === undefined) throw new Error('no card has such a button');
  before.add(one.button.value ?? '');
  return one;
}

async function clickOn({ stage, user }: Doing, card: Message, value: string): Promise<Noticed> {
  return await stage.slack.act.click({ user, on: { channel: card.channel, ts: card.ts }, element: { value } });
}
