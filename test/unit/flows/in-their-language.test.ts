import { describe, expect, test } from 'vitest';
import { Refused } from '../../../src/domain/errors.ts';
import { fakeWorld } from '../../support/fake-world.ts';
import { asks, BUTTONS, onCard } from '../../support/on-card.ts';

/** Ann reads English and asked for the card, Bob reads Chinese and presses its buttons. */
const BOB = 'U00BOB';

async function bobOnCard(options: Parameters<typeof onCard>[0] = {}) {
  const card = await onCard(options);
  card.world.speaks.set(BOB, 'zh');
  return card;
}

test('a card is in the language of whoever asked, that of a press in the language of whoever pressed', async () => {
  const { world, parent, press, child } = await bobOnCard();
  await press(BUTTONS.upscale, BOB);
  await world.run();

  expect(child().language).toBe('zh');
  expect(parent().language).toBe('en');
});

test('a series and its cards are in the language of whoever asked for them', async () => {
  const world = fakeWorld();
  world.speaks.set(BOB, 'zh');
  const told = await world.command('imagine', 'a {red, blue} fox', { user: BOB });
  if (told === undefined || !('offer' in told)) throw new Error('nothing was asked');
  await world.draft(told.offer.draft, 'make', BOB);
  await world.run();

  expect([...world.series.store.values()].map(({ language }) => language)).toEqual(['zh']);
  expect([...world.store.values()].map(({ language }) => language)).toEqual(['zh', 'zh']);
});

test('where no card can be posted, the note is in their language', async () => {
  const world = fakeWorld();
  world.speaks.set(BOB, 'zh');
  world.trouble('before post', new Refused('slack', 'cannot-post', 'not_in_channel'));
  await world.command('imagine', 'a fox', { user: BOB, responseUrl: 'https://hooks.slack.com/1' });
  await world.run();

  expect(world.notes).toEqual([{ say: 'cannot-post-here' }]);
  expect(world.notedIn).toEqual(['zh']);
});

test('a worker opens the modal of a press in the language of whoever pressed', async () => {
  const { world, press } = await bobOnCard();
  world.answers('press', asks());
  await press(BUTTONS.vary, BOB);
  await world.run();

  expect(world.steps.modals).toMatchObject([{ language: 'zh' }]);
});

describe('the painter', () => {
  async function visiting() {
    const card = await bobOnCard({ publicUrl: true });
    const { world } = card;
    const reply = await card.press(BUTTONS.region, BOB);
    const step = reply !== undefined && 'step' in reply ? reply.step : undefined;
    if (step?.painter === undefined) throw new Error('no painter');
    const viewId = await world.steps.needs.dialogs.open(world.trigger(), step, undefined);
    await world.seated(step, viewId ?? '');
    return { world, id: step.painter.id };
  }
  // biome-ignore lint/suspicious/noThenProperty: the word of the page.
  const painted = (then: 'redraw' | 'return') => ({ prompt: 'a hat', mask: Buffer.from('painted'), then });

  test('speaks as the person for whom the link was made, until nobody knows it any more', async () => {
    const { world, id } = await visiting();

    expect(await world.painter.language(id)).toBe('zh');
    world.elapse(31 * 60_000);
    expect(await world.painter.language(id)).toBeUndefined();
  });

  test.each(['redraw', 'return'] as const)('leaves the modal in their language: %s', async (then) => {
    const { world, id } = await visiting();

    expect(await world.painter.accept(id, painted(then))).toBe('taken');
    expect(world.steps.modals).toMatchObject([{ language: 'zh' }]);
  });
});
