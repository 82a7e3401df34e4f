import { UserMistake } from '../domain/errors.ts';
import type { Given } from '../domain/form.ts';
import { type Mode, parsePrompt } from '../domain/prompt.ts';
import { choice, flag, number, ratio } from './options.ts';
import { orderVerb } from './verb.ts';

const MODES = ['fast', 'relax', 'turbo'] as const satisfies readonly Mode[];
const VERSIONS = ['7', '6.1', '6', '5.2'] as const;
const BOTS = ['midjourney', 'niji'] as const;

/** `/imagine a red fox in snow --ar 16:9`; alone it opens a builder. */
export const imagine = orderVerb({
  name: 'imagine',
  command: '/imagine',
  usage: 'imagine <prompt>',
  fields: [
    { kind: 'prompt', name: 'prompt', required: true },
    { kind: 'pictures', name: 'references', min: 0, max: 5 },
    { kind: 'line', name: 'ratio' },
    { kind: 'choice', name: 'version', options: VERSIONS },
    { kind: 'line', name: 'stylize' },
    { kind: 'line', name: 'chaos' },
    { kind: 'flag', name: 'raw' },
    { kind: 'choice', name: 'mode', options: MODES },
    { kind: 'choice', name: 'bot', options: BOTS },
  ],
  order: (given) => ({
    verb: 'imagine',
    prompt: parsePrompt(withParameters(given)),
    pictures: [...given.pictures],
    bot: BOTS.find((bot) => bot === given.options['bot']),
  }),
  mode: (given) => MODES.find((mode) => mode === given.options['mode']),
  preview(given) {
    try {
      return parsePrompt(withParameters(given));
    } catch (error) {
      if (error instanceof UserMistake) return given.prompt;
      throw error;
    }
  },
});

/** The prompt with the builder's parameters behind it; one that the prompt names already is left as it was typed. */
function withParameters(given: Given): string {
  const { prompt } = given;
  const version = choice(given, 'version', ['', ...VERSIONS], '');
  const parameters: [names: string, value: string | number | undefined][] = [
    ['ar|aspect', ratio(given, 'ratio')],
    ['v|version|niji', version === '' ? undefined : version],
    ['stylize|s', number(given, 'stylize', 0, 1000)],
    ['chaos|c', number(given, 'chaos', 0, 100)],
    ['raw', flag(given, 'raw') ? '' : undefined],
  ];
  const added = parameters.flatMap(([names, value]) => {
    const named = new RegExp(`(?:^|\\s)--(?:${names})(?=\\s|$)`, 'iu').test(prompt);
    return value === undefined || named ? [] : [`--${names.split('|')[0]} ${value}`.trim()];
  });
  return [prompt, ...added].join(' ');
}
