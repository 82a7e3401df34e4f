import type { ViewResponseAction } from '@slack/bolt';
import { type MistakeCode, UserMistake } from '../../domain/errors.ts';
import type { Step } from '../../domain/step.ts';
import type { StepSent } from '../handlers.ts';
import { SENTENCE } from '../limits.ts';
import { failureWords } from '../listening/answers.ts';
import type { ViewClick, ViewSent } from '../listening/incoming-views.ts';
import type { ListenerOptions } from '../listening/listener-options.ts';
import { updateModal } from '../listening/modals.ts';
import type { Answering } from '../listening/replies.ts';
import { sayInDm, whisper } from '../listening/whisper.ts';
import { cutToSlack } from '../text.ts';
import { continueActions } from '../views/continue.ts';
import { mrkdwn } from '../views/elements.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { readStep } from '../views/step-state.ts';
import { hasPicture, inputsOf, type StepInput } from '../views/step-view.ts';
import { plainMistake, words } from '../words.ts';
import type { Words } from '../writing/notes.ts';
import { decodeStep, type StepToken } from './step-token.ts';
import { openStepModal, showStepModal } from './step-views.ts';

/** Opens the step of a press; when that comes too late, a button leads to it. */
export async function openStep(
  options: ListenerOptions,
  step: Step,
  to: Answering & { triggerId: string },
): Promise<void> {
  const token: StepToken = { step, place: to.place };
  const opened = await openStepModal(options, to.triggerId, { ...token, pictures: 'coming' });
  if (opened === undefined) return void (await to.say(stepOffer(options, step)));
  if (opened !== 'before') await settleStep(options, opened.id, token);
}

/** What follows once the modal of a step is open: the painter learns where it is, and its picture is shown. Never rejects. */
export async function settleStep(options: ListenerOptions, viewId: string, token: StepToken): Promise<void> {
  const { handlers, messages, steps, log } = options;
  const { step } = token;
  try {
    if (step.painter !== undefined) await handlers.seated(step, viewId);
    if (step.kind !== 'region' || step.painter !== undefined || step.painted !== undefined) {
      if (hasPicture(step)) await showStepModal(options, viewId, token);
      return;
    }
    steps.opened(viewId, token, messages);
    const grown = hasPicture(step) ? token : { ...token, step: await handlers.grown(step) };
    await steps.grown(viewId, grown, messages);
  } catch (error) {
    log.warn({ err: error }, 'the modal of a step could not be completed');
  }
}

/** *Continue*, for a person whose modal could not be opened. */
export function stepOffer({ messages }: ListenerOptions, { ref, button }: Step): Words {
  const text = messages.steps.late(cutToSlack(button, SENTENCE.word));
  return { text, blocks: [mrkdwn(text), continueActions(ref, messages)] };
}

/** A prompt was typed in the modal, or the painter was opened from it: the painter's field begins with it. Never rejects: there it can be typed, too. */
export async function onStepTyped({ handlers, log }: ListenerOptions, { metadata, state }: ViewClick): Promise<void> {
  const token = decodeStep(metadata);
  if (token?.step.painter === undefined) return;
  try {
    await handlers.worded(token.step, readStep(token.step, state).prompt);
  } catch (error) {
    log.info({ err: error }, 'a prompt could not be told to the painter');
  }
}

/** Answers a sent step: nothing closes it. */
type Ack = (response?: ViewResponseAction) => Promise<void>;

/**
 * A step was sent. It closes as soon as the handler has stored it, and a mistake stands under its field. A mask that is a file takes longer to
 * look at than Slack waits, so the modal says so meanwhile, and then how it went.
 */
export async function onStep(options: ListenerOptions, sent: ViewSent, ack: Ack): Promise<void> {
  const { messages } = options;
  const token = decodeStep(sent.metadata);
  if (token === undefined) {
    const view = noticeModal(words(messages, { say: 'button-unknown' }), messages);
    return await ack({ response_action: 'update', view });
  }
  const deed = deedOf(options, sent, token);
  if (deed.given.mask?.kind === 'file') {
    await ack({ response_action: 'update', view: noticeModal(words(messages, { say: 'checking' }), messages) });
    void options.app.pending.add(checkAndSend(options, sent, token, deed));
    return;
  }
  try {
    await options.handlers.step(deed);
    await ack();
  } catch (error) {
    await ack(refusal(options, token.step, error));
  }
}

function deedOf({ identity }: ListenerOptions, sent: ViewSent, { step, place }: StepToken): StepSent {
  return {
    user: sent.user,
    team: identity.team,
    // A worker that opened the modal did not say; the card is where its submission is.
    channel: place.channel ?? '',
    // Not of the view's version: sent once more, it is still the same step.
    key: [identity.team, sent.user, sent.viewId].join('-'),
    ref: step.ref,
    given: readStep(step, sent.state),
    ...(place.threadTs === undefined ? {} : { threadTs: place.threadTs }),
    ...(place.responseUrl === undefined ? {} : { responseUrl: place.responseUrl }),
  };
}

/** Under the input that the mistake names, else in a modal on top, so that what was typed is not lost. */
function refusal(options: ListenerOptions, step: Step, error: unknown): ViewResponseAction {
  const { messages, log } = options;
  const field = error instanceof UserMistake ? inputOf(step, error) : undefined;
  if (!(error instanceof UserMistake) || field === undefined)
    return { response_action: 'push', view: noticeModal(failureWords(options, error), messages) };
  log.info({ mistake: error.code }, 'refused at intake');
  return { response_action: 'errors', errors: { [field]: plainMistake(messages, error) } };
}

const OF_PROMPT: ReadonlySet<MistakeCode> = new Set(['empty-prompt', 'long-prompt']);

/** A mask has two inputs, of which the modal may have one, both, or neither: the first takes the mistake. */
function inputOf(step: Step, { code, field }: UserMistake): StepInput | undefined {
  const name = field ?? (OF_PROMPT.has(code) ? 'prompt' : undefined);
  return inputsOf(step).find((one) => one === name || (name === 'mask' && one === 'cells'));
}

/** Never rejects. What was refused leads back to the step as it was; where it was closed, the person is told elsewhere. */
async function checkAndSend(options: ListenerOptions, sent: ViewSent, token: StepToken, deed: StepSent): Promise<void> {
  const { handlers, messages } = options;
  try {
    await handlers.step(deed);
  } catch (error) {
    const trouble = failureWords(options, error);
    const { prompt, zoom, ratio } = deed.given;
    const shown = await showStepModal(options, sent.viewId, { ...token, typed: { prompt, zoom, ratio }, trouble });
    if (!shown) await sayElsewhere(options, sent.user, token, trouble);
    return;
  }
  await updateModal(options, sent.viewId, noticeModal(words(messages, { say: 'on-its-way' }), messages));
}

/** To the person alone: where the button was pressed, else in the direct conversation. */
async function sayElsewhere(
  options: ListenerOptions,
  user: string,
  { place: { channel, threadTs, responseUrl } }: StepToken,
  text: string,
): Promise<void> {
  if (responseUrl !== undefined && (await options.notes.respondWith(responseUrl, { text }))) return;
  if (channel === undefined) await sayInDm(options, user, { text });
  else await whisper(options, { channel, user, threadTs }, { text });
}
