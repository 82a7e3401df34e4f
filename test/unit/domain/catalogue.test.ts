import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/domain/catalogue.ts';
import { LANGUAGES, type Language } from '../../../src/domain/language.ts';
import type { Messages } from '../../../src/domain/messages.ts';
import { samples } from '../../support/message-samples.ts';

/** What each message says, by its path in the catalogue: itself, or filled with each of its samples. */
type Said = Map<string, string[]>;

/** Walks messages and samples together; the compiler makes sure that no function lacks samples. */
function said(messages: object, given: object | undefined, at: readonly string[] = []): Said {
  const lines = Object.entries(messages).flatMap(([name, message]: [string, unknown]): [string, string[]][] => {
    const path = [...at, name];
    const sample: unknown = given === undefined ? undefined : Reflect.get(given, name);
    if (typeof message === 'string') return [[path.join('.'), [message]]];
    if (typeof message !== 'function') return [...said(message as object, sample as object | undefined, path)];
    const filled = (sample as readonly unknown[][]).map((args) => String(Reflect.apply(message, messages, args)));
    return [[path.join('.'), filled]];
  });
  return new Map(lines);
}

const inEach = Object.fromEntries(
  LANGUAGES.map((language) => [language, said(catalogue[language], samples)]),
) as Record<Language, Said>;

/** The texts of a language that are wrong, each with its path. */
function wrong(language: Language, is: (text: string, path: string) => boolean): string[] {
  return [...inEach[language]].flatMap(([path, texts]) =>
    texts.filter((text) => is(text, path)).map((text) => `${path}: ${text}`),
  );
}

const MAY_BE_EMPTY: ReadonlySet<string> = new Set(['between', 'painter.notices.refused.text']);

/** Slack sees marks only where no letter touches them from outside, and takes a Chinese character or its punctuation for one. */
function isUnseen(text: string): boolean {
  const spans = text.matchAll(/(^|.)(?:`[^`\n]+`|\*[^*\n]+\*)(?=(.?))/gsu);
  return [...spans].some(
    ([, before = '', after = '']) => !/^[\s(“]?$/u.test(before) || !/^[\s)”,.:;?!]?$/u.test(after),
  );
}

test('every language says the same things', () => {
  const things = [...inEach.en.keys()].toSorted();

  expect(things.length).toBeGreaterThan(300);
  for (const language of LANGUAGES) expect([...inEach[language].keys()].toSorted()).toEqual(things);
});

describe.each(LANGUAGES)('in %s', (language) => {
  test('every message says something, in all the ways that there are samples for', () => {
    expect([...inEach[language]].filter(([, texts]) => texts.length === 0)).toEqual([]);
    expect(wrong(language, (text, path) => text.trim() === '' && !MAY_BE_EMPTY.has(path))).toEqual([]);
    expect(wrong(language, (text) => /undefined|NaN|\[object|null/.test(text))).toEqual([]);
  });

  test('no sentence speaks of a gateway', () => {
    expect(wrong(language, (text) => /gateway|网关/i.test(text))).toEqual([]);
  });

  test('marks stand where Slack sees them', () => {
    expect(wrong(language, isUnseen)).toEqual([]);
  });

  test('a page finds every place that it fills in by itself', () => {
    const places = ([path, texts]: [string, string[]]) => [path, (texts[0]?.match(/\{\w+\}/g) ?? []).toSorted()];
    const live = (of: Said) => [...of].filter(([path]) => path.startsWith('painter.live.')).map(places);
    expect(live(inEach[language])).toEqual(live(inEach.en));
  });

  test('words that are looked up by a name have the same names', () => {
    const names = (of: Messages) => [of.verbs, of.emojiNames, of.pictureTroubles].map((words) => Object.keys(words));
    expect(names(catalogue[language])).toEqual(names(catalogue.en));
  });
});

/** Languages that are written in other letters than English. */
const LETTERS = [['zh', /\p{Script=Han}/u]] as const;

/** Messages without a letter of the language, and why. */
const WITHOUT: Readonly<Record<string, string>> = {
  between: 'what stands between two sentences',
  'card.summary': 'what was given, put together',
  'home.picture': 'what was given, put together',
  'lint.onCard': 'a sign before a sentence',
  'series.line': 'what was given, put together',
  'series.summary': 'what was given, put together',
  'modals.title': 'a name',
  'forms.imagine.fields.ratio.placeholder': 'an example of what is typed',
  'forms.imagine.fields.stylize.placeholder': 'an example of what is typed',
  'forms.imagine.fields.chaos.placeholder': 'an example of what is typed',
  'forms.imagine.fields.bot.placeholder': 'a name',
  'forms.imagine.fields.bot.choices.midjourney': 'a name',
  'forms.video.fields.resolution.choices.480': 'a resolution',
  'settings.presets.line': 'what was given, put together',
  'settings.presets.parameters.placeholder': 'an example of what is typed',
  'settings.defaults.ratio.placeholder': 'an example of what is typed',
  'settings.defaults.stylize.placeholder': 'an example of what is typed',
  'settings.defaults.bot.choices.midjourney': 'a name',
  'steps.kinds.prompt.title': 'a name',
  'steps.ratio.placeholder': 'an example of what is typed',
  'settings.remix.label': 'a name',
  'admin.ownLine': 'what was given, put together',
  'admin.wordsLine': 'what was given, put together',
  'admin.audit.line': 'what was given, put together',
  'painter.inOneLine': 'what was given, put together',
  'painter.lang': 'for the browser',
  'painter.live.size': 'a number with its sign',
  'painter.live.zoom': 'a number with its sign',
};

/** What is typed: a verb, a parameter, an id. */
const TYPED = /^verbs\.\w+\.example$/;

/** Not ours to write. */
const OTHERS: ReadonlySet<string> = new Set(['', 'FOREIGN']);

/** Keys of a keyboard. */
const KEY = /^painter\.help\.keys\.\d+\.0$/;

/** Names, formats, parameters and keys: the same in every language. */
const NAMES =
  /Midjourney|\/imagine|\/invite|ID|ADMIN_TOKEN|Niji|Slack|Remix|Raw|JavaScript|Use in|UTC|MB|CSV|PNG|png|jpg|gif|webp|files:read|Alt|Ctrl|Shift|Enter|Esc|px|720p/g;

describe.each(LETTERS)('in %s', (language, letters) => {
  test('every message has letters of it, or a reason to have none', () => {
    expect(
      wrong(
        language,
        (text, path) =>
          !OTHERS.has(text) && !letters.test(text) && !(path in WITHOUT) && !KEY.test(path) && !TYPED.test(path),
      ),
    ).toEqual([]);
    expect(Object.keys(WITHOUT).filter((path) => !inEach[language].has(path))).toEqual([]);
  });

  test('nothing but names is left in English', () => {
    const bare = (text: string) => text.replace(/`[^`]*`|<[^>]*>|\{\w+\}|FOREIGN/g, '').replace(NAMES, '');
    const left = (text: string, path: string) =>
      /[a-z]{2,}/i.test(bare(text)) && !(path in WITHOUT) && !TYPED.test(path);
    expect(wrong(language, left)).toEqual([]);
  });
});
