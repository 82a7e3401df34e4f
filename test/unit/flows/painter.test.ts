import { describe, expect, test } from 'vitest';
import { Refused, Unreachable } from '../../../src/domain/errors.ts';
import { customIdHash } from '../../../src/domain/press-token.ts';
import type { Step } from '../../../src/domain/step.ts';
import type { Painted } from '../../../src/flows/press/painter.ts';
import { BUTTONS, onCard } from '../../support/on-card.ts';

const MINUTE = 60_000;

/** A region's modal with its link to the painter; `seated` once the modal is known. */
async function visiting(options: Parameters<typeof onCard>[0] & { modal?: 'open' | 'none' } = {}) {
  const card = await onCard({ publicUrl: true, ...options });
  const { world } = card;
  const reply = await card.press(BUTTONS.region, options.rules?.pressBy === 'requester' ? 'U00ANN' : 'U00BOB');
  const step = reply !== undefined && 'step' in reply ? reply.step : undefined;
  const id = step?.painter?.id;
  if (step === undefined || id === undefined) throw new Error('no painter');
  let viewId = '';
  if (options.modal !== 'none') {
    viewId = (await world.steps.needs.dialogs.open(world.trigger(), step, 'en')) ?? '';
    await world.seated(step, viewId);
  }
  const paint = async (painted: Partial<Omit<Painted, 'mask'>> & { mask?: string } = {}, link = id) =>
    await world.painter.accept(link, {
      prompt: 'a red fox with a hat',
      // biome-ignore lint/suspicious/noThenProperty: the word of the page.
      then: 'redraw',
      ...painted,
      mask: Buffer.from(painted.mask ?? 'painted'),
    });
  const modal = (): Step | undefined => world.steps.modals.find((one) => one.viewId === viewId)?.step;
  const close = () => world.steps.modals.forEach((one) => void (one.open = false));
  return { ...card, id, step, viewId, paint, modal, close };
}

describe('a look at the page', () => {
  test('shows button, prompt and the picture’s own size, and knows whether a modal takes the mask back', async () => {
    const { world, id } = await visiting();
    world.steps.sizes.set('https://cdn/fox.png', { width: 1024, height: 683 });

    expect(await world.painter.page(id)).toEqual({
      prompt: 'a red fox --ar 3:2',
      button: 'Vary (Region)',
      width: 1024,
      height: 683,
      canReturn: true,
    });
    expect(await world.painter.picture(id)).toMatchObject({ bytes: Buffer.from('https://cdn/fox.png') });
    const alone = await visiting({ modal: 'none' });
    expect(await alone.world.painter.page(alone.id)).toMatchObject({ canReturn: false });
  });

  test('uses nothing up', async () => {
    const { world, id, paint } = await visiting();
    for (let times = 0; times < 3; times += 1) await world.painter.page(id);
    expect(await paint()).toBe('taken');
  });

  test('after half an hour, or by a link that we never made, finds nothing', async () => {
    const { world, id, paint } = await visiting();
    world.elapse(30 * MINUTE);
    for (const link of [id, 'paint99']) {
      expect(await world.painter.page(link)).toBe('gone');
      expect(await world.painter.picture(link)).toBeUndefined();
      expect(await paint({}, link)).toBe('gone');
    }
  });

  test('finds nothing when the card or its picture is gone', async () => {
    const { world, id, parent } = await visiting();
    world.files.clear();
    expect(await world.painter.page(id)).toBe('gone');
    expect(await world.painter.picture(id)).toBeUndefined();
    world.store.delete(parent().id);
    expect(await world.painter.page(id)).toBe('gone');
  });

  test('when Slack does not answer is no end of the link', async () => {
    const { world, id, paint } = await visiting();
    world.trouble('read file', new Unreachable('slack', 'ECONNREFUSED'), new Unreachable('slack', 'ECONNREFUSED'));
    await expect(world.painter.page(id)).rejects.toThrow(Unreachable);
    await expect(paint()).rejects.toThrow(Unreachable);
    expect(await paint()).toBe('taken');
  });
});

describe('redraw', () => {
  test('finishes the step as the person for whom the link was made', async () => {
    const { world, paint, child, sent, parent } = await visiting();
    expect(await paint()).toBe('taken');
    await world.run();

    expect(child()).toMatchObject({ asker: 'U00BOB', mark: 'confirmed', card: { threadTs: parent().card.ts } });
    expect(sent('confirm')).toMatchObject([{ prompt: 'a red fox with a hat' }]);
    expect(Buffer.from(String(sent('confirm')[0]?.['mask']).split(',')[1] ?? '', 'base64').toString()).toContain(
      'painted',
    );
  });

  test('begins with what was typed in the modal, and sends it where the page was left as it was', async () => {
    const { world, id, step, paint, sent } = await visiting();
    await world.worded(step, 'a fox typed in the modal');
    expect(await world.painter.page(id)).toMatchObject({ prompt: 'a fox typed in the modal' });
    await world.worded(step, 'a fox typed while the page was open');
    expect(await paint({ prompt: 'a fox typed in the modal', reworded: false })).toBe('taken');
    await world.run();

    expect(sent('confirm')).toMatchObject([{ prompt: 'a fox typed while the page was open' }]);
  });

  test('sends what was typed on the page, whatever is typed in the modal', async () => {
    const { world, step, paint, sent } = await visiting();
    await world.worded(step, 'a fox typed in the modal');
    expect(await paint({ prompt: 'a fox typed on the page', reworded: true })).toBe('taken');
    await world.run();

    expect(sent('confirm')).toMatchObject([{ prompt: 'a fox typed on the page' }]);
  });

  test('twice is once', async () => {
    const { world, id, paint, children } = await visiting();
    expect(await paint()).toBe('taken');
    expect(await paint({ mask: 'another' })).toBe('used');
    expect(await world.painter.page(id)).toBe('used');
    expect(children()).toHaveLength(1);
  });

  test('twice at the same moment is once', async () => {
    const { paint, children } = await visiting();
    expect((await Promise.all([paint(), paint({ mask: 'another' })])).sort()).toEqual(['taken', 'used']);
    expect(children()).toHaveLength(1);
  });

  test('after a kill before the link was used up is still once', async () => {
    const { world, paint, children, id } = await visiting();
    world.trouble('use', new Unreachable('redis', 'killed'));
    await expect(paint()).rejects.toThrow(Unreachable);
    expect(await paint()).toBe('used');
    expect(children()).toHaveLength(1);
    expect(await world.painter.page(id)).toBe('used');
  });

  test.each([
    [{ mask: 'empty' }, 'mask-empty', 'mask'],
    [{ mask: 'full' }, 'mask-full', 'mask'],
    [{ mask: 'broken' }, 'mask-unreadable', 'mask'],
    [{ prompt: ' ' }, 'empty-prompt', undefined],
    [{ prompt: 'x'.repeat(3001) }, 'long-prompt', undefined],
  ])('with %j is refused, and uses nothing up', async (painted, code, field) => {
    const { paint, children } = await visiting();
    for (const then of ['redraw', 'return'] as const)
      await expect(paint({ ...painted, then })).rejects.toMatchObject({ code, ...(field && { field }) });
    expect(children()).toEqual([]);
    expect(await paint()).toBe('taken');
  });

  test('is the person’s own press: their permission and quota count, and a refusal uses nothing up', async () => {
    const rules = { pressBy: 'requester' as 'requester' | 'anyone', allowedChannels: ['C00ART'] };
    const { world, paint, parent, children } = await visiting({ rules });
    world.store.set(parent().id, { ...parent(), asker: 'U00ELSE' });
    await expect(paint()).rejects.toMatchObject({ code: 'not-yours-to-press' });
    await expect(paint({ then: 'return' })).rejects.toMatchObject({ code: 'not-yours-to-press' });
    world.store.set(parent().id, { ...parent(), asker: 'U00ANN' });
    rules.allowedChannels.splice(0, 1, 'C00ELSE');
    await expect(paint()).rejects.toMatchObject({ code: 'channel-not-allowed' });
    rules.allowedChannels.splice(0, 1, 'C00ART');
    world.trouble('accept', new Unreachable('redis', 'away'));
    await expect(paint()).rejects.toThrow(Unreachable);

    expect(children()).toEqual([]);
    expect(await paint()).toBe('taken');
  });
});

describe('use this mask', () => {
  test('shows it in the modal, with its share, a look at it, and a link to paint anew', async () => {
    const { world, paint, modal, id, step, children, viewId } = await visiting();
    expect(await paint({ then: 'return' })).toBe('taken');

    const shown = modal();
    expect(shown).toMatchObject({
      ref: step.ref,
      kind: 'region',
      picture: step.picture,
      prompt: 'a red fox with a hat',
    });
    expect(shown?.painted?.share).toBe(0.25);
    expect(shown?.painter?.id).not.toBe(id);
    expect(shown?.painted?.preview).toBe(`https://bot.example.com/paint/${shown?.painter?.id}/preview`);
    expect((await world.painter.preview(shown?.painter?.id ?? ''))?.bytes.toString()).toMatch(/fox\.png.*painted/);
    expect(await world.painter.page(id)).toBe('used');
    expect(await world.painter.page(shown?.painter?.id ?? '')).toMatchObject({ canReturn: true });
    expect(children()).toEqual([]);

    const mask = { kind: 'painted', id: shown?.painted?.id ?? '' } as const;
    await world.step(step.ref, { prompt: 'a red fox with a hat', mask }, 'U00BOB', `T00FAKE00-U00BOB-${viewId}`);
    await world.run();
    expect(children()).toMatchObject([{ mark: 'confirmed' }]);
  });

  test('may be done anew by the new link', async () => {
    const { world, paint, modal } = await visiting();
    await paint({ then: 'return' });
    const first = modal();
    expect(await paint({ then: 'return', mask: 'better' }, first?.painter?.id)).toBe('taken');

    expect(modal()?.painted?.id).not.toBe(first?.painted?.id);
    expect((await world.painter.preview(modal()?.painter?.id ?? ''))?.bytes.toString()).toContain('better');
    expect((await world.painter.preview(first?.painter?.id ?? ''))?.bytes.toString()).toContain('painted');
  });

  test('when the modal is closed uses nothing up; *Redraw* still works', async () => {
    const { paint, close, children } = await visiting();
    close();
    expect(await paint({ then: 'return' })).toBe('closed');
    expect(await paint()).toBe('taken');
    expect(children()).toHaveLength(1);
  });

  test('when no modal was ever known is closed', async () => {
    const { paint } = await visiting({ modal: 'none' });
    expect(await paint({ then: 'return' })).toBe('closed');
  });

  test('has no look at what was not painted yet', async () => {
    const { world, id } = await visiting();
    expect(await world.painter.preview(id)).toBeUndefined();
  });
});

test('a region that the gateway asks for by itself is answered from the page, and over when its time is', async () => {
  const { world, press, child, id: _ } = await visiting();
  // Pressed by another way: *Try again* of a press without its answer, on a gateway that asks.
  const order = { verb: 'press', button: BUTTONS.region } as const;
  await press(BUTTONS.vary);
  world.store.set(child().id, { ...child(), order: { ...(child().order as { verb: 'press' }), ...order } as never });
  world.answers('press', (task) => ({ kind: 'confirm', task }));
  await world.run();
  const opened = world.steps.modals.at(-1)?.step;
  expect(opened).toMatchObject({ kind: 'region', ref: { of: 'submission', submission: child().id } });
  const link = opened?.painter?.id ?? '';
  expect(await world.painter.page(link)).toMatchObject({ button: 'Vary (Region)', canReturn: true });

  const painted = { mask: Buffer.from('painted'), prompt: 'a hat' };
  // biome-ignore lint/suspicious/noThenProperty: the word of the page.
  expect(await world.painter.accept(link, { ...painted, then: 'redraw' })).toBe('taken');
  await world.run();
  expect(child()).toMatchObject({ mark: 'confirmed', answer: { prompt: 'a hat', mask: { kind: 'painted' } } });
  // biome-ignore lint/suspicious/noThenProperty: the word of the page.
  expect(await world.painter.accept(link, { ...painted, then: 'redraw' })).toBe('used');
});

test('what is painted where the bot was taken out meanwhile is answered through the click that led there', async () => {
  const { world, parent } = await onCard({ publicUrl: true });
  const reply = await world.press({
    submission: parent().id,
    hash: customIdHash(BUTTONS.region.customId),
    place: world.place({ responseUrl: 'https://hooks/1' }),
    key: 'click',
  });
  const id = reply !== undefined && 'step' in reply ? reply.step.painter?.id : undefined;
  world.trouble('before post', new Refused('slack', 'cannot-post', 'channel_not_found'));
  // biome-ignore lint/suspicious/noThenProperty: the word of the page.
  const painted = { prompt: 'a red fox with a hat', then: 'redraw', mask: Buffer.from('painted') } as const;
  expect(await world.painter.accept(id ?? '', painted)).toBe('taken');
  await world.run();

  expect(world.notes).toEqual([{ say: 'cannot-post-here' }]);
  expect(world.submits.filter(({ kind }) => kind === 'press')).toEqual([]);
});
