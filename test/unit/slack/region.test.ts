import { WebClient } from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import { Refused, Unreachable, UserMistake } from '../../../src/domain/errors.ts';
import { english } from '../../../src/domain/messages.en.ts';
import type { Step } from '../../../src/domain/step.ts';
import { createStepViews } from '../../../src/slack/steps/step-views.ts';
import { modal, modalsOf, pngs, says, written } from './modal.ts';
import { alice, gate, general, picture, roomFor, standIn } from './room.ts';
import { gridIn, ofButton, opened, painter, room, stepOf, updates } from './step-room.ts';

describe('a region with a painter', () => {
  const region = stepOf('region', { painter });

  test('tells the painter where the modal is, once it is open; its link is only a link', async () => {
    const seated = gate();
    const { slack, handlers, view } = await opened(region, { seated: async () => seated.open() });

    await seated.passed;
    const noticed = await slack.act.click({
      user: alice,
      on: { viewId: view.id },
      element: { label: 'Paint the region' },
    });

    expect(noticed.acked).toBe(true);
    expect(handlers.seats).toEqual([{ step: region, viewId: view.id }]);
    // With the click Slack tells what stands in the modal.
    expect(handlers.wordings.map(({ prompt }) => prompt)).toEqual([region.prompt]);
    expect(updates(slack)).toEqual([]);
    expect(slack.violations).toEqual([]);
  });

  test('tells the painter what is typed, and is as it was where that fails', async () => {
    let times = 0;
    const { slack, handlers, view } = await opened(region, {
      worded: async () => {
        times += 1;
        if (times === 2) throw new Unreachable('redis', 'connection refused');
      },
    });
    const type = async (option: string) =>
      await slack.act.click({ user: alice, on: { viewId: view.id }, element: { blockId: 'prompt' }, option });
    for (const prompt of ['a blue', 'a blue f', 'a blue fox']) await type(prompt);

    expect(handlers.wordings.map(({ step, prompt }) => [step.painter?.id, prompt])).toEqual(
      ['a blue', 'a blue f', 'a blue fox'].map((prompt) => [painter.id, prompt]),
    );
    expect(updates(slack)).toEqual([]);
    expect(slack.violations).toEqual([]);
  });

  test('that cannot be told is open all the same', async () => {
    const { slack, lines } = await opened(region, {
      seated: async () => {
        throw new Unreachable('redis', 'connection refused');
      },
    });

    await slack.act.submitView({ user: alice, values: { mask: await pngs('mask') } });

    await modal(slack, alice, 'the end', says('On its way'));
    expect(lines).toContainEqual(expect.objectContaining({ level: 'warn', fields: { err: expect.any(Unreachable) } }));
  });

  test('says once it is painted that nothing more is to be chosen, and sends what was painted', async () => {
    const { slack, handlers, view, room: made } = await opened(region);
    await slack.act.enter({ user: alice, values: { prompt: 'a blue fox' } });

    const shown = await made.dialogs.show(view.id, { ...region, painted: { id: 'm1', share: 0.34 } }, 'en');
    const now = await modal(slack, alice, 'the mask', says('34 %'));
    await slack.act.submitView({ user: alice });

    expect(shown).toBe(true);
    expect(now.state['prompt']?.['step:prompt']).toMatchObject({ value: 'a blue fox' });
    expect(handlers.steps).toMatchObject([
      { given: { prompt: 'a blue fox', mask: { kind: 'painted', id: 'm1' } }, ref: ofButton },
    ]);
  });

  test('shows the prompt that was changed at the painter in the place of what was typed', async () => {
    const { slack, handlers, view, room: made } = await opened(region);
    await slack.act.enter({ user: alice, values: { prompt: 'a blue fox' } });

    const painted = { id: 'm1', share: 0.34, reworded: true };
    await made.dialogs.show(view.id, { ...region, prompt: 'a green fox', painted }, 'en');
    await modal(slack, alice, 'the mask', says('34 %'));
    await slack.act.submitView({ user: alice });

    expect(handlers.steps).toMatchObject([{ given: { prompt: 'a green fox' } }]);
  });

  test('says that it is on its way once it was finished at the painter', async () => {
    const { slack, view, room: made } = await opened(region);

    await made.dialogs.finish(view.id, 'en');
    const now = await modal(slack, alice, 'the sentence', says(english.sentences['on-its-way']({})));

    expect(now.submit).toBeUndefined();
  });
});

describe('a region without a painter', () => {
  const region = stepOf('region');

  test('opens at once, and shows the picture with the grid when it is made', async () => {
    const made = gate<Step>();
    const { slack, handlers, ...rest } = await opened(region, { grown: async () => await made.passed });
    const before = written(await modal(slack, alice, 'the step', says('appears here in a moment')));
    const grid = await gridIn(rest);

    made.open({ ...region, grid });
    const view = await modal(slack, alice, 'the grid', says(grid));

    expect(before).not.toContain('"image"');
    expect(handlers.grew).toEqual([region]);
    expect(written(view)).toContain(english.steps.gridAlt);
    expect(slack.violations).toEqual([]);
  });

  test('whose grid is there already shows it, and asks nobody for it', async () => {
    const slack = await standIn();
    const grid = await gridIn(roomFor(slack));
    const { handlers, press } = await room({ ...region, grid }, {}, slack);

    await press();
    await modal(slack, alice, 'the grid', says(grid));

    await slack.waitFor(() => updates(slack).length === 1, { what: 'the update' });
    expect(handlers.grew).toEqual([]);
  });

  test('shows the choice back at once, and keeps what was typed', async () => {
    const { slack, handlers, view } = await opened(region);
    await modal(slack, alice, 'no grid', says('cannot be shown'));
    const choose = async (option: string[], values = {}) =>
      await slack.act.click({ user: alice, on: { viewId: view.id }, element: { blockId: 'cells' }, option, values });

    await choose(['2'], { prompt: 'a blue fox' });
    await modal(slack, alice, 'the first choice', says('square 2, 6 %'));
    await choose(['2', '6', '7']);
    const shown = await modal(slack, alice, 'the second choice', says('squares 2, 6 and 7, 19 %'));
    await slack.act.submitView({ user: alice });

    expect(written(shown)).toContain('⬛⬜⬛⬛\\n⬛⬜⬜⬛\\n⬛⬛⬛⬛\\n⬛⬛⬛⬛');
    expect(handlers.steps[0]?.given).toEqual({ prompt: 'a blue fox', mask: { kind: 'cells', cells: [2, 6, 7] } });
    expect(slack.violations).toEqual([]);
  });

  test('takes the choice back when nothing is chosen any more', async () => {
    const { slack, view } = await opened(region);
    const choose = async (option: string[]) =>
      await slack.act.click({ user: alice, on: { viewId: view.id }, element: { blockId: 'cells' }, option });

    await choose(['2']);
    await modal(slack, alice, 'the choice', says('⬜'));
    await choose([]);

    await modal(slack, alice, 'no choice', (one) => !written(one).includes('⬜'));
  });

  test('shows the grid and the choice that was made while it was drawn', async () => {
    const made = gate<Step>();
    const { slack, view, ...rest } = await opened(region, { grown: async () => await made.passed });
    await slack.act.click({ user: alice, on: { viewId: view.id }, element: { blockId: 'cells' }, option: ['6'] });
    await modal(slack, alice, 'the choice', says('square 6'));
    const grid = await gridIn(rest);

    made.open({ ...region, grid });

    await modal(slack, alice, 'both', (one) => says(grid)(one) && says('square 6')(one));
  });

  test('ends with the last choice and the grid, however slow Slack is', async () => {
    const made = gate<Step>();
    const { slack, view, ...rest } = await opened(region, { grown: async () => await made.passed });
    const grid = await gridIn(rest);
    slack.faults.add({ method: 'views.update', times: 2, effect: { kind: 'delay', ms: 60 } });
    const choose = async (option: string[]) =>
      await slack.act.click({ user: alice, on: { viewId: view.id }, element: { blockId: 'cells' }, option });

    await choose(['1']);
    made.open({ ...region, grid });
    await choose(['1', '2']);
    await choose(['1', '2', '3']);

    await modal(slack, alice, 'both', (one) => says(grid)(one) && says('squares 1, 2 and 3')(one));
    expect(updates(slack).filter((call) => !call.ok)).toEqual([]);
  });

  test.each([
    ['there is no such file', 'F0123456789'],
    ['Slack is not done with it', undefined],
  ])('is shown without the picture when %s, and squares are chosen all the same', async (_, fileId) => {
    const slack = await standIn({ fileReadyMs: 60_000 });
    const bytes = await picture('png');
    const grid = fileId ?? (await roomFor(slack).room.files.upload({ bytes, type: 'image/png', name: 'grid' }));
    const { press } = await room({ ...region, grid }, {}, slack);

    await press();
    const view = await modal(slack, alice, 'the sentence', says('cannot be shown'));
    await slack.act.click({ user: alice, on: { viewId: view.id }, element: { blockId: 'cells' }, option: ['6'] });
    await modal(slack, alice, 'the choice', says('square 6'));

    await slack.waitFor(() => updates(slack).length === 3, { what: 'the last update' });
    expect(updates(slack).map((call) => call.ok)).toEqual([false, true, true]);
  });

  test('whose grid could not be made says so', async () => {
    const { slack } = await opened(region, { grown: async (step) => step });

    await modal(slack, alice, 'the sentence', says('cannot be shown just now'));
  });

  test('does not lose the grid that another process has brought since a choice was made', async () => {
    const drawn = gate<Step>();
    const { slack, view, room: made } = await opened(region, { grown: async () => await drawn.passed });
    const before = { viewId: view.id, hash: view.hash, metadata: view.privateMetadata, triggerId: '' };
    const grid = await gridIn({ room: made });
    await made.dialogs.show(view.id, { ...region, grid }, 'en');
    const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl });
    const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
    const elsewhere = createStepViews({ client, log });
    const state = { cells: { 'step:cells': { selected_options: [{ value: '6' }] } } };
    const choice = { user: alice, triggerId: '', actionId: 'step:cells', value: '', state };

    await elsewhere.chosen({ ...before, ...choice }, english);
    const kept = written(modalsOf(slack, alice)[0]);
    const { hash, privateMetadata: metadata } = modalsOf(slack, alice)[0] ?? view;
    await elsewhere.chosen({ viewId: view.id, hash, metadata, ...choice }, english);

    drawn.open({ ...region, grid });
    expect(kept).toContain(grid);
    expect(kept).not.toContain('square 6');
    expect(written(modalsOf(slack, alice)[0])).toContain('square 6');
  });
});

describe('a mask that is a file', () => {
  test('is checked while the modal says so, and then it is on its way', async () => {
    const looked = gate();
    const { slack, handlers } = await opened(stepOf('region'), { step: async () => await looked.passed });

    await slack.act.submitView({ user: alice, values: { mask: await pngs('mask'), cells: ['1'] } });
    const checking = written(modalsOf(slack, alice)[0]);
    looked.open();
    await modal(slack, alice, 'the end', says('On its way'));

    expect(checking).toContain('Checking');
    expect(handlers.steps).toMatchObject([{ given: { mask: { kind: 'file', id: expect.stringMatching(/^F/) } } }]);
    expect(slack.violations).toEqual([]);
  });

  test.each<[string, Error, string]>([
    ['selects nothing', new UserMistake('mask-empty', {}, 'mask'), english.mistakes['mask-empty']({})],
    [
      'is no picture',
      new Refused('slack', 'input-unusable', 'not-a-picture'),
      english.pictureTroubles['not-a-picture'],
    ],
    ['could not be read', new Unreachable('slack', 'reset'), 'could not take this'],
  ])('that %s leads back to the step as it was, with the reason', async (_, error, sentence) => {
    let tries = 0;
    const { slack, handlers } = await opened(stepOf('region'), {
      step: async () => {
        tries += 1;
        if (tries === 1) throw error;
      },
    });

    await slack.act.submitView({ user: alice, values: { mask: await pngs('mask'), prompt: 'a blue fox' } });
    const view = await modal(slack, alice, 'the reason', says(JSON.stringify(sentence).slice(1, -1)));
    await slack.act.submitView({ user: alice, values: { cells: ['6'] } });

    expect(view.callbackId).toBe('step');
    expect(modalsOf(slack, alice)).toEqual([]);
    expect(handlers.steps[1]?.given).toEqual({ prompt: 'a blue fox', mask: { kind: 'cells', cells: [6] } });
    expect(handlers.steps[1]?.key).toBe(handlers.steps[0]?.key);
  });

  test('that is refused after the modal was closed is told where the button was pressed', async () => {
    const looked = gate();
    const { slack } = await opened(stepOf('region'), {
      step: async () => {
        await looked.passed;
        throw new UserMistake('mask-empty', {}, 'mask');
      },
    });

    await slack.act.submitView({ user: alice, values: { mask: await pngs('mask') } });
    await slack.act.closeView({ user: alice });
    looked.open();
    const told = await slack.waitFor((world) => world.ephemerals[0], { what: 'the answer' });

    expect(told).toMatchObject({ user: alice, channel: general, text: english.mistakes['mask-empty']({}) });
  });
});
