/** The languages in which the bot speaks, and which of them a person reads. */

/**
 * Who reads which: a language with its script, as Unicode's CLDR names them. Adding a language is a line here, a line in `catalogue.ts` and a
 * catalogue of its own (README.md, "A language").
 */
const READ_BY = { en: 'en-Latn', zh: 'zh-Hans' } as const;

export type Language = keyof typeof READ_BY;

export const LANGUAGES = Object.keys(READ_BY) as Language[];

/** For everybody whose own language is not here, or not known. */
export const DEFAULT_LANGUAGE: Language = 'en';

/**
 * The language of a locale (`zh-CN`, `zh-SG`, `zh-Hans`: Simplified Chinese), and the default for what is no locale or none of ours. The same
 * language in another script is none of ours, as in CLDR, whose `zh-Hant` inherits nothing from `zh-Hans`: to readers in Taipei or Hong Kong
 * (`zh-TW`, `zh-HK`) Simplified Chinese looks like a mistake, English like a language that is not there yet.
 */
export function languageOf(locale: string | undefined): Language {
  const read = locale === undefined ? undefined : withScript(locale);
  return LANGUAGES.find((language) => READ_BY[language] === read) ?? DEFAULT_LANGUAGE;
}

/** `zh-Hans` of `zh-SG`; undefined for what is no locale. */
function withScript(locale: string): string | undefined {
  try {
    const { language, script } = new Intl.Locale(locale.replaceAll('_', '-')).maximize();
    return `${language}-${script}`;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
