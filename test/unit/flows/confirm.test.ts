import { describe, expect, test } from 'vitest';
import { Busy, InDoubt, Refused, Unreachable } from '../../../src/domain/errors.ts';
import { asked, confirming } from '../../../src/domain/life/index.ts';
import { ANSWER_MS } from '../../../src/domain/pace.ts';
import type { StepRef } from '../../../src/domain/step.ts';
import type { Snapshot } from '../../../src/domain/task.ts';
import { asks, BUTTONS, onCard } from '../../support/on-card.ts';

/** A press on *Vary*, for which the gateway asks for a prompt, in one of its ways. */
async function asking(
  how: 'answer' | 'reading' | 'slowly' = 'answer',
  options: { finalPrompt?: string; remix?: 'off' | 'ask' | 'on' } = {},
) {
  const card = await onCard();
  const { world } = card;
  if (options.remix !== undefined) await world.settings(WHO, { do: 'save', given: { remix: options.remix } });
  if (how !== 'reading') world.answers('press', asks(options.finalPrompt));
  if (how === 'slowly') world.meanwhile('after press', () => world.elapse(10_000));
  await card.press(BUTTONS.vary);
  await world.run();
  if (how === 'reading') {
    const more: Partial<Snapshot> = { status: 'confirming', finalPrompt: options.finalPrompt };
    world.says(card.child().task ?? '', more);
    await world.pass(4000);
  }
  const ref: StepRef = { of: 'submission', submission: card.child().id };
  const use = (user = 'U00BOB') => ({
    submission: ref.submission,
    place: world.place({ user }),
    key: `k${Math.random()}`,
  });
  return { ...card, ref, use };
}
const WHO = { team: 'T00FAKE00', user: 'U00BOB' };

describe('a confirmation in the answer to a press', () => {
  test('opens the modal from the click, filled in with the gateway’s proposal, and says so on the card', async () => {
    const { world, ref, child } = await asking('answer', { finalPrompt: 'a red fox --v 7' });

    expect(world.steps.modals).toMatchObject([
      { step: { ref, kind: 'prompt', button: 'Vary (Subtle)', prompt: 'a red fox --v 7' } },
    ]);
    expect(child()).toMatchObject({ mark: 'submitted', asked: { found: 'answer' } });
    expect(world.channel.get(child().card.ts ?? '')?.record.asked).toBeDefined();
    expect(world.replies).toEqual([]);
  });

  test.each([undefined, ''])('without a proposal (%j) is filled in with the parent’s prompt', async (finalPrompt) => {
    const { world } = await asking('answer', finalPrompt === undefined ? {} : { finalPrompt });

    expect(world.steps.modals).toMatchObject([{ step: { prompt: 'a red fox --ar 3:2' } }]);
  });

  test('that comes too late for the click opens nothing; *Continue* does', async () => {
    const { world, ref, use } = await asking('slowly');
    expect(world.steps.modals).toEqual([]);
    expect(world.replies.map(({ line }) => line)).toEqual([
      { say: 'needs-input', mention: 'U00BOB', button: 'Vary (Subtle)' },
    ]);

    expect(await world.controls.continue(use())).toEqual({
      step: { ref, kind: 'prompt', button: 'Vary (Subtle)', prompt: 'a red fox --ar 3:2' },
    });
  });

  test('is sent once with what was typed, and followed under the id that comes back', async () => {
    const { world, ref, child, sent } = await asking();
    const first = child().task;
    world.answers('confirm', () => ({ kind: 'accepted', task: 'another-id' }));
    expect(await world.step(ref, { prompt: ' a blue fox ' }, 'U00BOB')).toBe('stored');
    await world.run();

    expect(sent('confirm')).toMatchObject([{ task: first, prompt: 'a blue fox', state: child().id }]);
    expect(child()).toMatchObject({ mark: 'confirmed', task: 'another-id', answer: { by: 'U00BOB' } });
  });

  test('that means “made before” asks nothing: the existing picture is shown', async () => {
    const { world, press, child } = await onCard();
    world.answers('press', () => ({ kind: 'exists', task: 'old' }));
    await press(BUTTONS.vary);
    await world.run();

    expect(child()).toMatchObject({ mark: 'submitted', task: 'old' });
    expect(world.steps.modals).toEqual([]);
  });
});

describe('a confirmation that only a reading finds', () => {
  test('is said once in the thread, to the person who pressed', async () => {
    const { world, child } = await asking('reading', { finalPrompt: 'a red fox --v 7' });
    await world.pass(60_000);

    expect(world.replies).toEqual([
      { ts: child().card.ts, line: { say: 'needs-input', mention: 'U00BOB', button: 'Vary (Subtle)' } },
    ]);
    expect(world.steps.modals).toEqual([]);
    expect(child()).toMatchObject({ asked: { finalPrompt: 'a red fox --v 7' }, stalled: false });
  });

  test('waits for Slack’s budget with its line, and is still said once', async () => {
    const { world, press, child } = await onCard();
    await press(BUTTONS.vary);
    await world.run();
    world.says(child().task ?? '', { status: 'confirming' });
    world.spendBudget(5000);
    await world.pass(4000);
    expect(world.replies).toEqual([]);
    world.spendBudget(0);
    await world.pass(30_000);

    expect(world.replies).toHaveLength(1);
  });

  test('whose line was under way when the worker was killed is not said again', async () => {
    const { world, child } = await asking('reading');
    world.replies.splice(0);
    await world.requeue(child().id);
    await world.pass(30_000);

    expect(world.replies).toEqual([]);
  });

  test('and was stored just before a kill is still made known', async () => {
    const { world, press, child } = await onCard();
    await press(BUTTONS.vary);
    await world.run();
    world.store.set(child().id, asked('', 'reading', world.now)(child()));
    await world.pass(10_000);

    expect(world.replies).toHaveLength(1);
  });

  test('does not hold the readings of others up', async () => {
    const { world, press, children } = await onCard();
    await press(BUTTONS.vary);
    await press(BUTTONS.pan);
    await world.run();
    const [one, two] = children();
    world.says(one?.task ?? '', { status: 'confirming' });
    world.says(two?.task ?? '', { status: 'running', progress: '31%', percent: 31 });
    world.trouble('reply', new Unreachable('slack', 'ECONNREFUSED'));
    await world.pass(4000);

    expect(world.store.get(two?.id as never)?.snapshot?.progress).toBe('31%');
  });
});

describe('what the person chose', () => {
  test.each([
    ['answer', 'a red fox --v 7', 'a red fox --v 7'],
    ['answer', '', 'a red fox --ar 3:2'],
    ['reading', 'a red fox --v 7', 'a red fox --v 7'],
    ['reading', '', 'a red fox --ar 3:2'],
  ] as const)('*off* answers at once, found by %s with the proposal %j', async (how, finalPrompt, prompt) => {
    const { world, sent, child } = await asking(how, { finalPrompt, remix: 'off' });

    expect(sent('confirm')).toMatchObject([{ prompt }]);
    expect(child()).toMatchObject({ mark: 'confirmed', answer: { prompt, by: 'U00BOB' } });
    expect([...world.steps.modals, ...world.replies]).toEqual([]);
  });

  test('*off* of somebody else says nothing about this press', async () => {
    const { world, press } = await onCard();
    await world.settings(WHO, { do: 'save', given: { remix: 'off' } });
    world.answers('press', asks());
    await press(BUTTONS.vary, 'U00CAT');
    await world.run();

    expect(world.steps.modals).toHaveLength(1);
  });

  test.each([
    ['on', true],
    ['ask', undefined],
    ['off', undefined],
  ] as const)('*%s* sends the wish to be asked: %s', async (remix, wish) => {
    const { sent } = await asking('answer', { remix });
    expect(sent('press').map((body) => body['remix'])).toEqual([wish]);
  });

  test('*on* is not sent with a press that never asks', async () => {
    const { world, press, sent } = await onCard();
    await world.settings(WHO, { do: 'save', given: { remix: 'on' } });
    await press(BUTTONS.upscale);
    await world.run();

    expect(sent('press')[0]?.['remix']).toBeUndefined();
  });

  test('a gateway that runs the press without asking asks nobody', async () => {
    const { world, press, child } = await onCard();
    await press(BUTTONS.vary);
    await world.run();
    world.says(child().task ?? '', { status: 'running', progress: '10%' });
    await world.pass(10_000);

    expect(world.steps.modals).toEqual([]);
    expect(child().asked).toBeUndefined();
  });
});

describe('two answers', () => {
  test('of one person are one: nothing is said of the second', async () => {
    const { world, ref, sent } = await asking();
    const both = await Promise.all([1, 2].map(() => world.step(ref, { prompt: 'a blue fox' }, 'U00BOB')));
    await world.run();
    await world.step(ref, { prompt: 'a green fox' }, 'U00BOB');
    await world.run();

    expect(both.sort()).toEqual(['known', 'stored']);
    expect(sent('confirm')).toMatchObject([{ prompt: 'a blue fox' }]);
  });

  test.each([
    ['after change', 1],
    ['submit job', 1],
    ['submit job', 2],
    ['show job', 1],
  ])('of which the first was stored and not sent on (%s, %i) may have been taken, and are one', async (step, times) => {
    const { world, ref, sent } = await asking();
    world.trouble(step, ...Array.from({ length: times }, () => new Unreachable('redis', 'ETIMEDOUT')));
    for (let n = 0; n < times; n += 1)
      await expect(world.step(ref, { prompt: 'a blue fox' }, 'U00BOB')).rejects.toThrow(InDoubt);
    await world.step(ref, { prompt: 'a blue fox' }, 'U00BOB');
    await world.run();

    expect(sent('confirm')).toMatchObject([{ prompt: 'a blue fox' }]);
  });

  test('of two people are one: the second is told who was faster', async () => {
    const { world, ref, sent, use } = await asking();
    await world.step(ref, { prompt: 'a blue fox' }, 'U00BOB');
    await expect(world.step(ref, { prompt: 'a green fox' }, 'U00CAT')).rejects.toMatchObject({
      code: 'step-answered',
      params: { by: 'U00BOB' },
    });
    await expect(world.controls.continue(use('U00CAT'))).rejects.toMatchObject({ code: 'step-answered' });
    await world.run();

    expect(sent('confirm')).toHaveLength(1);
  });

  test('are one even while the gateway goes on asking', async () => {
    const { world, ref, child, sent } = await asking();
    await world.step(ref, { prompt: 'a blue fox' }, 'U00BOB');
    await world.run();
    expect(child().mark).toBe('confirmed');
    world.says(child().task ?? '', { status: 'confirming' });
    await world.pass(60_000);

    expect(sent('confirm')).toHaveLength(1);
    expect(world.steps.modals).toHaveLength(1);
    await world.step(ref, { prompt: 'a green fox' }, 'U00BOB');
    await world.run();
    expect(sent('confirm')).toHaveLength(1);
  });

  test('an empty one is refused, names its field, and leaves the step open', async () => {
    const { world, ref, sent } = await asking();
    await expect(world.step(ref, { prompt: '  ' }, 'U00BOB')).rejects.toMatchObject({ code: 'empty-prompt' });
    await world.step(ref, { prompt: 'a blue fox' }, 'U00BOB');
    await world.run();

    expect(sent('confirm')).toHaveLength(1);
  });
});

describe('who may answer', () => {
  test('only the person who pressed, where only the requester may press', async () => {
    const { world, press, child } = await onCard({ rules: { pressBy: 'requester' } });
    world.answers('press', asks());
    await press(BUTTONS.vary, 'U00ANN');
    await world.run();
    const ref: StepRef = { of: 'submission', submission: child().id };
    const use = { submission: child().id, place: world.place({ user: 'U00BOB' }), key: 'k' };

    await expect(world.step(ref, { prompt: 'x' }, 'U00BOB')).rejects.toMatchObject({ code: 'not-yours-to-press' });
    await expect(world.controls.continue(use)).rejects.toMatchObject({ code: 'not-yours-to-press' });
    await expect(world.step(ref, { prompt: 'x' }, 'U00ADMIN')).rejects.toMatchObject({ code: 'not-yours-to-press' });
    expect(await world.step(ref, { prompt: 'x' }, 'U00ANN')).toBe('stored');
  });

  test('nobody in a channel that is not allowed any more', async () => {
    const rules = { allowedChannels: ['C00ART'] };
    const { world, press, child } = await onCard({ rules });
    world.answers('press', asks());
    await press(BUTTONS.vary);
    await world.run();
    rules.allowedChannels.splice(0, 1, 'C00ELSE');

    await expect(
      world.step({ of: 'submission', submission: child().id }, { prompt: 'x' }, 'U00BOB'),
    ).rejects.toMatchObject({ code: 'channel-not-allowed' });
  });
});

describe('an answer that does not get through', () => {
  test.each([new Unreachable('gateway', 'ECONNREFUSED'), new Busy('gateway', '队列已满')])(
    'because it was certainly not taken ($name) is sent again',
    async (error) => {
      const { world, ref, sent } = await asking();
      world.trouble('before confirm', error, error);
      await world.step(ref, { prompt: 'a blue fox' }, 'U00BOB');
      await world.pass(30_000);

      expect(sent('confirm')).toHaveLength(1);
    },
  );

  test('whose fate is unknown is not sent again; the task is followed', async () => {
    const { world, ref, child, sent } = await asking();
    world.trouble('after confirm', new InDoubt('gateway', 'time-out'));
    await world.step(ref, { prompt: 'a blue fox' }, 'U00BOB');
    await world.pass(60_000);
    expect(sent('confirm')).toHaveLength(1);
    expect(child()).toMatchObject({ mark: 'confirming', asked: { lost: true } });

    world.says(child().task ?? '', { status: 'done', imageUrl: 'https://cdn/blue.png' });
    await world.pass(20_000);
    expect(child()).toMatchObject({ mark: 'delivered', end: { kind: 'done' }, answer: { prompt: 'a blue fox' } });
  });

  test('after a kill between the mark and the answer is not sent again', async () => {
    const { world, ref, child, sent } = await asking();
    await world.step(ref, { prompt: 'a blue fox' }, 'U00BOB');
    world.store.set(child().id, confirming(world.now)(child()));
    await world.pass(30_000);

    expect(sent('confirm')).toEqual([]);
    expect(child()).toMatchObject({ mark: 'confirming', asked: { lost: true } });
  });

  test('because the gateway forgot the child ends honestly; *Try again* presses again with the same answer', async () => {
    const { world, ref, child, children, sent, use } = await asking();
    world.trouble('before confirm', new Refused('gateway', 'parent-gone', '任务不存在', { momentary: true }));
    await world.step(ref, { prompt: 'a blue fox' }, 'U00BOB');
    await world.run();
    expect(child()).toMatchObject({ mark: 'delivered', end: { kind: 'failed', cause: 'gone' } });
    expect(world.released.at(-1)).toMatchObject({ giveBack: true });

    world.answers('press', asks());
    expect(await world.controls['try-again'](use())).toBeUndefined();
    await world.run();

    expect(sent('press')).toHaveLength(2);
    expect(sent('confirm')).toMatchObject([{ prompt: 'a blue fox' }]);
    expect(children()[1]).toMatchObject({ mark: 'confirmed', answer: { prompt: 'a blue fox' } });
    expect(world.steps.modals).toHaveLength(1);
  });
});

describe('a step that nobody answers', () => {
  test('ends after five minutes, costs nothing, and may be pressed again with a modal of its own', async () => {
    const { world, ref, child, children, use } = await asking();
    await world.pass(ANSWER_MS - 10_000);
    expect(child().end).toBeUndefined();
    await world.pass(30_000);
    expect(child()).toMatchObject({ mark: 'delivered', end: { kind: 'unanswered' } });
    expect(world.released.at(-1)).toMatchObject({ id: child().id, giveBack: true });
    expect(world.due.size).toBe(0);
    await expect(world.step(ref, { prompt: 'x' }, 'U00BOB')).rejects.toMatchObject({ code: 'step-over' });
    await expect(world.controls.continue(use())).rejects.toMatchObject({ code: 'step-over' });

    world.answers('press', asks());
    await world.controls['try-again']({ ...use(), trigger: world.trigger() });
    await world.run();

    expect(children()[1]).toMatchObject({ mark: 'submitted', asked: { found: 'answer' } });
    expect(children()[1]?.answer).toBeUndefined();
    expect(world.steps.modals).toHaveLength(2);
  });

  test('and is cancelled tells the gateway, and costs nothing', async () => {
    const { world, child, use, sent } = await asking();
    await world.controls.cancel(use());
    await world.run();

    expect(child()).toMatchObject({ mark: 'delivered', end: { kind: 'cancelled', sent: true } });
    expect(world.released.at(-1)).toMatchObject({ giveBack: true });
    expect(sent('confirm')).toEqual([]);
  });

  test('and that the gateway draws all the same is shown as any other', async () => {
    const { world, child, ref } = await asking();
    world.says(child().task ?? '', { status: 'running', progress: '15%', percent: 15 });
    await world.pass(ANSWER_MS + 60_000);
    expect(child().end).toBeUndefined();
    await expect(world.step(ref, { prompt: 'x' }, 'U00BOB')).rejects.toMatchObject({ code: 'step-over' });
  });
});
