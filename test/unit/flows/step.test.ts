import { describe, expect, test } from 'vitest';
import { InDoubt, Refused, Unreachable } from '../../../src/domain/errors.ts';
import { BUTTONS, onCard } from '../../support/on-card.ts';

const DESCRIBED = '1️⃣ a fox in snow --ar 5:4\n\n2️⃣ a red dog\n\n3️⃣ winter\n\n4️⃣ fur';
const SHORTENED = '## Important tokens\n**red fox** ~~very~~\n## Shortened prompts\n1️⃣ red fox, snow\n\n2️⃣ red fox';

describe('a press on a button that always asks', () => {
  test('a custom zoom is asked with the parent’s prompt and ratio, and no gateway is called', async () => {
    const { world, press, refOf, children } = await onCard();

    expect(await press(BUTTONS.zoom)).toEqual({
      step: {
        ref: refOf(BUTTONS.zoom),
        kind: 'zoom',
        button: 'Custom Zoom',
        prompt: 'a red fox --ar 3:2',
        ratio: '3:2',
      },
    });
    await world.run();
    expect(world.submits).toHaveLength(1);
    expect(children()).toEqual([]);
  });

  test.each([
    ['describe', DESCRIBED, 'a red dog'],
    ['shorten', SHORTENED, 'red fox, snow'],
    ['describe', 'one line', ''],
  ] as const)('a pick of %s is asked with the picked prompt (%#)', async (button, text, prompt) => {
    const { press } = await onCard({}, undefined, { text });

    expect(await press(BUTTONS[button])).toMatchObject({ step: { kind: 'pick', prompt } });
  });

  test('a region is asked with the picture in Slack, and without a public address with no painter', async () => {
    const { press, parent } = await onCard();

    const reply = await press(BUTTONS.region);
    expect(reply).toMatchObject({ step: { kind: 'region', picture: parent().picture?.fileId } });
    expect(reply).not.toHaveProperty('step.painter');
  });

  test('a region has a painter of this person’s own where there is a public address; the modal is known to it', async () => {
    const { world, press, refOf, parent } = await onCard({ publicUrl: true });
    const reply = await press(BUTTONS.region, 'U00BOB');
    const step = reply !== undefined && 'step' in reply ? reply.step : undefined;
    if (step?.painter === undefined) throw new Error('no painter');
    expect(step.painter.url).toBe(`https://bot.example.com/paint/${step.painter.id}`);
    await world.seated(step, 'V1');

    expect(world.steps.visits.get(step.painter.id)?.visit).toEqual({
      ref: refOf(BUTTONS.region),
      team: 'T00FAKE00',
      user: 'U00BOB',
      channel: parent().channel,
      prompt: 'a red fox --ar 3:2',
      viewId: 'V1',
    });
  });

  test('a region of a picture that is not in Slack is refused before anything opens', async () => {
    const { world, parent, press } = await onCard();
    world.store.set(parent().id, { ...parent(), picture: { inThread: false, missing: 'too-large' } });

    await expect(press(BUTTONS.region)).rejects.toMatchObject({ code: 'picture-not-here' });
  });

  test('pictures that were handed over with the prompt stay in it: only the gateway knows their links', async () => {
    const finalPrompt = '<https://s.mj.run/abc> a red fox --v 7';
    const { press } = await onCard({}, undefined, { finalPrompt });
    expect(await press(BUTTONS.zoom)).toMatchObject({ step: { prompt: finalPrompt } });

    const plain = await onCard({}, undefined, { finalPrompt: 'a red fox --v 7' });
    expect(await plain.press(BUTTONS.zoom)).toMatchObject({ step: { prompt: 'a red fox --ar 3:2' } });
  });

  test('clicked twice at once opens one modal; a little later it opens again', async () => {
    const { world, press } = await onCard();
    expect(await press(BUTTONS.zoom)).toBeDefined();
    expect(await press(BUTTONS.zoom)).toBeUndefined();
    world.elapse(1500);
    expect(await press(BUTTONS.zoom)).toBeDefined();
  });

  test('is refused like any press: by somebody else, in a channel that is not allowed, on a card that is gone', async () => {
    const own = await onCard({ rules: { pressBy: 'requester' } });
    await expect(own.press(BUTTONS.zoom, 'U00BOB')).rejects.toMatchObject({ code: 'not-yours-to-press' });

    const rules = { allowedChannels: ['C00ART'] };
    const closed = await onCard({ rules });
    rules.allowedChannels.splice(0, 1, 'C00ELSE');
    await expect(closed.press(BUTTONS.zoom)).rejects.toMatchObject({ code: 'channel-not-allowed' });
    await expect(closed.world.step(closed.refOf(BUTTONS.zoom), { prompt: 'a fox', zoom: '1.5' })).rejects.toMatchObject(
      { code: 'channel-not-allowed' },
    );

    closed.world.store.delete(closed.parent().id);
    await expect(closed.press(BUTTONS.zoom)).rejects.toMatchObject({ code: 'submission-gone' });
  });
});

describe('its step, sent', () => {
  const ZOOM = { prompt: 'a red fox --ar 3:2', zoom: '1.4', ratio: '16:9' };

  test('presses and answers back to back, whatever code came, and stands in the thread', async () => {
    const { world, refOf, child, sent, parent } = await onCard();
    expect(await world.step(refOf(BUTTONS.zoom), ZOOM, 'U00BOB')).toBe('stored');
    await world.run();

    expect(sent('press')).toMatchObject([{ task: parent().task, customId: BUTTONS.zoom.customId }]);
    expect(sent('confirm')).toEqual([
      { task: child().task, prompt: 'a red fox --ar 16:9 --zoom 1.4', state: child().id },
    ]);
    expect(child()).toMatchObject({
      asker: 'U00BOB',
      mark: 'confirmed',
      channel: parent().channel,
      card: { threadTs: parent().card.ts },
      answer: { prompt: 'a red fox --ar 16:9 --zoom 1.4', by: 'U00BOB' },
    });
    expect(world.steps.modals).toEqual([]);
  });

  test('twice from one modal is one submission; from another modal it is another', async () => {
    const { world, refOf, children, sent } = await onCard();
    const ref = refOf(BUTTONS.zoom);
    expect(await world.step(ref, ZOOM, 'U00BOB', 'view-1')).toBe('stored');
    expect(await world.step(ref, ZOOM, 'U00BOB', 'view-1')).toBe('known');
    await world.run();
    expect(children()).toHaveLength(1);
    await world.step(ref, ZOOM, 'U00BOB', 'view-2');
    await world.run();
    expect(sent('confirm')).toHaveLength(2);
  });

  test.each([
    [{ ...ZOOM, zoom: '2.5' }, 'bad-number', 'zoom'],
    [{ ...ZOOM, ratio: 'wide' }, 'bad-ratio', 'ratio'],
  ])('with a mistake (%j) names the field, and costs nothing', async (given, code, field) => {
    const { world, refOf, children } = await onCard();
    await expect(world.step(refOf(BUTTONS.zoom), given)).rejects.toMatchObject({ code, field });
    expect(children()).toEqual([]);
  });

  test('of a button that is gone, or that has none, is refused', async () => {
    const { world, refOf } = await onCard();
    await expect(world.step(refOf({ customId: 'MJ::CustomZoom::other' }), ZOOM)).rejects.toMatchObject({
      code: 'button-gone',
    });
    await expect(world.step(refOf(BUTTONS.vary), { prompt: 'x' })).rejects.toMatchObject({ code: 'button-gone' });
  });

  test('keeps its speed for both, unless the prompt names one', async () => {
    const { world, refOf, sent } = await onCard({ rules: { defaultMode: 'relax' } });
    await world.step(refOf(BUTTONS.zoom), ZOOM);
    await world.run();
    expect([sent('press')[0]?.['mode'], sent('confirm')[0]?.['mode']]).toEqual(['relax', 'relax']);

    await world.step(refOf(BUTTONS.zoom), { ...ZOOM, prompt: 'a fox --fast' });
    await world.run();
    expect(sent('confirm')[1]?.['mode']).toBeUndefined();
  });

  test('that the gateway does not offer ends so, and is not tried again', async () => {
    const { world, refOf, child, sent } = await onCard();
    world.trouble('before press', new Refused('gateway', 'unsupported', 'unknown_action'));
    await world.step(refOf(BUTTONS.zoom), ZOOM);
    await world.run();

    expect(child().end).toMatchObject({ kind: 'failed', cause: 'unsupported' });
    expect(sent('imagine')).toHaveLength(1);
  });
});

describe('a pick, sent', () => {
  const described = () => onCard({}, undefined, { text: DESCRIBED });

  test('presses, and answers when the gateway asks', async () => {
    const { world, refOf, child, sent } = await described();
    world.answers('press', (task) => ({ kind: 'confirm', task }));
    await world.step(refOf(BUTTONS.describe), { prompt: 'a red dog on a hill' });
    await world.run();

    expect(sent('confirm')).toMatchObject([{ task: child().task, prompt: 'a red dog on a hill' }]);
  });

  test('that runs at once is not answered: it would be drawn twice', async () => {
    const { world, refOf, child, sent } = await described();
    await world.step(refOf(BUTTONS.describe), { prompt: 'a red dog on a hill' });
    await world.run();
    world.says(child().task ?? '', { status: 'running', progress: '10%', percent: 10 });
    await world.pass(4000);

    expect(sent('confirm')).toEqual([]);
    expect(child().answer).toBeUndefined();
  });

  test('that is found to wait by a reading is answered without a word to the person', async () => {
    const { world, refOf, child, sent } = await described();
    await world.step(refOf(BUTTONS.describe), { prompt: 'a red dog on a hill' });
    await world.run();
    world.says(child().task ?? '', { status: 'confirming' });
    await world.pass(4000);

    expect(sent('confirm')).toMatchObject([{ prompt: 'a red dog on a hill' }]);
    expect(world.replies).toEqual([]);
  });

  test('that the gateway does not know is imagined, in the same submission', async () => {
    const { world, refOf, child, sent, parent } = await described();
    world.trouble('before press', new Refused('gateway', 'unsupported', 'unknown_action:MJ::Job::PicReader::2'));
    await world.step(refOf(BUTTONS.describe), { prompt: 'a red dog on a hill' });
    await world.pass(10_000);

    expect(sent('imagine').slice(1)).toMatchObject([{ prompt: 'a red dog on a hill', state: child().id }]);
    expect(sent('confirm')).toEqual([]);
    expect(child()).toMatchObject({ mark: 'submitted', card: { threadTs: parent().card.ts } });
    world.says(child().task ?? '', { status: 'done', imageUrl: 'https://cdn/dog.png' });
    await world.pass(4000);
    expect(child()).toMatchObject({ end: { kind: 'done' }, answer: { prompt: 'a red dog on a hill' } });
  });

  test('that is imagined, and whose answer is lost, is neither repeated nor answered', async () => {
    const { world, refOf, child, sent } = await described();
    world.trouble('before press', new Refused('gateway', 'unsupported', 'unknown_action'));
    world.trouble('after imagine', new InDoubt('gateway', 'time-out'));
    await world.step(refOf(BUTTONS.describe), { prompt: 'a red dog on a hill' });
    await world.pass(20_000);

    expect(sent('imagine')).toHaveLength(2);
    expect(sent('confirm')).toEqual([]);
    expect(child().mark).toBe('submitted');
  });

  test('that is imagined, and certainly not taken, is tried again as an imagine', async () => {
    const { world, refOf, sent } = await described();
    world.trouble('before press', new Refused('gateway', 'unsupported', 'unknown_action'));
    world.trouble('before imagine', new Unreachable('gateway', 'ECONNREFUSED'));
    await world.step(refOf(BUTTONS.describe), { prompt: 'a red dog on a hill' });
    await world.pass(10_000);

    expect(sent('imagine')).toHaveLength(2);
    expect(sent('press')).toEqual([]);
  });
});
