import { plural } from './messages.en.words.ts';
import type { HomeMessages, LetterMessages, PictureWords, ShownMessages } from './messages.home.ts';
import type { TaskWords } from './messages.ts';

/** What each verb made, where there is no prompt to name it by. */
const MADE: Readonly<Record<TaskWords['verb'], string>> = {
  imagine: 'A picture',
  blend: 'A blend',
  describe: 'A description',
  shorten: 'A shortened prompt',
  faceswap: 'A swapped face',
  video: 'A film',
  edit: 'An edited picture',
  upload: 'Links to pictures',
  press: 'A variation',
};

function named({ prompt, verb }: Pick<PictureWords, 'prompt' | 'verb'>): string {
  return prompt === '' ? `*${MADE[verb]}*` : `*${prompt}*`;
}

/** `3 of 20`, or `3` where there is no limit. */
function outOf(count: number, limit: number): string {
  return limit === 0 ? String(count) : `${count} of ${limit}`;
}

export const home: HomeMessages = {
  title: 'Your pictures',
  usage: ({ today, running, daily, concurrent }) =>
    `Today: *${outOf(today, daily)}*${daily === 0 ? '' : ' (by UTC day)'} · Running: *${outOf(running, concurrent)}*`,
  imagine: 'Imagine',
  settings: 'Settings',
  help: 'Help',
  running: 'Running now',
  run: ({ prompt, verb, state, progress, pictures, link, due }) => {
    const where = link === undefined ? '' : ` · <${link}|Open>`;
    const until = due === undefined ? '' : `, done about ${due}`;
    const so = state === 'running' ? `Drawing${progress === '' ? '' : ` (${progress})`}` : 'Queued';
    const far =
      pictures === undefined ? so : `${pictures.done} of ${plural(pictures.count, 'picture', 'pictures')} done`;
    return `⏳ ${named({ prompt, verb })}\n${far}${until}${where}`;
  },
  runningMore: (count) => `and ${count} more; \`/mj tasks\` lists them.`,
  lists: { recent: 'Recent', favourites: '⭐ Favourites' },
  search: {
    label: 'Find in your prompts',
    placeholder: 'Type a few words, then press Enter',
  },
  found: (words, total) =>
    total === 0
      ? `No picture of yours has *${words}* in its prompt.`
      : `*${plural(total, 'picture', 'pictures')}* with *${words}*`,
  showAll: 'Show all',
  empty: (list, words) => {
    if (list === 'favourites')
      return 'You keep nothing yet. React to a card with ⭐, or press *☆ Keep* under a picture here: it stays on this list, whoever made it. Take the reaction back to let it go.';
    if (list === 'found')
      return `All words must stand in the prompt, in any order; capitals do not matter. Try fewer than “${words}”.`;
    return 'Nothing here yet. Press *Imagine*, or type `/imagine a red fox in snow` in any channel: your pictures gather here, with a link to their buttons.';
  },
  picture: (picture) => `${named(picture)}\n${picture.by === undefined ? '' : `${picture.by} · `}${picture.when}`,
  open: 'Open',
  keep: '☆ Keep',
  letGo: '⭐ Kept',
  again: 'Run again with changes',
  page: (page, pages, total) => `Page ${page} of ${pages} · ${plural(total, 'picture', 'pictures')}`,
  previous: '‹ Previous',
  next: 'Next ›',
  reactions:
    'React to a card: ❌ stops it, or takes it away once it is done · ✉️ sends you the picture with its seed and ids · ⭐ keeps it in your Home.',
};

export const shown: ShownMessages = {
  parent: (link, prompt) => `Made from <${link}|${prompt === '' ? 'this card' : prompt}>.`,
  series: (link, count) => `One of <${link}|${plural(count, 'picture', 'pictures')}> that were asked for together.`,
  children: (children) =>
    `What came of it: ${children.map(({ button, link }) => (link === undefined ? button : `<${link}|${button}>`)).join(' · ')}`,
  gone: 'Its card was deleted, and the picture with it. It can be made again.',
  open: 'Open the card',
  again: 'Run again with changes',
};

export const letter: LetterMessages = {
  heading: (link) => `✉️ Here is ${link === undefined ? 'the picture' : `<${link}|the picture>`} that you asked for.`,
  facts: ({ seed, task, id }) =>
    [
      ...(seed === undefined ? [] : [`Seed \`${seed}\``]),
      ...(task === undefined ? [] : [`Task \`${task}\``]),
      `Submission \`${id}\``,
    ].join(' · '),
};
