import { describe, expect, test } from 'vitest';
import type { Step, StepKind } from '../../../src/domain/step.ts';
import type { SlackStandIn } from '../../../src/sandbox/slack/types.ts';
import { modal, modalsOf, pngs, says, written } from './modal.ts';
import { finished, id } from './records.ts';
import { alice, FakeHandlers, gate, general, listenBySocket, lookedAt, picture, roomFor, standIn } from './room.ts';

const ref = { of: 'submission' as const, submission: id };

function stepOf(kind: StepKind, more: Partial<Step> = {}): Step {
  return { ref, kind, button: 'V2', prompt: 'a red fox', ...more };
}

/** Listeners in one process, a worker in another; and the trigger of a click that the worker was handed. */
async function stage(does: ConstructorParameters<typeof FakeHandlers>[0] = {}) {
  const slack = await standIn();
  const handlers = new FakeHandlers(does);
  await listenBySocket(slack, handlers);
  const { room: worker, lines } = roomFor(slack);
  const { ts } = await worker.cards.post(finished({ channel: general, picture: { inThread: true } }));
  const trigger = async () => {
    await slack.act.click({ user: alice, on: { channel: general, ts }, element: { label: 'U2' } });
    return handlers.presses.at(-1)?.triggerId ?? '';
  };
  return { slack, handlers, worker, trigger, lines };
}

function opens(slack: SlackStandIn) {
  return slack.calls.filter((call) => call.method === 'views.open');
}

describe('a step that a worker opens', () => {
  test('says where it is, and its submission is like any other, whichever process gets it', async () => {
    const { slack, handlers, worker, trigger } = await stage();

    const viewId = await worker.dialogs.open(await trigger(), stepOf('prompt'), 'en');
    const view = await modal(slack, alice, 'the step');
    await slack.act.submitView({ user: alice, values: { prompt: 'a blue fox' } });

    expect(viewId).toBe(view.id);
    expect(handlers.steps).toMatchObject([
      { user: alice, team: 'T0SANDBOX', key: `T0SANDBOX-${alice}-${view.id}`, ref, given: { prompt: 'a blue fox' } },
    ]);
    expect(handlers.seats).toEqual([]);
    expect(slack.violations).toEqual([]);
  });

  test.each(['expired_trigger_id', 'exchanged_trigger_id'])('does not open when Slack says %s', async (error) => {
    const { slack, worker, trigger } = await stage();
    slack.faults.add({ method: 'views.open', effect: { kind: 'error', error } });

    expect(await worker.dialogs.open(await trigger(), stepOf('prompt'), 'en')).toBeUndefined();
    expect(opens(slack)).toHaveLength(1);
    expect(modalsOf(slack, alice)).toEqual([]);
  });

  test('is not tried twice, and not for longer than a trigger lives', async () => {
    const { slack, worker, trigger } = await stage();
    slack.faults.add({ method: 'views.open', effect: { kind: 'delay', ms: 10_000 } });
    const began = performance.now();

    expect(await worker.dialogs.open(await trigger(), stepOf('prompt'), 'en')).toBeUndefined();
    expect(performance.now() - began).toBeLessThan(3500);
  });

  test('of a region with its grid shows it; one that Slack refuses is left out', async () => {
    const { slack, worker, trigger } = await stage();
    const grid = await worker.files.upload({ bytes: await picture('png'), type: 'image/png', name: 'grid' });
    await lookedAt(worker.files, grid);

    await worker.dialogs.open(await trigger(), stepOf('region', { grid }), 'en');
    await modal(slack, alice, 'the grid', says(grid));
    const viewId = await worker.dialogs.open(await trigger(), stepOf('region', { grid: 'F0123456789' }), 'en');
    const view = await modal(slack, alice, 'the sentence', says('cannot be shown'));

    expect(view.id).toBe(viewId);
    expect(written(view)).not.toContain('"image"');
  });

  test('of a region without a grid does not wait for one that nobody makes', async () => {
    const { slack, worker, trigger } = await stage();

    await worker.dialogs.open(await trigger(), stepOf('region'), 'en');

    await modal(slack, alice, 'the sentence', says('cannot be shown'));
  });

  test('shows the squares back that are chosen in it', async () => {
    const { slack, worker, trigger } = await stage();
    const viewId = (await worker.dialogs.open(await trigger(), stepOf('region'), 'en')) ?? '';

    await slack.act.click({ user: alice, on: { viewId }, element: { blockId: 'cells' }, option: ['6'] });

    await modal(slack, alice, 'the choice', says('square 6'));
  });

  test('whose mask was refused after it was closed is told in the direct conversation', async () => {
    const looked = gate();
    const { slack, worker, trigger } = await stage({
      step: async () => {
        await looked.passed;
        throw new Error('broken');
      },
    });
    await worker.dialogs.open(await trigger(), stepOf('region'), 'en');

    await slack.act.submitView({ user: alice, values: { mask: await pngs('mask') } });
    await slack.act.closeView({ user: alice });
    looked.open();

    await slack.waitFor(
      (world) => world.messages['D0ALICE']?.some(({ text }) => text.includes('could not take this')),
      {
        what: 'the answer',
      },
    );
  });
});

describe('a step that is shown anew', () => {
  const region = stepOf('region', { painter: { id: 'p1', url: 'https://bot.example/paint/token' } });

  test('shows what was painted, and keeps what was typed', async () => {
    const { slack, worker, trigger } = await stage();
    const viewId = (await worker.dialogs.open(await trigger(), region, 'en')) ?? '';
    await slack.act.enter({ user: alice, values: { prompt: 'a blue fox' } });

    const again = { id: 'p2', url: 'https://bot.example/paint/another' };
    const painted = { id: 'm1', share: 0.25, preview: 'http://127.0.0.1:9/preview' };
    const shown = await worker.dialogs.show(viewId, { ...region, painter: again, painted }, 'en');
    const view = await modal(slack, alice, 'the mask', says('25 %'));

    expect(shown).toBe(true);
    expect(written(view)).toContain(again.url);
    expect(view.state['prompt']?.['step:prompt']).toMatchObject({ value: 'a blue fox' });
  });

  test('is gone once the modal is closed', async () => {
    const { slack, worker, trigger } = await stage();
    const viewId = (await worker.dialogs.open(await trigger(), region, 'en')) ?? '';
    await slack.act.closeView({ user: alice });

    expect(await worker.dialogs.show(viewId, { ...region, painted: { id: 'm1', share: 0.25 } }, 'en')).toBe(false);
  });
});
