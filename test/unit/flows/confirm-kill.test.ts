import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Busy, InDoubt, Unreachable, UserMistake } from '../../../src/domain/errors.ts';
import { asked, submitted, submitting } from '../../../src/domain/life/index.ts';
import { english } from '../../../src/domain/messages.en.ts';
import { cardView } from '../../../src/slack/views/card.ts';
import { asks, BUTTONS, onCard } from '../../support/on-card.ts';

const GIVEN = { prompt: 'a blue fox', zoom: '1.5' };

describe('a kill', () => {
  test('between the gateway’s question and the modal leaves *Continue* on the card', async () => {
    const { world, press, child } = await onCard();
    await press(BUTTONS.vary);
    const id = child().id;
    await world.show(id, 'end');
    // What was stored when the worker died: the card stands, and the question, of which nothing was told.
    world.store.set(id, asked('', 'answer', world.now)(submitted('t9', world.now)(submitting(world.now)(child()))));
    world.elapse(5000);
    await world.pass(5000);

    expect(world.steps.modals).toEqual([]);
    const [card] = [...world.channel.values()].filter((one) => one.id === id);
    expect(JSON.stringify(cardView(card?.record ?? child(), english).blocks)).toContain('"Continue"');
    expect(world.store.get(id)).toMatchObject({ asked: { told: true } });
    expect(world.replies.map(({ line }) => line.say)).toContain('needs-input');
  });

  test('between the answer and its sending loses nothing', async () => {
    const { world, press, child, sent } = await onCard();
    world.answers('press', asks());
    await press(BUTTONS.vary);
    await world.run();
    await world.step({ of: 'submission', submission: child().id }, { prompt: 'a blue fox' }, 'U00BOB');
    await world.requeue(child().id);
    await world.pass(5000);

    expect(sent('confirm')).toHaveLength(1);
  });

  test('between a zoom’s press and its answer goes on with the answer', async () => {
    const { world, press, refOf, child, sent } = await onCard();
    await press(BUTTONS.zoom);
    await world.step(refOf(BUTTONS.zoom), { prompt: 'a fox', zoom: '1.5' }, 'U00BOB');
    world.trouble('after press', new InDoubt('gateway', 'socket hang up'));
    await world.run();
    expect(child().mark).toBe('in doubt');
    await world.pass(15_000);

    expect(sent('press')).toHaveLength(1);
    expect(sent('confirm')).toMatchObject([{ prompt: 'a fox --zoom 1.5' }]);
  });
});

test('a question whose answer may have been sent before a copy of Redis was put back is not answered once more', async () => {
  const { world, press, child, sent } = await onCard();
  world.answers('press', asks());
  await press(BUTTONS.vary);
  await world.run();
  await world.step({ of: 'submission', submission: child().id }, { prompt: 'a blue fox' }, 'U00BOB');
  world.copied.add(child().id);
  await world.pass(60_000);

  expect(sent('confirm')).toHaveLength(0);
  expect(child().mark).toBe('confirming');
});

test('whoever answers, whatever the gateway says and loses, and wherever a worker dies: an id is answered at most once', async () => {
  const readings = ['waiting', 'running', 'confirming'] as const;
  const troubles = [
    new Unreachable('gateway', 'ECONNREFUSED'),
    new InDoubt('gateway', 'time-out'),
    new Busy('gateway', '队列已满'),
  ] as const;
  const deed = fc.oneof(
    fc.record({ answer: fc.constantFrom('U00BOB', 'U00CAT') }),
    fc.record({ reading: fc.constantFrom(...readings) }),
    fc.record({ lost: fc.constantFrom(...troubles) }),
    fc.record({ pass: fc.integer({ min: 100, max: 90_000 }) }),
    fc.constant({ killed: true }),
    fc.constant({ cancel: true }),
    fc.constant({ checkAgain: true }),
  );
  let confirmed = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('vary', 'zoom'),
      fc.boolean(),
      fc.array(deed, { maxLength: 12 }),
      async (button, says21, deeds) => {
        const { world, press, refOf, child, sent } = await onCard();
        if (says21) world.answers('press', asks());
        if (button === 'zoom') await world.step(refOf(BUTTONS.zoom), { prompt: 'a fox', zoom: '1.5' });
        else await press(BUTTONS.vary);
        const { id } = child();
        const use = { submission: id, place: world.place({ user: 'U00ADMIN' }), key: 'k' };
        for (const one of deeds) {
          try {
            if ('answer' in one) await world.step({ of: 'submission', submission: id }, GIVEN, one.answer);
            else if ('reading' in one) world.says(child().task ?? '', { status: one.reading });
            else if ('lost' in one)
              world.trouble(one.lost instanceof InDoubt ? 'after confirm' : 'before confirm', one.lost);
            else if ('pass' in one) await world.pass(one.pass);
            else if ('killed' in one) await world.requeue(id);
            else if ('cancel' in one) await world.controls.cancel(use);
            else await world.controls['check-again'](use);
          } catch (error) {
            if (!(error instanceof UserMistake)) throw error;
          }
        }
        await world.pass(60_000);

        expect(sent('confirm').length).toBeLessThanOrEqual(1);
        expect(sent('press').length).toBeLessThanOrEqual(1);
        confirmed += sent('confirm').length;
      },
    ),
    { numRuns: 150 },
  );
  // The walks do come that far.
  expect(confirmed).toBeGreaterThan(20);
});
