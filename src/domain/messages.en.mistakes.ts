import { of } from './messages.common.ts';
import { NEVER_MADE, number, plural } from './messages.en.words.ts';
import type { Messages } from './messages.ts';

/** What we refuse at intake: one sentence or two that say what to do. */
export const mistakes: Messages['mistakes'] = {
  'empty-prompt': () => 'Write what you want to see, for example `/imagine a red fox in snow --ar 16:9`.',
  'long-prompt': (p) =>
    `That prompt is too long${of(p, 'length', (v) => ` (${number(Number(v))} characters)`)}. Shorten it to ${number(Number(p['max'] ?? 3000))} characters or fewer. ${NEVER_MADE}`,
  'too-many-of-one': (p) =>
    `That prompt makes ${p['count'] ?? 'too many'} pictures. ${NEVER_MADE} At most ${p['max'] ?? 40} can be asked for at once.`,
  'draft-gone': () => `I no longer remember what that was about. ${NEVER_MADE} Ask again.`,
  'bad-parameter': () => `One of the parameters cannot be right. ${NEVER_MADE} Change the prompt, and send it again.`,
  'unknown-verb': (p) =>
    `I do not know${of(p, 'verb', (v) => ` “${v}”`) || ' that'}. Type \`/mj help\` to see what I can do.`,
  'channel-not-allowed': () =>
    'I am not allowed to work in this channel. Ask in another one, or in a direct message to me.',
  'daily-limit': (p) =>
    `You have reached your daily limit${of(p, 'limit', (v) => ` of ${v}`)}. ${NEVER_MADE} It starts anew at midnight UTC.`,
  'concurrent-limit': (p) =>
    `You already have as many pictures running as you may${of(p, 'limit', (v) => ` (${v})`)}. Wait until one is done, or cancel one.`,
  'channel-daily-limit': (p) =>
    `This channel has reached its daily limit${of(p, 'limit', (v) => ` of ${v}`)}. ${NEVER_MADE} It starts anew at midnight UTC; ask in another channel until then.`,
  'channel-concurrent-limit': (p) =>
    `As many pictures are running in this channel as may${of(p, 'limit', (v) => ` (${v})`)}. ${NEVER_MADE} Wait until one is done, or ask in another channel.`,
  'words-refused': (p) =>
    `${of(p, 'words', (v) => `The words “${v}” are not allowed here`) || 'That prompt is not allowed here'}${of(p, 'reason', (v) => ` (“${v}”)`)}. ${NEVER_MADE} Change the prompt and ask again.`,
  paused: (p) =>
    `An admin has paused all pictures${of(p, 'message', (v) => ` (“${v}”)`)}. ${NEVER_MADE} Ask again later.`,
  'not-yours-to-press': (p) =>
    `Only ${of(p, 'owner', (v) => `<@${v}>`) || 'the person who asked'}${of(p, 'orAdmins', () => ' or an admin')} may press these buttons.`,
  'not-yours-to-cancel': (p) =>
    `Only ${of(p, 'owner', (v) => `<@${v}>`) || 'the person who asked'} or an admin may cancel this.`,
  'not-yours-to-delete': (p) =>
    `Only ${of(p, 'owner', (v) => `<@${v}>`) || 'the person who asked'} or an admin may delete this.`,
  'not-yours-to-see': () =>
    'I show that only to the person who asked for it, and in the conversation it was made in. Ask there.',
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
  'unknown-preset': (p) =>
    `I know no preset${of(p, 'name', (v) => (v === '' ? ' without a name' : ` “${v}”`)) || ' of that name'}. ${of(p, 'known', (v) => (v === '' ? '' : `There are: ${v}. `))}\`/mj settings\` shows and makes them. ${NEVER_MADE}`,
  'preset-not-here': (p) =>
    `Presets are for pictures, and ${of(p, 'verb', (v) => `\`${v}\``) || 'this'} takes none. Leave \`--preset\` out. ${NEVER_MADE}`,
  'preset-name': (p) =>
    `A name is one word of letters, digits, - and _, with at most ${p['max'] ?? 30} characters, for example cinematic.`,
  'presets-full': (p) => `There are ${p['max'] ?? 20} presets already, and more cannot be kept. Delete one first.`,
  'preset-taken': (p) =>
    `There is a preset${of(p, 'name', (v) => ` “${v}”`) || ' of that name'} already. Choose another name, or change that one.`,
  'empty-preset': () => 'Write the parameters that the name stands for, for example --ar 21:9 --style raw.',
  'preset-text': (p) =>
    `A preset holds parameters alone, each with two dashes, for example --ar 21:9.${of(p, 'given', (v) => ` “${v}” is none.`)}`,
  'preset-twice': (p) =>
    `Two of these parameters say the same or do not go together${of(p, 'given', (v) => `: see “${v}”`)}. Leave one of them out.`,
  'preset-in-preset': () => 'A preset cannot hold another one. Write its parameters instead.',
  'long-preset': (p) => `That is too much for a preset: at most ${p['max'] ?? 300} characters.`,
  'niji-version': () => 'Niji draws with versions of its own. Choose one of those, or leave the version as usual.',
  'no-channel-here': () =>
    'This is no channel, so it has no settings of its own. Type `/mj settings channel` in a channel, or `/mj settings` for your own.',
  'admin-unknown': () =>
    'Slack did not tell me in time whether you are an admin, so nothing was done. Please try again in a moment.',
  'admins-only': () => 'Only an admin of this bot may do that. Ask one of them, or the person who runs it.',
  'channel-out-of-bounds': (p) =>
    `The installation does not allow ${of(p, 'channel', (v) => `the channel ${v}`) || 'one of these channels'}. Leave it out, or ask whoever runs me to allow it.`,
  'nothing-chosen': () => 'Choose or write one thing here.',
  'too-many-rules': (p) => `There can be${of(p, 'max', (v) => ` ${v}`)} of these and no more. Remove one first.`,
  'reason-missing': () => 'Write what people shall read.',
};
