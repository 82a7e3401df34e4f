import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pictureLinks } from '../../../src/slack/inbox/links.ts';

const permalink = 'https://acme.slack.com/files/U0ALICE01/F0123456789/red_fox.png';
const fox = { kind: 'file', id: 'F0123456789', name: 'red_fox.png' };
const messageLink = 'https://acme.slack.com/archives/C0GENERAL/p1763712000000100';
const message = { kind: 'message', channel: 'C0GENERAL', ts: '1763712000.000100' };

describe('a link to a file', () => {
  test.each([
    ['a permalink', permalink],
    ['a permalink of an organisation', 'https://acme.enterprise.slack.com/files/W0ALICE01/F0123456789/red_fox.png'],
    ['its private address', 'https://files.slack.com/files-pri/T0TEAM-F0123456789/red_fox.png'],
    ['its download', 'https://files.slack.com/files-pri/T0TEAM-F0123456789/download/red_fox.png?origin_team=T0TEAM'],
    ['a thumbnail', 'https://files.slack.com/files-tmb/T0TEAM-F0123456789-0a1b2c/red_fox.png'],
    ['one in capitals', 'HTTPS://Acme.Slack.com/files/U0ALICE01/F0123456789/red_fox.png'],
  ])('is found: %s', (_, link) => {
    expect(pictureLinks.find(link)).toEqual({ text: '', pictures: [fox] });
  });

  test('without a name is found', () => {
    const { pictures } = pictureLinks.find('https://acme.slack.com/files/U0ALICE01/F0123456789');
    expect(pictures).toEqual([{ kind: 'file', id: 'F0123456789' }]);
  });

  test('whose name cannot be read keeps it as it is', () => {
    const { pictures } = pictureLinks.find('https://acme.slack.com/files/U0ALICE01/F0123456789/100%.png');
    expect(pictures).toEqual([{ ...fox, name: '100%.png' }]);
  });
});

describe('a link to a message', () => {
  test.each([
    ['alone', messageLink, message],
    [
      'in a thread',
      `${messageLink}?thread_ts=1763711000.000200&cid=C0GENERAL`,
      { ...message, threadTs: '1763711000.000200' },
    ],
    ['with a thread that is none', `${messageLink}?thread_ts=yesterday`, message],
    [
      'of an organisation, in a direct conversation',
      'https://acme.enterprise.slack.com/archives/D0ALICE/p1763712000000100',
      { ...message, channel: 'D0ALICE' },
    ],
  ])('is found: %s', (_, link, found) => {
    expect(pictureLinks.find(link)).toEqual({ text: '', pictures: [found] });
    expect(pictureLinks.message(link)).toEqual({ channel: found.channel, ts: found.ts });
  });

  test('is told from one to a file', () => {
    expect(pictureLinks.message(`${permalink} ${messageLink}`)).toEqual({
      channel: 'C0GENERAL',
      ts: '1763712000.000100',
    });
    expect(pictureLinks.message(permalink)).toBeUndefined();
  });
});

test.each([
  [`a fox like ${permalink} in snow`, 'a fox like in snow'],
  [`${permalink} in snow --ar 16:9`, 'in snow --ar 16:9'],
  [`a fox like ${permalink}`, 'a fox like'],
  [`a fox like ${permalink}, in snow`, 'a fox like, in snow'],
  [`a fox (like ${permalink}) in snow`, 'a fox (like) in snow'],
  [`a  fox   ${permalink}   in  snow`, 'a  fox in  snow'],
  [`${permalink} ${permalink}`, ''],
])('what remains of %j reads well', (text, remains) => {
  expect(pictureLinks.find(text).text).toBe(remains);
});

test('several links keep their order', () => {
  const { text, pictures } = pictureLinks.find(`blend ${messageLink} with ${permalink}`);
  expect({ text, pictures }).toEqual({ text: 'blend with', pictures: [message, fox] });
});

test.each([
  'https://example.com/fox.png --sref https://cdn.example.com/style.png',
  'https://slack.com/files/U0ALICE01/F0123456789/fox.png',
  'https://acme.slack.com.evil.example/files/U0ALICE01/F0123456789/fox.png',
  'https://evil.example/acme.slack.com/files/U0ALICE01/F0123456789/fox.png',
  'https://evil-slack.com/files/U0ALICE01/F0123456789/fox.png',
  'https://acme.slack.com:8443/files/U0ALICE01/F0123456789/fox.png',
  'http://acme.slack.com/files/U0ALICE01/F0123456789/fox.png',
  'https://acme.slack.com/archives/C0GENERAL',
  'https://acme.slack.com/archives/C0GENERAL/p17637',
  'https://acme.slack.com/team/U0ALICE01',
  'https://files.slack.com/files-pri/F0123456789/fox.png',
  'https://',
  'https://[',
])('%s is left alone', (text) => {
  expect(pictureLinks.find(text)).toEqual({ text, pictures: [] });
  expect(pictureLinks.message(text)).toBeUndefined();
});

const scrap = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(' ', '\n', '%', '<', '|', 'https://', 'https://acme.slack.com/files/', '/p1763712000000100', ')'),
  fc.webUrl(),
);

test('text without links to Slack comes back as it was', () => {
  const text = fc.array(scrap).map((scraps) => scraps.join('').replace(/slack/giu, 'slick'));
  fc.assert(
    fc.property(text, (typed) => {
      expect(pictureLinks.find(typed)).toEqual({ text: typed, pictures: [] });
    }),
  );
});

test('no text makes it throw, and what remains holds no link that it finds', () => {
  const text = fc.array(fc.oneof(scrap, fc.constantFrom(permalink, messageLink))).map((scraps) => scraps.join(' '));
  fc.assert(
    fc.property(text, (typed) => {
      pictureLinks.message(typed);
      expect(pictureLinks.find(pictureLinks.find(typed).text).pictures).toEqual([]);
    }),
  );
});
