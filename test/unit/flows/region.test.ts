import { describe, expect, test } from 'vitest';
import { Busy, Refused, Unreachable, UserMistake } from '../../../src/domain/errors.ts';
import type { MaskSource, Step } from '../../../src/domain/step.ts';
import { BUTTONS, onCard } from '../../support/on-card.ts';

const cells = (...chosen: number[]): MaskSource => ({ kind: 'cells', cells: chosen });
const ALL = Array.from({ length: 16 }, (_, index) => index + 1);

async function region() {
  const card = await onCard();
  const ref = card.refOf(BUTTONS.region);
  const mask = () => {
    const url = String(card.sent('confirm').at(-1)?.['mask']);
    expect(url).toMatch(/^data:image\/png;base64,/);
    return Buffer.from(url.replace(/^data:image\/png;base64,/, ''), 'base64').toString();
  };
  const picture = card.parent().picture?.fileId ?? '';
  return { ...card, ref, mask, picture };
}

describe('the mask of a region', () => {
  test('is sent at the size of the picture, made from the cells that were chosen', async () => {
    const { world, ref, mask, child } = await region();
    world.steps.sizes.set('https://cdn/fox.png', { width: 1024, height: 683 });
    await world.step(ref, { prompt: 'a red fox with a hat', mask: cells(6, 1, 2, 1) });
    await world.run();

    expect(mask()).toBe('cells 1024x683 1,2,6');
    expect(child()).toMatchObject({ mark: 'confirmed', answer: { prompt: 'a red fox with a hat' } });
  });

  test('is sent from a file, and from the painter, which is looked at again', async () => {
    const { world, ref, mask } = await region();
    world.files.set('F1', Buffer.from('drawn'));
    await world.step(ref, { prompt: 'a fox', mask: { kind: 'file', id: 'F1' } });
    await world.run();
    expect(mask()).toBe('file 64x48 drawn');

    world.steps.kept.set('m1', Buffer.from('painted'));
    await world.step(ref, { prompt: 'a fox', mask: { kind: 'painted', id: 'm1' } });
    await world.run();
    expect(mask()).toBe('painter 64x48 painted');
  });

  test.each<[string, MaskSource | undefined, string]>([
    ['none', undefined, 'mask-missing'],
    ['no cells', { kind: 'cells', cells: [] }, 'mask-missing'],
    ['every cell', cells(...ALL), 'mask-full'],
    ['an empty file', { kind: 'file', id: 'F00empty' }, 'mask-empty'],
    ['a file that is no picture', { kind: 'file', id: 'F00broken' }, 'mask-unreadable'],
    ['a file that is gone', { kind: 'file', id: 'F00gone' }, 'mask-unreadable'],
    ['a painted one that is gone', { kind: 'painted', id: 'm0' }, 'mask-missing'],
  ])('%s is told at once, under its field, and costs nothing', async (_, mask, code) => {
    const { world, ref, children } = await region();
    for (const bad of ['empty', 'broken']) world.files.set(`F00${bad}`, Buffer.from(bad));
    const sending = world.step(ref, { prompt: 'a fox', ...(mask === undefined ? {} : { mask }) });

    await expect(sending).rejects.toMatchObject({ code, field: 'mask' });
    expect(children()).toEqual([]);
  });

  test.each(['too-large', 'too-many-pixels'])('a file that is %s is told as such', async (reason) => {
    const { world, ref } = await region();
    world.trouble('read file', undefined, new Refused('slack', 'input-unusable', reason));

    await expect(world.step(ref, { prompt: 'a fox', mask: { kind: 'file', id: 'F1' } })).rejects.toMatchObject({
      code: 'mask-too-large',
    });
  });

  test('of a step that is not a region is left alone', async () => {
    const { world, refOf, child } = await onCard();
    await world.step(refOf(BUTTONS.zoom), { prompt: 'a fox', zoom: '1.5', mask: cells(1) });
    expect(child().answer).toEqual({ prompt: 'a fox --zoom 1.5', by: 'U00ANN' });
  });

  test('that turns out to be bad ends the submission before the press is sent, so that it costs nothing', async () => {
    const { world, ref, child, sent } = await region();
    await world.step(ref, { prompt: 'a fox', mask: cells(1) });
    world.trouble('mask', new UserMistake('mask-full'));
    await world.run();

    expect(sent('press')).toEqual([]);
    expect(child()).toMatchObject({ mark: 'delivered', end: { kind: 'failed', cause: 'mask', reason: '' } });
    expect(world.released.at(-1)).toMatchObject({ giveBack: true });
  });

  test('that turned out to be bad is asked for anew by *Try again*', async () => {
    const { world, ref, child } = await region();
    await world.step(ref, { prompt: 'a fox', mask: cells(1) });
    world.trouble('mask', new UserMistake('mask-full'));
    await world.run();

    const use = { submission: child().id, place: world.place(), key: 'k' };
    expect(await world.controls['try-again'](use)).toMatchObject({ step: { kind: 'region', ref } });
  });

  test.each([
    [
      'is deleted meanwhile',
      (world: Awaited<ReturnType<typeof region>>['world'], file: string) => world.files.delete(file),
    ],
    [
      'is no picture any more',
      (world: Awaited<ReturnType<typeof region>>['world']) =>
        world.trouble('size', new Refused('slack', 'input-unusable', 'not-a-picture')),
    ],
  ] as const)('of a picture that %s ends the submission, and nothing is sent', async (_, happens) => {
    const { world, ref, child, sent, picture } = await region();
    await world.step(ref, { prompt: 'a fox', mask: cells(1) });
    happens(world, picture);
    await world.run();

    expect(sent('press')).toEqual([]);
    expect(child().end).toMatchObject({ kind: 'failed', cause: 'gone' });
  });

  test.each([new Unreachable('slack', 'ECONNREFUSED'), new Busy('slack', 'ratelimited', 2000)])(
    'that cannot be made just now ($name) is waited for',
    async (error) => {
      const { world, ref, sent } = await region();
      await world.step(ref, { prompt: 'a fox', mask: cells(1) });
      world.trouble('read file', error);
      await world.pass(10_000);

      expect(sent('confirm')).toHaveLength(1);
      expect(sent('press')).toHaveLength(1);
    },
  );

  test('is made again after a kill between press and answer; one that is bad by then ends it before anything is drawn', async () => {
    const { world, ref, child, sent } = await region();
    await world.step(ref, { prompt: 'a fox', mask: cells(1) });
    world.trouble('before confirm', new Unreachable('gateway', 'ECONNREFUSED'));
    await world.run();
    expect(child().mark).toBe('submitted');
    world.trouble('mask', new UserMistake('mask-full'));
    await world.pass(10_000);

    expect(sent('confirm')).toEqual([]);
    expect(child().end).toMatchObject({ kind: 'failed', cause: 'mask' });
  });
});

describe('the grid over the picture', () => {
  async function asked(options: Parameters<typeof onCard>[0] = {}) {
    const card = await onCard(options);
    const step = async (): Promise<Step> => {
      const reply = await card.press(BUTTONS.region);
      if (reply === undefined || !('step' in reply)) throw new Error('no step');
      card.world.elapse(1500);
      return reply.step;
    };
    return { ...card, step };
  }

  test('is uploaded once for each picture, and kept', async () => {
    const { world, step, parent } = await asked();
    const before = world.files.size;
    const first = await world.grown(await step());
    expect(first.grid).toBe(parent().grid);
    expect(world.files.get(first.grid ?? '')?.toString()).toBe('grid');

    const second = await step();
    expect(second.grid).toBe(first.grid);
    expect(await world.grown(second)).toBe(second);
    expect(world.files.size).toBe(before + 1);
  });

  test('made twice at the same moment is kept once', async () => {
    const { world, step } = await asked();
    const before = world.files.size;
    const both = [await step(), await step()];
    const grids = await Promise.all(both.map(async (one) => (await world.grown(one)).grid));

    expect(new Set(grids).size).toBe(1);
    expect(world.files.size).toBe(before + 1);
  });

  test.each(['read file', 'grid', 'upload'])('that fails (%s) leaves the step as it was', async (where) => {
    const { world, step } = await asked();
    const one = await step();
    world.trouble(where, new Unreachable('slack', 'ECONNREFUSED'));

    expect(await world.grown(one)).toBe(one);
  });

  test('is looked at until Slack is ready with it, for a bounded time', async () => {
    const { world, step } = await asked();
    world.unready = world.looks.length + 3;
    const first = await step();
    const began = world.now;
    const { grid } = await world.grown(first);
    expect(grid).toBeDefined();
    expect(world.now - began).toBeLessThan(2000);

    world.unready = Infinity;
    const again = { ...first };
    const late = world.now;
    expect(await world.grown(again)).toBe(again);
    expect(world.now - late).toBeGreaterThan(15_000);
    expect(world.now - late).toBeLessThanOrEqual(20_000);
  });

  test('is not made where there is a painter, nor for other steps', async () => {
    const { world, step, press } = await asked({ publicUrl: true });
    const zoom = await press(BUTTONS.zoom);
    const before = world.files.size;
    for (const one of [await step(), ...(zoom !== undefined && 'step' in zoom ? [zoom.step] : [])])
      expect(await world.grown(one)).toBe(one);

    expect(world.files.size).toBe(before);
  });

  test('goes with the card', async () => {
    const { world, step, parent } = await asked();
    await world.grown(await step());
    await world.controls.delete({ submission: parent().id, place: world.place(), key: 'k' });
    await world.run();

    expect(world.files.size).toBe(0);
  });
});
