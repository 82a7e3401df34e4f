import { describe, expect, test } from 'vitest';
import {
  PRESET_PARAMETERS_MAX,
  parsePreset,
  presetsNamed,
  presetTextOf,
  withoutPresets,
} from '../../../src/domain/preset.ts';

describe('a preset that is kept', () => {
  test.each([
    [
      { name: 'Cinematic', parameters: ' --ar 21:9  --style raw —s 250 ' },
      'cinematic',
      '--ar 21:9 --style raw --s 250',
    ],
    [{ name: '电影', parameters: '--no cats, dogs' }, '电影', '--no cats, dogs'],
    [{ name: 'e\u0301te\u0301', parameters: '--tile' }, 'été', '--tile'],
    [
      { name: '70s_film-2', parameters: '--sref https://x.example/a.png 123::2' },
      '70s_film-2',
      '--sref https://x.example/a.png 123::2',
    ],
  ])('is cleaned: %j', (given, name, parameters) => {
    expect(parsePreset(given)).toEqual({ name, parameters });
  });

  test.each([
    [{ name: '', parameters: '--tile' }, 'preset-name', 'name'],
    [{ name: 'two words', parameters: '--tile' }, 'preset-name', 'name'],
    [{ name: '--ar', parameters: '--tile' }, 'preset-name', 'name'],
    [{ name: 'x'.repeat(31), parameters: '--tile' }, 'preset-name', 'name'],
    [{ name: '<!channel>', parameters: '--tile' }, 'preset-name', 'name'],
    [{ name: 'x', parameters: '  ' }, 'empty-preset', 'parameters'],
    [{ name: 'x', parameters: 'in snow --tile' }, 'preset-text', 'parameters'],
    [{ name: 'x', parameters: 'ar 16:9' }, 'preset-text', 'parameters'],
    [{ name: 'x', parameters: '--ar 16:9 --s 9 --aspect 1:1' }, 'preset-twice', 'parameters'],
    [{ name: 'x', parameters: '--v 7 --niji 6' }, 'preset-twice', 'parameters'],
    [{ name: 'x', parameters: '--tile --preset y' }, 'preset-in-preset', 'parameters'],
    [{ name: 'x', parameters: `--no ${'x'.repeat(PRESET_PARAMETERS_MAX)}` }, 'long-preset', 'parameters'],
  ])('is refused under the field that holds the mistake: %j', (given, code, field) => {
    expect(() => parsePreset(given)).toThrow(expect.objectContaining({ code, field }));
  });
});

test('a prompt without the names of presets is the same to the letter', () => {
  expect(withoutPresets('a fox, --ar 1:1 --presets --preset-x')).toBe('a fox, --ar 1:1 --presets --preset-x');
  expect(withoutPresets('a --preset x fox --preset Y')).toBe('a fox');
  expect(presetsNamed('a --preset x fox --PRESET=Y --preset --tile')).toEqual(['x', 'y', '']);
});

test('what of a prompt can be kept as a preset is its parameters, each once, as many as fit', () => {
  expect(presetTextOf('a fox --ar 1:1 --v 7 --preset wide --ar 2:1 --no text, people')).toBe(
    '--ar 1:1 --v 7 --no text, people',
  );
  expect(presetTextOf('a fox -- in snow')).toBe('');
  const long = `--no ${'x'.repeat(PRESET_PARAMETERS_MAX)}`;
  const kept = presetTextOf(`a fox ${long} --tile`);
  expect(kept).toBe('--tile');
  expect(parsePreset({ name: 'n', parameters: kept }).parameters).toBe(kept);
});
