import { describe, expect, test } from 'vitest';
import { Misconfigured, Refused, Unreachable, UserMistake } from '../../../src/domain/errors.ts';
import { english } from '../../../src/domain/messages.en.ts';
import { blend, type Given, imagine, video } from './given.ts';
import { blockIds, isForm, modal, modalsOf, pngs, says, written } from './modal.ts';
import { alice, FakeHandlers, gate, general, listenByHttp, listenBySocket, standIn } from './room.ts';

const nothing: Given = { prompt: '', pictures: [], options: {} };

/** A room whose form of a verb Alice has just opened by its command. */
async function opened(command: string, handlers = new FakeHandlers(), text?: string) {
  const slack = await standIn();
  const made = await listenBySocket(slack, handlers);
  await slack.act.command({ user: alice, channel: general, command, ...(text === undefined ? {} : { text }) });
  const view = await modal(slack, alice, `the form of ${command}`, isForm);
  return { slack, handlers, view, ...made };
}

describe('a command that lacks something', () => {
  test.each([
    ['/imagine', '', ['prompt', 'references', 'ratio', 'version', 'stylize', 'chaos', 'raw', 'mode', 'bot']],
    ['/blend', '', ['pictures', 'shape']],
    ['/describe', '', ['picture']],
    ['/shorten', '', ['prompt']],
    ['/faceswap', '', ['face', 'target']],
    ['/video', '', ['start', 'prompt', 'end', 'motion', 'loop', 'batch', 'resolution']],
    ['/edit', '', ['picture', 'prompt', 'mask']],
    ['/mj', 'upload', ['pictures']],
  ])('%s %s opens its form, before anything is asked of the handler', async (command, text, inputs) => {
    const { slack, handlers, view } = await opened(command, new FakeHandlers(), text);

    expect(blockIds(view)).toEqual(inputs);
    expect(handlers.commands).toEqual([]);
    expect(slack.world.ephemerals).toEqual([]);
    expect(slack.violations).toEqual([]);
  });

  test('opens by HTTP too', async () => {
    const slack = await standIn({ mode: 'http' });
    await listenByHttp(slack, new FakeHandlers());

    const noticed = await slack.act.command({ user: alice, channel: general, command: '/blend' });
    await modal(slack, alice, 'the form', isForm);

    expect(noticed.acked).toBe(true);
  });

  test('but has words opens a modal before the handler has answered, and then its form, filled in', async () => {
    const answer = gate();
    const slack = await standIn();
    const handlers = new FakeHandlers({
      command: async ({ text }) => {
        await answer.passed;
        return { open: video, given: { prompt: text, pictures: [], options: {} } };
      },
    });
    await listenBySocket(slack, handlers);

    await slack.act.command({ user: alice, channel: general, command: '/video', text: 'the fox runs' });
    await modal(slack, alice, 'a modal', says('One moment'));
    answer.open();
    const view = await modal(slack, alice, 'the form', isForm);

    expect(written(view)).toContain('"initial_value":"the fox runs"');
  });

  test('and is refused turns the modal into the sentence', async () => {
    const slack = await standIn();
    const handlers = new FakeHandlers({
      command: async () => {
        throw new UserMistake('not-offered', { verb: 'video' });
      },
    });
    await listenBySocket(slack, handlers);

    await slack.act.command({ user: alice, channel: general, command: '/video', text: 'the fox runs' });

    await modal(slack, alice, 'the sentence', says('does not offer'));
  });

  test('with a link to a picture is left to the handler, whose form is opened', async () => {
    const slack = await standIn();
    const pictures = [{ kind: 'file' as const, id: 'F0123456789' }];
    const handlers = new FakeHandlers({
      command: async () => ({ open: blend, given: { ...nothing, pictures } }),
    });
    await listenBySocket(slack, handlers);

    const text = 'https://acme.slack.com/files/U0ALICE01/F0123456789/fox.png';
    await slack.act.command({ user: alice, channel: general, command: '/blend', text });
    const view = await modal(slack, alice, 'the form', isForm);

    expect(handlers.commands).toHaveLength(1);
    expect(written(view)).toContain('1 picture brought along');
  });

  test('whose trigger is too old is answered with a button that opens the form', async () => {
    const slack = await standIn();
    slack.faults.add({ method: 'views.open', nth: 1, effect: { kind: 'error', error: 'expired_trigger_id' } });
    await listenBySocket(slack, new FakeHandlers());

    await slack.act.command({ user: alice, channel: general, command: '/blend' });
    const told = await slack.waitFor((world) => world.ephemerals[0], { what: 'the answer' });
    const on = { channel: general, ts: told.ts };
    await slack.act.click({ user: alice, on, element: { label: 'Fill in: Blend pictures' } });
    const view = await modal(slack, alice, 'the form', isForm);

    expect(told.text).toContain('gave up waiting');
    expect(blockIds(view)).toEqual(['pictures', 'shape']);
  });
});

describe('a form without pictures', () => {
  test('closes once it is stored, and says what was filled in and where', async () => {
    const { slack, handlers } = await opened('/imagine');

    const noticed = await slack.act.submitView({
      user: alice,
      values: { prompt: 'a fox & snow', ratio: '16:9', version: '7', raw: ['yes'], mode: 'relax' },
    });

    expect(noticed.acked).toBe(true);
    expect(modalsOf(slack, alice)).toEqual([]);
    expect(handlers.forms).toMatchObject([
      {
        verb: 'imagine',
        user: alice,
        team: 'T0SANDBOX',
        channel: general,
        isDm: false,
        responseUrl: expect.stringContaining('http'),
        given: {
          prompt: 'a fox & snow',
          pictures: [],
          options: { ratio: '16:9', version: '7', raw: 'yes', mode: 'relax' },
        },
      },
    ]);
    expect(handlers.checked).toEqual([]);
  });

  test.each([
    ['bad-ratio', 'ratio', 'ratio'],
    ['long-prompt', undefined, 'prompt'],
    ['too-many-pictures', undefined, 'references'],
  ] as const)('shows the mistake %s under its field, and keeps what was typed', async (code, field, block) => {
    const handlers = new FakeHandlers({
      form: async () => {
        throw new UserMistake(code, {}, field);
      },
    });
    const { slack } = await opened('/imagine', handlers);

    await slack.act.submitView({ user: alice, values: { prompt: 'a fox', ratio: 'wide' } });
    const [view] = modalsOf(slack, alice);

    expect(Object.keys(view?.errors ?? {})).toEqual([block]);
    expect(view?.state['prompt']?.['field:prompt']).toMatchObject({ value: 'a fox' });
  });

  test('closes, and what there is to be said is said to the person alone', async () => {
    const handlers = new FakeHandlers({ form: async () => ({ tell: { say: 'in-direct-messages' } }) });
    const { slack } = await opened('/imagine', handlers);
    await slack.act.submitView({ user: alice, values: { prompt: 'a fox' } });
    const told = await slack.waitFor((world) => world.ephemerals[0], { what: 'where it goes' });

    expect(modalsOf(slack, alice)).toEqual([]);
    expect(told).toMatchObject({ user: alice, text: expect.stringContaining('direct messages with me') });
  });

  test('shows a refusal that belongs to no field on top, and the form is still there below', async () => {
    const handlers = new FakeHandlers({
      form: async () => {
        throw new UserMistake('daily-limit', { limit: 3 });
      },
    });
    const { slack } = await opened('/imagine', handlers);

    await slack.act.submitView({ user: alice, values: { prompt: 'a fox' } });
    const [below, above] = modalsOf(slack, alice);

    expect(written(above)).toContain('daily limit of 3');
    expect(below?.callbackId).toBe('form');
  });

  test.each([
    ['could not be stored', new Unreachable('redis', 'connection refused')],
    // Two versions side by side, as in a rolling deploy: no fault of either.
    [
      'met another version’s record',
      new Misconfigured('redis', 'unreadable', 'a shape that this version does not know'),
    ],
  ])('that %s says that nothing was submitted, and is logged as weather', async (_, error) => {
    const handlers = new FakeHandlers({
      form: async () => {
        throw error;
      },
    });
    const { slack, lines } = await opened('/imagine', handlers);

    await slack.act.submitView({ user: alice, values: { prompt: 'a fox' } });

    expect(written(modalsOf(slack, alice).at(-1))).toContain('Nothing was submitted');
    expect(lines).toContainEqual(expect.objectContaining({ level: 'warn', fields: { err: error } }));
  });

  test('that is sent twice has the same key, another has another', async () => {
    const handlers = new FakeHandlers({
      form: async () => {
        throw new UserMistake('bad-ratio', {}, 'ratio');
      },
    });
    const { slack } = await opened('/imagine', handlers);

    await slack.act.submitView({ user: alice, values: { prompt: 'a fox' } });
    await slack.act.submitView({ user: alice });
    await slack.act.command({ user: alice, channel: general, command: '/imagine' });
    await slack.waitFor(() => slack.calls.filter((one) => one.method === 'views.open').length === 2, {
      what: 'a form',
    });
    await slack.act.submitView({ user: alice, values: { prompt: 'a fox' } });

    const [first, again, other] = handlers.forms.map((one) => one.key);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });
});

describe('a form with pictures', () => {
  test('says that they are checked, takes them in the order of the fields, and then that it is on its way', async () => {
    const looked = gate();
    const handlers = new FakeHandlers({ check: async () => await looked.passed });
    const { slack } = await opened('/faceswap', handlers);
    const [face, target] = await pngs('face', 'target');

    await slack.act.submitView({ user: alice, values: { target: [target ?? fail()], face: [face ?? fail()] } });
    const checking = written(modalsOf(slack, alice)[0]);
    const early = handlers.forms.length;
    looked.open();
    const view = await modal(slack, alice, 'the end', says('On its way'));

    expect(checking).toContain('Checking');
    expect(early).toBe(0);
    expect(handlers.forms[0]?.given.pictures.map((one) => 'name' in one && one.name)).toEqual([
      'face.png',
      'target.png',
    ]);
    expect(handlers.checked[0]).toEqual(handlers.forms[0]?.given.pictures);
    expect(view.submit).toBeUndefined();
    expect(slack.violations).toEqual([]);
  });

  test.each([
    ['a picture cannot be used', new Refused('slack', 'input-unusable', 'animated'), 'is animated'],
    ['the scope is missing', new Misconfigured('slack', 'missing-scope', 'files:read'), 'files:read'],
    ['Slack does not answer', new Unreachable('slack', 'reset'), 'could not take this'],
  ])('turns into the sentence when %s, and nothing is submitted', async (_, error, sentence) => {
    const handlers = new FakeHandlers({
      check: async () => {
        throw error;
      },
    });
    const { slack } = await opened('/describe', handlers);

    await slack.act.submitView({ user: alice, values: { picture: await pngs('fox') } });
    const view = await modal(slack, alice, 'the sentence', says(sentence));

    expect(written(view)).toContain('Nothing was submitted');
    expect(handlers.forms).toEqual([]);
    expect(modalsOf(slack, alice)).toHaveLength(1);
  });

  test('that was refused leads back to the form, filled in as it was', async () => {
    const handlers = new FakeHandlers({
      form: async () => {
        throw new UserMistake('concurrent-limit');
      },
    });
    const { slack } = await opened('/edit', handlers);

    await slack.act.submitView({ user: alice, values: { picture: await pngs('fox'), prompt: 'at night' } });
    const refused = await modal(slack, alice, 'the sentence', says('as many pictures running'));
    await slack.act.click({ user: alice, on: { viewId: refused.id }, element: { label: 'Back to the form' } });
    const form = written(await modal(slack, alice, 'the form', isForm));
    await slack.act.submitView({ user: alice });
    await slack.waitFor(() => handlers.forms.length === 2, { what: 'the second try' });

    expect(form).toContain('1 picture brought along');
    expect(handlers.forms[1]?.given).toMatchObject({ prompt: 'at night', pictures: [{ kind: 'file' }] });
    expect(handlers.forms[1]?.key).not.toBe(handlers.forms[0]?.key);
  });

  test('that is closed meanwhile goes on; a refusal is then told in the conversation', async () => {
    const looked = gate();
    const handlers = new FakeHandlers({
      check: async () => {
        await looked.passed;
        throw new Refused('slack', 'input-unusable', 'expired');
      },
    });
    const { slack } = await opened('/describe', handlers);

    await slack.act.submitView({ user: alice, values: { picture: await pngs('fox') } });
    await slack.act.closeView({ user: alice });
    looked.open();
    const told = await slack.waitFor((world) => world.ephemerals[0], { what: 'the answer' });

    expect(told).toMatchObject({ user: alice, channel: general, text: english.pictureTroubles.expired });
  });

  test('that is closed meanwhile is taken all the same', async () => {
    const looked = gate();
    const { slack, handlers } = await opened('/describe', new FakeHandlers({ check: async () => await looked.passed }));

    await slack.act.submitView({ user: alice, values: { picture: await pngs('fox') } });
    await slack.act.closeView({ user: alice });
    looked.open();
    await slack.waitFor(() => slack.calls.some((one) => one.method === 'views.update' && !one.ok), { what: 'the end' });

    expect(handlers.forms).toHaveLength(1);
    expect(slack.world.ephemerals).toEqual([]);
  });
});

test('the global shortcut opens the builder, which asks where the result is to appear', async () => {
  const slack = await standIn();
  const handlers = new FakeHandlers();
  await listenBySocket(slack, handlers);

  await slack.act.globalShortcut({ user: alice, callbackId: 'imagine' });
  const view = await modal(slack, alice, 'the form', isForm);
  await slack.act.submitView({ user: alice, values: { where: general, prompt: 'a fox' } });

  expect(blockIds(view)[0]).toBe('where');
  expect(handlers.forms).toMatchObject([
    { verb: imagine.verb, channel: general, named: true, given: { prompt: 'a fox' } },
  ]);
});

test('a command whose form another process opened, as it was delivered before, is answered with nothing', async () => {
  const slack = await standIn();
  slack.faults.add({ method: 'views.open', nth: 1, effect: { kind: 'error', error: 'exchanged_trigger_id' } });
  const { receiver } = await listenBySocket(slack, new FakeHandlers());

  await slack.act.command({ user: alice, channel: general, command: '/blend' });
  await slack.waitFor(() => slack.calls.some(({ method }) => method === 'views.open'), { what: 'the try to open it' });
  await receiver.stop(1000);

  expect(slack.world.ephemerals).toEqual([]);
});

test('a global shortcut whose trigger is too old is answered in the direct conversation', async () => {
  const slack = await standIn();
  slack.faults.add({ method: 'views.open', nth: 1, effect: { kind: 'error', error: 'expired_trigger_id' } });
  await listenBySocket(slack, new FakeHandlers());

  await slack.act.globalShortcut({ user: alice, callbackId: 'imagine' });
  const message = await slack.waitFor((world) => world.messages['D0ALICE']?.at(-1), { what: 'the answer' });
  const on = { channel: 'D0ALICE', ts: message.ts };
  await slack.act.click({ user: alice, on, element: { label: 'Fill in: Imagine' } });

  await modal(slack, alice, 'the form', isForm);
});

function fail(): never {
  throw new Error('no such file');
}
