import { describe, expect, test } from 'vitest';
import { catalogue, messagesIn } from '../../../src/domain/catalogue.ts';
import { languageOf } from '../../../src/domain/language.ts';

describe('the language of a locale', () => {
  test.each(['zh-CN', 'zh-SG', 'zh-Hans', 'zh-Hans-HK', 'zh', 'zh_CN', 'ZH-cn'])(
    '%s is Simplified Chinese',
    (locale) => {
      expect(languageOf(locale)).toBe('zh');
    },
  );

  test.each(['zh-TW', 'zh-HK', 'zh-MO', 'zh-Hant', 'yue'])('%s is another script, and so English', (locale) => {
    expect(languageOf(locale)).toBe('en');
  });

  test.each(['en-US', 'en-GB', 'ja-JP', 'de-DE', 'es-LA', 'pt-BR', '', 'C', '*', 'zh-', '\u0000', undefined])(
    '%j is English',
    (locale) => {
      expect(languageOf(locale)).toBe('en');
    },
  );
});

test('a language that only a later version knows is English', () => {
  expect(messagesIn('zh', catalogue)).toBe(catalogue.zh);
  for (const language of [undefined, 'tlh', 'constructor', ''])
    expect(messagesIn(language, catalogue)).toBe(catalogue.en);
});
