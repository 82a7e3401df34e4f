import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Chosen, completed } from '../../../src/domain/defaults.ts';
import { clash, parametersIn } from '../../../src/domain/parameters.ts';
import { PROMPT_MAX, parsePrompt } from '../../../src/domain/prompt.ts';
import { BOTS, type Defaults, MODES, NIJI_VERSIONS, VERSIONS } from '../../../src/domain/settings.ts';

const none = { presets: [] };
const cinematic = { name: 'cinematic', parameters: '--ar 21:9 --style raw --s 250' };

/** What the gateway would get. */
function sent(prompt: string, chosen: Partial<Chosen>, verb: 'imagine' | 'edit' = 'imagine'): string {
  return completed({ verb, prompt }, { person: none, channel: none, ...chosen }).prompt;
}

describe('what a prompt does not say', () => {
  test.each<[prompt: string, person: Defaults, channel: Defaults, sent: string]>([
    ['a fox', { ratio: '16:9' }, { stylize: 250 }, 'a fox --ar 16:9 --stylize 250'],
    ['a fox', { ratio: '16:9' }, { ratio: '1:1' }, 'a fox --ar 16:9'],
    ['a fox --ar 3:2', { ratio: '16:9' }, { ratio: '1:1' }, 'a fox --ar 3:2'],
    ['a fox --aspect 3:2', { ratio: '16:9' }, {}, 'a fox --aspect 3:2'],
    ['a fox --AR 3:2', { ratio: '16:9' }, {}, 'a fox --AR 3:2'],
    ['a fox --s 0', { stylize: 250 }, {}, 'a fox --s 0'],
    ['a fox --style cute', { raw: true }, {}, 'a fox --style cute'],
    ['a fox --niji 6', { version: '7' }, {}, 'a fox --niji 6'],
    ['a fox --v 6', { version: 'niji 7' }, { version: '7' }, 'a fox --v 6'],
    ['a fox', { version: 'niji 7' }, {}, 'a fox --niji 7'],
    ['a fox --v 5', { raw: true }, {}, 'a fox --v 5'],
    ['a fox -- v 7', { version: '7' }, {}, 'a fox -- v 7 --v 7'],
    ['a fox--ar 3:2', { ratio: '16:9' }, {}, 'a fox--ar 3:2 --ar 16:9'],
    ['a fox --no cats --ar 3:2', { ratio: '16:9', raw: true }, {}, 'a fox --no cats --ar 3:2 --raw'],
  ])('%s', (prompt, person, channel, whole) => {
    expect(sent(prompt, { person: { ...none, ...person }, channel: { ...none, ...channel } })).toBe(whole);
  });

  test('is told with where it comes from', () => {
    const person = { ratio: '16:9', mode: 'relax', bot: 'niji', presets: [cinematic] } as const;
    const channel = { stylize: 50, raw: true, presets: [] } as const;

    expect(
      completed(
        { verb: 'imagine', prompt: 'a fox --preset cinematic --s 9' },
        { person: { ...person, presets: [cinematic] }, channel: { ...channel, presets: [] } },
      ),
    ).toEqual({
      prompt: 'a fox --s 9 --ar 21:9 --style raw',
      bot: 'niji',
      mode: 'relax',
      added: [
        { text: '--ar 21:9', from: 'preset', preset: 'cinematic' },
        { text: '--style raw', from: 'preset', preset: 'cinematic' },
        { text: 'niji', from: 'person', beside: 'bot' },
        { text: '--relax', from: 'person', beside: 'mode' },
      ],
    });
  });

  test.each([
    ['a fox', 'niji', 'a fox'],
    ['a fox --v 7', undefined, 'a fox --v 7'],
    ['a fox --niji 6', 'niji', 'a fox --niji 6'],
    ['a fox --preset old', undefined, 'a fox --v 6'],
  ])('goes with the Niji bot, unless a version of Midjourney is named: %s', (prompt, bot, whole) => {
    const chosen: Chosen = {
      person: { bot: 'niji', presets: [{ name: 'old', parameters: '--v 6' }] },
      channel: { ...none, version: '7' },
    };

    expect(completed({ verb: 'imagine', prompt }, chosen).bot).toBe(bot);
    expect(sent(prompt, { person: chosen.person, ...(prompt === 'a fox' ? { channel: chosen.channel } : {}) })).toBe(
      whole,
    );
  });

  test('takes the speed of the prompt, of the form, of a preset, of the person, of the channel, in this order', () => {
    const chosen: Chosen = {
      person: { mode: 'fast', presets: [{ name: 'calm', parameters: '--relax' }] },
      channel: { ...none, mode: 'turbo' },
    };
    const modeOf = (prompt: string, mode?: 'relax') => completed({ verb: 'imagine', prompt, mode }, chosen).mode;

    expect(modeOf('a fox')).toBe('fast');
    expect(modeOf('a fox', 'relax')).toBe('relax');
    expect(modeOf('a fox --turbo')).toBeUndefined();
    expect(modeOf('a fox --preset calm')).toBeUndefined();
    expect(completed({ verb: 'blend', prompt: '' }, { ...chosen, person: none }).mode).toBe('turbo');
    expect(completed({ verb: 'describe', prompt: '' }, chosen)).toMatchObject({ mode: undefined, added: [] });
  });
});

describe('a preset', () => {
  const person = { presets: [cinematic, { name: 'square', parameters: '--ar 1:1' }] };

  test.each([
    ['a fox --preset cinematic', 'a fox --ar 21:9 --style raw --s 250'],
    ['a fox --preset Cinematic --ar 3:2', 'a fox --ar 3:2 --style raw --s 250'],
    ['a fox --preset=cinematic in snow', 'a fox in snow --ar 21:9 --style raw --s 250'],
    ['--preset cinematic a fox', 'a fox --ar 21:9 --style raw --s 250'],
    // The later one counts.
    ['a fox --preset cinematic --preset square', 'a fox --ar 1:1 --style raw --s 250'],
    ['a fox --presets', 'a fox --presets'],
  ])('%s', (prompt, whole) => {
    expect(sent(prompt, { person })).toBe(whole);
  });

  test('of the person hides the channel’s of the same name', () => {
    const channel = {
      presets: [
        { name: 'square', parameters: '--ar 4:4' },
        { name: 'wide', parameters: '--ar 3:1' },
      ],
    };

    expect(sent('a fox --preset square', { person, channel })).toBe('a fox --ar 1:1');
    expect(sent('a fox --preset wide', { person, channel })).toBe('a fox --ar 3:1');
  });

  test('is for an edit too, which has no defaults', () => {
    expect(sent('at night --preset square', { person: { ...person, stylize: 9 } }, 'edit')).toBe('at night --ar 1:1');
  });

  test.each([
    ['a fox --preset cinema', 'unknown-preset', { name: 'cinema', known: 'cinematic, square' }],
    ['a fox --preset', 'unknown-preset', { name: '', known: 'cinematic, square' }],
    ['a fox --preset --ar 1:1', 'unknown-preset', { name: '', known: 'cinematic, square' }],
    ['--preset square', 'empty-prompt', {}],
    [`${'x'.repeat(PROMPT_MAX - 20)} --preset square`, undefined, {}],
    [`${'x'.repeat(PROMPT_MAX - 20)} --preset cinematic`, 'long-prompt', { length: PROMPT_MAX + 10, max: PROMPT_MAX }],
  ])('that cannot be used is refused: %.40s', (prompt, code, params) => {
    const ask = () => completed({ verb: 'imagine', prompt }, { person, channel: none });

    if (code === undefined) expect(ask).not.toThrow();
    else expect(ask).toThrow(expect.objectContaining({ code, params }));
  });

  test.each(['video', 'shorten'] as const)('is refused for %s, which takes none of its parameters', (verb) => {
    expect(() => completed({ verb, prompt: 'it runs --preset square' }, { person, channel: none })).toThrow(
      expect.objectContaining({ code: 'preset-not-here', field: 'prompt' }),
    );
  });
});

const piece = fc.constantFrom(
  '--ar 16:9',
  '--aspect 1:1',
  '--v 7',
  '--niji 6',
  '--s 250',
  '--stylize 9',
  '--raw',
  '--style raw',
  '--relax',
  '--turbo',
  '--no cats, dogs',
  '--hd',
  '--draft',
  '--oref https://x.example/a.png',
  '--tile',
  '--edit x',
  '—ar 2:1',
  '--',
  '--ar',
  '--v7',
  '---',
  '-- ar',
  '--AR 3:2',
  '--preset',
  'a fox',
  'hot::dog::2',
  '::',
  '🦊',
  '--weird 5',
);
const words = fc.array(piece, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(' '));
/** As a preset holds them; it names no other one. */
const parameters = words.map((text) => text.replaceAll('--preset', '--p'));
const defaults: fc.Arbitrary<Defaults> = fc.record(
  {
    mode: fc.constantFrom(...MODES),
    bot: fc.constantFrom(...BOTS),
    version: fc.constantFrom(...VERSIONS, ...NIJI_VERSIONS),
    ratio: fc.constantFrom('16:9', '1:1'),
    stylize: fc.integer({ min: 0, max: 1000 }),
    raw: fc.boolean(),
  },
  { requiredKeys: [] },
);
const settings = fc
  .tuple(defaults, parameters)
  .map(([some, held]) => ({ ...some, presets: [{ name: 'x', parameters: held }] }));

describe('whatever is typed and chosen', () => {
  test('the prompt stays to the letter, nothing is added twice, and nothing is added to what has it all', () => {
    fc.assert(
      fc.property(parameters, settings, settings, fc.boolean(), (text, person, channel, named) => {
        const prompt: string = parsePrompt(text);
        const typed = named ? `${prompt} --preset x` : prompt;
        const chosen = { person, channel };
        const first = completed({ verb: 'imagine', prompt: typed }, chosen);
        const whole = first.prompt;
        const inPrompt = first.added.filter((one) => one.beside === undefined);

        expect(whole.startsWith(prompt)).toBe(true);
        expect(inPrompt.every((one) => whole.includes(` ${one.text}`))).toBe(true);
        const there = parametersIn(prompt);
        const added = inPrompt.flatMap((one) => parametersIn(one.text));
        for (const [index, one] of added.entries())
          expect([...there, ...added.slice(0, index)].filter((other) => clash(one, other))).toEqual([]);
        const again = completed({ ...first, verb: 'imagine', prompt: whole }, chosen);
        expect(again.added.filter((one) => one.beside === undefined)).toEqual([]);
        expect([again.bot, again.mode]).toEqual([first.bot, first.mode]);
      }),
    );
  });
});
