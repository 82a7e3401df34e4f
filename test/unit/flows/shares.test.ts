import { describe, expect, test } from 'vitest';
import { Unreachable } from '../../../src/domain/errors.ts';
import { ChannelSettings } from '../../../src/domain/settings.ts';
import { TeamRules } from '../../../src/domain/team-rules.ts';
import { offerShared } from '../../../src/flows/shares.ts';
import { filesOf, placed } from '../../support/fake-desk.ts';

type Needs = Parameters<typeof offerShared>[0];

/** What is asked of the store, by name, in order. `away` does not answer. */
function play(
  options: {
    shares?: 'ignored' | 'offered';
    rules?: object;
    allowed?: string[];
    lacking?: string[];
    away?: string;
  } = {},
) {
  const asked: string[] = [];
  const state = { away: options.away };
  const seen = new Set<string>();
  const ask = async <T>(name: string, answer: T): Promise<T> => {
    asked.push(name);
    if (state.away === name) throw new Unreachable('redis', 'no answer');
    return answer;
  };
  const needs = {
    rules: { allowedChannels: options.allowed ?? [] },
    settings: { ofChannel: async () => await ask('settings', ChannelSettings.parse({ shares: options.shares })) },
    teamRules: { of: async () => await ask('rules', TeamRules.parse({ v: 1, ...options.rules })) },
    abilities: { lacking: async () => await ask('abilities', options.lacking ?? []) },
    intake: {
      first: async (key: string) => {
        await ask('first', undefined);
        return !seen.has(key) && seen.add(key) !== undefined;
      },
    },
  } as unknown as Needs;
  const share = async (files: readonly string[] = ['F1'], key = 'T1-C1-1.1') =>
    await offerShared(needs, { pictures: filesOf(files), key, place: placed({ threadTs: '1.0' }) });
  return { share, asked, state };
}

const verbsOf = (told: Awaited<ReturnType<typeof offerShared>>) =>
  told !== undefined && 'choose' in told ? told.choose.map(({ verb }) => verb) : [];

describe('pictures that are shared in a channel', () => {
  test.each([undefined, 'ignored'] as const)('are left alone where its setting is %s, by one read', async (shares) => {
    const { share, asked } = play(shares === undefined ? {} : { shares });

    expect(await share()).toBeUndefined();
    expect(asked).toEqual(['settings']);
  });

  test('are offered what can be done with so many of them, where the channel wants that', async () => {
    const { share } = play({ shares: 'offered' });
    const told = await share(['F1', 'F2']);

    expect(told).toMatchObject({ pictures: [{ id: 'F1' }, { id: 'F2' }], unasked: true });
    expect(verbsOf(told)).toEqual(['imagine', 'blend', 'faceswap', 'video', 'edit', 'upload']);
  });

  test('are not offered what the gateway lacks', async () => {
    const { share } = play({ shares: 'offered', lacking: ['blend', 'video'] });

    expect(verbsOf(await share(['F1', 'F2']))).toEqual(['imagine', 'faceswap', 'edit', 'upload']);
  });

  test('are offered once, however often they are delivered; others are offered too', async () => {
    const { share } = play({ shares: 'offered' });

    expect(await share()).toBeDefined();
    expect(await share()).toBeUndefined();
    expect(await share(['F2'], 'T1-C1-2.1')).toBeDefined();
  });

  test('are no reason to complain where they are more than anything takes', async () => {
    const { share } = play({ shares: 'offered' });
    const many = Array.from({ length: 40 }, (_, index) => `F${index}`);

    expect(await share(many)).toBeUndefined();
  });
});

describe('nobody is refused what nobody asked for', () => {
  test('in a channel that the operator leaves out nothing is even read', async () => {
    const { share, asked } = play({ shares: 'offered', allowed: ['C00OTHER'] });

    expect(await share()).toBeUndefined();
    expect(asked).toEqual([]);
  });

  test.each([
    ['in a channel that the admins leave out', { channels: ['C00OTHER'] }],
    ['while the admins have paused the bot', { pause: { message: 'back at noon', by: 'U1', at: 1 } }],
  ])('%s nothing is said', async (_, rules) => {
    const { share } = play({ shares: 'offered', rules });

    expect(await share()).toBeUndefined();
  });
});

test.each(['settings', 'rules', 'first'])(
  'while the store does not tell %s, the share is to come again',
  async (away) => {
    const { share, state } = play({ shares: 'offered', away });

    await expect(share()).rejects.toThrow(Unreachable);
    state.away = undefined;
    expect(await share()).toBeDefined();
  },
);
