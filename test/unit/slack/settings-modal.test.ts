import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/domain/catalogue.ts';
import { LANGUAGES } from '../../../src/domain/language.ts';
import { english } from '../../../src/domain/messages.en.ts';
import type { SettingWords } from '../../../src/domain/messages.settings.ts';
import { DEFAULT_SETTINGS, PersonSettings, type SettingsSheet } from '../../../src/domain/settings.ts';
import { viewErrors } from '../../../src/sandbox/slack/blockkit/validate.ts';
import { LIMITS } from '../../../src/slack/limits.ts';
import { settingsModal } from '../../../src/slack/views/settings-modal.ts';
import { blockIds, written } from './modal.ts';
import { bruno, general } from './room.ts';
import { mine, preset, stage, theirs } from './settings-stage.ts';

describe('the modal of the settings', () => {
  const many = Array.from({ length: 20 }, (_, n) => preset(`p${'ä'.repeat(25)}${n}`, `--no ${'&'.repeat(295)}`));
  const everything: PersonSettings = {
    ...DEFAULT_SETTINGS,
    mode: 'relax',
    bot: 'niji',
    version: 'niji 7',
    ratio: '16:9',
    stylize: 0,
    raw: true,
    presets: many,
  };
  test.each<[string, SettingsSheet, number]>([
    ['of somebody who never chose', mine, 0],
    ['with everything', { of: 'person', settings: everything }, 0],
    ['turned over', { of: 'person', settings: everything }, 1],
    ['beyond the last page', { of: 'person', settings: everything }, 9],
    ['of a channel', { of: 'channel', channel: general, settings: theirs }, 0],
    ['of a channel with everything', { of: 'channel', channel: general, settings: { ...theirs, presets: many } }, 0],
  ])('passes Slack’s own rules: %s', (_, sheet, page) => {
    const view = settingsModal(sheet, { of: sheet.of, channel: general, page }, english);

    expect(viewErrors({ ...view }, { slackFile: () => undefined, imageUrl: () => undefined })).toEqual([]);
  });

  test('is filled in with what was chosen; what was not is as usual', async () => {
    const settings = PersonSettings.parse({ ratio: '16:9', stylize: 250, raw: true, version: '7', results: 'dm' });
    const { command, top } = await stage({}, { of: 'person', settings });
    await command();
    const { blocks } = await top('Stylize');
    const initial = Object.fromEntries(
      blocks.flatMap((block) => {
        const element = block['element'] as
          | { initial_value?: string; initial_option?: { value: string }; initial_options?: { value: string }[] }
          | undefined;
        const value = element?.initial_value ?? element?.initial_option?.value ?? element?.initial_options?.[0]?.value;
        return value === undefined ? [] : [[block['block_id'], value]];
      }),
    );

    expect(initial).toEqual({
      ratio: '16:9',
      version: '7',
      stylize: '250',
      raw: 'yes',
      mode: 'usual',
      bot: 'usual',
      results: 'dm',
      mention: 'long',
      pressBy: 'anyone',
      remix: 'ask',
    });
  });

  test('of a channel has what a picture starts from and what becomes of shares, and says who changed it last', async () => {
    const { command, top } = await stage({}, { of: 'channel', channel: general, settings: theirs });
    await command();
    const view = await top('Last changed by');

    expect(blockIds(view)).toEqual(['ratio', 'version', 'stylize', 'raw', 'mode', 'bot', 'shares']);
    expect(written(view)).toContain(`<#${general}>`);
    expect(written(view)).toContain(`<@${bruno}>, <!date^1763712000^`);
  });

  test.each(LANGUAGES)('has our own words where they fit, in %s', (language) => {
    const { title, submit, groups, presets, usual, ...rest } = catalogue[language].settings;
    for (const text of [...Object.values(title), submit, presets.newTitle, presets.title, presets.submit])
      expect(text.length).toBeLessThanOrEqual(LIMITS.modalTitle);
    const { defaults, remix, pressBy, results, mention, shares } = rest;
    const fields: SettingWords[] = [...Object.values(defaults), remix, pressBy, results, mention, shares];
    for (const { choices = {}, explained = {} } of fields) {
      for (const text of [usual, ...Object.values(choices)]) expect(text.length).toBeLessThanOrEqual(LIMITS.optionText);
      for (const text of Object.values(explained)) expect(text.length).toBeLessThanOrEqual(LIMITS.optionDescription);
    }
    for (const text of Object.values(groups)) expect(text.length).toBeLessThanOrEqual(LIMITS.header);
  });
});
