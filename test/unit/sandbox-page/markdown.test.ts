import { expect, test } from 'vitest';
import { load } from './browser-modules.ts';

const { parseMarkdown } = await load('markdown.js');
const text = (value: string) => ({ type: 'text', text: value });

test('paragraphs, headings, rules and fences stand apart', () => {
  expect(parseMarkdown('# Title\nline\n\n---\n```js\na **b**\n```')).toEqual([
    { type: 'heading', level: 1, children: [text('Title')] },
    { type: 'paragraph', children: [text('line')] },
    { type: 'rule' },
    { type: 'pre', text: 'a **b**' },
  ]);
});

test('lists keep their items, and ordered ones their first number', () => {
  expect(parseMarkdown('- a\n* b\n3. c\n4. d')).toEqual([
    { type: 'list', ordered: false, start: 1, items: [[text('a')], [text('b')]] },
    { type: 'list', ordered: true, start: 3, items: [[text('c')], [text('d')]] },
  ]);
});

test('double signs are bold, single ones italic, tildes strike, brackets link', () => {
  expect(parseMarkdown('**a** *b* _c_ ~~d~~ [e](https://x.example/y_z) `f*`')).toEqual([
    {
      type: 'paragraph',
      children: [
        { type: 'bold', children: [text('a')] },
        text(' '),
        { type: 'italic', children: [text('b')] },
        text(' '),
        { type: 'italic', children: [text('c')] },
        text(' '),
        { type: 'strike', children: [text('d')] },
        text(' '),
        { type: 'link', url: 'https://x.example/y_z', label: 'e' },
        text(' '),
        { type: 'code', text: 'f*' },
      ],
    },
  ]);
});

test('a sign that marks nothing stays, and so does an escaped one', () => {
  expect(parseMarkdown('2 * 3 = a_b \\*')).toEqual([
    { type: 'paragraph', children: [text('2 * 3 = a_b '), text('*')] },
  ]);
});

test('mentions and emoji names work as in mrkdwn', () => {
  expect(parseMarkdown('<@U0ALICE01> :white_check_mark:')).toEqual([
    {
      type: 'paragraph',
      children: [
        { type: 'user', id: 'U0ALICE01', label: undefined },
        text(' '),
        { type: 'emoji', name: 'white_check_mark' },
      ],
    },
  ]);
});
