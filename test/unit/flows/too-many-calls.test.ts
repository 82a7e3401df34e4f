import { describe, expect, test } from 'vitest';
import { Busy, Unreachable } from '../../../src/domain/errors.ts';
import { PersonSettings } from '../../../src/domain/settings.ts';
import { NO_LIMITS, NO_RULES } from '../../../src/domain/team-rules.ts';
import { checkStory } from '../../../src/flows/submit/check.ts';
import { fakeWorld } from '../../support/fake-world.ts';
import { asks, BUTTONS, onCard } from '../../support/on-card.ts';
import { begun, drawn, shown } from '../../support/series-play.ts';

const tooMany = new Busy('slack', 'rate limited', 30_000);

describe('a 429 cools its class for everybody, though the failure itself may pass', () => {
  test('of the line at the end of a card', async () => {
    const world = fakeWorld();
    world.chosen.people.set('U00ANN', PersonSettings.parse({ mention: 'always' }));
    await world.command('imagine', 'a red fox');
    await world.run();
    world.trouble('reply', tooMany);
    world.says(world.only().task ?? '', { status: 'done', imageUrl: 'https://cdn/fox.png' });
    await world.pass(10_000);

    expect(world.only()).toMatchObject({ mark: 'delivered' });
    expect(world.met('reply')).toBe(1);
    expect(world.cooled).toEqual(['post']);
  });

  test('of the line that the gateway asks for more', async () => {
    const { world, press, child } = await onCard();
    world.answers('press', asks());
    world.meanwhile('after press', () => world.elapse(10_000));
    world.trouble('reply', tooMany);
    await press(BUTTONS.vary);
    await world.run();

    expect(child().asked).toMatchObject({ told: true });
    expect(world.met('reply')).toBe(1);
    expect(world.cooled).toEqual(['post']);
  });

  test('of the line at the end of a series', async () => {
    const { world } = await begun('a {red, blue} fox');
    world.trouble('series reply', tooMany);
    await world.pass(70_000);
    for (const place of [0, 1]) await drawn(world, place);
    await world.pass(60_000);

    expect(shown(world)?.states).toEqual(['done', 'done']);
    expect(world.met('series reply')).toBe(1);
    expect(world.cooled).toEqual(['post']);
  });

  test('of a look at a handed picture, for which the order waits', async () => {
    const world = fakeWorld();
    world.trouble('inbox', tooMany);
    await world.said('blend', ['F1', 'F2']);
    await world.pass(60_000);

    expect(world.submits).toHaveLength(1);
    expect(world.cooled).toEqual(['file-look']);
  });

  test('of a look for which a person waits, who is told', async () => {
    const cooled: unknown[] = [];
    const check = checkStory({
      inbox: { read: async () => await Promise.reject(tooMany) },
      budget: {
        take: async () => 0,
        cool: async (...of) => void cooled.push(of),
        expect: async () => {},
        giveBack: async () => {},
      },
      pause: async () => {},
      rules: { allowedChannels: [], admins: [], limits: NO_LIMITS, pressBy: 'anyone' },
      teamRules: { of: async () => NO_RULES },
    });
    const by = { team: 'T1', user: 'U1', channel: 'C1', isDm: false };
    const message = { kind: 'message', channel: 'C1', ts: '1.2' } as const;
    await expect(check([message], by)).rejects.toBe(tooMany);
    await expect(check([message, { kind: 'file', id: 'F1' }], by)).rejects.toBe(tooMany);

    expect(cooled).toEqual([['T1', 'look', 30_000, undefined]]);
  });
});

test('what is no 429 cools nothing', async () => {
  const world = fakeWorld();
  world.trouble('inbox', new Unreachable('slack', 'ECONNREFUSED'));
  await world.said('blend', ['F1', 'F2']);
  await world.pass(60_000);

  expect(world.submits).toHaveLength(1);
  expect(world.cooled).toEqual([]);
});
