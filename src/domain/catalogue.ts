import { DEFAULT_LANGUAGE, type Language } from './language.ts';
import { english } from './messages.en.ts';
import type { Messages } from './messages.ts';
import { chinese } from './messages.zh.ts';

/** Every word that a person reads, in every language. */
export type Catalogue = Readonly<Record<Language, Messages>>;

export const catalogue: Catalogue = { en: english, zh: chinese };

/** @param language as a record has it, whose writer may have known more languages than this version; what is not known is the default */
export function messagesIn(language: string | undefined, all: Catalogue): Messages {
  return Object.hasOwn(all, language ?? '') ? all[language as Language] : all[DEFAULT_LANGUAGE];
}
