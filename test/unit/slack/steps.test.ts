import { describe, expect, test } from 'vitest';
import { type MistakeCode, Unreachable, UserMistake } from '../../../src/domain/errors.ts';
import { english } from '../../../src/domain/messages.en.ts';
import type { Step } from '../../../src/domain/step.ts';
import { modal, modalsOf, written } from './modal.ts';
import { finished, id } from './records.ts';
import { alice, FakeHandlers, general, listenByHttp, listenBySocket, standIn } from './room.ts';
import { ofButton, opened, painter, room, stepOf, u2 } from './step-room.ts';

describe('a press that asks for more', () => {
  test.each([
    ['socket', listenBySocket],
    ['http', listenByHttp],
  ] as const)('opens its modal before anything else is asked of Slack, by %s', async (mode, listen) => {
    const slack = await standIn({ mode });
    const handlers = new FakeHandlers({ press: async () => ({ step: stepOf('zoom', { ratio: '3:2' }) }) });
    const { room: made } = await listen(slack, handlers);
    const { ts } = await made.cards.post(finished({ channel: general, picture: { inThread: true } }));
    const before = slack.calls.length;

    const noticed = await slack.act.click({ user: alice, on: { channel: general, ts }, element: { label: 'U2' } });
    const view = await modal(slack, alice, 'the step');

    expect(noticed.acked).toBe(true);
    expect(view.callbackId).toBe('step');
    expect(written(view)).toContain('"initial_value":"1.8"');
    const asked = () => slack.calls.slice(before).map((call) => call.method);
    await slack.waitFor(() => asked().length > 0, { what: 'a call' });
    expect(asked()).toEqual(['views.open']);
    expect(handlers.presses[0]?.triggerId).not.toBe('');
    expect(handlers.seats).toEqual([]);
    expect(handlers.grew).toEqual([]);
    expect(slack.world.ephemerals).toEqual([]);
    expect(slack.violations).toEqual([]);
  });

  test('hands in what was typed, for the thread of the card, and closes once it is stored', async () => {
    const { slack, handlers, ts, view } = await opened(stepOf('zoom'));

    const noticed = await slack.act.submitView({
      user: alice,
      values: { zoom: '1.4', ratio: '16:9', prompt: 'a fox' },
    });

    expect(noticed.acked).toBe(true);
    expect(modalsOf(slack, alice)).toEqual([]);
    expect(handlers.steps).toEqual([
      {
        user: alice,
        team: 'T0SANDBOX',
        channel: general,
        key: `T0SANDBOX-${alice}-${view.id}`,
        ref: ofButton,
        given: { prompt: 'a fox', zoom: '1.4', ratio: '16:9' },
        responseUrl: expect.stringContaining('http'),
      },
    ]);
    expect(ts).not.toBe('');
  });

  test('that is sent twice is one, also after a mistake', async () => {
    let tries = 0;
    const { slack, handlers } = await opened(stepOf('zoom'), {
      step: async () => {
        tries += 1;
        if (tries === 1) throw new UserMistake('bad-number', { min: 1, max: 2 }, 'zoom');
        if (tries === 2) throw new Unreachable('redis', 'connection refused');
      },
    });

    for (const zoom of ['2.5', '1.5']) await slack.act.submitView({ user: alice, values: { zoom } });
    await slack.act.closeView({ user: alice });
    await slack.act.submitView({ user: alice });

    expect(handlers.steps).toHaveLength(3);
    expect(new Set(handlers.steps.map((one) => one.key)).size).toBe(1);
  });

  test.each<[MistakeCode, string | undefined, Step, string]>([
    ['empty-prompt', undefined, stepOf('prompt'), 'prompt'],
    ['long-prompt', 'prompt', stepOf('zoom'), 'prompt'],
    ['bad-number', 'zoom', stepOf('zoom'), 'zoom'],
    ['bad-ratio', 'ratio', stepOf('zoom'), 'ratio'],
    ['mask-missing', 'mask', stepOf('region'), 'cells'],
    ['mask-full', 'mask', stepOf('region'), 'cells'],
    ['mask-missing', 'mask', stepOf('region', { painter }), 'mask'],
  ])('shows the mistake %s of %s under its input, and keeps what was typed', async (code, field, step, block) => {
    const { slack } = await opened(step, {
      step: async () => {
        throw new UserMistake(code, {}, field);
      },
    });

    await slack.act.submitView({ user: alice, values: { prompt: 'a blue fox' } });
    const [view] = modalsOf(slack, alice);

    expect(Object.keys(view?.errors ?? {})).toEqual([block]);
    expect(view?.state['prompt']?.['step:prompt']).toMatchObject({ value: 'a blue fox' });
    expect(slack.violations).toEqual([]);
  });

  test.each<[string, Error, Step, string]>([
    ['has no input', new UserMistake('mask-missing', {}, 'mask'), painted(), english.mistakes['mask-missing']({})],
    ['is nobody’s input', new UserMistake('daily-limit', { limit: 3 }), stepOf('prompt'), 'daily limit of 3'],
    ['is ours', new Unreachable('redis', 'connection refused'), stepOf('prompt'), 'Nothing was submitted'],
  ])('shows a refusal that %s on top, and the step is still there below', async (_, error, step, sentence) => {
    const { slack } = await opened(step, {
      step: async () => {
        throw error;
      },
    });

    await slack.act.submitView({ user: alice, values: { prompt: 'a blue fox' } });
    const [below, above] = modalsOf(slack, alice);

    expect(written(above)).toContain(sentence);
    expect(below?.state['prompt']?.['step:prompt']).toMatchObject({ value: 'a blue fox' });
  });

  test('whose modal another version made is answered kindly', async () => {
    const { slack, handlers, view } = await opened(stepOf('prompt'));
    view.privateMetadata = '{"v":0}';

    await slack.act.submitView({ user: alice });

    expect(written(modalsOf(slack, alice)[0])).toContain('do not know that button');
    expect(handlers.steps).toEqual([]);
  });
});

describe('a trigger that is too old', () => {
  test('is answered with a button that presses again', async () => {
    const { slack, handlers, press } = await room(stepOf('zoom'));
    slack.faults.add({ method: 'views.open', nth: 1, effect: { kind: 'error', error: 'expired_trigger_id' } });

    await press();
    const told = await slack.waitFor((world) => world.ephemerals[0], { what: 'the answer' });
    await slack.act.click({ user: alice, on: { channel: general, ts: told.ts }, element: { label: 'Continue' } });
    const view = await modal(slack, alice, 'the step');

    expect(told).toMatchObject({ user: alice, text: expect.stringMatching(/\*U2\*.*gave up waiting.*\*Continue\*/) });
    expect(handlers.presses.map((one) => one.hash)).toEqual([u2, u2]);
    expect(view.callbackId).toBe('step');
    expect(slack.violations).toEqual([]);
  });

  test('of a submission that waits is answered with its control', async () => {
    const step = stepOf('prompt', { ref: { of: 'submission', submission: id } });
    const { slack, handlers, press } = await room(step, { control: async () => ({ step }) });
    slack.faults.add({ method: 'views.open', nth: 1, effect: { kind: 'error', error: 'expired_trigger_id' } });

    await press();
    const told = await slack.waitFor((world) => world.ephemerals[0], { what: 'the answer' });
    await slack.act.click({ user: alice, on: { channel: general, ts: told.ts }, element: { label: 'Continue' } });
    await modal(slack, alice, 'the step');

    expect(handlers.controls).toMatchObject([{ control: 'continue', submission: id, user: alice }]);
    expect(handlers.controls[0]?.triggerId).not.toBe('');
  });
});

function painted(): Step {
  return stepOf('region', { painter, painted: { id: 'm1', share: 0.3 } });
}
