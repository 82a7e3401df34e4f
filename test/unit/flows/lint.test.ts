import { describe, expect, test } from 'vitest';
import type { Offer } from '../../../src/domain/draft.ts';
import { customIdHash } from '../../../src/domain/press-token.ts';
import { fakeWorld } from '../../support/fake-world.ts';
import { gridButtons } from '../../support/records.ts';

type World = ReturnType<typeof fakeWorld>;

/** What a person is asked. */
function offered(told: unknown): Offer {
  expect(told).toMatchObject({ offer: {} });
  return (told as { offer: Offer }).offer;
}
const prompts = (world: World) => [...world.store.values()].map((record) => record.order.prompt);

describe('a prompt that would certainly not work', () => {
  test('is not submitted; it is told what is wrong, and how it would be right', async () => {
    const world = fakeWorld();
    const offer = offered(await world.command('imagine', 'a fox --chaos 200'));

    expect(offer).toMatchObject({ kind: 'correct', prompts: ['a fox --chaos 100'], findings: [{ rule: 'range' }] });
    await world.run();
    expect(world.submits).toEqual([]);
    expect(world.store.size).toBe(0);
  });

  test('is submitted corrected by a click, once however often it is clicked', async () => {
    const world = fakeWorld();
    const { draft } = offered(await world.command('imagine', '--ar 16:9 a fox --chaos 200', { threadTs: '1.2' }));

    expect(await world.draft(draft, 'correct')).toEqual({ tell: { say: 'draft-taken', count: 1 } });
    await world.draft(draft, 'correct');
    await world.run();

    expect(world.submits.map(({ body }) => body['prompt'])).toEqual(['a fox --ar 16:9 --chaos 100']);
    expect(world.only().card.threadTs).toBe('1.2');
  });

  test('is edited in its form, where everything stands as it was given', async () => {
    const world = fakeWorld();
    const { draft } = offered(await world.command('imagine', 'a fox --chaos 200'));

    expect(await world.draft(draft, 'edit')).toMatchObject({
      open: { verb: 'imagine' },
      given: { prompt: 'a fox --chaos 200' },
      place: { channel: 'C00ART' },
    });
    expect(await world.draft(draft, 'drop')).toEqual({ tell: { say: 'draft-dropped' } });
    expect(world.store.size).toBe(0);
  });

  test('is asked about in the form too, with its parameters and pictures', async () => {
    const world = fakeWorld();
    const options = { ratio: '16:9', mode: 'relax' };
    const { draft } = offered(await world.send('imagine', { prompt: 'a fox --chaos', options, files: ['F1'] }));
    await world.draft(draft, 'correct');

    expect(world.only()).toMatchObject({
      mode: 'relax',
      order: { prompt: 'a fox --ar 16:9', pictures: [{ id: 'F1' }] },
    });
  });

  test('has no correction where nothing would be left', async () => {
    const world = fakeWorld();
    expect(offered(await world.command('imagine', '--chaos'))).toMatchObject({ prompts: [] });
  });

  test('is nobody else’s to go on with, and is forgotten in time', async () => {
    const world = fakeWorld();
    const { draft } = offered(await world.command('imagine', 'a fox --chaos 200'));

    await expect(world.draft(draft, 'correct', 'U00BOB')).rejects.toMatchObject({ code: 'draft-gone' });
    world.series.drafts.clear();
    await expect(world.draft(draft, 'correct')).rejects.toMatchObject({ code: 'draft-gone' });
    expect(world.store.size).toBe(0);
  });

  test('is refused before it is asked about where nobody may ask', async () => {
    const world = fakeWorld({ rules: { allowedChannels: ['C00OTHER'] } });
    await expect(world.command('imagine', 'a fox --chaos 200')).rejects.toMatchObject({ code: 'channel-not-allowed' });
  });

  test.each([
    ['shorten', 'a very red fox --no snow', []],
    ['video', 'it runs --motion', ['F1']],
    ['edit', 'at night --chaos 500', ['F1']],
  ])('%s asks too', async (verb, prompt, files) => {
    const world = fakeWorld();
    expect(offered(await world.send(verb, { prompt, files })).kind).toBe('correct');
    expect(world.store.size).toBe(0);
  });

  test.each(['a fox --v 9 --chaos 200', 'a fox --sparkle 12', 'a fox --hd --v 7', 'a fox --cref https://x/a.png'])(
    'is none where the gateway may know better: %s',
    async (prompt) => {
      const world = fakeWorld();
      expect(await world.command('imagine', prompt)).toBeUndefined();
      expect(prompts(world)).toEqual([prompt]);
    },
  );
});

describe('an answer to a step', () => {
  async function zoom(prompt: string) {
    const world = fakeWorld();
    const button = { customId: 'MJ::CustomZoom::1', label: 'Custom Zoom', emoji: '🔍', style: 2 };
    await world.command('imagine', 'a red fox');
    await world.run();
    const parent = world.only();
    world.says(parent.task ?? '', { status: 'done', imageUrl: 'https://cdn/fox.png', buttons: [button] });
    await world.pass(4000);
    const ref = { of: 'button', submission: parent.id, hash: customIdHash(button.customId) } as const;
    return { world, sent: world.step(ref, { prompt, zoom: '1.4', ratio: '' }) };
  }

  test('that would certainly not work is refused under its field, and costs nothing', async () => {
    const { world, sent } = await zoom('a red fox --chaos 200');
    await expect(sent).rejects.toMatchObject({ code: 'bad-parameter', field: 'prompt', finding: { rule: 'range' } });
    expect(world.submits).toHaveLength(1);
  });

  test('that is as it was proposed is the gateway’s', async () => {
    const { world, sent } = await zoom('a red fox');
    expect(await sent).toBe('stored');
    expect(world.store.size).toBe(2);
  });
});

describe('*Run corrected* on a card', () => {
  const use = (world: World, user = 'U00BOB', key = `k${Math.random()}`) => ({
    submission: world.only().id,
    place: world.place({ user }),
    key,
  });

  test('makes another submission in its thread, for whoever clicks it', async () => {
    const world = fakeWorld();
    await world.command('imagine', 'a fox --stop 50');
    await world.run();
    const first = world.only();
    await world.controls['run-corrected'](use(world));
    await world.run();

    const [, second] = [...world.store.values()];
    expect(second).toMatchObject({ asker: 'U00BOB', order: { prompt: 'a fox' }, card: { threadTs: first.card.ts } });
  });

  test('twice by one person is one', async () => {
    const world = fakeWorld();
    await world.command('imagine', 'a fox --stop 50');
    await world.run();
    const clicks = [use(world), use(world)];
    for (const click of clicks) await world.controls['run-corrected'](click);
    expect(prompts(world)).toEqual(['a fox --stop 50', 'a fox']);
  });

  test('is gone where there is nothing to correct', async () => {
    const world = fakeWorld();
    await world.command('imagine', 'a fox');
    await expect(world.controls['run-corrected'](use(world))).rejects.toMatchObject({ code: 'button-gone' });
  });

  test('asks first where the corrected prompt makes several', async () => {
    const world = fakeWorld();
    await world.command('imagine', 'a fox --r 2,');
    expect(offered(await world.controls['run-corrected'](use(world)))).toMatchObject({
      kind: 'several',
      prompts: ['a fox', 'a fox'],
    });
  });

  test('presses the same button once more, with the answer as it would be right', async () => {
    const world = fakeWorld();
    await world.command('imagine', 'a red fox');
    await world.run();
    const parent = world.only();
    world.says(parent.task ?? '', { status: 'done', imageUrl: 'https://cdn/fox.png', buttons: gridButtons });
    await world.pass(4000);
    world.answers('press', (task) => ({ kind: 'confirm', task, finalPrompt: 'a red fox' }));
    const V1 = gridButtons.find(({ label }) => label === 'V1')?.customId ?? '';
    await world.press({ submission: parent.id, hash: customIdHash(V1), place: world.place(), key: 'k' });
    await world.run();
    const child = [...world.store.values()].at(-1);
    await world.step({ of: 'submission', submission: child?.id as never }, { prompt: 'a blue fox --stop 50' });
    await world.run();
    world.says(child?.task ?? '', { status: 'done', imageUrl: 'https://cdn/blue.png', buttons: gridButtons });
    await world.pass(4000);

    await world.controls['run-corrected']({ submission: child?.id as never, place: world.place(), key: 'again' });
    expect([...world.store.values()].at(-1)).toMatchObject({
      order: { verb: 'press' },
      answer: { prompt: 'a blue fox' },
    });
  });
});
