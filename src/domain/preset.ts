/** Presets: parameters under a name, chosen with `--preset cinematic`. */
import { z } from 'zod';
import { UserMistake } from './errors.ts';
import { clash, fitting, parametersIn } from './parameters.ts';
import { parsePrompt } from './prompt.ts';

/** As many as Midjourney's own `/prefer option set` keeps (peers.md section 2). */
export const PRESETS_MAX = 20;
/** UTF-16 units: twenty of them, and their names, fit in a modal. */
export const PRESET_NAME_MAX = 30;
export const PRESET_PARAMETERS_MAX = 300;

export const Preset = z.object({
  /** In lower case. */
  name: z.string(),
  /** Cleaned: `--ar 21:9 --style raw --s 250`. */
  parameters: z.string(),
  /** Who wrote it, where that is not plain. */
  by: z.string().optional(),
});
export type Preset = z.infer<typeof Preset>;

/** One word, so that it needs no quotes in a prompt; of any language. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}\p{M}_-]*$/u;

/** The word that names a preset in a prompt. A parameter where the name should be is not one. */
const NAMED = /(?:^|\s)--preset(?:(?:\s+|=)(?!--)(\S+))?(?=\s|$)/giu;

/** As a name is kept and looked up: one that was typed with capitals is the same. */
export function presetName(typed: string): string {
  return typed.normalize('NFC').trim().toLowerCase();
}

/**
 * A preset as a person wrote it, cleaned.
 *
 * @throws UserMistake `preset-name` of the field `name`; `empty-preset`, `preset-text`, `preset-twice`, `preset-in-preset` or `long-preset`
 * of the field `parameters`
 */
export function parsePreset(given: { name: string; parameters: string }): Preset {
  const name = presetName(given.name);
  if (!NAME.test(name) || name.length > PRESET_NAME_MAX)
    throw new UserMistake('preset-name', { given: given.name.slice(0, 40), max: PRESET_NAME_MAX }, 'name');
  return { name, parameters: parsePresetText(given.parameters) };
}

function parsePresetText(typed: string): string {
  const wrong = (...[code, params]: ConstructorParameters<typeof UserMistake>) =>
    new UserMistake(code, params, 'parameters');
  if (typed.trim() === '') throw wrong('empty-preset');
  const text: string = parsePrompt(typed);
  const found = parametersIn(text);
  if (!/^--[a-z]/iu.test(text)) throw wrong('preset-text', { given: text.slice(0, 40) });
  if (found.some(({ name }) => name === 'preset')) throw wrong('preset-in-preset');
  if (text.length > PRESET_PARAMETERS_MAX) throw wrong('long-preset', { max: PRESET_PARAMETERS_MAX });
  const twice = found.find((one, index) => found.slice(0, index).some((other) => clash(one, other)));
  if (twice !== undefined) throw wrong('preset-twice', { given: twice.text.slice(0, 40) });
  return text;
}

/** What of a prompt can be kept as a preset: its parameters, each once, as many as fit. Empty where it has none. */
export function presetTextOf(prompt: string): string {
  const own = parametersIn(prompt).filter(({ name }) => name !== 'preset');
  return fitting([], own).reduce((text, parameter) => {
    const longer = `${text} ${parameter.text}`.trim();
    return longer.length > PRESET_PARAMETERS_MAX ? text : longer;
  }, '');
}

/** The names of the presets that a prompt asks for, in order; empty where `--preset` stands alone. */
export function presetsNamed(prompt: string): string[] {
  return [...prompt.matchAll(NAMED)].map(([, name = '']) => presetName(name));
}

/** The prompt without them. All else stays to the letter. */
export function withoutPresets(prompt: string): string {
  return prompt.replace(NAMED, '').trimStart();
}
