import type { OrderVerb } from './form.ts';
import type { CardMessages } from './messages.card.ts';
import { byPerson } from './messages.common.ts';
import { NEVER_MADE, plural, SERVICE, THE_SERVICE } from './messages.en.words.ts';
import type { StepKind } from './step.ts';

/** `<@U1> pressed *U2* and *V3*`, a part for each person in the order of their newest press. */
function listPresses(presses: readonly { by: string; button: string }[]): string {
  const named = byPerson(presses).map(
    ([by, buttons]) => `${by} pressed ${buttons.map((button) => `*${button}*`).join(', ')}`,
  );
  return named.join(' · ');
}

/** `2 pictures`, `pictures` when it is not known how many. */
function some(pictures: number | undefined): string {
  return pictures === undefined ? 'pictures' : plural(pictures, 'picture', 'pictures');
}

/** ` with 2 pictures`, nothing when there are none. */
function withSome(pictures: number | undefined): string {
  return pictures === 0 ? '' : ` with ${some(pictures)}`;
}

/** What follows the name of the person who asked. */
const ASKED: Readonly<Record<OrderVerb, (pictures: number | undefined) => string>> = {
  imagine: (pictures) => `asked for${pictures === 0 ? '' : ` this,${withSome(pictures)}`}`,
  blend: (pictures) => `asked to blend ${some(pictures)}`,
  describe: () => 'asked what this picture shows',
  shorten: () => 'asked for a shorter prompt than',
  faceswap: () => 'asked to put the face of one picture into another',
  video: (pictures) => `asked for a film${withSome(pictures)}`,
  edit: (pictures) => `asked to edit a picture${pictures !== undefined && pictures > 1 ? ', with a mask' : ''}`,
  upload: (pictures) => `asked for links to ${some(pictures)}`,
};

/** What the service waits for, by the kind of the step. */
const ASKS: Readonly<Record<StepKind, string>> = {
  prompt: 'which prompt to use',
  zoom: 'how far to zoom out',
  region: 'which part to draw anew',
  pick: 'which prompt to use',
};

/** Where an addition comes from; everybody in the channel reads it. */
const ADDED_FROM = { person: '(own default)', channel: '(channel default)' } as const;

/** What follows the button of a press. */
const OF = { follows: ' of', changed: ' with a changed prompt', none: '' } as const;

/** The words of a card. */
export const card: CardMessages = {
  asked: (asker, verb, pictures) => `${asker} ${ASKED[verb](pictures)}`,
  pressed: (asker, button, prompt) => `${asker} pressed *${button}*${OF[prompt]}`,

  added: (parts) =>
    `Added: ${parts.map(({ what, from, preset }) => `${what} ${from === 'preset' ? `(preset *${preset}*)` : ADDED_FROM[from]}`).join(' · ')}`,

  queued: (ahead) =>
    ahead === undefined || ahead <= 0
      ? 'It is queued'
      : `It is queued, with ${plural(ahead, 'picture', 'pictures')} ahead of it`,
  queuedAs: (progress) => `It is queued: ${progress}`,
  busy: (reason) => `${THE_SERVICE} is busy, so I keep trying again.${reason === '' ? '' : ` It says: ${reason}`}`,
  unreachable: () => `${THE_SERVICE} does not answer. I keep trying again; nothing has been submitted yet.`,
  inDoubt: () =>
    `${THE_SERVICE} may have taken this, but its answer was lost. I am finding out, and will not send it a second time.`,
  answerInDoubt: () =>
    `${THE_SERVICE} may have got what you gave it, but its answer was lost. I am watching whether it draws, and will not send it a second time.`,
  drawing: (progress) => (progress === '' ? 'Drawing' : `Drawing: ${progress}`),
  needsInput: (kind, button, minutes) =>
    `Needs your input: *${button}* asks ${ASKS[kind]}. Press *Continue* within ${plural(minutes, 'minute', 'minutes')}.`,
  expected: (time) => `It should be done at about ${time}.`,
  nextUpdate: (seconds) =>
    `Next update in about ${seconds < 60 ? `${seconds} seconds` : plural(Math.round(seconds / 60), 'minute', 'minutes')}.`,
  crowded: () => 'Many pictures are being made just now. This card changes again when it is done.',
  stalled: () => 'Nothing has moved for a while. It may still finish: keep waiting, or cancel it.',
  cancelling: (by) => `${by} asked to cancel this. Stopping it …`,

  fetching: () => 'Done. Bringing the picture to Slack …',
  done: () => 'Done',
  inThread: () => 'Done. The picture is in the thread.',
  filmsInThread: (films) => `Done. The ${films === 1 ? 'film is' : `${films} films are`} in the thread.`,
  tokens: () => 'The *important* words are bold, the ~superfluous~ ones struck out:',
  shortPrompts: () => 'Shorter prompts that do the same:',
  links: (count) =>
    `Done. Put ${count === 1 ? 'this link' : 'one of these links'} at the start of a prompt to draw from the picture, or behind \`--sref\` to borrow its style:`,
  textLeftOut: () => 'There is more of it than fits here.',
  missing: {
    'too-large': 'Done, but the picture is too large for me to bring to Slack. Open it with the link.',
    gone: 'Done, but the picture could not be loaded from its link. Press *Fetch again*, or open the link yourself.',
    'not-a-picture':
      'Done, but what stands behind the link is not a picture that Slack can show. Open it with the link.',
    unreachable: 'Done, but the picture could not be loaded just now. Press *Fetch again*, or open the link.',
    'upload-refused': 'Done, but Slack did not take the picture. Open it with the link, or press *Fetch again*.',
    none: `Done, but ${SERVICE} gave no picture. Its buttons still work.`,
  },
  failed: {
    moderation: 'The prompt or the picture was refused by the content filter. Reword the prompt and ask again.',
    timeout: 'It took too long and was given up. Try again in a while.',
    invalid: `${THE_SERVICE} did not understand the request. Check the parameters after \`--\` and ask again.`,
    busy: `${THE_SERVICE} had too much to do. Try again in a few minutes.`,
    unreachable: `${THE_SERVICE} could not be reached. Nothing was submitted; try again in a few minutes.`,
    gone: `${THE_SERVICE} no longer knows what this belongs to. *Try again* presses the button again; if that fails too, start with a new \`/imagine\`.`,
    unsupported: `${THE_SERVICE} does not offer this button. Choose another one.`,
    picture: 'One of the pictures cannot be used. Nothing was submitted; choose another one and ask again.',
    mask: 'The mask cannot be used, so nothing was drawn. *Try again* asks for another one.',
    operator: 'This is not your fault: the bot is not set up correctly. Please tell the person who runs it.',
    bug: `I met a fault of my own, so this was given up. ${NEVER_MADE} Try again; if that fails too, please tell the person who runs me.`,
    other: `${THE_SERVICE} could not do this. Try again, or reword the prompt.`,
  },
  unsupportedVerb: `${THE_SERVICE} does not offer this. Nothing was drawn; \`/mj help\` shows what else there is.`,
  answerNotTaken: {
    busy: `${THE_SERVICE} had too much to do to take the answer, so nothing was drawn. *Try again* presses the button again.`,
    unreachable: `${THE_SERVICE} could not be reached with the answer, so nothing was drawn. *Try again* presses the button again.`,
  },
  bannedWord: (word) => `It did not like the word *${word}*.`,
  cancelledUnsent: (by) => `Cancelled${by === undefined ? '' : ` by ${by}`} before it was sent. ${NEVER_MADE}`,
  cancelledTold: (by) => `Cancelled${by === undefined ? '' : ` by ${by}`}. ${THE_SERVICE} was told to stop.`,
  cancelledUntold: (by) =>
    `Cancelled${by === undefined ? '' : ` by ${by}`}. ${THE_SERVICE} could not be told to stop, so it may still finish the picture.`,
  deadline: (minutes) =>
    `Not finished after ${plural(minutes, 'minute', 'minutes')}, so I stopped waiting. It may still finish: press *Check again* later.`,
  lost: () =>
    `${THE_SERVICE} no longer knows this picture. Press *Check again* to look once more, or *Try again* to start anew.`,
  forgotten: (button) =>
    `${THE_SERVICE} no longer waits for what *${button}* asked for, so nothing was drawn. *Try again* presses it again.`,
  unknown: () =>
    `Unknown: ${SERVICE} may have taken this, but its answer was lost. *Try again* submits it anew, and it may then be made twice.`,

  unanswered: (button) =>
    `Nobody answered what *${button}* asked for in time, so nothing was drawn. *Try again* presses it again.`,

  presses: (presses, more) => `${listPresses(presses)}${more > 0 ? ` · and ${more} more` : ''}`,
  buttonsLeftOut: (count) => `${plural(count, 'more button does', 'more buttons do')} not fit here.`,
  pressedAloud: (name, leads) => `${name}, pressed${leads ? ': opens the picture' : ''}`,
  summary: (head, prompt, state) => `${head}${prompt === '' ? '' : ` “${prompt}”`}: ${state}`,
  altText: (prompt, place, count) =>
    `Picture${count > 1 ? ` ${place} of ${count}` : ''} made ${prompt === '' ? 'from other pictures' : `from the prompt: ${prompt}`}`,
};
