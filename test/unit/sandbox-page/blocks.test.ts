import { describe, expect, test, vi } from 'vitest';
import { type Json, load, type VNode } from './browser-modules.ts';

const { renderBlocks } = await load('blocks.js');
const { findAll, textOf } = await load('vnode.js');

const nothing = () => undefined;

function place(more: Json = {}) {
  return {
    names: {
      me: 'U1',
      now: 0,
      person: (id: string) => (id === 'U1' ? { name: 'Alice' } : undefined),
      channel: () => undefined,
      openChannel: () => undefined,
    },
    file: () => undefined,
    press: nothing,
    waiting: () => false,
    menu: nothing,
    look: nothing,
    value: () => null,
    change: nothing,
    errors: {},
    pickFiles: nothing,
    typing: nothing,
    pickable: () => [],
    samples: nothing,
    uploads: () => [],
    ...more,
  };
}

const plain = (text: string) => ({ type: 'plain_text', text });
function draw(block: Json, more: Json = {}): VNode {
  const [drawn] = renderBlocks([block], place(more));
  if (drawn === undefined) throw new Error('nothing was drawn');
  return drawn;
}
const byTestId = (node: VNode, id: string) => findAll(node, ({ attrs }) => attrs['data-testid'] === id);
const byTag = (node: VNode, tag: string) => findAll(node, (found) => found.tag === tag);

function click(node: VNode | undefined): void {
  const { onclick } = node?.attrs ?? {};
  if (typeof onclick !== 'function') throw new Error('not clickable');
  onclick({ currentTarget: null, stopPropagation: () => undefined });
}

describe('buttons', () => {
  const button = (more: Json) => ({ type: 'button', action_id: 'press', text: plain('U2'), ...more });
  const drawn = (more: Json, where: Json = {}) =>
    byTestId(draw({ type: 'actions', block_id: 'b', elements: [button(more)] }, where), 'button')[0];

  test('show the label and emoji that were given, also as a name', () => {
    expect(drawn({ text: plain(':arrows_counterclockwise:') })?.attrs['data-label']).toBe('🔄');
    expect(drawn({ text: plain(':upscale_1: Upscale (Subtle)') })?.attrs['data-label']).toBe(
      ':upscale_1: Upscale (Subtle)',
    );
  });

  test('draw keycaps, which fonts leave blank', () => {
    const [one] = byTestId(
      draw({ type: 'actions', block_id: 'b', elements: [button({ text: plain('2️⃣ Two') })] }),
      'button',
    );
    if (one === undefined) throw new Error('no button');
    expect(textOf(one)).toBe('2 Two');
    expect(one.attrs['data-label']).toBe('2️⃣ Two');
    expect(findAll(one, ({ attrs }) => attrs['class'] === 'keycap').map(textOf)).toEqual(['2']);
  });

  test('keep their order, and carry their style', () => {
    const elements = ['U1', 'U2', 'V1'].map((label) =>
      button({ text: plain(label), style: label === 'U2' ? 'primary' : undefined }),
    );
    const found = byTestId(draw({ type: 'actions', elements }), 'button');
    expect(found.map(({ attrs }) => [attrs['data-label'], attrs['class']])).toEqual([
      ['U1', 'button'],
      ['U2', 'button button-primary'],
      ['V1', 'button'],
    ]);
  });

  test('tell which element of which block was pressed', () => {
    const press = vi.fn<(block: Json, element: Json) => void>();
    click(drawn({}, { press }));
    expect(press).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ block_id: 'b' }),
      expect.objectContaining({ action_id: 'press' }),
    );
  });

  test('with an address are links that open elsewhere', () => {
    const link = drawn({ url: 'https://a.example' });
    expect(link?.tag).toBe('a');
    expect(link?.attrs).toMatchObject({ href: 'https://a.example', target: '_blank', rel: 'noopener noreferrer' });
  });

  test('say that they wait for an answer', () => {
    expect(drawn({}, { waiting: () => true })?.attrs['aria-busy']).toBe('true');
  });
});

describe('pictures', () => {
  const image = { type: 'image', alt_text: 'a fox', slack_file: { id: 'F0123456789' } };

  test('of Slack come through the door of the page, in the place that their size needs', () => {
    const drawn = draw(image, { file: () => ({ width: 1024, height: 2048 }) });
    expect(byTestId(drawn, 'card-image')[0]?.attrs).toMatchObject({ src: '/file/F0123456789', alt: 'a fox' });
    expect(byTag(drawn, 'button')[0]?.attrs['style']).toBe('width:190px');
  });

  test('named by the address of a Slack file are found by its id', () => {
    const drawn = draw({ ...image, slack_file: { url: 'https://files.slack.com/files-pri/T1-F0ABCDEFGH/fox.png' } });
    expect(byTestId(drawn, 'card-image')[0]?.attrs['src']).toBe('/file/F0ABCDEFGH');
  });

  test('at an address are shown as the copy that Slack took', () => {
    const drawn = draw({ type: 'image', alt_text: 'a fox', image_url: 'https://bot.example/a?b=1' });
    expect(byTestId(drawn, 'card-image')[0]?.attrs['src']).toBe('/image?url=https%3A%2F%2Fbot.example%2Fa%3Fb%3D1');
  });

  test('are enlarged by a click', () => {
    const look = vi.fn<(picture: Json) => void>();
    click(byTag(draw(image, { look }), 'button')[0]);
    expect(look).toHaveBeenCalledExactlyOnceWith({ src: '/file/F0123456789', alt: 'a fox', title: 'a fox' });
  });
});

describe('texts', () => {
  test('a mention shows the name, and stands out when it is oneself', () => {
    const drawn = draw({ type: 'section', text: { type: 'mrkdwn', text: '<@U1> and <@U2>' } });
    const mentions = byTag(drawn, 'span').filter(({ attrs }) => String(attrs['class']).includes('mention'));
    expect(mentions.map((node) => [textOf(node), attrsClass(node)])).toEqual([
      ['@Alice', 'mention mention-me'],
      ['@U2', 'mention'],
    ]);
  });

  test('rows of squares stay together, beside the words about them', () => {
    const drawn = draw({ type: 'section', text: { type: 'mrkdwn', text: '⬛⬜\n⬜ is drawn' } });
    const squares = findAll(drawn, ({ attrs }) => attrs['class'] === 'squares').map(textOf);
    expect(squares).toEqual(['⬛⬜', '⬜']);
    expect(textOf(drawn)).toBe('⬛⬜⬜ is drawn');
  });

  test('plain text has no marks, and its entities are undone', () => {
    expect(textOf(draw({ type: 'header', text: plain('*a* &amp; <b>') }))).toBe('*a* & <b>');
  });

  test('rich text keeps its styles, lists and lines', () => {
    const drawn = draw({
      type: 'rich_text',
      elements: [
        { type: 'rich_text_section', elements: [{ type: 'text', text: 'a\nb', style: { bold: true, code: true } }] },
        {
          type: 'rich_text_list',
          style: 'ordered',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'emoji', name: 'tada' }] }],
        },
      ],
    });
    expect(byTag(drawn, 'strong').map(textOf)).toEqual(['ab']);
    expect(byTag(drawn, 'br')).toHaveLength(1);
    expect(byTag(drawn, 'ol').map(textOf)).toEqual(['🎉']);
  });

  test('a block that the page does not know is named, not swallowed', () => {
    expect(textOf(draw({ type: 'carousel', elements: [] }))).toContain('carousel');
  });
});

describe('inputs', () => {
  const input = (element: Json, more: Json = {}): Json => ({
    type: 'input',
    block_id: 'prompt',
    label: plain('Prompt'),
    element: { action_id: 'v', ...element },
    ...more,
  });

  test('carry label, hint and the error of the app', () => {
    const drawn = draw(input({ type: 'plain_text_input' }, { hint: plain('Up to 3,000') }), {
      errors: { prompt: 'Too short.' },
    });
    expect(textOf(drawn)).toBe('PromptToo short.Up to 3,000');
    expect(byTestId(drawn, 'input-error').map(textOf)).toEqual(['Too short.']);
  });

  test('with several lines are text areas, and count down near their limit', () => {
    const drawn = (text: string) =>
      draw(input({ type: 'plain_text_input', multiline: true, max_length: 60 }), { value: () => text });
    expect(byTag(drawn('a fox'), 'textarea')[0]?.attrs).toMatchObject({ value: 'a fox', maxlength: 60 });
    expect(textOf(drawn('a fox'))).toBe('Prompt');
    expect(textOf(drawn('x'.repeat(52)))).toContain('8');
  });

  test('of kind checkbox give the whole new choice', () => {
    const change = vi.fn<(block: Json, element: Json, value: unknown) => void>();
    const options = ['a', 'b', 'c'].map((value) => ({ text: plain(value), value }));
    const drawn = draw(input({ type: 'checkboxes', options }), { change, value: () => ['a', 'b'] });
    const boxes = byTag(drawn, 'input');
    expect(boxes.map(({ attrs }) => attrs['checked'] ?? false)).toEqual([true, true, false]);
    const { onchange } = boxes[0]?.attrs ?? {};
    if (typeof onchange !== 'function') throw new Error('no listener');
    onchange({ target: { checked: false } });
    expect(change.mock.calls[0]?.[2]).toEqual(['b']);
  });

  describe('for several of many', () => {
    const options = ['1', '2', '3'].map((value) => ({ text: plain(`Square ${value}`), value }));
    const drawn = (value: string[], more: Json = {}, where: Json = {}) =>
      draw(
        input(
          { type: 'multi_static_select', placeholder: plain('Choose'), options, ...more },
          { dispatch_action: true },
        ),
        {
          value: () => value,
          ...where,
        },
      );
    const boxes = (node: VNode) =>
      byTag(node, 'input').map(({ attrs }) => [attrs['checked'] ?? false, attrs['disabled'] ?? false]);

    test('show what is chosen, in the order of choosing', () => {
      const tokens = findAll(drawn(['3', '1']), ({ attrs }) => attrs['class'] === 'token').map(textOf);
      expect(tokens).toEqual(['Square 3', 'Square 1']);
      expect(textOf(drawn([]))).toContain('Choose');
    });

    test('are a list to be clicked: each click tells the app the whole new choice', () => {
      const [change, press] = [vi.fn<(...args: unknown[]) => void>(), vi.fn<(...args: unknown[]) => void>()];
      for (const box of byTag(drawn(['3', '1'], {}, { change, press }), 'input').slice(0, 2)) {
        const { onchange } = box.attrs;
        if (typeof onchange !== 'function') throw new Error('no listener');
        onchange({});
      }
      expect(change.mock.calls.map(([, , value]) => value)).toEqual([['3'], ['3', '1', '2']]);
      expect(press.mock.calls.map(([, , value]) => value)).toEqual([['3'], ['3', '1', '2']]);
    });

    test('let one be taken back, or all', () => {
      const change = vi.fn<(...args: unknown[]) => void>();
      const buttons = byTag(drawn(['3', '1'], {}, { change }), 'button');
      expect(buttons.map(({ attrs }) => attrs['aria-label'])).toEqual([
        'Remove Square 3',
        'Remove Square 1',
        undefined,
      ]);
      for (const button of buttons) click(button);
      expect(change.mock.calls.map(([, , value]) => value)).toEqual([['1'], ['3'], []]);
    });

    test('offer no more than may be chosen', () => {
      const [yes, no] = [true, false];
      expect(boxes(drawn(['1', '2'], { max_selected_items: 2 }))).toEqual([
        [yes, no],
        [yes, no],
        [no, yes],
      ]);
    });
  });

  test.each([
    ['on_character_entered', 1],
    ['on_enter_pressed', 0],
  ])('tell the app while somebody types only where it asked for that: %s', (trigger, times) => {
    const typing = vi.fn<() => void>();
    const element = { type: 'plain_text_input', dispatch_action_config: { trigger_actions_on: [trigger] } };
    const [field] = byTag(draw(input(element, { dispatch_action: true }), { typing }), 'input');
    const { oninput } = field?.attrs ?? {};
    if (typeof oninput !== 'function') throw new Error('nothing can be typed');
    oninput({ target: { value: 'a' } });
    expect(typing).toHaveBeenCalledTimes(times);
  });

  test('for a conversation offer those that there are', () => {
    const drawn = draw(input({ type: 'conversations_select' }), {
      pickable: () => [{ value: 'C1', label: '#art' }],
      value: () => 'C1',
    });
    const chosen = byTag(drawn, 'option').filter(({ attrs }) => attrs['selected'] === true);
    expect(chosen.map(textOf)).toEqual(['#art']);
  });

  test('for files take no more than they may', () => {
    const upload = { id: 'F1', name: 'a.png', size: 1, mimetype: 'image/png', busy: false };
    const full = draw(input({ type: 'file_input', max_files: 1 }), { uploads: () => [upload] });
    expect(byTestId(full, 'file-input')).toEqual([]);
    const free = draw(input({ type: 'file_input', max_files: 2, filetypes: ['png', 'jpg'] }), {
      uploads: () => [upload],
    });
    expect(byTestId(free, 'file-input')[0]?.attrs).toMatchObject({ accept: '.png,.jpg', multiple: true });
  });
});

function attrsClass({ attrs }: VNode): unknown {
  return attrs['class'];
}
