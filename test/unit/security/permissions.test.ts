import { describe, expect, test } from 'vitest';
import type { Controls } from '../../../src/flows/controls.ts';
import type { Rules } from '../../../src/flows/submit/take-in.ts';
import { fakeWorld } from '../../support/fake-world.ts';
import { BUTTONS, onCard } from '../../support/on-card.ts';

const ASKER = 'U00ANN';
const OTHER = 'U00BOB';
const ADMIN = 'U00ADMIN';

/** The code with which somebody was refused, or `allowed`; what is refused for another reason than who asks is allowed. */
async function outcome(deed: Promise<unknown>, refusals: readonly string[]): Promise<string> {
  try {
    await deed;
    return 'allowed';
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === undefined) throw error;
    return refusals.includes(code) ? code : 'allowed';
  }
}

const NOT_YOURS = ['not-yours-to-press', 'not-yours-to-cancel', 'not-yours-to-delete', 'admins-only'];

/** What each control says to somebody who did not ask for the picture: with PRESS_BY `anyone`, and with `requester`. */
const CONTROLS: Record<keyof Controls, [anyone: string, requester: string]> = {
  cancel: ['not-yours-to-cancel', 'not-yours-to-cancel'],
  delete: ['not-yours-to-delete', 'not-yours-to-delete'],
  'try-again': ['allowed', 'not-yours-to-press'],
  'run-corrected': ['allowed', 'not-yours-to-press'],
  continue: ['allowed', 'not-yours-to-press'],
  'check-again': ['allowed', 'not-yours-to-press'],
  'fetch-again': ['allowed', 'not-yours-to-press'],
  'edit-again': ['allowed', 'not-yours-to-press'],
  // They show what the card shows, and change nothing.
  'show-prompt': ['allowed', 'allowed'],
  seed: ['allowed', 'allowed'],
};

describe.each(['anyone', 'requester'] as const)('where PRESS_BY is %s', (pressBy) => {
  const rules: Partial<Rules> = { pressBy };
  const at = pressBy === 'anyone' ? 0 : 1;

  test.each(Object.entries(CONTROLS))('*%s* of another person’s card', async (name, expected) => {
    const { world, parent } = await onCard({ rules });
    const use = (user: string) => ({
      submission: parent().id,
      place: world.place({ user }),
      key: `k${user}`,
      trigger: world.trigger(),
    });
    const control = world.controls[name as keyof Controls];

    expect(await outcome(control(use(OTHER)), NOT_YOURS)).toBe(expected[at]);
    expect(await outcome(control(use(ASKER)), NOT_YOURS)).toBe('allowed');
    // Admins stop and delete what is anybody's; for presses the operator's word holds for them, too.
    const admins = name === 'cancel' || name === 'delete' ? 'allowed' : expected[at];
    expect(await outcome(control(use(ADMIN)), NOT_YOURS)).toBe(admins);
  });

  const expected = pressBy === 'anyone' ? 'allowed' : 'not-yours-to-press';

  test.each(['zoom', 'region', 'vary', 'pan', 'upscale', 'describe'] as const)(
    'a press of %s on another person’s card',
    async (button) => {
      const { press, world, children, sent } = await onCard({ rules });
      expect(await outcome(press(BUTTONS[button], OTHER), NOT_YOURS)).toBe(expected);
      await world.run();
      if (pressBy === 'requester') expect([children(), sent('press')]).toEqual([[], []]);
      expect(await outcome(press(BUTTONS[button], ASKER), NOT_YOURS)).toBe('allowed');
    },
  );

  test.each(['zoom', 'region'] as const)('the answer to what %s asks for, given by another person', async (button) => {
    const { world, refOf, children } = await onCard({ rules });
    const given = { prompt: 'a fox', zoom: '1.5', region: ['A1'] };
    const answer = world.step(refOf(BUTTONS[button]), given, OTHER);
    expect(await outcome(answer, NOT_YOURS)).toBe(expected);
    if (pressBy === 'requester') expect(children()).toEqual([]);
  });
});

describe('where only some channels are allowed', () => {
  const rules = { allowedChannels: ['C00ART'] };
  const REFUSED = ['channel-not-allowed'];
  const GIVEN = { prompt: 'a red fox' };

  test.each([
    ['an allowed channel', { channel: 'C00ART' }, 'allowed'],
    ['a channel that is not', { channel: 'C00ELSE' }, 'channel-not-allowed'],
    ['a private channel that is not', { channel: 'G00ELSE' }, 'channel-not-allowed'],
    ['a direct conversation with the bot', { channel: 'D00ANN', isDm: true }, 'allowed'],
    ['a thread of a channel that is not', { channel: 'C00ELSE', threadTs: '1.000100' }, 'channel-not-allowed'],
    ['a channel whose id only begins alike', { channel: 'C00ART2' }, 'channel-not-allowed'],
  ])('%s: a command, a mention, and a form', async (_, place, expected) => {
    const world = fakeWorld({ rules });
    expect(await outcome(world.command('imagine', 'a red fox', place), REFUSED)).toBe(expected);
    expect(await outcome(world.command('mj', 'imagine a red fox', place), REFUSED)).toBe(expected);
    expect(await outcome(world.said('imagine a red fox', [], place), REFUSED)).toBe(expected);
    expect(await outcome(world.said('describe', ['F1'], place), REFUSED)).toBe(expected);
    expect(await outcome(world.send('imagine', GIVEN, place), REFUSED)).toBe(expected);

    await world.run();
    expect(world.submits).toHaveLength(expected === 'allowed' ? 5 : 0);
  });

  test('an admin is no exception, and what stands there already can be stopped and deleted, but not made more of', async () => {
    const live = { allowedChannels: ['C00ART'] };
    const { world, press, parent, children } = await onCard({ rules: live });
    live.allowedChannels.splice(0, 1, 'C00ELSE');
    const use = { submission: parent().id, place: world.place({ user: ADMIN }), key: 'k' };

    for (const button of [BUTTONS.zoom, BUTTONS.region, BUTTONS.vary, BUTTONS.upscale])
      expect(await outcome(press(button, ADMIN), REFUSED)).toBe('channel-not-allowed');
    expect(await outcome(world.controls['try-again'](use), REFUSED)).toBe('channel-not-allowed');
    expect(await outcome(world.controls.delete(use), REFUSED)).toBe('allowed');
    expect(children()).toEqual([]);
  });

  test('a click that comes from elsewhere counts for where the card stands', async () => {
    const live = { allowedChannels: ['C00ART'] };
    const { world, parent, children } = await onCard({ rules: live });
    live.allowedChannels.splice(0, 1, 'C00ELSE');
    const place = world.place({ channel: 'C00ELSE', isDm: true });
    const again = world.controls['try-again']({ submission: parent().id, place, key: 'k' });

    expect(await outcome(again, REFUSED)).toBe('channel-not-allowed');
    expect(children()).toEqual([]);
  });
});

test.each([
  ['nobody is an admin', [], OTHER],
  ['the admin is another', [ADMIN], OTHER],
  ['whose id only begins alike', [`${OTHER}X`], OTHER],
])('where %s, dead jobs are neither shown nor touched', async (_, admins, user) => {
  const world = fakeWorld({ rules: { admins } });
  const place = world.place({ user });
  expect(await outcome(world.command('mj', 'dead', place), NOT_YOURS)).toBe('admins-only');
  for (const what of ['replay', 'drop'] as const)
    expect(await outcome(world.dead({ key: 'submit-1', what, team: place.team, user }), NOT_YOURS)).toBe('admins-only');
});
