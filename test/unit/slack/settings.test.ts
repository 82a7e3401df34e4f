import { describe, expect, test } from 'vitest';
import { Unreachable, UserMistake } from '../../../src/domain/errors.ts';
import { modal, modalsOf, written } from './modal.ts';
import { alice, bruno, general } from './room.ts';
import { mine, owner, stage, theirs } from './settings-stage.ts';

describe('settings', () => {
  test('are opened by the command, sent as a whole, and the modal says that they are saved', async () => {
    const { slack, handlers, command, top } = await stage();

    const noticed = await command();
    const { callbackId } = await top('Remix');
    await slack.act.submitView({ user: alice, values: { remix: 'off', ratio: ' 16:9 ', raw: ['yes'], mode: 'relax' } });

    expect(noticed.body?.['text']).toBeUndefined();
    expect(callbackId).toBe('settings');
    expect(written(modalsOf(slack, alice)[0])).toContain('are saved');
    expect(handlers.settled).toEqual([
      {
        owner,
        use: {
          do: 'save',
          given: {
            ratio: '16:9',
            stylize: '',
            raw: 'yes',
            version: '',
            mode: 'relax',
            bot: '',
            remix: 'off',
            pressBy: 'anyone',
            results: 'thread',
            mention: 'long',
          },
        },
      },
    ]);
    expect(slack.violations).toEqual([]);
  });

  test('with a mistake say so under its field', async () => {
    const { slack, command, top } = await stage({
      settings: async () => {
        throw new UserMistake('bad-ratio', { given: 'wide' }, 'ratio');
      },
    });
    await command();
    const view = await top('Remix');
    await slack.act.submitView({ user: alice, values: { ratio: 'wide' } });

    expect(modalsOf(slack, alice)[0]?.id).toBe(view.id);
    expect(modalsOf(slack, alice)[0]?.errors).toEqual({ ratio: expect.stringContaining('16:9') });
  });

  test('that could not be saved say so on top, and what was chosen is still there', async () => {
    const { slack, command, top } = await stage({
      settings: async () => {
        throw new Unreachable('redis', 'connection refused');
      },
    });

    await command();
    await top('Remix');
    await slack.act.submitView({ user: alice, values: { remix: 'on' } });
    const [below, above] = modalsOf(slack, alice);

    expect(written(above)).toContain('could not do that');
    expect(below?.state['remix']?.['settings:remix']).toMatchObject({ selected_option: { value: 'on' } });
  });

  test('whose trigger is too old are a button away, and the channel’s lead to the channel’s', async () => {
    const { slack, handlers, command, top } = await stage({}, { of: 'channel', channel: general, settings: theirs });
    slack.faults.add({ method: 'views.open', nth: 1, effect: { kind: 'error', error: 'expired_trigger_id' } });

    await command();
    const told = await slack.waitFor((world) => world.ephemerals[0], { what: 'the answer' });
    await slack.act.click({ user: alice, on: { channel: general, ts: told.ts }, element: { label: 'Open settings' } });
    await top('Last changed');

    expect(handlers.commands[1]).toMatchObject({ name: 'settings', text: 'channel', user: alice, channel: general });
  });

  test('asked for in a message are a button away, for that person alone', async () => {
    const { slack, handlers } = await stage();

    await slack.act.message({ user: bruno, channel: general, text: '@midjourney settings' });
    const told = await slack.waitFor((world) => world.ephemerals[0], { what: 'the answer' });
    await slack.act.click({ user: bruno, on: { channel: general, ts: told.ts }, element: { label: 'Open settings' } });
    await modal(slack, bruno, 'the settings');

    expect(told.user).toBe(bruno);
    expect(handlers.commands[0]).toMatchObject({ name: 'settings', text: '' });
    expect(slack.violations).toEqual([]);
  });

  test('of another version are answered kindly', async () => {
    const { slack, handlers, command, top } = await stage();
    await command();
    const view = await top('Remix');
    const chosen = view.state['remix']?.['settings:remix'];
    if (chosen !== undefined)
      chosen['selected_option'] = { text: { type: 'plain_text', text: 'Maybe' }, value: 'maybe' };

    await slack.act.submitView({ user: alice });

    expect(written(modalsOf(slack, alice)[0])).toContain('do not know that button');
    expect(handlers.settled).toEqual([]);
  });

  test('of the channel lie on top of one’s own, and belong to it', async () => {
    const { slack, handlers, command, click, top } = await stage({
      settings: async ({ channel }) =>
        channel === undefined ? mine : { of: 'channel', channel, settings: { v: 1, presets: [], shares: 'ignored' } },
    });
    await command();
    await click(await top('Remix'), { label: 'This channel’s settings' });
    await top('anybody there may change it');
    await slack.act.submitView({ user: alice, values: { ratio: '1:1', shares: 'offered' } });

    expect(modalsOf(slack, alice)).toHaveLength(2);
    expect(written(modalsOf(slack, alice)[1])).toContain('settings of this channel are saved');
    expect(handlers.settled.at(-1)).toMatchObject({
      owner: { ...owner, channel: general },
      use: { do: 'save', given: { ratio: '1:1', shares: 'offered' } },
    });
  });
});
