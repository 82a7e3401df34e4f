import { describe, expect, test } from 'vitest';
import { UserMistake } from '../../../src/domain/errors.ts';
import { customIdHash, encodeControl } from '../../../src/domain/press-token.ts';
import type { NewFile, SlackStandIn } from '../../../src/sandbox/slack/types.ts';
import type { Handlers } from '../../../src/slack/handlers.ts';
import { formsTaking } from '../../../src/slack/views/choice.ts';
import { blend, describing, imagine, video } from './given.ts';
import { blockIds, isForm, modal, modalsOf, PDF, pngs, says, written } from './modal.ts';
import { finished, id } from './records.ts';
import { alice, bruno, desk, FakeHandlers, gate, general, listenBySocket, roomFor, standIn } from './room.ts';

/** Asks what the pictures are for, as the stories do. */
const asking: Partial<Handlers> = {
  said: async ({ pictures }) => ({ choose: formsTaking(desk.forms, pictures.length), pictures }),
};

async function mentioned(slack: SlackStandIn, files: NewFile[], where: { channel?: string; threadTs?: string } = {}) {
  const message = { user: alice, channel: general, text: '@midjourney', files, ...where };
  await slack.act.message(message);
  return await slack.waitFor((world) => world.ephemerals.at(-1), { what: 'the answer' });
}

function labelsOf(blocks: readonly object[]): string[] {
  return [...JSON.stringify(blocks).matchAll(/"type":"plain_text","text":"([^"]*)"/g)].map(([, text = '']) => text);
}

describe('pictures with a mention and no verb', () => {
  test('are a question, with a button for each verb that takes so many', async () => {
    const slack = await standIn();
    await listenBySocket(slack, new FakeHandlers(asking));

    const told = await mentioned(slack, await pngs('a', 'b'));

    expect(told).toMatchObject({ user: alice, via: 'chat.postEphemeral' });
    expect(told.text).toContain('these 2 pictures');
    expect(labelsOf(told.blocks)).toEqual([
      'Use in a prompt',
      'Blend',
      'Swap a face',
      'Make a film',
      'Edit',
      'Turn into links',
    ]);
    expect(slack.violations).toEqual([]);
  });

  test('run at once when the verb needs nothing more, in the thread of the mention, once however often it is clicked', async () => {
    const slack = await standIn();
    const handlers = new FakeHandlers(asking);
    await listenBySocket(slack, handlers);
    const root = await slack.act.message({ user: bruno, channel: general, text: 'look' });

    const told = await mentioned(slack, await pngs('a', 'b'), { threadTs: root.ts });
    const click = { user: alice, on: { channel: general, ts: told.ts }, element: { label: 'Blend' } };
    await slack.act.click(click);
    await slack.act.click(click);

    const [first, second] = handlers.forms;
    expect(first).toMatchObject({ verb: 'blend', channel: general, threadTs: root.ts, user: alice, isDm: false });
    expect(first?.given.pictures).toMatchObject([{ kind: 'file' }, { kind: 'file' }]);
    expect(second?.key).toBe(first?.key);
    expect(modalsOf(slack, alice)).toEqual([]);
  });

  test('open the form when the verb needs more, with the pictures in it', async () => {
    const slack = await standIn();
    const handlers = new FakeHandlers(asking);
    await listenBySocket(slack, handlers);

    const told = await mentioned(slack, await pngs('a'));
    await slack.act.click({ user: alice, on: { channel: general, ts: told.ts }, element: { label: 'Make a film' } });
    const form = written(await modal(slack, alice, 'the form', isForm));
    await slack.act.submitView({ user: alice, values: { prompt: 'it runs' } });
    await slack.waitFor(() => handlers.forms.length === 1, { what: 'the form' });

    expect(form).toContain('First frame: 1 picture brought along');
    expect(handlers.forms[0]?.given).toMatchObject({ prompt: 'it runs', pictures: [{ kind: 'file' }] });
    expect(handlers.forms[0]?.given.options).toEqual({ motion: 'low', batch: '4', resolution: '480' });
  });

  test('a mistake of a choice is told to the person alone', async () => {
    const slack = await standIn();
    const refusing: Partial<Handlers> = {
      form: async () => {
        throw new UserMistake('channel-not-allowed');
      },
    };
    await listenBySocket(slack, new FakeHandlers({ ...asking, ...refusing }));

    const told = await mentioned(slack, await pngs('a'));
    await slack.act.click({ user: alice, on: { channel: general, ts: told.ts }, element: { label: 'Describe' } });

    await slack.waitFor((world) => world.ephemerals.find((one) => one.text.includes('not allowed to work')), {
      what: 'the answer',
    });
  });

  test('more than any verb takes are answered in a sentence', async () => {
    const slack = await standIn();
    await listenBySocket(slack, new FakeHandlers(asking));

    const told = await mentioned(slack, await pngs('a', 'b', 'c', 'd', 'e', 'f', 'g'), { channel: 'D0ALICE' });

    expect(told.text).toMatch(/7 pictures at once.*Nothing was submitted/);
    expect(told.blocks).toEqual([]);
  });
});

describe('a mention that lacks something', () => {
  test('is answered with a button that opens the form, filled in', async () => {
    const slack = await standIn();
    const given = { prompt: 'the fox "runs"', pictures: [], options: { motion: 'high' } };
    await listenBySocket(slack, new FakeHandlers({ said: async () => ({ open: video, given }) }));

    const told = await mentioned(slack, []);
    await slack.act.click({ user: alice, on: { channel: general, ts: told.ts }, element: { label: /^Fill in/ } });
    const view = await modal(slack, alice, 'the form', isForm);

    expect(told.text).toContain('`video` needs at least 1 picture, and found 0');
    expect(view.state['prompt']?.['field:prompt']).toMatchObject({ value: 'the fox "runs"' });
    expect(view.state['motion']?.['field:motion']).toMatchObject({ selected_option: { value: 'high' } });
  });
});

describe('Use in Midjourney', () => {
  test('asks for the verb, and turns into its form; the result goes to the thread of the message', async () => {
    const slack = await standIn();
    const handlers = new FakeHandlers();
    await listenBySocket(slack, handlers);
    const root = await slack.act.message({ user: bruno, channel: general, text: 'look' });
    const files = await pngs('a', 'b');
    const reply = await slack.act.message({ user: bruno, channel: general, text: '', files, threadTs: root.ts });

    const shortcut = { user: alice, channel: general, ts: reply.ts, callbackId: 'use_image' };
    await slack.act.messageShortcut(shortcut);
    const chooser = await modal(slack, alice, 'the choice', says('these 2 pictures'));
    await slack.act.click({ user: alice, on: { viewId: chooser.id }, element: { label: 'Blend' } });
    const form = await modal(slack, alice, 'the form', isForm);
    const inputs = blockIds(form);
    await slack.act.submitView({ user: alice, values: { shape: 'portrait', pictures: await pngs('c') } });
    await modal(slack, alice, 'the end', says('On its way'));

    expect(modalsOf(slack, alice)).toHaveLength(1);
    expect(inputs).toEqual(['pictures', 'shape']);
    expect(handlers.forms).toMatchObject([
      { verb: 'blend', channel: general, threadTs: root.ts, given: { options: { shape: 'portrait' } } },
    ]);
    expect(handlers.forms[0]?.given.pictures.map((one) => one.kind === 'file' && one.id)).toEqual([
      ...reply.files,
      expect.stringMatching(/^F/),
    ]);
    expect(slack.violations).toEqual([]);
  });

  test('on a message at the top of a channel leads to the channel', async () => {
    const slack = await standIn();
    const handlers = new FakeHandlers();
    await listenBySocket(slack, handlers);
    const message = await slack.act.message({ user: bruno, channel: general, text: '', files: await pngs('a') });
    await slack.act.message({ user: bruno, channel: general, text: 'nice', threadTs: message.ts });

    await slack.act.messageShortcut({ user: alice, channel: general, ts: message.ts, callbackId: 'use_image' });
    const chooser = await modal(slack, alice, 'the choice');
    await slack.act.click({ user: alice, on: { viewId: chooser.id }, element: { label: 'Describe' } });
    const form = await modal(slack, alice, 'the form', isForm);
    const optional = form.blocks.find((block) => block['type'] === 'input')?.['optional'];
    await slack.act.submitView({ user: alice });
    await slack.waitFor(() => handlers.forms.length === 1, { what: 'the form' });

    expect(optional).toBe(true);
    expect(handlers.forms[0]?.threadTs).toBeUndefined();
    expect(handlers.checked).toHaveLength(1);
  });

  test('on a message without pictures says so', async () => {
    const slack = await standIn();
    await listenBySocket(slack, new FakeHandlers());
    const message = await slack.act.message({ user: bruno, channel: general, text: 'look', files: [PDF] });

    await slack.act.messageShortcut({ user: alice, channel: general, ts: message.ts, callbackId: 'use_image' });
    const told = await slack.waitFor((world) => world.ephemerals[0], { what: 'the answer' });

    expect(told.text).toContain('no picture in that message');
    expect(modalsOf(slack, alice)).toEqual([]);
  });

  test('whose trigger is too old asks in the conversation instead', async () => {
    const slack = await standIn();
    slack.faults.add({ method: 'views.open', nth: 1, effect: { kind: 'error', error: 'expired_trigger_id' } });
    const handlers = new FakeHandlers();
    await listenBySocket(slack, handlers);
    const message = await slack.act.message({ user: bruno, channel: general, text: '', files: await pngs('a') });

    await slack.act.messageShortcut({ user: alice, channel: general, ts: message.ts, callbackId: 'use_image' });
    const told = await slack.waitFor((world) => world.ephemerals[0], { what: 'the answer' });
    await slack.act.click({ user: alice, on: { channel: general, ts: told.ts }, element: { label: 'Describe' } });

    expect(handlers.forms).toMatchObject([{ verb: describing.verb }]);
  });
});

describe('a control of a card', () => {
  async function cardWith(does: Partial<Handlers>) {
    const slack = await standIn();
    const handlers = new FakeHandlers(does);
    await listenBySocket(slack, handlers);
    const { ts } = await roomFor(slack).room.cards.post(finished({ channel: general, picture: { inThread: true } }));
    const choose = async (control: string) =>
      await slack.act.click({
        user: bruno,
        on: { channel: general, ts },
        element: { actionId: 'menu' },
        option: encodeControl({ submission: id, control }),
      });
    return { slack, handlers, ts, choose };
  }

  test('Seed is answered at once and, when it is known, with the seed', async () => {
    const found = gate<{ say: 'seed'; seed: string; task: string }>();
    const { slack, choose } = await cardWith({
      control: async () => ({ tell: { say: 'looking' }, later: found.passed }),
    });

    const noticed = await choose('seed');
    await slack.waitFor((world) => world.ephemerals.length === 1, { what: 'the first sentence' });
    found.open({ say: 'seed', seed: '4711', task: '1' });
    const told = await slack.waitFor((world) => world.ephemerals[1], { what: 'the second sentence' });

    expect(noticed.acked).toBe(true);
    expect(slack.world.ephemerals[0]?.text).toContain('looking');
    expect(told).toMatchObject({ user: bruno, text: expect.stringContaining('--seed 4711') });
  });

  test('a second sentence that fails is an answer too', async () => {
    const { slack, choose } = await cardWith({
      control: async () => ({ tell: { say: 'looking' }, later: Promise.reject(new Error('broken')) }),
    });

    await choose('seed');

    await slack.waitFor((world) => world.ephemerals[1]?.text.includes('could not'), { what: 'the second sentence' });
  });

  test('Edit and run again opens a modal at once and then the form as it was, for the thread of the card', async () => {
    const looked = gate();
    const { slack, handlers, ts, choose } = await cardWith({
      control: async () => {
        await looked.passed;
        return { open: imagine, given: { prompt: 'a red fox', pictures: [], options: { mode: 'relax' } } };
      },
    });

    await choose('edit-again');
    await modal(slack, bruno, 'a modal', says('One moment'));
    looked.open();
    await modal(slack, bruno, 'the form', isForm);
    await slack.act.submitView({ user: bruno, values: { prompt: 'a blue fox' } });

    expect(handlers.controls).toMatchObject([{ control: 'edit-again', submission: id, messageTs: ts }]);
    expect(handlers.forms).toMatchObject([
      { verb: 'imagine', threadTs: ts, given: { prompt: 'a blue fox', options: { mode: 'relax' } } },
    ]);
  });

  test('Edit and run again that is not allowed turns the modal into the sentence', async () => {
    const { slack, choose } = await cardWith({
      control: async () => {
        throw new UserMistake('submission-gone');
      },
    });

    await choose('edit-again');

    await modal(slack, bruno, 'the sentence', says('no longer remember'));
  });

  test('Edit and run again without a modal is offered as a button', async () => {
    const { slack, choose } = await cardWith({
      control: async () => ({ open: blend, given: { prompt: '', pictures: [], options: {} } }),
    });
    slack.faults.add({ method: 'views.open', nth: 1, effect: { kind: 'error', error: 'expired_trigger_id' } });

    await choose('edit-again');
    const told = await slack.waitFor((world) => world.ephemerals[0], { what: 'the answer' });

    expect(labelsOf(told.blocks)).toEqual(['Fill in: Blend pictures']);
  });
});

test('a second sentence of a command comes through its response', async () => {
  const slack = await standIn();
  const later = Promise.resolve({ say: 'no-tasks' } as const);
  await listenBySocket(slack, new FakeHandlers({ command: async () => ({ tell: { say: 'looking' }, later }) }));

  await slack.act.command({ user: alice, channel: general, command: '/mj', text: 'status' });
  const told = await slack.waitFor((world) => world.ephemerals[1], { what: 'the second sentence' });

  expect(slack.world.ephemerals[0]).toMatchObject({ via: 'ack', text: expect.stringContaining('looking') });
  expect(told).toMatchObject({ via: 'response_url', text: expect.stringContaining('not asked for anything') });
});

test('links to cards lead to the workspace', async () => {
  const slack = await standIn();
  const line = {
    prompt: 'a fox',
    verb: 'imagine',
    state: 'done',
    progress: '',
    asker: alice,
    at: 0,
    channel: general,
  } as const;
  const tasks = [{ ...line, ts: '1763700001.000100' }];
  await listenBySocket(slack, new FakeHandlers({ command: async () => ({ tell: { say: 'tasks', tasks } }) }));

  await slack.act.command({ user: alice, channel: general, command: '/mj', text: 'tasks' });

  const { domain } = slack.world.team;
  expect(slack.world.ephemerals[0]?.text).toContain(
    `<https://${domain}.slack.com/archives/${general}/p1763700001000100|open>`,
  );
});

test('a form button of another version is answered kindly', async () => {
  const slack = await standIn();
  const handlers = new FakeHandlers(asking);
  await listenBySocket(slack, handlers);
  const told = await mentioned(slack, await pngs('a'));
  for (const block of told.blocks)
    for (const element of (block['elements'] ?? []) as { value?: string }[]) element.value = customIdHash('old');

  await slack.act.click({ user: alice, on: { channel: general, ts: told.ts }, element: { label: 'Describe' } });

  await slack.waitFor((world) => world.ephemerals.find((one) => one.text.includes('do not know that button')), {
    what: 'the answer',
  });
  expect(handlers.forms).toEqual([]);
});
