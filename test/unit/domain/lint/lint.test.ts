import { describe, expect, test } from 'vitest';
import { type Around, corrected, lint, type Rule } from '../../../../src/domain/lint/index.ts';

const imagine: Around = { purpose: 'imagine', pictures: 0, bot: 'midjourney' };
const rulesIn = (prompt: string, around: Partial<Around> = {}) =>
  lint(prompt, { ...imagine, ...around }).map(({ rule, certain }) => (certain ? `${rule}!` : rule));

/** What is typed, what is found (`!`: certain), and how it is mended; nothing where only the person knows. */
type Example = [typed: string, found: readonly (Rule | `${Rule}!`)[], mended?: string];

const CERTAIN: readonly Example[] = [
  ['a fox --ar', ['value-missing!'], 'a fox'],
  ['a fox --chaos --raw', ['value-missing!'], 'a fox --raw'],
  ['a fox --chaos 200', ['range!'], 'a fox --chaos 100'],
  ['a fox --s -1', ['range!'], 'a fox --s 0'],
  ['a fox --c high', ['not-a-number!'], 'a fox'],
  ['a fox --ar wide', ['ratio!'], 'a fox'],
  ['a fox --ar 0:9', ['ratio!'], 'a fox'],
  ['a fox --ar 16:9 --aspect 1:1', ['doubled!'], 'a fox --aspect 1:1'],
  ['a fox --v 7 --v 6', ['doubled!'], 'a fox --v 6'],
  ['a fox --fast --relax', ['clash!'], 'a fox --relax'],
  ['a fox --v 7 --niji 6', ['clash!'], 'a fox --niji 6'],
  ['a fox --repeat many', ['not-a-number!'], 'a fox'],
];

const LIKELY: readonly Example[] = [
  ['a fox --stilyze 50', ['misspelt'], 'a fox --stylize 50'],
  ['a fox --sparkle 50', ['unknown']],
  ['a fox --uplight', ['retired'], 'a fox'],
  ['a fox --width 640 --ar 2:3', ['retired'], 'a fox --ar 2:3'],
  ['a fox -- ar 16:9', ['dashes'], 'a fox --ar 16:9'],
  ['a fox -v 7', ['dashes'], 'a fox --v 7'],
  ['a fox ---raw', ['dashes'], 'a fox --raw'],
  ['a fox --v7', ['space'], 'a fox --v 7'],
  ['a fox --ar=16:9', ['space'], 'a fox --ar 16:9'],
  ['a fox --ar 16:9--v 7', ['space'], 'a fox --ar 16:9 --v 7'],
  ['a fox --chaos 5, --raw', ['punctuation'], 'a fox --chaos 5 --raw'],
  ['a fox --tile.', ['punctuation'], 'a fox --tile'],
  ['a fox --no', ['value-missing'], 'a fox'],
  ['a fox --raw 5', ['value-needless'], 'a fox --raw'],
  ['a fox --stylize 50.4', ['not-whole'], 'a fox --stylize 50'],
  ['a fox --ar 16/9', ['ratio'], 'a fox --ar 16:9'],
  ['a fox --ar 1.39:1', ['ratio'], 'a fox --ar 139:100'],
  ['a fox --ar 16 : 9', ['ratio'], 'a fox --ar 16:9'],
  ['a fox --tile --tile', ['doubled'], 'a fox --tile'],
  ['a fox --draft --hd --v 8.1', ['clash'], 'a fox --hd --v 8.1'],
  ['a fox --sw 100', ['needs'], 'a fox'],
  ['a fox --iw 2', ['needs-picture'], 'a fox'],
  ['--ar 16:9 a red fox', ['text-behind'], 'a red fox --ar 16:9'],
  ['a fox --chaos in deep snow', ['value-missing!', 'text-behind'], 'a fox in deep snow'],
  ['a fox --tile in snow --ar 2:3 at night', ['text-behind'], 'a fox in snow at night --tile --ar 2:3'],
  ['a fox --stop 50', ['not-in-version'], 'a fox'],
  ['a fox --hd --v 7', ['not-in-version'], 'a fox --v 7'],
  ['a fox --exp 5 --niji 6', ['not-in-version'], 'a fox --niji 6'],
  ['a fox --cref https://x/a.png --v 7', ['replaced'], 'a fox --oref https://x/a.png --v 7'],
  ['a fox --q 4 --v 6', ['range-in-version'], 'a fox --q 1 --v 6'],
  ['a fox --ar 20:1', ['ratio-in-version'], 'a fox --ar 14:1'],
  ['a fox --ar 1:6 --hd', ['ratio-in-version'], 'a fox --ar 1:4 --hd'],
  ['hot:: dog', ['weights']],
  ['a fox --loop', ['only-films'], 'a fox'],
];

const RIGHT = [
  'a red fox in snow',
  'a red fox --ar 16:9 --v 7 --stylize 250 --raw',
  'a fox --AR 16:9 --Chaos 10',
  'https://x/a.png a fox --iw 2',
  'a fox --sref https://x/a.png 1234 random --sw 50 --p abc def',
  'a fox --no hats, red scarves, snow on trees',
  'a fox --niji',
  'hot::2 dog::1 --v 6.1',
  'a fox --stop 50 --v 6',
  'a well--known fox — and a -20 degree night',
  'a fox --seed 4294967295 --quality .5 --v 5',
  'a fox --video --motion low --loop',
  '',
];

describe('what is certain', () => {
  test.each(CERTAIN)('%s', (typed, found, mended) => {
    expect(rulesIn(typed)).toEqual(found);
    expect(corrected(typed, imagine)).toBe(mended);
  });
});

describe('what is likely', () => {
  test.each(LIKELY)('%s', (typed, found, mended) => {
    expect(rulesIn(typed)).toEqual(found);
    expect(corrected(typed, imagine)).toBe(mended ?? typed);
  });
});

describe('what is right, or may be', () => {
  test.each(RIGHT)('%s', (prompt) => {
    expect(lint(prompt, imagine)).toEqual([]);
    expect(corrected(prompt, imagine)).toBe(prompt);
  });
});

describe('a version that this table does not know', () => {
  test.each(['a fox --v 9 --chaos 200', 'a fox --v 9 --stylize lots', 'a fox --v 9 --chaos 1 --chaos 2'])(
    'makes nothing certain: %s',
    (prompt) => {
      expect(lint(prompt, imagine).length).toBeGreaterThan(0);
      expect(lint(prompt, imagine).filter((one) => one.certain)).toEqual([]);
    },
  );

  test('is not spoken of, and neither is what depends on it', () => {
    expect(rulesIn('a fox --v 9 --hd --stop 20 --cref https://x/a.png')).toEqual([]);
    expect(rulesIn('a fox --niji 12 --exp 20')).toEqual([]);
  });
});

describe('what a prompt is for decides', () => {
  test.each<[string, Around['purpose'], string[], string]>([
    ['a very red fox --no snow', 'shorten', ['shorten-refuses!'], 'a very red fox'],
    ['red::2 fox:: in snow', 'shorten', ['shorten-refuses!'], 'red fox in snow'],
    ['it runs --ar 16:9 --raw', 'video', ['not-for-films'], 'it runs --raw'],
    ['it runs --motion fast', 'video', ['choice'], 'it runs'],
    ['at night --repeat 3', 'edit', ['only-imagine'], 'at night'],
    ['at night --r 3', 'remix', ['only-imagine'], 'at night'],
    ['at night --zoom 1.4 --iw 2 --ar 16:9', 'remix', [], 'at night --zoom 1.4 --iw 2 --ar 16:9'],
    ['at night --hd --stop 50', 'edit', [], 'at night --hd --stop 50'],
  ])('%s, for %s', (prompt, purpose, found, mended) => {
    expect(rulesIn(prompt, { purpose })).toEqual(found);
    expect(corrected(prompt, { ...imagine, purpose })).toBe(mended);
  });

  test('the bot, too', () => {
    expect(rulesIn('a fox --v 7', { bot: 'niji' })).toEqual(['other-bot']);
    expect(rulesIn('a fox --hd', { bot: 'niji' })).toEqual(['not-in-version']);
  });

  test('and pictures that are sent beside it', () => {
    expect(rulesIn('a fox --iw 2', { pictures: 1 })).toEqual([]);
  });
});

test('the certain ones come first', () => {
  expect(rulesIn('a fox --sparkle --chaos 200')).toEqual(['range!', 'unknown']);
});

test('what would leave nothing stays as it is', () => {
  expect(corrected('--chaos', imagine)).toBe('--chaos');
});
