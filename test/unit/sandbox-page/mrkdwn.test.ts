import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Block, type Inline, load } from './browser-modules.ts';

const { parseMrkdwn } = await load('mrkdwn.js');

/** The marks of one paragraph. */
function inline(source: string): Inline[] {
  const blocks = parseMrkdwn(source);
  expect(blocks.map((block) => block.type)).toEqual(['text']);
  return blocks[0]?.children ?? [];
}

function plain(nodes: readonly Inline[]): string {
  return nodes
    .map((node) =>
      node.type === 'break' ? '\n' : node.children ? plain(node.children) : (node.text ?? node.label ?? ''),
    )
    .join('');
}

function types(blocks: readonly Block[]): string[] {
  const walk = (nodes: readonly Inline[]): string[] =>
    nodes.flatMap((node) => [node.type, ...walk(node.children ?? [])]);
  return blocks.flatMap((block) => [block.type, ...walk(block.children ?? [])]);
}

const text = (value: string) => ({ type: 'text', text: value });

describe('marks', () => {
  test.each([
    ['*', 'bold'],
    ['_', 'italic'],
    ['~', 'strike'],
  ])('%s around words makes them %s', (sign, type) => {
    expect(inline(`a ${sign}red fox${sign}, b`)).toEqual([
      text('a '),
      { type, children: [text('red fox')] },
      text(', b'),
    ]);
  });

  test('marks may stand inside one another', () => {
    expect(inline('*a _b_ c*')).toEqual([
      { type: 'bold', children: [text('a '), { type: 'italic', children: [text('b')] }, text(' c')] },
    ]);
  });

  test.each(['2*3*4', 'snake_case_name', '* not bold *', '*open', '**', 'a *b\nc* d', '_ _', 'x*y* z'])(
    '%j has no marks',
    (source) => {
      expect(types(parseMrkdwn(source)).filter((type) => !['text', 'break'].includes(type))).toEqual([]);
    },
  );

  test('code keeps every sign and undoes entities', () => {
    expect(inline('`--ar 16:9 *x* &lt;b&gt;`')).toEqual([{ type: 'code', text: '--ar 16:9 *x* <b>' }]);
  });

  test('a sign inside code does not end the mark around it', () => {
    expect(inline('*a `b* c` d*')).toEqual([
      { type: 'bold', children: [text('a '), { type: 'code', text: 'b* c' }, text(' d')] },
    ]);
  });

  test('a fence keeps its lines and stands alone', () => {
    expect(parseMrkdwn('see\n```\na *b*\n  c &amp; d\n```\nend')).toEqual([
      { type: 'text', children: [text('see')] },
      { type: 'pre', text: 'a *b*\n  c & d' },
      { type: 'text', children: [text('end')] },
    ]);
  });

  test('lines are broken where they were', () => {
    expect(inline('a\nb\n\nc')).toEqual([
      text('a'),
      { type: 'break' },
      text('b'),
      { type: 'break' },
      { type: 'break' },
      text('c'),
    ]);
  });

  test('neighbouring quoted lines are one quote, whether the sign is raw or escaped', () => {
    expect(parseMrkdwn('>a\n&gt; b\nc')).toEqual([
      { type: 'quote', children: [text('a'), { type: 'break' }, text('b')] },
      { type: 'text', children: [text('c')] },
    ]);
  });

  test('three signs quote everything that follows', () => {
    expect(parseMrkdwn('>>>a\nb\n\nc').map((block) => [block.type, plain(block.children ?? [])])).toEqual([
      ['quote', 'a\nb\n\nc'],
    ]);
  });

  test('an emoji is its name, with or without a skin tone; a clock time is none', () => {
    expect(inline(':wave::skin-tone-3: at 10:30:00')).toEqual([{ type: 'emoji', name: 'wave' }, text(' at 10:30:00')]);
  });
});

describe('tokens', () => {
  test.each([
    ['<@U0ALICE01>', { type: 'user', id: 'U0ALICE01', label: undefined }],
    ['<@U0ALICE01|alice>', { type: 'user', id: 'U0ALICE01', label: 'alice' }],
    ['<#C0ART|art>', { type: 'channel', id: 'C0ART', label: 'art' }],
    ['<!channel>', { type: 'broadcast', range: 'channel' }],
    ['<!here|here>', { type: 'broadcast', range: 'here' }],
    ['<!subteam^S012|@artists>', { type: 'usergroup', id: 'S012', label: '@artists' }],
    [
      '<https://a.example/?x=1&amp;y=2|the &lt;docs&gt;>',
      { type: 'link', url: 'https://a.example/?x=1&y=2', label: 'the <docs>' },
    ],
    ['<mailto:a@b.example|a@b.example>', { type: 'link', url: 'mailto:a@b.example', label: 'a@b.example' }],
  ])('%s', (source, node) => {
    expect(inline(source)).toEqual([node]);
  });

  test('a date keeps its seconds, format, link and fallback', () => {
    expect(inline('<!date^1392734382^{date} at {time}^https://a.example|Feb 18>')).toEqual([
      {
        type: 'date',
        seconds: 1392734382,
        format: '{date} at {time}',
        url: 'https://a.example',
        fallback: 'Feb 18',
      },
    ]);
  });

  test.each(['<b>', '<script>', '<javascript:alert(1)|x>', '<>', '<@nobody>', 'a < b > c'])(
    '%j is shown as it stands',
    (source) => {
      expect(inline(source)).toEqual([text(source)]);
    },
  );

  test('a bare address becomes a link, without the full stop after it', () => {
    expect(inline('see https://a.example/b_c_d, now.')).toEqual([
      text('see '),
      { type: 'link', url: 'https://a.example/b_c_d', label: undefined },
      text(', now.'),
    ]);
  });
});

describe('entities', () => {
  test('are undone once', () => {
    expect(inline('&amp;lt; &lt;b&gt; &copy;')).toEqual([text('&lt; <b> &copy;')]);
  });

  const escape = (raw: string) => raw.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

  test('an escaped text never mentions, links by token or breaks out, whatever a person wrote', () => {
    const nasty = fc.stringMatching(/^[<>&@#!|^a-zA-Z0-9 :/.]{0,40}$/);
    fc.assert(
      fc.property(nasty, (raw) => {
        const found = types(parseMrkdwn(escape(raw)));
        expect(found.filter((type) => ['user', 'channel', 'broadcast', 'usergroup', 'date'].includes(type))).toEqual(
          [],
        );
      }),
    );
  });

  test('an escaped text without marks reads as it was written', () => {
    const unmarked = fc.string().filter((raw) => !/[*_~`:\n]|https?:|^[>]/.test(raw) && raw !== '');
    fc.assert(
      fc.property(unmarked, (raw) => {
        expect(plain(inline(escape(raw)))).toBe(raw);
      }),
    );
  });
});
