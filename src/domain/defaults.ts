/**
 * What is added to a prompt that does not say it itself. The prompt wins over the presets that it names, these over what the person chose for
 * themselves, and that over what the channel chose. The record keeps what was typed and what was added, too.
 */
import type { Addition } from './addition.ts';
import { UserMistake } from './errors.ts';
import type { OrderVerb } from './form.ts';
import { fitting, type Parameter, parametersIn } from './parameters.ts';
import { type Preset, presetsNamed, withoutPresets } from './preset.ts';
import { type Mode, PROMPT_MAX, promptMode } from './prompt.ts';
import type { Defaults } from './settings.ts';

/**
 * What each verb takes: parameters of any source; those of presets that its prompt names; a speed. An edit has the shape of its picture
 * (mj-parameters.json, `ar`: account defaults do not apply to it), a film none of these parameters, and where nothing is drawn there is no
 * speed worth telling.
 */
const TAKES: Readonly<Record<OrderVerb, readonly ('defaults' | 'presets' | 'speed')[]>> = {
  imagine: ['defaults', 'presets', 'speed'],
  edit: ['presets', 'speed'],
  blend: ['speed'],
  faceswap: ['speed'],
  video: ['speed'],
  describe: [],
  shorten: [],
  upload: [],
};

/** What a person asked for themselves. */
export interface Typed {
  readonly verb: OrderVerb;
  readonly prompt: string;
  readonly bot?: Defaults['bot'];
  readonly mode?: Mode | undefined;
}

/** What there is to be added. */
export interface Chosen {
  readonly person: Defaults & { readonly presets: readonly Preset[] };
  readonly channel: Defaults & { readonly presets: readonly Preset[] };
}

export interface Completed {
  /** As the gateway gets it. */
  readonly prompt: string;
  readonly bot: Defaults['bot'];
  readonly mode: Mode | undefined;
  readonly added: readonly Addition[];
}

/**
 * Adds what is missing, behind what was typed; that is left as it is, but for the names of presets.
 *
 * @throws UserMistake `unknown-preset` with the `known` ones; `preset-not-here` for a verb that takes none; `empty-prompt`, `long-prompt`
 */
export function completed(typed: Typed, { person, channel }: Chosen): Completed {
  const { verb, prompt } = typed;
  const takes = TAKES[verb];
  const wanted = presetsNamed(prompt);
  if (wanted.length > 0 && !takes.includes('presets')) throw new UserMistake('preset-not-here', { verb }, 'prompt');
  const presets = wanted.map((name) => presetOf(name, person.presets, channel.presets));
  const there = parametersIn(withoutPresets(prompt));
  if (prompt !== '' && withoutPresets(prompt) === '') throw new UserMistake('empty-prompt');
  const own = takes.includes('defaults') ? { person, channel } : { person: {}, channel: {} };

  // Of two presets the later one counts, as of two flags.
  const ofPresets = fitting(
    there,
    presets.toReversed().flatMap(({ name, parameters }) => offer(parameters, { from: 'preset', preset: name })),
  );
  const named = [...there, ...ofPresets];
  const bot = botFor(typed, named, own);
  // Niji draws with versions of its own.
  const usual = [
    ...offer(parametersOf(own.person), { from: 'person' }),
    ...offer(parametersOf(own.channel), { from: 'channel' }),
  ].filter(({ name }) => bot.bot !== 'niji' || name !== 'v');
  const fits = [...ofPresets, ...fitting(named, usual)];
  const added = fits.map(({ text, from, preset, beside }): Addition => ({ text, from, preset, beside }));
  const whole = [withoutPresets(prompt), ...added.map(({ text }) => text)].join(' ');
  if (whole.length > PROMPT_MAX) throw new UserMistake('long-prompt', { length: whole.length, max: PROMPT_MAX });

  const speed = takes.includes('speed') ? modeFor(typed, whole, person, channel) : { mode: typed.mode, added: [] };
  return { prompt: whole, bot: bot.bot, mode: speed.mode, added: [...added, ...bot.added, ...speed.added] };
}

/** Named in a sentence: more of them nobody reads. */
const KNOWN_MAX = 12;

/** A person's own preset hides the channel's of the same name. */
function presetOf(name: string, own: readonly Preset[], channel: readonly Preset[]): Preset {
  const found = [...own, ...channel].find((preset) => preset.name === name);
  if (found !== undefined) return found;
  const known = [...new Set([...own, ...channel].map((preset) => preset.name))];
  throw new UserMistake(
    'unknown-preset',
    { name: name.slice(0, 40), known: known.slice(0, KNOWN_MAX).join(', ') },
    'prompt',
  );
}

function offer(parameters: string, from: Pick<Addition, 'from' | 'preset'>): (Parameter & Addition)[] {
  return parametersIn(parameters).map((parameter) => ({ ...parameter, ...from }));
}

/** Settings as one would type them. */
export function parametersOf({ ratio, version, stylize, raw }: Defaults): string {
  return [
    ...(ratio === undefined ? [] : [`--ar ${ratio}`]),
    ...(version === undefined ? [] : [version.startsWith('niji') ? `--${version}` : `--v ${version}`]),
    ...(stylize === undefined ? [] : [`--stylize ${stylize}`]),
    ...(raw === true ? ['--raw'] : []),
  ].join(' ');
}

/** The Niji bot is not chosen where a version of Midjourney is named. */
function botFor(
  { bot }: Typed,
  named: readonly Parameter[],
  { person, channel }: { person: Defaults; channel: Defaults },
): { bot: Defaults['bot']; added: Addition[] } {
  if (bot !== undefined) return { bot, added: [] };
  const usual = person.bot ?? channel.bot;
  if (usual === undefined || (usual === 'niji' && named.some(({ name }) => name === 'v')))
    return { bot: undefined, added: [] };
  // Midjourney itself is nothing that anybody would miss.
  const from = person.bot === undefined ? 'channel' : 'person';
  return { bot: usual, added: usual === 'niji' ? [{ text: usual, from, beside: 'bot' }] : [] };
}

function modeFor(
  { mode }: Typed,
  prompt: string,
  person: Defaults,
  channel: Defaults,
): { mode: Mode | undefined; added: Addition[] } {
  const usual = person.mode ?? channel.mode;
  if (mode !== undefined || usual === undefined || promptMode(prompt) !== undefined) return { mode, added: [] };
  const from = person.mode === undefined ? 'channel' : 'person';
  return { mode: usual, added: [{ text: `--${usual}`, from, beside: 'mode' }] };
}
