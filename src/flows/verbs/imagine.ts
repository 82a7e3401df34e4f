import { parametersOf } from '../../domain/defaults.ts';
import { UserMistake } from '../../domain/errors.ts';
import type { Given } from '../../domain/form.ts';
import { clash, parametersIn } from '../../domain/parameters.ts';
import { presetsNamed } from '../../domain/preset.ts';
import { parsePrompt } from '../../domain/prompt.ts';
import { BOTS, MODES, NIJI_VERSIONS, VERSIONS } from '../../domain/settings.ts';
import { flag, number, ratio } from './options.ts';
import { orderVerb } from './verb.ts';

const ALL_VERSIONS = [...VERSIONS, ...NIJI_VERSIONS] as const;

/** `/imagine a red fox in snow --ar 16:9`; alone it opens a builder. */
export const imagine = orderVerb({
  name: 'imagine',
  command: '/imagine',
  usage: 'imagine <prompt>',
  fields: [
    { kind: 'prompt', name: 'prompt', required: true },
    { kind: 'pictures', name: 'references', min: 0, max: 5 },
    { kind: 'preset', name: 'preset' },
    { kind: 'line', name: 'ratio' },
    { kind: 'choice', name: 'version', options: ALL_VERSIONS },
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
  const prompt = parsePrompt(given.prompt);
  const there = parametersIn(prompt);
  const chaos = number(given, 'chaos', 0, 100);
  const chosen = [
    parametersOf({
      ratio: ratio(given, 'ratio'),
      version: ALL_VERSIONS.find((version) => version === given.options['version']),
      stylize: number(given, 'stylize', 0, 1000),
      raw: flag(given, 'raw'),
    }),
    ...(chaos === undefined ? [] : [`--chaos ${chaos}`]),
  ].join(' ');
  const added = parametersIn(chosen).filter((one) => !there.some((other) => clash(one, other)));
  const { preset } = given.options;
  const named = preset === undefined || presetsNamed(prompt).includes(preset) ? [] : [`--preset ${preset}`];
  return [prompt, ...added.map(({ text }) => text), ...named].join(' ');
}
