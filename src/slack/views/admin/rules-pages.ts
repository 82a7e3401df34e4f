import type { InputBlock, KnownBlock } from '@slack/types';
import type { AdminList, AdminPage, AdminView } from '../../../domain/admin.ts';
import type { AdminField } from '../../../domain/messages.admin.ts';
import type { Messages } from '../../../domain/messages.ts';
import { RULES_MAX } from '../../../domain/team-rules.ts';
import { cutToSlack } from '../../text.ts';
import { input, mrkdwn } from '../elements.ts';
import { ADMIN_ACTION, adminButton, rowOf, toPage } from './admin-buttons.ts';
import { mentions, named, when } from './words.ts';

type Page<P extends AdminPage> = Extract<AdminView, { page: P }>;

/** Where the bot cannot be asked for anything is no channel to choose. */
const CHANNELS = { include: ['public' as const, 'private' as const], exclude_bot_users: true };

export function channelsBlocks({ channels, bound }: Page<'channels'>, { admin }: Messages): KnownBlock[] {
  return [
    mrkdwn(admin.intro.channels(mentions(bound))),
    input('channels', admin.fields.channels, true, {
      type: 'multi_conversations_select',
      action_id: fieldId('channels'),
      filter: CHANNELS,
      max_selected_items: RULES_MAX.channels,
      ...(channels.length === 0 ? {} : { initial_conversations: [...channels] }),
    }),
  ];
}

export function limitsBlocks({ person, channel, bound }: Page<'limits'>, messages: Messages): KnownBlock[] {
  return [
    mrkdwn(messages.admin.intro.limits(bound)),
    limit('personDaily', person.daily, messages),
    limit('personConcurrent', person.concurrent, messages),
    limit('channelDaily', channel.daily, messages),
    limit('channelConcurrent', channel.concurrent, messages),
  ];
}

export function ownBlocks(view: Page<'own'>, messages: Messages): KnownBlock[] {
  const { admin } = messages;
  const anew = String(view.total);
  return [
    mrkdwn(admin.intro.own(view.total)),
    ...view.lines.map(
      (own, place): KnownBlock => ({
        ...mrkdwn(admin.ownLine(named(own.who), admin.limits(own))),
        accessory: adminButton('drop-own', place, admin.remove, own.who),
      }),
    ),
    ...turning(view, messages),
    input(emptied('person', anew), admin.fields.person, true, { type: 'users_select', action_id: fieldId('person') }),
    input(emptied('place', anew), admin.fields.place, true, {
      type: 'conversations_select',
      action_id: fieldId('place'),
      filter: CHANNELS,
    }),
    limit('daily', 0, messages, anew),
    limit('concurrent', 0, messages, anew),
  ];
}

export function wordsBlocks(view: Page<'words'>, messages: Messages): KnownBlock[] {
  const { admin } = messages;
  const anew = String(view.total);
  return [
    mrkdwn(admin.intro.words(view.total)),
    ...view.lines.map(
      ({ words, reason }, place): KnownBlock => ({
        ...mrkdwn(admin.wordsLine(cutToSlack(words, RULES_MAX.phrase), cutToSlack(reason, RULES_MAX.reason))),
        accessory: adminButton('drop-words', place, admin.remove, words),
      }),
    ),
    ...turning(view, messages),
    typed('words', RULES_MAX.phrase, messages, anew),
    typed('reason', RULES_MAX.reason, messages, anew),
  ];
}

export function pauseBlocks({ pause }: Page<'pause'>, messages: Messages): KnownBlock[] {
  const { admin } = messages;
  if (pause === undefined) return [mrkdwn(admin.intro.pause()), typed('message', RULES_MAX.pause, messages)];
  const { message, by, at } = pause;
  return [
    mrkdwn(admin.intro.paused(named(by), when(at), cutToSlack(message, RULES_MAX.pause))),
    rowOf([adminButton('resume', 0, admin.resume)]),
  ];
}

/** An input's action_id; its block_id is the name of the field, too. */
export function fieldId(field: string): string {
  return `${ADMIN_ACTION}:${field}`;
}

/**
 * What is typed outlives an update of the modal where block_id and action_id stay; where the form is for the next line of a list, they must not.
 *
 * @param anew differs from what it was before
 */
function emptied(field: string, anew: string): string {
  return `${field}.${anew}`;
}

function limit(field: AdminField, value: number, { admin }: Messages, anew?: string): InputBlock {
  return input(anew === undefined ? field : emptied(field, anew), admin.fields[field], true, {
    type: 'number_input',
    action_id: fieldId(field),
    is_decimal_allowed: false,
    min_value: '0',
    max_value: String(RULES_MAX.limit),
    ...(value === 0 ? {} : { initial_value: String(value) }),
  });
}

function typed(field: AdminField, max: number, { admin }: Messages, anew?: string): InputBlock {
  return input(anew === undefined ? field : emptied(field, anew), admin.fields[field], false, {
    type: 'plain_text_input',
    action_id: fieldId(field),
    max_length: max,
  });
}

/** Where of a long list we are, and the way to the rest. */
function turning(
  { page, from, lines, total }: AdminList<unknown> & { page: 'own' | 'words' },
  { admin }: Messages,
): KnownBlock[] {
  const to = from + lines.length;
  if (lines.length === total) return [];
  const buttons = [
    ...(from === 0 ? [] : [toPage('previous', { page, from: Math.max(0, from - lines.length) }, admin.previous)]),
    ...(to === total ? [] : [toPage('next', { page, from: to }, admin.next)]),
  ];
  return [mrkdwn(admin.place(from + 1, to, total)), rowOf(buttons)];
}
