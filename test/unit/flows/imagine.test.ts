import { describe, expect, test } from 'vitest';
import { Unreachable } from '../../../src/domain/errors.ts';
import { fakeWorld } from '../../support/fake-world.ts';

describe('/imagine', () => {
  test('takes the prompt cleaned, and answers nothing: the card will', async () => {
    const world = fakeWorld();

    expect(await world.command('imagine', '  a red fox —ar 16:9 ')).toBeUndefined();
    expect(world.only().order).toMatchObject({ verb: 'imagine', prompt: 'a red fox --ar 16:9', pictures: [] });
  });

  test('is taken once for one trigger', async () => {
    const world = fakeWorld();
    await world.command('imagine', 'a fox', {}, 'trigger-1');
    await world.command('imagine', 'a fox', {}, 'trigger-1');
    await world.run();

    expect(world.submits).toHaveLength(1);
  });

  test.each([
    ['\u0007', 'empty-prompt'],
    ['x'.repeat(6000), 'long-prompt'],
  ])('refuses a bad prompt at once, and nothing is stored', async (text, code) => {
    const world = fakeWorld();

    await expect(world.command('imagine', text)).rejects.toMatchObject({ code });
    expect(world.store.size).toBe(0);
  });

  test('asks for the default speed, unless the prompt names one', async () => {
    const world = fakeWorld({ rules: { defaultMode: 'relax' } });
    await world.command('imagine', 'a fox');
    await world.command('imagine', 'a fox --turbo');
    await world.run();

    expect(world.submits.map((s) => s.body['mode'])).toEqual(['relax', undefined]);
  });

  test('keeps to the allowed channels, but a direct message is always one', async () => {
    const world = fakeWorld({ rules: { allowedChannels: ['C00OTHER'] } });

    await expect(world.command('imagine', 'a fox')).rejects.toMatchObject({ code: 'channel-not-allowed' });
    await world.command('imagine', 'a fox', { channel: 'D00BOT', isDm: true });
    expect(world.store.size).toBe(1);
  });

  test('that could not be stored is an error for the caller, not a silence', async () => {
    const world = fakeWorld();
    world.trouble('accept', new Unreachable('redis', 'connection is closed'));

    await expect(world.command('imagine', 'a fox')).rejects.toThrow(Unreachable);
  });
});

describe('/mj', () => {
  test('takes every verb as its first word', async () => {
    const world = fakeWorld();
    await world.command('mj', 'imagine a red fox');
    await world.command('mj', '  Imagine\n a blue fox');

    expect([...world.store.values()].map((r) => r.order.prompt)).toEqual(['a red fox', 'a blue fox']);
  });

  test('says which verb it does not know', async () => {
    const world = fakeWorld();

    await expect(world.command('mj', 'conjure a fox')).rejects.toMatchObject({
      code: 'unknown-verb',
      params: { verb: 'conjure' },
    });
  });
});

describe('the builder', () => {
  test('opens for /imagine alone, and costs nothing', async () => {
    const world = fakeWorld();

    expect(await world.command('imagine', '  ')).toMatchObject({ open: { verb: 'imagine' }, given: { prompt: '' } });
    expect(world.store.size).toBe(0);
  });

  test('puts its parameters behind the prompt, and takes the speed and the bot', async () => {
    const world = fakeWorld();
    const options = { ratio: '16 : 9', version: '7', stylize: '50', raw: 'yes', mode: 'relax', bot: 'niji' };
    await world.send('imagine', { prompt: 'a fox', options, files: ['F1', 'F2'] });
    await world.run();

    expect(world.submits[0]?.body).toMatchObject({
      prompt: 'a fox --ar 16:9 --v 7 --stylize 50 --raw',
      mode: 'relax',
      bot: 'niji',
      pictures: ['data:image/png;base64,F1', 'data:image/png;base64,F2'],
    });
  });

  test('leaves a parameter alone that the prompt names already', async () => {
    const world = fakeWorld();
    await world.send('imagine', { prompt: 'a fox --ar 1:1 --niji 6', options: { ratio: '16:9', version: '7' } });

    expect(world.only().order.prompt).toBe('a fox --ar 1:1 --niji 6');
  });

  test.each([
    [{ ratio: 'wide' }, 'bad-ratio', 'ratio'],
    [{ ratio: '0:9' }, 'bad-ratio', 'ratio'],
    [{ stylize: '1001' }, 'bad-number', 'stylize'],
    [{ chaos: '-1' }, 'bad-number', 'chaos'],
  ])('names the field that holds a mistake: %j', async (options, code, field) => {
    const world = fakeWorld();

    await expect(world.send('imagine', { prompt: 'a fox', options })).rejects.toMatchObject({ code, field });
    expect(world.store.size).toBe(0);
  });
});
