import { NEVER_MADE, plural } from './messages.en.words.ts';
import type { LintMessages, SeriesMessages } from './messages.lint.ts';

/** ` in version 7`, ` in niji 6`; where the prompt names none, what holds for all that are usual. */
function inVersion(version: string): string {
  if (version === '') return ' in the current versions';
  return /^\d/.test(version) ? ` in version ${version}` : ` with ${version}`;
}

/** What is said of a prompt before it costs anything. */
export const lint: LintMessages = {
  findings: {
    unknown: ({ flag }) => `I do not know \`${flag}\`, and pass it on as it is.`,
    misspelt: ({ flag, meant }) => `\`${flag}\` looks like a slip: did you mean \`${meant}\`?`,
    retired: ({ flag, instead }) =>
      `Midjourney no longer reads \`${flag}\`${instead === '' ? '' : `; use \`--${instead}\``}.`,
    dashes: ({ flag }) => `Two dashes stand right before the name: \`${flag}\`.`,
    space: ({ flag }) => `A space belongs before and behind \`${flag}\`.`,
    punctuation: ({ flag }) => `No punctuation belongs behind \`${flag}\` or its value.`,
    'value-missing': ({ flag }) => `\`${flag}\` needs a value behind it.`,
    'value-needless': ({ flag, value }) => `\`${flag}\` stands alone, without \`${value}\`.`,
    'not-a-number': ({ flag, value, min, max }) =>
      `\`${flag}\` takes a number from ${min} to ${max}, and \`${value}\` is none.`,
    'not-whole': ({ flag, value }) => `\`${flag}\` takes whole numbers, and \`${value}\` is none.`,
    ratio: ({ flag, value }) => `\`${flag}\` takes two whole numbers with a colon, as \`16:9\`; I found \`${value}\`.`,
    choice: ({ flag, value, choices }) => `\`${flag}\` takes one of ${choices}; I found \`${value}\`.`,
    range: ({ flag, value, min, max }) => `\`${flag}\` goes from ${min} to ${max}; ${value} lies outside.`,
    'range-in-version': ({ flag, value, min, max, version }) =>
      `\`${flag}\` goes from ${min} to ${max}${inVersion(version)}; ${value} lies outside.`,
    'ratio-in-version': ({ flag, value, max, version }) =>
      `\`${flag} ${value}\` is longer than ${max}:1, the most${inVersion(version)}.`,
    doubled: ({ flag }) => `\`${flag}\` stands there more than once, and only one can count.`,
    clash: ({ flag, other }) => `\`${flag}\` and \`${other}\` cannot go together.`,
    'not-in-version': ({ flag, version }) => `\`${flag}\` does nothing${inVersion(version)}.`,
    replaced: ({ flag, other, version }) => `\`${other}\` took the place of \`${flag}\`${inVersion(version)}.`,
    needs: ({ flag, other }) => `\`${flag}\` does nothing without \`${other}\`.`,
    'needs-picture': ({ flag }) => `\`${flag}\` does nothing without a picture at the beginning of the prompt.`,
    'text-behind': ({ text }) => `Words go before the parameters, and “${text}” stands behind one.`,
    weights: ({ version }) =>
      `Weights with \`::\` do nothing${inVersion(version)}; version 6.1 is the last that reads them.`,
    'shorten-refuses': ({ what }) => `\`shorten\` refuses prompts with \`${what}\`.`,
    'not-for-films': ({ flag }) => `\`${flag}\` does nothing for films.`,
    'only-films': ({ flag }) => `\`${flag}\` is for films, and does nothing here.`,
    'only-imagine': ({ what }) => `\`${what}\` makes several pictures with \`/imagine\` alone.`,
    'other-bot': ({ flag }) => `The niji bot has versions of its own, so \`${flag}\` does nothing here.`,
  },
  more: (count) => `… and ${count} more.`,
  onCard: (sentence) => `:warning: ${sentence}`,
  titles: { correct: 'Check the prompt', several: 'Several pictures' },
  refused: `*That prompt would not work as it is.* ${NEVER_MADE}`,
  corrected: (count) => (count === 1 ? 'Corrected:' : `Corrected, as ${count} pictures:`),
  notCorrected: 'Change it, and ask again.',
  several: (count) => `*This makes ${plural(count, 'picture', 'pictures')}*, each with its card in one thread:`,
  room: (left, why, limit) =>
    `You may have ${left} more ${why === 'daily' ? `today, of ${limit}` : `at once, of ${limit}`}: the first ${left === 1 ? 'one is' : `${left} are`} made, the others are left out.`,
  others: (count) => `… and ${count} more.`,
  make: (count) => `Make ${plural(count, 'picture', 'pictures')}`,
  drop: 'Cancel',
};

/** The message that heads the thread of a series. */
export const series: SeriesMessages = {
  asked: (asker, count) => `${asker} asked for ${plural(count, 'picture', 'pictures')} of one prompt`,
  running: (done, count) => `*${done} of ${count} done.* They appear in this thread.`,
  finished: (done, failed) =>
    failed === 0
      ? `*All ${done} are done.*`
      : `*${plural(done, 'is', 'are')} done, ${failed} without a picture.* Their cards in this thread tell why.`,
  cutShort: (wanted) => `${wanted} were asked for; then a limit was reached.`,
  line: (number, prompt, state, link) => {
    const mark = { running: '◦', done: '✓', failed: '✗', removed: '–' }[state];
    return `${mark} *${number}* ${link === undefined ? prompt : `<${link}|${prompt}>`}`;
  },
  sheetAlt: (count, prompt) => `${plural(count, 'picture', 'pictures')} side by side, numbered, made of: ${prompt}`,
  summary: (head, prompt, state) => `${head}: ${prompt}. ${state.replace(/\*/g, '')}`,
};
