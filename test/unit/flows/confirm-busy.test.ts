import { describe, expect, test } from 'vitest';
import { Busy, Unreachable } from '../../../src/domain/errors.ts';
import { ANSWER_MS } from '../../../src/domain/pace.ts';
import type { StepRef } from '../../../src/domain/step.ts';
import { asks, BUTTONS, onCard } from '../../support/on-card.ts';

/** A press on *Vary*, for which the gateway asks for a prompt in its answer. */
async function asking() {
  const card = await onCard();
  const { world } = card;
  world.answers('press', asks(undefined));
  await card.press(BUTTONS.vary);
  await world.run();
  const ref: StepRef = { of: 'submission', submission: card.child().id };
  const use = () => ({ submission: ref.submission, place: world.place({ user: 'U00BOB' }), key: `k${Math.random()}` });
  return { ...card, ref, use };
}

describe('an answer that the gateway cannot take', () => {
  test('is tried again, the card says so, and after as long as the gateway waits it ends', async () => {
    const { world, child, ref } = await asking();
    world.trouble('before confirm', ...Array.from({ length: 1000 }, () => new Busy('gateway', 'queue full')));
    await world.step(ref, { prompt: 'a blue fox' }, 'U00BOB');
    await world.run();
    expect(child()).toMatchObject({ mark: 'submitted', waiting: { why: 'busy', reason: 'queue full' } });
    await world.pass(ANSWER_MS + 60_000);

    expect(child().end).toMatchObject({ kind: 'failed', cause: 'busy' });
    expect(world.submits.filter(({ kind }) => kind === 'confirm')).toEqual([]);
  });

  test('cancelled before it was sent, it is not sent by looking again', async () => {
    const { world, child, ref, use } = await asking();
    world.trouble('before confirm', new Unreachable('gateway', 'down'));
    await world.step(ref, { prompt: 'a blue fox' }, 'U00BOB');
    await world.run();
    await world.controls.cancel(use());
    await world.run();
    expect(child().end).toMatchObject({ kind: 'cancelled' });

    await expect(world.controls['check-again'](use())).rejects.toMatchObject({ code: 'nothing-to-check' });
    expect(world.submits.filter(({ kind }) => kind === 'confirm')).toEqual([]);
  });
});
