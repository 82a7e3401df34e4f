import type { KnownBlock } from '@slack/types';
import { type AdminView, USAGE_DAYS } from '../../../domain/admin.ts';
import type { Messages } from '../../../domain/messages.ts';
import type { UsageBy } from '../../../domain/usage.ts';
import { cutToSlack } from '../../text.ts';
import { mrkdwn } from '../elements.ts';
import { adminButton, rowOf, toPage } from './admin-buttons.ts';
import { mentions, named, when } from './words.ts';

const BY: readonly UsageBy[] = ['person', 'channel', 'verb'];

/** What was asked for lately, in sums. */
export function usageBlocks(
  { days, by, rows, more, all }: Extract<AdminView, { page: 'usage' }>,
  { admin }: Messages,
): KnownBlock[] {
  const { usage } = admin;
  const chosen = (is: boolean) => (is ? { style: 'primary' as const } : {});
  const lines = rows.map((row) => usage.row(by === 'verb' ? `\`${row.name}\`` : named(row.name), row));
  return [
    rowOf(
      USAGE_DAYS.map((each) => ({
        ...toPage(`days-${each}`, { page: 'usage', days: each, by }, usage.days[each]),
        ...chosen(each === days),
      })),
    ),
    rowOf(
      BY.map((each) => ({
        ...toPage(`by-${each}`, { page: 'usage', days, by: each }, usage.by[each]),
        ...chosen(each === by),
      })),
    ),
    mrkdwn(lines.length === 0 ? usage.none() : usage.all(all)),
    ...lines.map(mrkdwn),
    ...(more === 0 ? [] : [mrkdwn(usage.more(more))]),
    rowOf([adminButton('export-usage', 0, admin.table)]),
  ];
}

/** The latest of who did what. */
export function auditBlocks({ entries }: Extract<AdminView, { page: 'audit' }>, { admin }: Messages): KnownBlock[] {
  const { audit } = admin;
  // Ids become mentions, one or several; any other text is foreign.
  const told = (text = '') =>
    /^[A-Z0-9]{3,}( [A-Z0-9]{3,})*$/.test(text) ? mentions(text.split(' '), 10) : cutToSlack(text, 300);
  const lines = entries.map(({ at, by, what, of, was, is }) =>
    audit.line({
      when: when(at),
      by: named(by),
      deed: audit.deeds[what],
      of: of === undefined ? '' : named(of),
      was: told(was),
      is: told(is),
    }),
  );
  return [
    ...(lines.length === 0 ? [mrkdwn(audit.none())] : lines.map(mrkdwn)),
    rowOf([adminButton('export-audit', 0, admin.table)]),
  ];
}
