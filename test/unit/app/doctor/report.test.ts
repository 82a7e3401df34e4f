import { expect, test } from 'vitest';
import { findingsOn } from '../../../../src/app/doctor/finding.ts';
import { hide, reportJson, reportText } from '../../../../src/app/doctor/report.ts';

const slack = findingsOn('Slack');
const redis = findingsOn('Redis');
const findings = [
  redis.remark('It keeps no file', 'set appendonly yes'),
  slack.well('Slack knows the bot'),
  slack.problem('The app lacks a scope', 'reinstall it', ['files:read: it could not read']),
];

test('the text: by area, a sign for each, what to do under what is not well, a verdict at the end', () => {
  expect(reportText(findings)).toBe(
    [
      'Slack',
      '  ✓ Slack knows the bot',
      '  ✗ The app lacks a scope',
      '      files:read: it could not read',
      '    → reinstall it',
      '',
      'Redis',
      '  ! It keeps no file',
      '    → set appendonly yes',
      '',
      'The bot would not work: 1 to mend (✗). 1 to look at (!).',
      '',
    ].join('\n'),
  );
  expect(reportText(findings.slice(0, 2))).toMatch(/\nThe bot works with this\. 1 to look at \(!\)\.\n$/);
});

test('for programs: whether it works, and every finding', () => {
  expect(JSON.parse(reportJson(findings))).toMatchObject({
    works: false,
    findings: [{ area: 'Redis', state: 'remark' }, { state: 'well' }, { state: 'problem', todo: 'reinstall it' }],
  });
});

test('secrets are hidden wherever they stand, longest first, also as JSON writes them', () => {
  const secrets = ['pass"word', 'pass', 'ab'];

  expect(hide('a pass"word, a pass, ab', secrets)).toBe('a [hidden], a [hidden], ab');
  expect(hide(JSON.stringify({ what: 'pass"word' }), secrets)).toBe('{"what":"[hidden]"}');
  expect(hide('xoxb-1234-abcd and xapp-1-A0-9-zz', [])).toBe('[hidden] and [hidden]');
});
