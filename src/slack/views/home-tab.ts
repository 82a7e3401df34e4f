import type {
  ActionsBlock,
  Button as ButtonElement,
  HeaderBlock,
  HomeView,
  InputBlock,
  KnownBlock,
  SectionBlock,
} from '@slack/types';
import { type Home, type HomePlace, WORDS_MAX } from '../../domain/home.ts';
import type { Messages } from '../../domain/messages.ts';
import { encodeControl } from '../../domain/press-token.ts';
import { isSeries, type SeriesSoFar } from '../../domain/series.ts';
import { promptOf, type Submission } from '../../domain/submission.ts';
import { LIMITS, SENTENCE } from '../limits.ts';
import { cut, cutToSlack, slackDate, toSlack, withoutMarks } from '../text.ts';
import { cardAddress, seriesAddress } from '../writing/permalink.ts';
import { MARK } from './buttons.ts';
import { canCancel, cancelDialog, LINK_ACTION } from './controls.ts';
import { context, linkButton, mrkdwn, plain } from './elements.ts';
import { pictureFiles } from './results.ts';
import { clockTime, mention } from './state.ts';

/** The rest of these action_ids is what to do, and what makes it unique in the view. */
export const HOME_ACTION = 'home';

/** What a home depends on besides its content. */
export interface HomeLook {
  /** Whose home it is. Slack's id. */
  user: string;
  /** The workspace's address, for links to cards; without it there are none. */
  teamUrl: string | undefined;
  /** `none` where Slack did not take them. */
  pictures: 'shown' | 'none';
}

/** A person's home. Pure. How far something is grows old until the next publish, a clock time says when it will be done. */
export function homeTab(home: Home, messages: Messages, look: HomeLook): HomeView {
  return {
    type: 'home',
    blocks: [
      header(messages.home.title),
      doors(messages),
      context(messages.home.usage(home.usage)),
      ...running(home, messages, look),
      { type: 'divider' },
      lists(home.place, messages),
      find(messages),
      ...(home.place.list === 'found' ? [foundHeading(home, messages)] : []),
      ...(home.pictures.length === 0 ? [mrkdwn(emptyWords(home.place, messages))] : []),
      ...home.pictures.flatMap((picture, place) => pictureBlocks(picture, place, messages, look)),
      ...pager(home, messages),
      { type: 'divider' },
      context(messages.home.reactions),
    ],
  };
}

/** What stands in the value of a button that leads somewhere in the home. */
export function readPlace(value: string): Partial<HomePlace> | undefined {
  if (value === 'recent' || value === 'favourites') return { list: value, page: 0 };
  const [, page] = /^page\.(\d{1,3})$/.exec(value) ?? [];
  return page === undefined ? undefined : { page: Number(page) };
}

function doors({ home }: Messages): ActionsBlock {
  const door = (what: 'imagine' | 'settings' | 'help') => button(`open:${what}`, home[what], what);
  return {
    type: 'actions',
    elements: [{ ...door('imagine'), style: 'primary' }, door('settings'), door('help')],
  };
}

function running({ running: runs, more }: Home, messages: Messages, { teamUrl }: HomeLook): KnownBlock[] {
  const { home } = messages;
  if (runs.length === 0) return [];
  const lines = runs.map((run, place) =>
    isSeries(run) ? mrkdwn(seriesLine(run, messages, teamUrl)) : runBlock(run, place, messages, teamUrl),
  );
  return [header(home.running), ...lines, ...(more === 0 ? [] : [context(home.runningMore(more))])];
}

function runBlock(record: Submission, place: number, messages: Messages, teamUrl: string | undefined): SectionBlock {
  const { home, controls } = messages;
  const { snapshot, estimate } = record;
  const address = cardAddress(record, teamUrl);
  const text = home.run({
    prompt: promptWords(record),
    verb: record.order.verb,
    state: snapshot?.status === 'running' ? 'running' : 'waiting',
    progress: cutToSlack(withoutMarks(snapshot?.progress ?? ''), SENTENCE.word),
    link: address === undefined ? undefined : toSlack(address),
    due: estimate === undefined ? undefined : clockTime(estimate.endAt),
  });
  if (!canCancel(record)) return mrkdwn(text);
  const value = encodeControl({ submission: record.id, control: 'cancel' });
  return {
    ...mrkdwn(text),
    accessory: { ...button(`cancel:${place}`, controls.cancel, value), confirm: cancelDialog(controls) },
  };
}

/** Its pictures are stopped one by one, on their cards. */
function seriesLine({ series, done, count }: SeriesSoFar, { home }: Messages, teamUrl: string | undefined): string {
  const address = seriesAddress(series, teamUrl);
  return home.run({
    prompt: cutToSlack(withoutMarks(series.order.prompt), SENTENCE.homePrompt),
    verb: series.order.verb,
    state: 'running',
    progress: '',
    pictures: { done, count },
    link: address === undefined ? undefined : toSlack(address),
    due: undefined,
  });
}

function lists({ list }: HomePlace, { home }: Messages): ActionsBlock {
  const tab = (which: 'recent' | 'favourites'): ButtonElement =>
    button(`list:${which}`, list === which ? `${home.lists[which]}${MARK}` : home.lists[which], which);
  return { type: 'actions', elements: [tab('recent'), tab('favourites')] };
}

/** What was typed stays when the home is published anew, because the ids stay. */
function find({ home: { search } }: Messages): InputBlock {
  return {
    type: 'input',
    block_id: 'find',
    dispatch_action: true,
    // Nobody sends it, so nothing in it is required; Slack would write “(optional)” beside it.
    optional: false,
    label: plain(search.label, LIMITS.inputLabel),
    element: {
      type: 'plain_text_input',
      action_id: `${HOME_ACTION}:find`,
      max_length: WORDS_MAX,
      dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] },
      ...(search.placeholder === undefined ? {} : { placeholder: plain(search.placeholder, LIMITS.placeholder) }),
    },
  };
}

function foundHeading({ place, total }: Home, { home }: Messages): SectionBlock {
  return {
    ...mrkdwn(home.found(cutToSlack(withoutMarks(place.words), SENTENCE.prompt), total)),
    accessory: button('list:all', home.showAll, 'recent'),
  };
}

function emptyWords({ list, words }: HomePlace, { home }: Messages): string {
  return home.empty(list, cutToSlack(withoutMarks(words), SENTENCE.prompt));
}

function pictureBlocks(
  { record, kept }: Home['pictures'][number],
  place: number,
  messages: Messages,
  { user, teamUrl, pictures }: HomeLook,
): KnownBlock[] {
  const { home } = messages;
  const text = home.picture({
    prompt: promptWords(record),
    verb: record.order.verb,
    when: slackDate(record.at.ended ?? record.at.accepted ?? 0),
    by: record.asker === user ? undefined : mention(record.asker),
  });
  const [id] = pictures === 'shown' ? pictureFiles(record) : [];
  const link = cardAddress(record, teamUrl);
  const token = (control: string) => encodeControl({ submission: record.id, control });
  const alt = cut(messages.card.altText(promptOf(record), 1, 1), LIMITS.altText);
  return [
    ...(place === 0 ? [] : [{ type: 'divider' as const }]),
    {
      ...mrkdwn(text),
      ...(id === undefined ? {} : { accessory: { type: 'image', slack_file: { id }, alt_text: alt } }),
    },
    {
      type: 'actions',
      elements: [
        ...(link === undefined ? [] : [linkButton(`${LINK_ACTION}:home:${place}`, home.open, link)]),
        button(`again:${place}`, home.again, token('edit-again')),
        kept ? button(`keep:${place}`, home.letGo, token('let-go')) : button(`keep:${place}`, home.keep, token('keep')),
      ],
    },
  ];
}

function pager({ place: { page }, pages, total }: Home, { home }: Messages): KnownBlock[] {
  if (pages < 2) return [];
  const turn = (what: 'previous' | 'next', to: number) => button(`turn:${what}`, home[what], `page.${to}`);
  return [
    context(home.page(page + 1, pages, total)),
    {
      type: 'actions',
      elements: [
        ...(page > 0 ? [turn('previous', page - 1)] : []),
        ...(page + 1 < pages ? [turn('next', page + 1)] : []),
      ],
    },
  ];
}

/** In bold, in one line. */
function promptWords(record: Submission): string {
  return cutToSlack(withoutMarks(promptOf(record)), SENTENCE.homePrompt);
}

function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, LIMITS.header) };
}

function button(what: string, label: string, value: string): ButtonElement {
  return {
    type: 'button',
    action_id: `${HOME_ACTION}:${what}`,
    text: plain(label, LIMITS.buttonText),
    value,
  };
}
