import type { KnownBlock } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { Unreachable } from '../../../src/domain/errors.ts';
import { english } from '../../../src/domain/messages.en.ts';
import type { PersonSettings } from '../../../src/domain/settings.ts';
import { viewErrors } from '../../../src/sandbox/slack/blockkit/validate.ts';
import type { Handlers } from '../../../src/slack/handlers.ts';
import { settingsModal } from '../../../src/slack/views/settings-modal.ts';
import { modal, modalsOf, says, written } from './modal.ts';
import { alice, bruno, FakeHandlers, general, listenBySocket, standIn } from './room.ts';

const mine: PersonSettings = { v: 1, remix: 'ask' };

/** A room in which settings are asked for, by any way of saying so. */
async function stage(does: Partial<Handlers> = {}) {
  const slack = await standIn();
  const asked = async () => ({ settings: mine });
  const handlers = new FakeHandlers({ command: asked, said: asked, ...does });
  await listenBySocket(slack, handlers);
  const command = async () =>
    await slack.act.command({ user: alice, channel: general, command: '/mj', text: 'settings' });
  return { slack, handlers, command };
}

describe('a person’s settings', () => {
  test.each(['off', 'ask', 'on'] as const)('with Remix %s pass Slack’s own rules, each choice explained', (remix) => {
    const view = settingsModal({ v: 1, remix }, english);
    const errors = viewErrors({ ...view }, { slackFile: () => undefined, imageUrl: () => undefined });
    const [block] = view.blocks as KnownBlock[];
    const select = block?.type === 'input' && block.element.type === 'static_select' ? block.element : undefined;

    expect(errors).toEqual([]);
    expect(select?.initial_option?.value).toBe(remix);
    expect(select?.options?.map((one) => [one.value, (one.description?.text ?? '').length > 10])).toEqual([
      ['off', true],
      ['ask', true],
      ['on', true],
    ]);
  });

  test('are opened by the command, and the modal says that they are saved', async () => {
    const { slack, handlers, command } = await stage();

    const noticed = await command();
    const { callbackId } = await modal(slack, alice, 'the settings', says('Remix'));
    await slack.act.submitView({ user: alice, values: { remix: 'off' } });

    expect(noticed.body?.['text']).toBeUndefined();
    expect(callbackId).toBe('settings');
    expect(written(modalsOf(slack, alice)[0])).toContain('are saved');
    expect(handlers.settled).toEqual([{ team: 'T0SANDBOX', user: alice, settings: { remix: 'off' } }]);
    expect(slack.violations).toEqual([]);
  });

  test('that could not be saved say so on top, and what was chosen is still there', async () => {
    const { slack, command } = await stage({
      settings: async () => {
        throw new Unreachable('redis', 'connection refused');
      },
    });

    await command();
    await modal(slack, alice, 'the settings');
    await slack.act.submitView({ user: alice, values: { remix: 'on' } });
    const [below, above] = modalsOf(slack, alice);

    expect(written(above)).toContain('could not take this');
    expect(below?.state['remix']?.['settings:remix']).toMatchObject({ selected_option: { value: 'on' } });
  });

  test('whose trigger is too old are a button away', async () => {
    const { slack, handlers, command } = await stage();
    slack.faults.add({ method: 'views.open', nth: 1, effect: { kind: 'error', error: 'expired_trigger_id' } });

    await command();
    const told = await slack.waitFor((world) => world.ephemerals[0], { what: 'the answer' });
    await slack.act.click({ user: alice, on: { channel: general, ts: told.ts }, element: { label: 'Open settings' } });
    await modal(slack, alice, 'the settings');

    expect(handlers.commands[1]).toMatchObject({ name: 'settings', text: '', user: alice, channel: general });
  });

  test('asked for in a message are a button away, for that person alone', async () => {
    const { slack } = await stage();

    await slack.act.message({ user: bruno, channel: general, text: '@midjourney settings' });
    const told = await slack.waitFor((world) => world.ephemerals[0], { what: 'the answer' });
    await slack.act.click({ user: bruno, on: { channel: general, ts: told.ts }, element: { label: 'Open settings' } });
    await modal(slack, bruno, 'the settings');

    expect(told.user).toBe(bruno);
    expect(slack.violations).toEqual([]);
  });

  test('of another version are answered kindly', async () => {
    const { slack, handlers, command } = await stage();
    await command();
    const view = await modal(slack, alice, 'the settings');
    const chosen = view.state['remix']?.['settings:remix'];
    if (chosen !== undefined)
      chosen['selected_option'] = { text: { type: 'plain_text', text: 'Maybe' }, value: 'maybe' };

    await slack.act.submitView({ user: alice });

    expect(written(modalsOf(slack, alice)[0])).toContain('do not know that button');
    expect(handlers.settled).toEqual([]);
  });
});
