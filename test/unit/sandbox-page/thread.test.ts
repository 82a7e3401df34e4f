import { describe, expect, test } from 'vitest';
import { load, type Message } from './browser-modules.ts';

const { completionAt, inChannel, inThread, readDraft, rows } = await load('thread.js');

const message = (ts: string, more: Partial<Message> = {}): Message => ({ ts, author: 'U1', channel: 'C1', ...more });
const stamps = (messages: Message[]) => messages.map(({ ts }) => ts);

test('a channel shows roots and broadcast replies, a thread its root and every reply', () => {
  const all = [
    message('1.0', { threadTs: '1.0' }),
    message('2.0', { threadTs: '1.0' }),
    message('3.0'),
    message('4.0', { threadTs: '1.0', broadcast: true }),
  ];
  expect(stamps(inChannel(all))).toEqual(['1.0', '3.0', '4.0']);
  expect(stamps(inThread(all, '1.0'))).toEqual(['1.0', '2.0', '4.0']);
});

describe('rows', () => {
  const joined = (messages: Message[]) => rows(messages, () => 'today').map((row) => row.joined);

  test('a divider stands above the first message of each day', () => {
    const drawn = rows([message('1.0'), message('2.0'), message('3.0')], ({ ts }) => (ts < '3' ? 'mon' : 'tue'));
    expect(drawn.map((row) => row.day)).toEqual(['mon', undefined, 'tue']);
  });

  test('messages of one author within five minutes are drawn together', () => {
    expect(joined([message('100.0'), message('399.0'), message('700.0')])).toEqual([false, true, false]);
  });

  test('another author, an ephemeral or a card stands by itself', () => {
    expect(joined([message('1.0'), message('2.0', { author: 'U2' })])).toEqual([false, false]);
    expect(joined([message('1.0'), message('2.0', { ephemeral: true })])).toEqual([false, false]);
    expect(joined([message('1.0'), message('2.0', { blocks: [{ type: 'divider' }] })])).toEqual([false, false]);
  });
});

describe('a draft', () => {
  const commands = ['/imagine', '/mj'];

  test.each([
    ['  ', undefined],
    ['hello /imagine', { kind: 'message', text: 'hello /imagine' }],
    ['/imagine  a fox --ar 16:9 ', { kind: 'command', command: '/imagine', text: 'a fox --ar 16:9', known: true }],
    ['/Imagine', { kind: 'command', command: '/imagine', text: '', known: true }],
    ['/imagine\na\nb', { kind: 'command', command: '/imagine', text: 'a\nb', known: true }],
    ['/paint x', { kind: 'command', command: '/paint', text: 'x', known: false }],
    ['/etc/passwd is a file', { kind: 'message', text: '/etc/passwd is a file' }],
  ])('%j', (typed, meant) => {
    expect(readDraft(typed, commands)).toEqual(meant);
  });
});

describe('what is offered at the caret', () => {
  test.each([
    ['/im', { kind: 'command', query: '/im', from: 0 }],
    ['/imagine a', undefined],
    ['hi @Al', { kind: 'person', query: 'al', from: 3 }],
    ['#', { kind: 'channel', query: '', from: 0 }],
    ['a@b', undefined],
    ['plain', undefined],
  ])('%j', (typed, offer) => {
    expect(completionAt(typed)).toEqual(offer);
  });
});
