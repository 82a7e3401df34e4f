import { describe, expect, test } from 'vitest';
import { fakeWorld } from '../../support/fake-world.ts';
import { BUTTONS, onCard } from '../../support/on-card.ts';

const ANN = { team: 'T00FAKE00', user: 'U00ANN' };
const ART = { ...ANN, channel: 'C00ART' };

/** Ann has defaults and a preset, and so has the channel. */
async function furnished(options: Parameters<typeof fakeWorld>[0] = {}) {
  const world = fakeWorld(options);
  await world.settings(ANN, { do: 'save', given: { ratio: '16:9', mode: 'relax' } });
  await world.settings(ANN, { do: 'keep', name: 'cinematic', parameters: '--ar 21:9 --style raw' });
  await world.settings(ART, { do: 'save', given: { ratio: '1:1', stylize: '250' } });
  return world;
}

describe('what a prompt does not say', () => {
  test('is added to what the gateway gets; the record keeps what was typed, and what was added', async () => {
    const world = await furnished({ rules: { defaultMode: 'fast' } });
    await world.command('imagine', 'a fox');
    await world.run();

    expect(world.submits[0]?.body).toMatchObject({ prompt: 'a fox --ar 16:9 --stylize 250', mode: 'relax' });
    expect(world.only()).toMatchObject({
      order: { prompt: 'a fox --ar 16:9 --stylize 250' },
      typed: 'a fox',
      added: [
        { text: '--ar 16:9', from: 'person' },
        { text: '--stylize 250', from: 'channel' },
        { text: '--relax', from: 'person', beside: 'mode' },
      ],
    });
  });

  test('is the channel’s alone for somebody without settings, and nothing elsewhere', async () => {
    const world = await furnished();
    await world.command('imagine', 'a fox', { user: 'U00BOB' });
    await world.command('imagine', 'a fox', { user: 'U00BOB', channel: 'C00OTHER' });
    await world.run();

    expect(world.submits.map(({ body }) => body['prompt'])).toEqual(['a fox --ar 1:1 --stylize 250', 'a fox']);
  });

  test('is not added to a verb whose parameters they are not, but for the speed', async () => {
    const world = await furnished();
    await world.send('video', { prompt: 'it runs', files: ['F1'] });
    await world.send('describe', { files: ['F1'] });
    await world.run();

    expect(world.submits.map(({ body }) => [body['prompt'], body['mode']])).toEqual([
      ['it runs', 'relax'],
      [undefined, undefined],
    ]);
  });

  test('a preset that nobody has is refused, with those that there are; nothing is stored', async () => {
    const world = await furnished();

    await expect(world.command('imagine', 'a fox --preset cinema')).rejects.toMatchObject({
      code: 'unknown-preset',
      params: { name: 'cinema', known: 'cinematic' },
    });
    expect(world.store.size).toBe(0);
  });
});

describe('Edit and run again', () => {
  test('shows what was typed, and adds nothing twice', async () => {
    const world = await furnished();
    await world.command('imagine', 'a fox --preset cinematic');
    await world.run();
    const { id } = world.only();
    const place = world.place();
    const { verb, given } = await world.controls['edit-again']({ submission: id, place, key: 'k' });
    await world.send(verb, given);
    await world.run();

    expect(given).toMatchObject({ prompt: 'a fox --preset cinematic', options: {} });
    expect(world.submits.map(({ body }) => body['prompt'])).toEqual(
      Array(2).fill('a fox --ar 21:9 --style raw --stylize 250'),
    );
    expect(await world.controls['show-prompt']({ submission: id, place, key: 'k' })).toEqual({
      prompt: 'a fox --ar 21:9 --style raw --stylize 250',
    });
  });
});

describe('Try again', () => {
  test('sends the same, whatever was chosen since', async () => {
    const world = await furnished();
    await world.command('imagine', 'a fox');
    await world.run();
    await world.settings(ANN, { do: 'save', given: { ratio: '9:16', mode: '' } });
    await world.controls.cancel({ submission: world.only().id, place: world.place(), key: 'c' });
    await world.run();
    await world.controls['try-again']({ submission: world.only().id, place: world.place(), key: 't' });
    await world.run();

    expect(world.submits.map(({ body }) => [body['prompt'], body['mode']])).toEqual(
      Array.from({ length: 2 }, () => ['a fox --ar 16:9 --stylize 250', 'relax']),
    );
  });
});

describe('a press', () => {
  test('starts from the prompt that was drawn, and adds nothing to it', async () => {
    const { world, press, child } = await onCard({ chosen: { ratio: '16:9' } });
    await world.settings({ ...ANN, user: 'U00BOB' }, { do: 'save', given: { stylize: '9' } });
    await press(BUTTONS.vary);
    await world.run();

    expect(child()).toMatchObject({ order: { prompt: 'a red fox --ar 3:2 --stylize 77' } });
    expect(child().added).toBeUndefined();
  });

  test('asks for a change of that prompt', async () => {
    const { press } = await onCard({ prompt: 'a red fox', chosen: { ratio: '16:9' } });

    expect(await press(BUTTONS.zoom)).toMatchObject({
      step: { prompt: 'a red fox --ar 16:9 --stylize 77', ratio: '16:9' },
    });
  });
});

test('a prompt that is changed for a press may name a preset; one that nobody has is refused under it', async () => {
  const { world, refOf, child } = await onCard({ prompt: 'a red fox' });
  const BOB = { ...ANN, user: 'U00BOB' };
  await world.settings(BOB, { do: 'save', given: { stylize: '9' } });
  await world.settings(BOB, { do: 'keep', name: 'wide', parameters: '--ar 21:9 --tile' });
  const given = (prompt: string) => ({ prompt, zoom: '2' });

  await expect(world.step(refOf(BUTTONS.zoom), given('a fox --preset nope'), 'U00BOB')).rejects.toMatchObject({
    code: 'unknown-preset',
    field: 'prompt',
  });
  await world.step(refOf(BUTTONS.zoom), given('a fox --preset wide'), 'U00BOB');
  expect(child().answer).toMatchObject({ prompt: 'a fox --zoom 2 --ar 21:9 --tile' });
});

describe('the builder', () => {
  test('offers the presets, one’s own first, and shows the prompt with what would be added', async () => {
    const world = await furnished();
    await world.settings(ART, { do: 'keep', name: 'house', parameters: '--sref 123' });
    await world.settings(ART, { do: 'keep', name: 'cinematic', parameters: '--tile' });

    expect(await world.builder({ prompt: 'a fox', options: { preset: 'cinematic', stylize: '9' } })).toEqual({
      presets: [
        { name: 'cinematic', of: 'person' },
        { name: 'house', of: 'channel' },
      ],
      preview: 'a fox --stylize 9 --ar 21:9 --style raw',
    });
    expect(await world.builder({ prompt: '' })).toMatchObject({ preview: '' });
    expect(await world.builder({ prompt: 'a fox --preset nope' })).toMatchObject({ preview: 'a fox --preset nope' });
  });

  test('sends the preset that was chosen', async () => {
    const world = await furnished();
    await world.send('imagine', { prompt: 'a fox', options: { preset: 'cinematic' } });
    await world.run();

    expect(world.submits[0]?.body['prompt']).toBe('a fox --ar 21:9 --style raw --stylize 250');
  });
});
