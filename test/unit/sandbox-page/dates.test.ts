import { expect, test } from 'vitest';
import { load } from './browser-modules.ts';

const { ago, dayLabel, sizeLabel, slackDate } = await load('dates.js');

const NOW = Date.UTC(2026, 10, 21, 12);
const HOUR = 3_600_000;

test.each([
  [NOW - HOUR, 'Today'],
  [NOW - 13 * HOUR, 'Yesterday'],
  [NOW - 72 * HOUR, 'Wednesday, November 18'],
])('the day of %i is called %s', (ms, label) => {
  expect(dayLabel(ms, NOW, 'UTC')).toBe(label);
});

test('a day begins at midnight of the given zone', () => {
  expect(dayLabel(NOW - 13 * HOUR, NOW, 'Asia/Tokyo')).toBe('Today');
});

test.each([
  ['{date_num}', '2014-02-18'],
  ['{date} at {time}', 'February 18, 2014 at 2:39 PM'],
  ['{date_short}', 'Feb 18, 2014'],
  ['{date_long}', 'Tuesday, February 18, 2014'],
  ['{date_pretty}', 'February 18, 2014'],
  ['{nonsense}', '{nonsense}'],
])('Slack writes %s as %s', (format, shown) => {
  expect(slackDate(1392734382, format, NOW, 'UTC')).toBe(shown);
});

test('a pretty date of today is a word', () => {
  expect(slackDate(NOW / 1000, '{date_short_pretty}', NOW, 'UTC')).toBe('today');
});

test.each([
  [30_000, 'just now'],
  [5 * 60_000, '5 minutes ago'],
  [3 * HOUR, '3 hours ago'],
  [48 * HOUR, '2 days ago'],
])('%i ms before now is %s', (ms, words) => {
  expect(ago(NOW - ms, NOW)).toBe(words);
});

test.each([
  [512, '512 B'],
  [20_480, '20 kB'],
  [3_500_000, '3.3 MB'],
])('%i bytes are %s', (bytes, words) => {
  expect(sizeLabel(bytes)).toBe(words);
});
