import type { KnownBlock } from '@slack/types';
import type { AdminPage, AdminView } from '../../../domain/admin.ts';
import type { Messages } from '../../../domain/messages.ts';
import { cutToSlack } from '../../text.ts';
import { mrkdwn } from '../elements.ts';
import { toPage } from './admin-buttons.ts';
import { mentions, named, when } from './words.ts';

/** How things stand, and a button to each page. */
export function homeBlocks(
  { rules, dead, today }: Extract<AdminView, { page: 'home' }>,
  { admin }: Messages,
): KnownBlock[] {
  const { home } = admin;
  const { pause } = rules;
  const line = (page: Exclude<AdminPage, 'home'>, text: string): KnownBlock => ({
    ...mrkdwn(text),
    accessory: toPage(page, { page }, admin.pages[page].button),
  });
  return [
    line(
      'pause',
      pause === undefined
        ? home.notPaused()
        : home.pause(named(pause.by), when(pause.at), cutToSlack(pause.message, 500)),
    ),
    line('channels', home.channels(mentions(rules.channels))),
    line('limits', home.limits(admin.limits(rules.person), admin.limits(rules.channel))),
    line('own', home.own(rules.own.length)),
    line('words', home.words(rules.words.length)),
    { type: 'divider' },
    line('usage', home.usage(today)),
    line('audit', home.audit()),
    line('dead', home.dead(dead)),
    line('forget', home.forget()),
  ];
}
