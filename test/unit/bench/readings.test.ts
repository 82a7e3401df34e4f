import { expect, test } from 'vitest';
import { cardOf } from '../../bench/harness/cards.ts';
import { cpuSeconds, residentMb } from '../../bench/harness/usage.ts';

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const version = (at: number, blocks: object[]) => ({ at, text: 'summary', blocks, files: [] });

test('a card is read as a person sees it: percentage, picture, buttons, and never the prompt for progress', () => {
  const card = cardOf({
    channel: 'C0',
    ts: '1.2',
    metadata: { event_type: 'mj_submission', event_payload: { submission: 's1' } },
    versions: [
      version(1, [section('<@U1> asked'), section('```50% grey```'), section('Queued')]),
      version(2, [section('<@U1> asked'), section('```50% grey```'), section('Drawing 31%  ▓▓▓')]),
      version(3, [
        section('<@U1> asked'),
        { type: 'image', slack_file: { id: 'F1' } },
        { type: 'actions', elements: [{ type: 'button' }, { type: 'button' }, { type: 'overflow' }] },
      ]),
    ],
  } as unknown as Parameters<typeof cardOf>[0]);

  expect(card).toMatchObject({ submission: 's1', prompt: '50% grey' });
  expect(card.versions).toEqual([
    { at: 1, percent: undefined, picture: undefined, buttons: 0 },
    { at: 2, percent: 31, picture: undefined, buttons: 0 },
    { at: 3, percent: undefined, picture: 'F1', buttons: 2 },
  ]);
});

test.runIf(process.platform === 'linux')('processor time and memory are those of the process', () => {
  const { user, system } = process.cpuUsage();

  // To a tick or two of a hundredth of a second each.
  expect(Math.abs(cpuSeconds(process.pid) - (user + system) / 1e6)).toBeLessThan(0.2);
  expect(Math.abs(residentMb(process.pid) - process.memoryUsage.rss() / 1024 ** 2)).toBeLessThan(30);
});
