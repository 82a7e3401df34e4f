import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/domain/settings.ts';
import { fakeWorld } from '../../support/fake-world.ts';

const ANN = { team: 'T00FAKE00', user: 'U00ANN' };
const ART = { ...ANN, channel: 'C00ART' };
const keep = (name: string, parameters: string, was?: string) => ({ do: 'keep', name, parameters, was }) as const;

describe('a person’s settings', () => {
  test('are shown by the command, and by the word alone', async () => {
    const world = fakeWorld();
    const shown = { settings: { of: 'person', settings: DEFAULT_SETTINGS } };
    expect(await world.command('mj', 'settings')).toEqual(shown);
    expect(await world.said('settings')).toEqual(shown);
  });

  test('are each person’s own; what a form has no field for stays, and what it leaves as usual is taken back', async () => {
    const world = fakeWorld();
    await world.settings(ANN, { do: 'save', given: { shares: 'offered' } });
    await world.settings(ANN, { do: 'save', given: { remix: 'off', ratio: '16 : 9', stylize: '250', raw: 'yes' } });
    await world.settings(ANN, { do: 'save', given: { mode: 'relax', version: '7', stylize: '', mention: 'never' } });

    expect(await world.settings(ANN, { do: 'show' })).toEqual({
      of: 'person',
      settings: {
        ...DEFAULT_SETTINGS,
        remix: 'off',
        ratio: '16:9',
        raw: true,
        mode: 'relax',
        version: '7',
        mention: 'never',
      },
    });
    expect(await world.command('mj', 'settings', { user: 'U00BOB' })).toEqual({
      settings: { of: 'person', settings: DEFAULT_SETTINGS },
    });
  });

  test.each([
    [{ ratio: 'wide' }, 'bad-ratio', 'ratio'],
    [{ stylize: '1001' }, 'bad-number', 'stylize'],
    [{ bot: 'niji', version: '7' }, 'niji-version', 'version'],
  ])('with a mistake are not saved at all: %j', async (wrong, code, field) => {
    const world = fakeWorld();

    await expect(world.settings(ANN, { do: 'save', given: { remix: 'off', ...wrong } })).rejects.toMatchObject({
      code,
      field,
    });
    expect(world.chosen.people.size).toBe(0);
  });
});

describe('presets', () => {
  test('are kept, changed, renamed and dropped', async () => {
    const world = fakeWorld();
    await world.settings(ANN, keep('wide', '--ar 21:9'));
    await world.settings(ANN, keep('Cinematic', '--ar 21:9 --raw'));
    await world.settings(ANN, keep('film', '--ar 2:1 --raw', 'cinematic'));
    const { settings } = await world.settings(ANN, keep('wide', '--ar 3:1', 'wide'));
    const left = await world.settings(ANN, { do: 'drop', name: 'film' });

    expect(settings.presets).toEqual([
      { name: 'film', parameters: '--ar 2:1 --raw', by: 'U00ANN' },
      { name: 'wide', parameters: '--ar 3:1', by: 'U00ANN' },
    ]);
    expect(left.settings.presets.map(({ name }) => name)).toEqual(['wide']);
  });

  test('never take another’s name, and twenty are the most', async () => {
    const world = fakeWorld();
    for (let n = 1; n <= 20; n += 1) await world.settings(ANN, keep(`p${n}`, '--tile'));

    await expect(world.settings(ANN, keep('P1', '--raw'))).rejects.toMatchObject({
      code: 'preset-taken',
      field: 'name',
    });
    await expect(world.settings(ANN, keep('p2', '--raw', 'p1'))).rejects.toMatchObject({ code: 'preset-taken' });
    await expect(world.settings(ANN, keep('p21', '--raw'))).rejects.toMatchObject({ code: 'presets-full' });
    expect((await world.settings(ANN, keep('p21', '--raw', 'p1'))).settings.presets).toHaveLength(20);
  });
});

describe('a channel’s settings', () => {
  test('are shown by the command in it, and tell who changed them last', async () => {
    const world = fakeWorld();
    await world.settings(
      { ...ART, user: 'U00BOB' },
      { do: 'save', given: { ratio: '3:2', remix: 'off', shares: 'offered' } },
    );

    expect(await world.command('mj', 'settings channel')).toEqual({
      settings: {
        of: 'channel',
        channel: 'C00ART',
        settings: { v: 1, ratio: '3:2', shares: 'offered', presets: [], changed: { by: 'U00BOB', at: world.now } },
      },
    });
  });

  test('are not those of a direct conversation, or of a channel in which the bot may not work', async () => {
    const world = fakeWorld({ rules: { allowedChannels: ['C00OTHER'] } });

    await expect(world.command('mj', 'settings channel', { channel: 'D00BOT', isDm: true })).rejects.toMatchObject({
      code: 'no-channel-here',
    });
    await expect(world.settings(ART, { do: 'save', given: { ratio: '3:2' } })).rejects.toMatchObject({
      code: 'channel-not-allowed',
    });
    expect(world.chosen.channels.size).toBe(0);
  });
});
