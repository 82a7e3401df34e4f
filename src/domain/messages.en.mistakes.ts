import { NEVER_MADE, plural } from './messages.en.words.ts';
import type { Messages, MistakeParams } from './messages.ts';

/** ` of 20` when the number is known, else nothing. */
function of(params: MistakeParams, name: string, text: (value: string) => string): string {
  const value = params[name];
  return value === undefined ? '' : text(String(value));
}

/** What we refuse at intake: one sentence or two that say what to do. */
export const mistakes: Messages['mistakes'] = {
  'empty-prompt': () => 'Write what you want to see, for example `/imagine a red fox in snow --ar 16:9`.',
  'long-prompt': (p) =>
    `That prompt is too long${of(p, 'length', (v) => ` (${v} characters)`)}. Shorten it to ${p['max'] ?? 3000} characters or fewer. ${NEVER_MADE}`,
  'unknown-verb': (p) =>
    `I do not know${of(p, 'verb', (v) => ` “${v}”`) || ' that'}. Type \`/mj help\` to see what I can do.`,
  'channel-not-allowed': () =>
    'I am not allowed to work in this channel. Ask in another one, or in a direct message to me.',
  'daily-limit': (p) =>
    `You have reached your daily limit${of(p, 'limit', (v) => ` of ${v}`)}. ${NEVER_MADE} It starts anew at midnight UTC.`,
  'concurrent-limit': (p) =>
    `You already have as many pictures running as you may${of(p, 'limit', (v) => ` (${v})`)}. Wait until one is done, or cancel one.`,
  'not-yours-to-press': (p) =>
    `Only ${of(p, 'owner', (v) => `<@${v}>`) || 'the person who asked'} may press these buttons.`,
  'not-yours-to-cancel': (p) =>
    `Only ${of(p, 'owner', (v) => `<@${v}>`) || 'the person who asked'} or an admin may cancel this.`,
  'not-yours-to-delete': (p) =>
    `Only ${of(p, 'owner', (v) => `<@${v}>`) || 'the person who asked'} or an admin may delete this.`,
  'button-gone': () => `That button is no longer there. ${NEVER_MADE} Use the buttons that the card shows now.`,
  'submission-gone': () => `I no longer remember that picture. ${NEVER_MADE} Make a new one with \`/imagine\`.`,
  'already-ended': () => 'That is already over, so there is nothing to cancel.',
  'nothing-to-check': () => 'There is nothing to check: that card already shows how it ended.',
  unavailable: () => `I cannot take this just now. ${NEVER_MADE} Try again in a minute.`,
  'too-few-pictures': (p) =>
    `For ${of(p, 'verb', (v) => `\`${v}\``) || 'that'} I need ${of(p, 'min', (v) => `at least ${plural(Number(v), 'picture', 'pictures')}`) || 'more pictures'}${of(p, 'given', (v) => `, and found ${v}`)}. Add more and ask again.`,
  'too-many-pictures': (p) =>
    `For ${of(p, 'verb', (v) => `\`${v}\``) || 'that'} I can use ${of(p, 'max', (v) => (v === '0' ? 'no pictures' : `at most ${plural(Number(v), 'picture', 'pictures')}`)) || 'fewer pictures'}${of(p, 'given', (v) => `, and found ${v}`)}. Leave some out and ask again.`,
  'bad-ratio': () => 'Write the ratio as two whole numbers with a colon, for example 16:9.',
  'bad-number': (p) => `Write a number from ${p['min'] ?? 0} to ${p['max'] ?? 'the highest that is allowed'}.`,
  'not-offered': (p) =>
    `The Midjourney service that I work with does not offer ${of(p, 'verb', (v) => `\`${v}\``) || 'that'}. ${NEVER_MADE} Type \`/mj help\` to see what it can do.`,
  'which-task': () =>
    'Tell me which one: put the link to its card, or its id, behind the word. `/mj tasks` lists yours with their links.',
  'unknown-task': () =>
    'I know no picture by that link or id. If you asked for it only just now, try again in a moment; `/mj tasks` lists yours with their links.',
  'step-answered': (p) =>
    `This was answered already${of(p, 'by', (v) => `, by <@${v}>`)}, so yours was not sent. For another picture, press the button once more.`,
  'step-over': () =>
    'This no longer waits for an answer, so yours was not sent. Look at its card, or press the button once more.',
  'mask-missing': () => 'Choose first which part is to be painted anew.',
  'mask-empty': () => 'That mask selects nothing. Choose the part that is to be painted anew.',
  'mask-full': () => 'That selects the whole picture. Leave out what is to stay.',
  'mask-size': (p) =>
    `The mask must be exactly as large as the picture${of(p, 'wide', (v) => `, ${v} × ${p['high'] ?? '?'} pixels`)}${of(p, 'width', (v) => `; this one is ${v} × ${p['height'] ?? '?'}`)}. Load the page anew and paint it again.`,
  'mask-not-png': () => 'The mask must be a PNG picture. Load the page anew and paint it again.',
  'mask-too-large': () => 'That mask is too large. Choose a smaller file.',
  'mask-unreadable': () => 'That mask is not a picture that I can read. Choose a still jpg, png, gif or webp.',
  'picture-not-here': () =>
    `The picture of that card is not in Slack, so there is nothing to paint on. ${NEVER_MADE} Press *Fetch again* on its card, if it is there, or make the picture anew.`,
  'admins-only': () => 'Only an admin of this bot may do that. Ask one of them, or the person who runs it.',
};
