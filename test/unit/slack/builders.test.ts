import { expect, test } from 'vitest';
import { Unreachable } from '../../../src/domain/errors.ts';
import type { Builder } from '../../../src/slack/handlers.ts';
import { blockIds, isForm, modal, modalsOf, pngs, says, written } from './modal.ts';
import { alice, FakeHandlers, gate, general, listenBySocket, standIn } from './room.ts';

/** A room whose builder Alice has just opened. */
async function opened(handlers = new FakeHandlers()) {
  const slack = await standIn();
  await listenBySocket(slack, handlers);
  await slack.act.command({ user: alice, channel: general, command: '/imagine' });
  return { slack, handlers, view: await modal(slack, alice, 'the builder', isForm) };
}

test('shows the prompt that it would send while it is filled in, and keeps what was typed', async () => {
  const { slack, view } = await opened();

  await slack.act.click({
    user: alice,
    on: { viewId: view.id },
    element: { blockId: 'prompt' },
    option: 'a fox <!channel>',
    values: { ratio: '16:9', references: await pngs('ref') },
  });
  const shown = await modal(slack, alice, 'the preview', says('a fox &lt;!channel&gt; --ar 16:9'));

  expect(shown.state['prompt']?.['field:prompt']).toMatchObject({ value: 'a fox <!channel>' });
  expect(shown.state['references']?.['field:references']?.['files']).toHaveLength(1);
});

test('ends with the last state, however fast it is typed and however slow Slack is', async () => {
  const { slack, view } = await opened();
  slack.faults.add({ method: 'views.update', times: 2, effect: { kind: 'delay', ms: 50 } });
  const type = async (option: string) =>
    await slack.act.click({ user: alice, on: { viewId: view.id }, element: { blockId: 'prompt' }, option });

  await Promise.all(['a', 'a f', 'a fo'].map(type));
  await type('a fox');

  await modal(slack, alice, 'the preview', says('```a fox```'));
  expect(slack.calls.filter((one) => one.method === 'views.update').length).toBeLessThanOrEqual(4);
});

test('gets its presets after it was opened, and shows what would be added', async () => {
  const { slack, view, handlers } = await opened(
    new FakeHandlers({
      builder: async ({ given }) => ({
        presets: [
          { name: 'cinematic', of: 'person' },
          { name: 'house', of: 'channel' },
        ],
        preview: given.prompt === '' ? '' : `${given.prompt} --ar 21:9`,
      }),
    }),
  );
  const furnished = await modal(slack, alice, 'the presets', says('house'));
  await slack.act.click({
    user: alice,
    on: { viewId: view.id },
    element: { blockId: 'preset' },
    option: 'house',
    values: { prompt: 'a fox' },
  });
  await modal(slack, alice, 'the preview', says('a fox --ar 21:9'));
  await slack.act.submitView({ user: alice });

  expect(written(furnished)).toMatch(/Yours.*cinematic.*This channel’s.*house/);
  expect(handlers.forms[0]?.given).toMatchObject({ prompt: 'a fox', options: { preset: 'house' } });
  expect(slack.violations).toEqual([]);
});

test('that was typed in before its presets came keeps what was typed, and gets them with the next keystroke', async () => {
  const late = gate<Builder>();
  const presets = [{ name: 'house', of: 'channel' as const }];
  let looks = 0;
  const { slack, view } = await opened(
    new FakeHandlers({
      builder: async ({ given }) => {
        looks += 1;
        return looks === 1 ? await late.passed : { presets, preview: given.prompt };
      },
    }),
  );
  await slack.act.click({ user: alice, on: { viewId: view.id }, element: { blockId: 'prompt' }, option: 'a fox' });
  await modal(slack, alice, 'the preview', says('```a fox```'));
  late.open({ presets, preview: '' });
  await slack.waitFor(() => slack.calls.some((one) => one.method === 'views.update' && !one.ok), {
    what: 'the late update',
  });

  expect(written(modalsOf(slack, alice)[0])).toMatch(/```a fox```.*house/);
});

test('does without presets where they cannot be had', async () => {
  const { slack, view, handlers } = await opened(
    new FakeHandlers({
      builder: async () => {
        throw new Unreachable('redis', 'connection refused');
      },
    }),
  );
  await slack.act.submitView({ user: alice, values: { prompt: 'a fox' } });

  expect(handlers.forms[0]?.given.prompt).toBe('a fox');
  expect(blockIds(view)).not.toContain('preset');
});

test('a bad ratio does not break the preview', async () => {
  const { slack, view } = await opened();

  await slack.act.click({
    user: alice,
    on: { viewId: view.id },
    element: { blockId: 'prompt' },
    option: 'a fox',
    values: { ratio: 'wide' },
  });

  await modal(slack, alice, 'the preview', says('```a fox```'));
});
