import { expect, test } from 'vitest';
import { houseOf, partedFrom } from '../../../src/slack/connection/houses.ts';
import { isFromElsewhere } from '../../../src/slack/connection/workspace.ts';

const authorized = (team_id: string | null, enterprise_id: string | null, is_enterprise_install: boolean) => ({
  authorizations: [{ team_id, enterprise_id, user_id: 'UBOT', is_bot: true, is_enterprise_install }],
});

test.each<[string, unknown, string | undefined]>([
  ['a command', { command: '/imagine', team_id: 'T1' }, 'T1'],
  [
    'a command in a workspace of an organisation, which installed it there alone',
    { command: '/imagine', team_id: 'T1', enterprise_id: 'E1', is_enterprise_install: 'false' },
    'T1',
  ],
  [
    'a command where the organisation installed it',
    { command: '/imagine', team_id: 'T1', enterprise_id: 'E1', is_enterprise_install: 'true' },
    'E1',
  ],
  ['a click', { type: 'block_actions', team: { id: 'T1' }, user: { team_id: 'T1' } }, 'T1'],
  [
    'a click where the organisation installed it',
    {
      type: 'block_actions',
      team: null,
      enterprise: { id: 'E1' },
      is_enterprise_install: true,
      user: { team_id: 'T2' },
    },
    'E1',
  ],
  ['a click without a team', { type: 'block_actions', team: null, user: { team_id: 'T1' } }, 'T1'],
  [
    'a modal that a partner sent (bolt-js#1614)',
    { type: 'view_submission', team: { id: 'T9' }, view: { app_installed_team_id: 'T1' } },
    'T1',
  ],
  [
    'a modal of an organisation that a partner sent',
    { type: 'view_submission', team: { id: 'T9' }, view: { app_installed_team_id: 'E1' } },
    'E1',
  ],
  ['an event', { type: 'event_callback', team_id: 'T1', ...authorized('T1', null, false) }, 'T1'],
  [
    'an event that a partner caused, for us',
    { type: 'event_callback', team_id: 'T9', ...authorized('T1', null, false) },
    'T1',
  ],
  ['an event of an organisation', { type: 'event_callback', team_id: 'T2', ...authorized(null, 'E1', true) }, 'E1'],
  ['an event without authorizations', { type: 'event_callback', team_id: 'T1' }, 'T1'],
  ['nothing', {}, undefined],
  ['no object', 'T1', undefined],
  ['ids of something else', { team_id: 'C1', team: { id: 7 } }, undefined],
])('%s is from %j', (_, body, house) => {
  expect(houseOf(body)).toBe(house);
});

test('a removal names every place that it may mean, and nothing else does', () => {
  const event = { type: 'app_uninstalled' };
  expect(partedFrom({ type: 'event_callback', team_id: 'T1', event, authorizations: [] })).toEqual(['T1']);
  expect(partedFrom({ team_id: 'T1', enterprise_id: 'E1', event: { type: 'tokens_revoked' } })).toEqual(['T1', 'E1']);
  expect(partedFrom({ team_id: 'T1', event: { type: 'app_mention' } })).toEqual([]);
  expect(partedFrom(undefined)).toEqual([]);
});

test.each<[string, unknown, boolean]>([
  ['a colleague in another workspace of it', { team_id: 'T2', enterprise_id: 'E1' }, false],
  ['a click without a team', { team: null, enterprise: { id: 'E1' } }, false],
  ['somebody of another organisation', { team_id: 'T9', enterprise_id: 'E9' }, true],
  ['a click of another organisation', { team: { id: 'T9' }, enterprise: { id: 'E9' } }, true],
  ['a colleague’s message', { team_id: 'T1', event: { user_team: 'T2' } }, false],
  ['one’s own in a shared channel', { team_id: 'T1', is_ext_shared_channel: true, event: { user_team: 'T1' } }, false],
  [
    'a stranger’s in a shared channel',
    { team_id: 'T1', is_ext_shared_channel: true, event: { user_team: 'T9' } },
    true,
  ],
])('of an organisation, %s is from elsewhere: %#', (_, body, expected) => {
  expect(isFromElsewhere(body, 'E1')).toBe(expected);
});
