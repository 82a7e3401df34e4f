import { describe, expect, test } from 'vitest';
import type { Offer } from '../../../src/domain/draft.ts';
import { InDoubt, Refused, UserMistake } from '../../../src/domain/errors.ts';
import { PersonSettings } from '../../../src/domain/settings.ts';
import { fakeWorld } from '../../support/fake-world.ts';
import { begun, children, drawn, FOUR, offered, shown } from '../../support/series-play.ts';

describe('presets, defaults and where results go', () => {
  const ann = { team: 'T00FAKE00', user: 'U00ANN' };

  test('are in every prompt of a series, and on every card what was added; all of it goes where the person wants it', async () => {
    const world = fakeWorld();
    await world.settings(ann, { do: 'save', given: { ratio: '16:9', results: 'dm' } });
    const { draft, prompts } = await offered(world, 'a {red, blue} fox');
    const told = await world.draft(draft, 'make');
    await world.run();

    expect(told).toEqual({ tell: { say: 'in-direct-messages' } });
    expect(prompts).toEqual(['a red fox --ar 16:9', 'a blue fox --ar 16:9']);
    expect(world.submits.map(({ body }) => body['prompt'])).toEqual(prompts);
    const [ts] = [...world.series.messages.keys()];
    for (const { added, channel, askedIn, card } of children(world)) {
      expect(added).toEqual([{ text: '--ar 16:9', from: 'person' }]);
      expect({ channel, askedIn, thread: card.threadTs }).toEqual({ channel: 'D00ANN', askedIn: 'C00ART', thread: ts });
      expect(card.mark).toBe('announced');
    }
  });

  test('a series that was asked for in a thread, or for a conversation that was named, stays there', async () => {
    for (const place of [{ threadTs: '1680000000.000001' }, { named: true as const }]) {
      const world = fakeWorld();
      await world.settings(ann, { do: 'save', given: { results: 'dm' } });
      const { draft } = await offered(world, 'a {red, blue} fox', place);
      expect(await world.draft(draft, 'make')).toEqual({ tell: { say: 'draft-taken', count: 2 } });
      await world.run();
      expect(children(world).map(({ channel }) => channel)).toEqual(['C00ART', 'C00ART']);
    }
  });

  test('a series whose post to the direct conversation was interrupted is posted once more, and no more', async () => {
    const world = fakeWorld();
    await world.settings(ann, { do: 'save', given: { results: 'dm' } });
    const { draft } = await offered(world, 'a {red, blue} fox');
    world.trouble('after series post', new InDoubt('slack', 'time-out'));
    await world.draft(draft, 'make');
    await world.pass(20_000);

    expect(world.series.messages.size).toBe(2);
    expect(children(world).map(({ channel, card }) => [channel, card.mark])).toEqual(
      ['red', 'blue'].map(() => ['D00ANN', 'announced']),
    );
  });

  test('one picture goes where its asker wants it, and they are told; what was added is looked at as what was typed', async () => {
    const world = fakeWorld();
    await world.settings(ann, { do: 'save', given: { results: 'dm' } });
    await world.settings(ann, { do: 'keep', name: 'odd', parameters: '--chaos 200' });

    expect(await world.command('imagine', 'a fox')).toEqual({ tell: { say: 'in-direct-messages' } });
    const told = await world.command('imagine', 'a fox --preset odd');
    expect(told).toMatchObject({ offer: { kind: 'correct' } });
    expect(world.store.size).toBe(1);
  });

  test('a corrected prompt is what *Edit and run again* begins with', async () => {
    const world = fakeWorld();
    await world.settings(ann, { do: 'save', given: { stylize: '250' } });
    const told = (await world.command('imagine', 'a fox --chaos 200')) as { offer: Offer };
    await world.draft(told.offer.draft, 'correct');
    await world.run();

    expect(world.only().typed).toBeUndefined();
    expect(world.only().order.prompt).not.toContain('200');
    expect(world.only().order.prompt).toContain('--stylize 250');
  });
});

describe('a prompt for several pictures', () => {
  test('is asked about first, and nothing is submitted', async () => {
    const world = fakeWorld();
    const offer = await offered(world);
    await world.run();

    expect(offer.prompts).toEqual(['a red fox', 'a red fox', 'a blue fox', 'a blue fox']);
    expect(offer.room).toBeUndefined();
    expect(world.store.size).toBe(0);
    expect(world.series.messages.size).toBe(0);
  });

  test('becomes as many submissions of one prompt each, in the thread of one message', async () => {
    const { world } = await begun();

    expect(world.submits.map(({ body }) => body['prompt'])).toEqual([
      'a red fox',
      'a red fox',
      'a blue fox',
      'a blue fox',
    ]);
    const [ts] = [...world.series.messages.keys()];
    expect(children(world).map(({ card }) => card.threadTs)).toEqual(Array(4).fill(ts));
    expect(children(world).map(({ card }) => card.mark)).toEqual(Array(4).fill('announced'));
    expect(shown(world)?.states).toEqual(Array(4).fill('running'));
  });

  test('is confirmed once, however often', async () => {
    const { world, draft } = await begun();
    expect(await world.draft(draft, 'make')).toEqual({ tell: { say: 'draft-taken', count: 4 } });
    await world.run();

    expect(world.submits).toHaveLength(4);
    expect(world.series.messages.size).toBe(1);
  });

  test('that was asked for in a thread stays there', async () => {
    const { world } = await begun(FOUR, { threadTs: '1680000000.000001' });
    expect(new Set(children(world).map(({ card }) => card.threadTs))).toEqual(new Set(['1680000000.000001']));
    expect(shown(world)?.series.threadTs).toBe('1680000000.000001');
  });

  test.each(['{a,b,c,d,e,f,g} {a,b,c,d,e,f,g}', '{a,b} --repeat 40'])(
    'that are too many is refused: %s',
    async (prompt) => {
      const world = fakeWorld();
      await expect(world.command('imagine', prompt)).rejects.toMatchObject({
        code: 'too-many-of-one',
        params: { max: 40 },
      });
    },
  );

  test('is looked at by the linter, picture by picture', async () => {
    const world = fakeWorld();
    const told = await world.command('imagine', 'a fox --chaos {10, 200}');
    expect(told).toMatchObject({ offer: { kind: 'correct', prompts: ['a fox --chaos 10', 'a fox --chaos 100'] } });
    const { draft } = (told as { offer: Offer }).offer;

    expect(await world.draft(draft, 'correct')).toMatchObject({ offer: { kind: 'several' } });
    await world.draft(draft, 'make');
    expect(children(world).map(({ order }) => order.prompt)).toEqual(['a fox --chaos 10', 'a fox --chaos 100']);
  });

  test('takes the speed and the bot of the form along', async () => {
    const world = fakeWorld();
    const told = await world.send('imagine', { prompt: 'a {red, blue} fox', options: { mode: 'relax', bot: 'niji' } });
    await world.draft((told as { offer: Offer }).offer.draft, 'make');
    expect(children(world)).toHaveLength(2);
    for (const child of children(world)) expect(child).toMatchObject({ mode: 'relax', order: { bot: 'niji' } });
  });
});

describe('a limit', () => {
  test('that leaves fewer is told of beforehand, and one that leaves none refuses', async () => {
    const world = fakeWorld();
    world.room = { left: 3, why: 'daily', limit: 10 };
    expect((await offered(world)).room).toEqual({ left: 3, why: 'daily', limit: 10 });
    world.room = { left: 0, why: 'concurrent', limit: 2 };
    await expect(world.command('imagine', FOUR)).rejects.toMatchObject({
      code: 'concurrent-limit',
      params: { limit: 2 },
    });
  });

  test('that is reached on the way leaves the others out, for good', async () => {
    const world = fakeWorld();
    const { draft } = await offered(world);
    world.trouble('accept', undefined, undefined, undefined, new UserMistake('daily-limit', { limit: 3 }));

    expect(await world.draft(draft, 'make')).toEqual({ tell: { say: 'draft-cut-short', count: 3, wanted: 4 } });
    await world.pass(30_000);
    expect(children(world)).toHaveLength(3);
    expect(shown(world)?.states).toHaveLength(3);
  });

  test('that lets not one in says so, and nothing appears', async () => {
    const world = fakeWorld();
    const { draft } = await offered(world);
    world.trouble('accept', new UserMistake('daily-limit', { limit: 3 }));

    await expect(world.draft(draft, 'make')).rejects.toMatchObject({ code: 'daily-limit' });
    await world.pass(30_000);
    expect(world.series.messages.size).toBe(0);
  });
});

describe('the message of a series', () => {
  test('tells how far they are, and ends with a contact sheet of all pictures', async () => {
    const { world } = await begun();
    await drawn(world, 0);
    expect(shown(world)?.states).toEqual(['done', 'running', 'running', 'running']);
    expect(world.series.sheets).toEqual([]);
    for (const place of [1, 2, 3]) await drawn(world, place);

    expect(shown(world)?.states).toEqual(Array(4).fill('done'));
    expect(world.series.sheets).toEqual([[1, 2, 3, 4]]);
    const { sheet } = shown(world)?.series ?? {};
    expect(world.files.get(sheet?.fileId ?? '')?.toString()).toBe('sheet of 1,2,3,4');
    expect(sheet?.ready).toBe(true);
  });

  test('leaves those that failed out of the sheet, with the numbers as they were', async () => {
    const { world } = await begun();
    for (const place of [0, 2, 3]) await drawn(world, place);
    await drawn(world, 1, { status: 'failed', reason: 'Banned prompt' });

    expect(shown(world)?.states).toEqual(['done', 'failed', 'done', 'done']);
    expect(world.series.sheets).toEqual([[1, 3, 4]]);
  });

  test('has none for one picture', async () => {
    const { world } = await begun('a {red, blue} fox');
    await drawn(world, 0);
    await drawn(world, 1, { status: 'failed', reason: 'x' });
    expect(world.series.sheets).toEqual([]);
    expect(shown(world)?.states).toEqual(['done', 'failed']);
  });

  test('has another one when somebody deletes a card: what was deleted is on no sheet', async () => {
    const { world } = await begun('a {red, blue, white} fox');
    for (const place of [0, 1, 2]) await drawn(world, place);
    const before = shown(world)?.series.sheet?.fileId ?? '';
    const [first] = children(world);
    await world.controls.delete({ submission: first?.id as never, place: world.place(), key: 'k' });
    await world.pass(8000);

    expect(world.series.sheets).toEqual([
      [1, 2, 3],
      [2, 3],
    ]);
    expect(world.files.has(before)).toBe(false);
    expect(shown(world)?.states).toEqual(['removed', 'done', 'done']);
  });

  test('does without where Slack does not show it', async () => {
    const { world } = await begun('a {red, blue} fox');
    const no = new Refused('slack', 'picture-refused', 'invalid_blocks');
    world.trouble('show sheet', no, no, no, no);
    for (const place of [0, 1]) await drawn(world, place);
    await world.pass(30_000);

    expect(shown(world)?.states).toEqual(['done', 'done']);
    expect(shown(world)?.series.sheet?.ready ?? false).toBe(false);
  });

  test('counts what is gone as removed, and what only another version can read as running', async () => {
    const { world } = await begun('a {red, blue} fox');
    const [gone, other] = children(world);
    world.store.delete(gone?.id as never);
    world.foreign.add(other?.id as never);
    await world.pass(30_000);

    expect(shown(world)?.states).toEqual(['removed', 'running']);
  });

  test('mentions the asker once, at the end of a long one, and the cards do not', async () => {
    const { world } = await begun('a {red, blue} fox');
    await world.pass(70_000);
    for (const place of [0, 1]) await drawn(world, place);
    await world.pass(60_000);

    expect(world.series.told).toEqual([{ id: shown(world)?.id, line: { say: 'finished', mention: 'U00ANN' } }]);
    expect(world.replies).toEqual([]);
  });

  test.each([
    ['never', 'a long one', 70_000, 0],
    ['always', 'a short one', 0, 1],
    ['long', 'a short one', 0, 0],
  ] as const)('where the asker chose *%s*, %s', async (mention, _, tookMs, lines) => {
    const { world } = await begun('a {red, blue} fox');
    world.chosen.people.set('U00ANN', PersonSettings.parse({ mention }));
    await world.pass(tookMs);
    for (const place of [0, 1]) await drawn(world, place);
    await world.pass(30_000);

    expect(shown(world)?.states).toEqual(['done', 'done']);
    expect(world.series.told).toHaveLength(lines);
  });
});
