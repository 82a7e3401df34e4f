import { type ChannelSettings, DEFAULT_SETTINGS, type SettingsSheet } from '../../../src/domain/settings.ts';
import type { View } from '../../../src/sandbox/slack/types.ts';
import type { Handlers } from '../../../src/slack/handlers.ts';
import { modal, says } from './modal.ts';
import { alice, bruno, FakeHandlers, general, listenBySocket, standIn } from './room.ts';

export const mine: SettingsSheet = { of: 'person', settings: DEFAULT_SETTINGS };
export const preset = (name: string, parameters = '--ar 21:9 --style raw') => ({ name, parameters, by: bruno });
export const withPresets = (...names: string[]): SettingsSheet => ({
  of: 'person',
  settings: { ...DEFAULT_SETTINGS, presets: names.map((name) => preset(name)) },
});
export const theirs: ChannelSettings = {
  v: 1,
  ratio: '3:2',
  shares: 'ignored',
  presets: [preset('house')],
  changed: { by: bruno, at: 1_763_712_000_000 },
};

/** A room in which settings are asked for, by any way of saying so. */
export async function stage(does: Partial<Handlers> = {}, sheet: SettingsSheet = mine) {
  const slack = await standIn();
  const asked = async () => ({ settings: sheet });
  const handlers = new FakeHandlers({ command: asked, said: asked, settings: async () => sheet, ...does });
  await listenBySocket(slack, handlers);
  const command = async () =>
    await slack.act.command({ user: alice, channel: general, command: '/mj', text: 'settings' });
  const click = async (view: View | undefined, element: { label: string } | { actionId: string }, option?: string) =>
    await slack.act.click({
      user: alice,
      on: { viewId: view?.id ?? '' },
      element,
      ...(option === undefined ? {} : { option }),
    });
  const top = (text: string) => modal(slack, alice, text, says(text));
  return { slack, handlers, command, click, top };
}

export const owner = { team: 'T0SANDBOX', user: alice };
