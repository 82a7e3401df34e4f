import { admin } from './messages.en.admin.ts';
import { card } from './messages.en.card.ts';
import { dead } from './messages.en.dead.ts';
import { forms, modals } from './messages.en.forms.ts';
import { home, letter, shown } from './messages.en.home.ts';
import { install } from './messages.en.install.ts';
import { lint, series } from './messages.en.lint.ts';
import { mistakes } from './messages.en.mistakes.ts';
import { painter } from './messages.en.painter.ts';
import { queues } from './messages.en.queues.ts';
import { settings } from './messages.en.settings.ts';
import { steps } from './messages.en.steps.ts';
import { NEVER_MADE, plural, THE_SERVICE } from './messages.en.words.ts';
import type { HelpEntry, Messages, TaskWords, Where } from './messages.ts';

/** English. */
export const english: Messages = {
  between: ' ',
  mistakes,
  sentences: {
    help: ({ commands }) =>
      [
        'I make pictures with Midjourney. Tell me what you want to see:',
        ...commands.map(helpLine),
        'Mention me in a channel, or write to me directly, with the same words; pictures may come along. On a message with pictures, choose *Use in Midjourney* from its menu. The picture appears in the channel, with buttons to go on from there.',
        english.home.reactions,
      ].join('\n'),
    'could-not-take': () => `I could not take this just now. ${NEVER_MADE} Try again in a minute.`,
    'could-not-do': () => 'I could not do that just now. Try again in a minute.',
    'may-have-taken': () =>
      'I may have taken this, but could not make sure. Wait a minute for its card, and ask again only if none comes.',
    'other-workspace': () =>
      `I work only for people of the workspace that I was added to. ${NEVER_MADE} Ask somebody there to make it.`,
    'not-installed': () =>
      `I am not connected to your workspace. ${NEVER_MADE} Ask an admin of the workspace to add me.`,
    'button-unknown': () => `I do not know that button any more. ${NEVER_MADE} Use one on a newer card.`,
    'prompt-late': () => 'Slack gave up waiting before I could show the prompt. Choose *Show prompt* once more.',
    'cannot-post-here': () =>
      `I cannot post in this conversation. ${NEVER_MADE} Invite me to the channel first, or ask in another channel or in a direct message to me.`,
    'cannot-show-here': () =>
      'I cannot post in this conversation, so I cannot show the picture here, though it may be made. Find it with `/mj tasks`, and invite me to the channel before you ask here again.',
    'cannot-post-direct': () =>
      `Slack does not let me write to you directly, where you want your pictures. ${NEVER_MADE} Allow messages from this app, or choose another place in \`/mj settings\`, and ask again.`,
    'cannot-show-direct': () =>
      'Slack does not let me write to you directly, so I cannot show the picture there, though it may be made. Find it with `/mj tasks`, and choose another place in `/mj settings` before you ask again.',
    'letter-lost': () =>
      'I could not send you the picture that you asked for with ✉️: something went wrong on my side. Its card still has it; react once more to try again.',
    'letter-without-picture': ({ yet }) =>
      yet
        ? 'The picture that you asked for with ✉️ is not finished yet. React once more when it is.'
        : 'There is no picture on the card that you asked me to send with ✉️. Its card says why.',
    'forget-failed': ({ person, own }) =>
      `I could not delete all that I keep of ${own ? 'you' : `<@${person}>`}: something went wrong on my side, and some of it is still there. Ask for it once more with \`/mj ${own ? 'forget' : 'admin'}\`; if that fails too, please tell the person who runs me.`,
    finished: ({ mention }) => `<@${mention}> this is finished.`,
    'not-finished': ({ mention }) => `<@${mention}> this did not come about. The card says why, and what you can do.`,
    'needs-input': ({ mention, button }) =>
      `<@${mention}> *${button}* needs a word from you before it is drawn. Press *Continue*.`,
    'already-made': ({ button, link }) =>
      link === undefined
        ? `*${button}* was pressed already, and is on its way. Its card appears in this thread.`
        : `*${button}* was pressed already. <${link}|See what came of it>.`,
    'draft-taken': ({ count }) =>
      count === 1
        ? 'It is on its way. Its card appears in this conversation.'
        : `${count} pictures are on their way, in one thread in this conversation.`,
    'draft-cut-short': ({ count, wanted }) =>
      `${count} of ${wanted} pictures are on their way; then you had reached your limit, so the others were left out.`,
    'draft-dropped': () => NEVER_MADE,
    'settings-saved': ({ of }) =>
      of === 'person'
        ? '*Your settings are saved.* They hold from your next picture or press on.'
        : '*The settings of this channel are saved.* They hold for whoever asks here next.',
    'preset-saved': ({ name }) =>
      `*The preset is saved.* Put \`--preset ${name}\` into a prompt, or choose it in the form of \`/imagine\`.`,
    'in-direct-messages': () =>
      'On its way: your pictures appear in your direct messages with me. `/mj settings` changes that.',
    looking: () => 'One moment, I am looking …',
    seed: ({ seed, task }) => `The seed of \`${task}\` is \`${seed}\`. Put \`--seed ${seed}\` into a prompt to use it.`,
    'no-seed': ({ reason }) =>
      `I could not find out the seed. ${reason === '' ? `${THE_SERVICE} does not answer just now; try again in a minute.` : `${THE_SERVICE} says: ${reason}`}`,
    tasks: ({ tasks }) => {
      const open = tasks.filter(({ state }) => state === 'waiting' || state === 'running');
      const over = tasks.filter((task) => !open.includes(task));
      return [
        ...(open.length === 0 ? [] : ['*Running*', ...open.map((task) => taskLine(task))]),
        ...(over.length === 0 ? [] : ['*Your latest*', ...over.map((task) => taskLine(task))]),
        'Something older? `/mj search` and a few words look through your prompts.',
      ].join('\n');
    },
    found: ({ words, where, more, tasks }) =>
      [
        foundHeading(words, where),
        ...tasks.map((task) => taskLine(task, where === 'here')),
        ...(more ? ['There are more: add a word to find the one you mean.'] : []),
      ].join('\n'),
    'none-found': ({ words, where }) => {
      const whose = where === 'mine' ? 'of yours' : 'that was made in this conversation';
      if (words === '') return `There is no picture ${whose} yet. Begin with \`/imagine a red fox in snow\`.`;
      return `No picture ${whose} has “${words}” in its prompt. Try fewer words; capitals and their order do not matter.`;
    },
    'no-tasks': () => 'You have not asked for anything yet. Begin with `/imagine a red fox in snow`.',
    'cancel-asked': ({ prompt }) =>
      `I am cancelling ${prompt === '' ? 'it' : `“${prompt}”`}. Its card tells how that went.`,
    status: ({ reachable, ms, watched, waiting, overdue, mine }) =>
      [
        reachable ? `${THE_SERVICE} answers (in ${ms} ms).` : `${THE_SERVICE} does not answer just now.`,
        `${plural(watched, 'submission is', 'submissions are')} being made, ${waiting} ${waiting === 1 ? 'waits' : 'wait'} to be sent${overdue > 0 ? `, and I am late in looking at ${overdue}` : ''}.`,
        mine === 0 ? 'None of them is yours.' : `Yours: ${mine}. \`/mj tasks\` lists them.`,
      ].join('\n'),
    'fill-in': ({ verb, lacking }) =>
      lacking === undefined
        ? `\`${verb}\` needs a little more from you.`
        : `\`${verb}\` needs at least ${plural(lacking.min, 'picture', 'pictures')}, and found ${lacking.given}. Add what is missing.`,
    'form-late': ({ verb }) =>
      `Slack gave up waiting before I could open the form of \`${verb}\`. Press the button to open it.`,
    'choose-verb': ({ pictures }) =>
      `What shall I do with ${pictures === 1 ? 'this picture' : `these ${pictures} pictures`}?`,
    'too-many-to-use': ({ pictures }) =>
      `I cannot do anything with ${plural(pictures, 'picture', 'pictures')} at once. ${NEVER_MADE} Share fewer and ask again.`,
    'no-pictures-there': () =>
      'There is no picture in that message. Use this on a message with a jpg, png, gif or webp file.',
    checking: () => '*Checking the pictures …*\nYou may close this; it goes on by itself.',
    'on-its-way': () => '*On its way.* You can close this; the result appears in the conversation.',
  },
  verbs: {
    imagine: {
      does: 'makes a picture from your words; alone, it opens a form',
      example: 'imagine a red fox in snow --ar 16:9',
    },
    blend: { does: 'makes one picture out of two to five', example: 'blend portrait' },
    describe: { does: 'says which prompts a picture could have come from', example: 'describe' },
    shorten: {
      does: 'says which words of a prompt matter',
      example: 'shorten a very beautiful, majestic red fox in deep white snow, highly detailed',
    },
    faceswap: { does: 'puts a face into another picture', example: 'faceswap' },
    video: { does: 'makes a picture move', example: 'video the fox turns its head' },
    edit: {
      does: 'draws a picture anew by a prompt, all of it or where a mask says',
      example: 'edit a red scarf around its neck',
    },
    upload: { does: 'turns pictures into links for prompts', example: 'upload' },
    seed: { does: 'tells the seed of a picture', example: 'seed 1768394829104512' },
    tasks: { does: 'lists what you asked for, running and recent', example: 'tasks' },
    show: { does: 'shows you a card once more, with what came before and after it', example: 'show 1768394829104512' },
    search: { does: 'finds pictures of yours by words of their prompts', example: 'search red fox' },
    gallery: { does: 'lists the pictures made in this conversation, or those with your words', example: 'gallery fox' },
    cancel: { does: 'stops one of yours', example: 'cancel 1768394829104512' },
    settings: {
      does: 'shows your own settings and presets, or those of the channel, and changes them',
      example: 'settings channel',
    },
    status: { does: 'says whether the service answers, and what is running', example: 'status' },
    forget: { does: 'deletes everything that I keep of you', example: 'forget' },
    admin: { does: 'channels, limits, refused words, pause, usage and who did what (for admins)', example: 'admin' },
    dead: { does: 'lists the jobs that failed for good (for admins)', example: 'dead' },
    help: { does: 'shows this', example: 'help' },
  },
  card,
  controls: {
    cancel: 'Cancel',
    tryAgain: 'Try again',
    checkAgain: 'Check again',
    fetchAgain: 'Fetch again',
    showPrompt: 'Show prompt',
    openPicture: 'Open the picture',
    seed: 'Seed',
    editAgain: 'Edit and run again',
    editPrompt: 'Edit prompt',
    continue: 'Continue',
    runCorrected: 'Run corrected',
    originalLink: 'Original link',
    delete: 'Delete',
    deleteHint: 'Removes this card and its picture for everyone',
    cancelConfirm: {
      title: 'Cancel this picture?',
      text: 'It stops here. What has already been drawn may still be charged.',
      yes: 'Cancel it',
      no: 'Keep it',
    },
    promptModal: { title: 'Prompt', close: 'Close' },
  },
  pictureTroubles: {
    expired: `One of the pictures is no longer in Slack. ${NEVER_MADE} Share it again, then ask again.`,
    'not-visible': `I may not see one of the pictures. ${NEVER_MADE} Invite me to the channel it is in, or share it here, then ask again.`,
    reinstall: `Slack does not let me read files: this app must be installed again with the permission files:read. ${NEVER_MADE} Please tell the person who runs it.`,
    'not-a-picture': `One of the files is not a picture that I can use. ${NEVER_MADE} Choose a jpg, png, gif or webp.`,
    'too-large': `One of the pictures is too large. ${NEVER_MADE} Choose a smaller file.`,
    'too-many-pixels': `One of the pictures is too wide, too tall or too large in pixels. ${NEVER_MADE} Make it smaller, then ask again.`,
    animated: `One of the pictures is animated, and only still ones can be used. ${NEVER_MADE} Choose a single frame of it.`,
    'no-picture': `There is no picture behind one of the links. ${NEVER_MADE} Link to a message that holds one.`,
  },
  forms,
  modals,
  steps,
  settings,
  dead,
  queues,
  install,
  home,
  shown,
  letter,
  lint,
  series,
  admin,
  emojiNames: {
    '🔄': 'Run again',
    '⬅️': 'Pan left',
    '➡️': 'Pan right',
    '⬆️': 'Pan up',
    '⬇️': 'Pan down',
    '❤️': 'Favourite',
    '1️⃣': 'One',
    '2️⃣': 'Two',
    '3️⃣': 'Three',
    '4️⃣': 'Four',
    '5️⃣': 'Five',
  },
  painter,
};

function helpLine({ name, command, usage }: HelpEntry): string {
  const { does = '', example } = english.verbs[name] ?? {};
  const own = command === undefined ? '' : ` or \`${usage.replace(name, command)}\``;
  const typed = example === undefined || example === usage ? '' : `, for example \`/mj ${example}\``;
  return `• \`/mj ${usage}\`${own} ${does}${typed}`;
}

const STATES: Readonly<Record<TaskWords['state'], string>> = {
  waiting: 'queued',
  running: 'drawing',
  done: 'done',
  failed: 'failed',
  stopped: 'stopped',
};

function taskLine(task: TaskWords, says = false): string {
  const { prompt, verb, link, when, by } = task;
  const what = prompt === '' ? `\`${verb}\`` : `“${prompt}”`;
  const who = says ? ` · ${by}` : '';
  const how = howFar(task);
  const where = link === undefined ? '' : ` · <${link}|open>`;
  return `• ${what}${how}${who} · ${when}${where}`;
}

function howFar({ state, progress, pictures }: TaskWords): string {
  if (pictures !== undefined) return ` · ${pictures.done} of ${plural(pictures.count, 'picture', 'pictures')} done`;
  return state === 'done' ? '' : ` · ${STATES[state]}${progress === '' ? '' : ` (${progress})`}`;
}

function foundHeading(words: string, where: Where): string {
  const whose = where === 'mine' ? 'Your pictures' : 'Pictures made here';
  return `*${whose}*${words === '' ? '' : ` with “${words}”`}, the newest first`;
}
