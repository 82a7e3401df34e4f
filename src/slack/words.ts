import type { PictureTrouble, UserMistake } from '../domain/errors.ts';
import type { Finding } from '../domain/lint/index.ts';
import { findingText } from '../domain/messages.lint.ts';
import { type Messages, type Said, sentence, type TaskLine, type TaskWords } from '../domain/messages.ts';
import { SENTENCE } from './limits.ts';
import { cutToSlack, slackDate, toSlack, withoutMarks } from './text.ts';
import { permalink } from './writing/permalink.ts';

/**
 * A sentence as mrkdwn, foreign text in it escaped and cut.
 *
 * @param teamUrl the workspace's address, for links to cards; without it there are none
 */
export function words(messages: Messages, said: Said, teamUrl?: string): string {
  switch (said.say) {
    case 'help': {
      const commands = said.commands.map((command) => ({ ...command, usage: toSlack(command.usage) }));
      return sentence(messages, { say: 'help', commands });
    }
    case 'tasks':
      return sentence(messages, { say: 'tasks', tasks: said.tasks.map((task) => taskWords(task, teamUrl)) });
    case 'found': {
      const tasks = said.tasks.map((task) => taskWords(task, teamUrl));
      return sentence(messages, { ...said, words: foreign(said.words), tasks });
    }
    case 'none-found':
      return sentence(messages, { ...said, words: foreign(said.words) });
    case 'already-made': {
      const link = teamUrl === undefined ? undefined : linkTo(said, teamUrl);
      return sentence(messages, { say: 'already-made', button: foreign(said.button), link });
    }
    case 'seed':
      return sentence(messages, { say: 'seed', seed: foreign(said.seed), task: foreign(said.task) });
    case 'no-seed':
      return sentence(messages, { say: 'no-seed', reason: cutToSlack(said.reason, SENTENCE.reason) });
    case 'cancel-asked':
      return sentence(messages, { say: 'cancel-asked', prompt: cutToSlack(said.prompt, SENTENCE.prompt) });
    case 'preset-saved':
      return sentence(messages, { ...said, name: foreign(said.name) });
    case 'needs-input':
      return sentence(messages, { ...said, button: foreign(said.button) });
    default:
      return sentence(messages, said);
  }
}

/** What is wrong with a prompt, as mrkdwn. */
export function findingWords(messages: Messages, finding: Finding): string {
  // A name of a parameter stands in code.
  return findingText(messages, finding, (text) => foreign(/^--[\w-]+$/.test(text) ? text : withoutMarks(text)));
}

/** The sentence of a mistake, as mrkdwn. */
export function mistakeWords(messages: Messages, mistake: UserMistake): string {
  return mistake.finding === undefined
    ? mistakeSentence(messages, mistake, toSlack)
    : findingWords(messages, mistake.finding);
}

/** The same for places that know no mrkdwn, such as the line under a field. */
export function plainMistake(messages: Messages, mistake: UserMistake): string {
  const asIs = (text: string) => text;
  const plain =
    mistake.finding === undefined
      ? mistakeSentence(messages, mistake, asIs)
      : findingText(messages, mistake.finding, asIs);
  return plain.replace(/[`*]/g, '');
}

/** True of a word that names a trouble with a picture. */
export function isTrouble(word: string, { pictureTroubles }: Messages): word is PictureTrouble {
  return Object.hasOwn(pictureTroubles, word);
}

function mistakeSentence(messages: Messages, { code, params }: UserMistake, prepare: (text: string) => string): string {
  const prepared = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'string' ? prepare(value) : value,
  ]);
  return messages.mistakes[code](Object.fromEntries(prepared));
}

function taskWords(
  { prompt, verb, state, progress, pictures, asker, at, ...card }: TaskLine,
  teamUrl: string | undefined,
): TaskWords {
  return {
    prompt: cutToSlack(prompt, SENTENCE.prompt),
    verb,
    state,
    progress: foreign(progress),
    ...(pictures === undefined ? {} : { pictures }),
    when: slackDate(at),
    by: `<@${toSlack(asker)}>`,
    link: teamUrl === undefined ? undefined : linkTo(card, teamUrl),
  };
}

/** The permalink of a card, ready for mrkdwn. */
function linkTo({ ts, ...card }: Pick<TaskLine, 'channel' | 'ts' | 'threadTs'>, teamUrl: string) {
  return ts === undefined ? undefined : toSlack(permalink({ ...card, ts }, teamUrl));
}

function foreign(text: string): string {
  return cutToSlack(text, SENTENCE.word);
}
