import type { AdminMessages } from './messages.admin.ts';
import { number, plural } from './messages.en.words.ts';
import type { Limits } from './team-rules.ts';
import type { UsageCounts } from './usage.ts';

const NO_LIMIT = 'Empty or 0: no limit.';

function limits({ daily, concurrent }: Limits): string {
  const parts = [
    ...(daily === 0 ? [] : [`${number(daily)} a day`]),
    ...(concurrent === 0 ? [] : [`${number(concurrent)} at a time`]),
  ];
  return parts.length === 0 ? 'no limit' : parts.join(', ');
}

function counts({ accepted, done, failed, cancelled }: UsageCounts): string {
  return `${number(accepted)} asked for · ${number(done)} done · ${number(failed)} failed · ${number(cancelled)} cancelled`;
}

/** The modal of the admins. */
export const admin: AdminMessages = {
  title: 'Midjourney for admins',
  ownTitle: 'Your data',
  save: 'Save',
  add: 'Add',
  back: 'Back',
  remove: 'Remove',
  previous: 'Previous',
  next: 'Next',
  goOn: 'Go on',
  deleteForGood: 'Delete for good',
  resume: 'Go on again',
  table: 'Send me the table (CSV)',
  offer: 'It is one press away.',
  open: 'Open',
  done: {
    saved: '✅ Saved. It holds within two seconds.',
    paused: '✅ Paused. What runs already goes on.',
    resumed: '✅ Everybody may ask again.',
    sent: '✅ The table is in your direct conversation with me.',
  },
  pages: {
    channels: { title: 'Channels', button: 'Change' },
    limits: { title: 'Limits', button: 'Change' },
    own: { title: 'Limits of their own', button: 'Change' },
    words: { title: 'Refused words', button: 'Change' },
    pause: { title: 'Pause', button: 'Change' },
    usage: { title: 'Usage', button: 'Look' },
    audit: { title: 'Who did what', button: 'Look' },
    dead: { title: 'Failed jobs', button: 'Look' },
    forget: { title: 'Delete data', button: 'Choose' },
  },
  fields: {
    channels: {
      label: 'Channels in which I may be asked',
      hint: 'Choose none to allow all. A direct message to me is always allowed.',
    },
    personDaily: { label: 'Each person: pictures a day', hint: `By UTC days. ${NO_LIMIT}` },
    personConcurrent: { label: 'Each person: at a time', hint: NO_LIMIT },
    channelDaily: { label: 'Each channel: pictures a day', hint: `By UTC days. ${NO_LIMIT}` },
    channelConcurrent: { label: 'Each channel: at a time', hint: NO_LIMIT },
    person: { label: 'A person' },
    place: { label: 'Or a channel' },
    daily: { label: 'Pictures a day', hint: NO_LIMIT },
    concurrent: { label: 'At a time', hint: NO_LIMIT },
    words: { label: 'Word or phrase', hint: 'Refused as a whole word, in upper and lower case.' },
    reason: { label: 'Reason', hint: 'Whoever uses it reads this.' },
    message: { label: 'Message', hint: 'Whoever asks for something meanwhile reads this.' },
    cards: {
      label: 'Cards',
      choices: { yes: 'Also delete the cards and pictures that stand in channels' },
    },
    whom: { label: 'Whose data?' },
  },
  home: {
    pause: (by, when, message) => `*Paused* by ${by} · ${when}\n${message}`,
    notPaused: () => '*Pause*\nNot paused: people may ask.',
    channels: (channels) => `*Channels*\n${channels === '' ? 'All that the installation allows.' : channels}`,
    limits: (person, channel) => `*Limits*\nEach person: ${person}. Each channel: ${channel}.`,
    own: (count) =>
      `*Limits of their own*\n${count === 0 ? 'Nobody has any.' : `${plural(count, 'person or channel has', 'people or channels have')} limits of their own.`}`,
    words: (count) =>
      `*Refused words*\n${count === 0 ? 'None.' : `${plural(count, 'word or phrase', 'words or phrases')}.`}`,
    usage: (today) => `*Usage*\nToday (UTC): ${counts(today)}`,
    audit: () => '*Who did what*\nChanges of these rules, and what was done to the work of others.',
    dead: (count) => `*Failed jobs*\n${count === 0 ? 'None.' : `${plural(count, 'job', 'jobs')} failed for good.`}`,
    forget: () => '*Data of a person*\nDelete what I keep of somebody.',
  },
  limits,
  intro: {
    channels: (bound) =>
      bound === ''
        ? 'The installation allows every channel.'
        : `The installation allows these, and no others: ${bound}`,
    limits: (bound) =>
      `The installation sets for each person: ${limits(bound)}. Whatever is lower holds. A press counts as much as a new picture.`,
    own: (total) =>
      total === 0
        ? 'Limits for one person or one channel, in the place of those for everybody.'
        : '*Limits of their own*, in the place of those for everybody:',
    words: (total) =>
      total === 0
        ? 'Prompts with these words are refused before anything is sent.'
        : '*Prompts with these are refused:*',
    pause: () => 'While paused, nothing new is taken, and everybody reads your message. What runs already goes on.',
    paused: (by, when, message) => `*Paused* by ${by} · ${when}\n${message}`,
  },
  ownLine: (who, figures) => `${who}: ${figures}`,
  wordsLine: (words, reason) => `*${words}*\n${reason}`,
  place: (from, to, total) => `${number(from)} to ${number(to)} of ${number(total)}`,
  usage: {
    days: { 1: 'Today', 7: '7 days', 30: '30 days' },
    by: { person: 'By person', channel: 'By channel', verb: 'By verb' },
    all: (all) => `*All together:* ${counts(all)}`,
    row: (name, row) => `${name}: ${counts(row)}`,
    none: () => 'Nothing was asked for in that time.',
    more: (count) => `… and ${number(count)} more, in the table.`,
    given: 'The usage that you asked for, as a table.',
  },
  audit: {
    none: () => 'Nobody has done anything yet.',
    deeds: {
      channels: 'changed the channels',
      limits: 'changed the limits',
      'own-limits': 'changed the own limits',
      words: 'changed a refused word',
      pause: 'paused',
      resume: 'ended the pause',
      replay: 'replayed a job',
      drop: 'dropped a job',
      'delete-card': 'deleted a card',
      cancel: 'cancelled for somebody else',
      forget: 'asked to delete the data',
      forgotten: 'the data was deleted',
      'forget-failed': 'the data could not be deleted',
      export: 'took a table',
    },
    line: ({ when, by, deed, of, was, is }) =>
      `${when} · ${by}: ${deed}${of === '' ? '' : ` of ${of}`}${was === '' && is === '' ? '' : ` · ${was === '' ? '–' : was} → ${is === '' ? '–' : is}`}`,
    given: 'Who did what, as a table.',
  },
  forget: {
    choose: (person) =>
      [
        person === undefined
          ? 'Everything that I keep of a person can be deleted: what they asked for, their settings, their share of the usage.'
          : `Everything that I keep of ${person} can be deleted: what was asked for, settings, the share of the usage.`,
        'What still runs is cancelled. Cards in channels stay unless you say otherwise; their buttons no longer work. Who did what stays in the list of the admins as long as it is kept.',
      ].join('\n'),
    sure: (person, submissions, cards) =>
      `*Delete all that I keep of ${person}?*\n${plural(submissions, 'submission', 'submissions')} and everything else. ${cards ? 'Their cards and pictures in channels go, too.' : 'Their cards in channels stay.'}\n*It cannot be taken back.*`,
    begun: (person, cards) =>
      `The data of ${person} is being deleted.${cards ? ' Cards go as fast as Slack allows.' : ''} You may close this window; the list of who did what tells when it is done.`,
  },
};
