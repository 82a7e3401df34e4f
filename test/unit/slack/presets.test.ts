import { describe, expect, test } from 'vitest';
import { UserMistake } from '../../../src/domain/errors.ts';
import { modal, modalsOf, written } from './modal.ts';
import { alice } from './room.ts';
import { mine, owner, stage, withPresets } from './settings-stage.ts';

describe('presets', () => {
  test('a new one is kept in a modal on top, and stands in the list when that closes', async () => {
    const kept = withPresets('cinematic');
    const { slack, handlers, command, click, top } = await stage({
      settings: async (_, use) => (use.do === 'keep' ? kept : mine),
    });
    await command();
    const below = await top('None yet');
    await slack.act.enter({ user: alice, values: { ratio: '5:4' } });
    await click(below, { label: 'New preset' });
    await modal(slack, alice, 'the preset', ({ callbackId }) => callbackId === 'preset');
    await slack.act.submitView({ user: alice, values: { name: 'Cinematic', parameters: '--ar 21:9' } });
    const view = await top('*cinematic*');

    expect(handlers.settled).toEqual([
      { owner, use: { do: 'keep', name: 'Cinematic', parameters: '--ar 21:9', was: undefined } },
    ]);
    expect(modalsOf(slack, alice)).toHaveLength(1);
    // What was typed meanwhile is still there.
    expect(view.state['ratio']?.['settings:ratio']).toMatchObject({ value: '5:4' });
    expect(slack.violations).toEqual([]);
  });

  test('one is changed under its name, and a mistake stands under its field', async () => {
    const { slack, handlers, command, top } = await stage(
      {
        settings: async (_, use) => {
          if (use.do === 'keep') throw new UserMistake('preset-taken', { name: 'wide' }, 'name');
          return withPresets('cinematic', 'wide');
        },
      },
      withPresets('cinematic', 'wide'),
    );
    await command();
    const view = await top('*wide*');
    const menu = view.blocks.find((block) => block['block_id'] === 'preset:cinematic');
    expect(menu).toBeDefined();
    await slack.act.click({
      user: alice,
      on: { viewId: view.id },
      element: { actionId: 'settings:preset', blockId: 'preset:cinematic' },
      option: 'change:cinematic',
    });
    await top('--style raw');
    await slack.waitFor(() => modalsOf(slack, alice)[1]?.callbackId === 'preset', { what: 'the preset' });
    await slack.act.submitView({ user: alice, values: { name: 'wide' } });

    expect(handlers.settled.at(-1)?.use).toEqual({
      do: 'keep',
      name: 'wide',
      parameters: '--ar 21:9 --style raw',
      was: 'cinematic',
    });
    expect(modalsOf(slack, alice)[1]?.errors).toEqual({ name: expect.stringContaining('“wide” already') });
  });

  test('one is dropped, and gone from the list', async () => {
    const { slack, handlers, command, top } = await stage(
      { settings: async (_, use) => (use.do === 'drop' ? withPresets('wide') : withPresets('cinematic', 'wide')) },
      withPresets('cinematic', 'wide'),
    );
    await command();
    const view = await top('*cinematic*');
    await slack.act.click({
      user: alice,
      on: { viewId: view.id },
      element: { actionId: 'settings:preset', blockId: 'preset:cinematic' },
      option: 'drop:cinematic',
    });
    await slack.waitFor(() => !written(modalsOf(slack, alice)[0]).includes('*cinematic*'), {
      what: 'the shorter list',
    });

    expect(handlers.settled).toEqual([{ owner, use: { do: 'drop', name: 'cinematic' } }]);
    expect(written(modalsOf(slack, alice)[0])).toContain('*wide*');
  });

  test('are turned over where there are many', async () => {
    const many = withPresets(...Array.from({ length: 14 }, (_, n) => `p${String(n).padStart(2, '0')}`));
    const { slack, command, click, top } = await stage({}, many);
    await command();
    await click(await top('Page 1 of 2'), { label: 'Next ›' });
    const second = await top('Page 2 of 2');
    expect(written(second)).toMatch(/\*p13\*/);
    expect(written(second)).not.toMatch(/\*p00\*/);
    await click(second, { label: '‹ Previous' });

    expect(written(await top('Page 1 of 2'))).toMatch(/\*p00\*/);
    expect(slack.violations).toEqual([]);
  });
});
