import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/domain/catalogue.ts';
import { Unreachable, UserMistake } from '../../../src/domain/errors.ts';
import { LANGUAGES } from '../../../src/domain/language.ts';
import { forms } from '../../../src/flows/index.ts';
import type { Handlers } from '../../../src/slack/handlers.ts';
import { LIMITS } from '../../../src/slack/limits.ts';
import { formModal } from '../../../src/slack/views/form-modal.ts';
import { MANIFEST } from '../../support/stage.ts';
import { modal, says, written } from './modal.ts';
import { aSeries, finished, record } from './records.ts';
import { alice, bruno, FakeHandlers, general, listenBySocket, roomFor, standIn } from './room.ts';
import { stepOf } from './step-room.ts';

const HAN = /\p{Script=Han}/u;

/** A room in which Bruno reads Chinese. */
async function room(does: Partial<Handlers> = {}) {
  const slack = await standIn();
  const language: Handlers['language'] = async (_, user) => (user === bruno ? 'zh' : 'en');
  const handlers = new FakeHandlers({ language, ...does });
  return { slack, handlers, ...(await listenBySocket(slack, handlers)) };
}

describe('what one person sees is in their language', () => {
  test('the answer to a command, and to words in a channel', async () => {
    const refused = async () => {
      throw new UserMistake('daily-limit', { limit: 3 });
    };
    const { slack } = await room({ command: refused, said: refused });

    for (const user of [alice, bruno]) {
      await slack.act.command({ user, channel: general, command: '/imagine', text: 'a fox' });
      await slack.act.message({ user, channel: general, text: '@midjourney a fox' });
      await slack.waitFor((w) => w.ephemerals.filter((one) => one.user === user).length === 2, {
        what: 'both answers',
      });
    }

    const told = (user: string) => slack.world.ephemerals.filter((one) => one.user === user).map(({ text }) => text);
    expect(told(alice)).toEqual(Array(2).fill(catalogue.en.mistakes['daily-limit']({ limit: 3 })));
    expect(told(bruno)).toEqual(Array(2).fill(catalogue.zh.mistakes['daily-limit']({ limit: 3 })));
  });

  test('a form, its preview, and the mistake under its field', async () => {
    const { slack } = await room({
      form: async () => {
        throw new UserMistake('bad-ratio', {}, 'ratio');
      },
    });

    await slack.act.command({ user: bruno, channel: general, command: '/imagine' });
    const view = await modal(slack, bruno, 'the form');
    await slack.act.click({ user: bruno, on: { viewId: view.id }, element: { blockId: 'prompt' }, option: 'a fox' });
    const previewed = await modal(
      slack,
      bruno,
      'the preview',
      says(catalogue.zh.modals.preview('X').split('\n')[0] ?? ''),
    );
    const noticed = await slack.act.submitView({ user: bruno, values: { prompt: 'a fox', ratio: 'wide' } });

    expect(view.title).toMatchObject({ text: catalogue.zh.forms.imagine.title });
    expect(written(previewed)).toMatch(HAN);
    expect(noticed.body).toMatchObject({ errors: { ratio: catalogue.zh.mistakes['bad-ratio']({}) } });
  });

  test('the modal of a step, and what is shown back in it', async () => {
    const { slack, room: made } = await room({ press: async () => ({ step: stepOf('region') }) });
    const { ts } = await made.cards.post(finished({ channel: general, picture: { inThread: true } }));
    await slack.act.click({ user: bruno, on: { channel: general, ts }, element: { label: 'U2' } });
    const view = await modal(slack, bruno, 'the step', says(catalogue.zh.steps.gridMissing));
    await slack.act.click({ user: bruno, on: { viewId: view.id }, element: { blockId: 'cells' }, option: ['6'] });

    await modal(slack, bruno, 'the choice', says(catalogue.zh.steps.chosen([6], 6).slice(0, 12)));
    expect(view.title).toMatchObject({ text: catalogue.zh.steps.kinds.region.title });
  });
});

test('a card and what is said in its thread are in the language of the record', async () => {
  const { slack, room: made } = await room();
  for (const language of LANGUAGES) {
    const posted = record({ channel: general, language });
    const { ts } = await made.cards.post(posted);
    const card = { ...posted, card: { ...posted.card, mark: 'announced' as const, ts } };
    await made.cards.reply(card, { say: 'finished', mention: alice });
    await made.cards.update({ ...card, cancelAsked: bruno });

    const inThread = slack.world.messages[general]?.find((message) => message.threadTs === ts);
    expect(inThread?.text).toBe(catalogue[language].sentences.finished({ mention: alice }));
    const edited = slack.world.messages[general]?.find((message) => message.ts === ts);
    expect(JSON.stringify(edited?.blocks)).toContain(catalogue[language].card.cancelling(`<@${bruno}>`));
  }
});

test('the message of a series, and what is said in its thread, are in the language of whoever asked for it', async () => {
  const { slack, room: made } = await room();
  for (const language of LANGUAGES) {
    const begun = aSeries(['a red fox', 'a blue fox'], { channel: general, language });
    const { ts } = await made.seriesMessages.post(begun, [undefined, undefined]);
    const message = { ...begun.message, ts };
    await made.seriesMessages.reply({ ...begun, message }, { say: 'finished', mention: alice });

    const inThread = slack.world.messages[general]?.find((one) => one.threadTs === ts);
    expect(inThread?.text).toBe(catalogue[language].sentences.finished({ mention: alice }));
    const posted = slack.world.messages[general]?.find((one) => one.ts === ts);
    expect(JSON.stringify(posted?.blocks)).toContain(catalogue[language].series.running(0, 2));
  }
});

test.each(LANGUAGES)('every form fits in a modal, in %s', (language) => {
  const messages = catalogue[language];
  for (const form of forms) {
    const given = { prompt: '', pictures: [], options: {} };
    const view = formModal({ form, verb: form.verb, place: {}, given, preview: undefined }, messages);
    const { title, submit } = messages.forms[form.verb];
    // Nothing was cut.
    expect([view.title.text, view.submit?.text]).toEqual([title, submit]);
  }
  for (const { title, submit } of Object.values(messages.steps.kinds))
    for (const text of [title, submit]) expect(text.length).toBeLessThanOrEqual(LIMITS.modalTitle);
  const { lint, controls } = messages;
  for (const text of [
    ...Object.values(lint.titles),
    lint.make(40),
    lint.drop,
    controls.editPrompt,
    controls.runCorrected,
  ])
    expect(text.length).toBeLessThanOrEqual(LIMITS.modalTitle);
});

describe('the locale of a person', () => {
  test('is what Slack says of them; of somebody unknown there is none', async () => {
    const { room: made } = roomFor(await standIn());

    expect(await made.people.locale('U0DAWEI04')).toBe('zh-CN');
    expect(await made.people.locale(alice)).toBe('en-US');
    expect(await made.people.locale('U0NOBODY')).toBeUndefined();
  });

  test('is not told without the scope, nor by a Slack that fails', async () => {
    const without = roomFor(await standIn({ app: MANIFEST.replace('- users:read', '') }));
    await expect(without.room.people.locale(alice)).rejects.toMatchObject({ peer: 'slack', code: 'missing-scope' });

    const slack = await standIn();
    const { room: made } = roomFor(slack);
    slack.faults.add({ method: 'users.info', effect: { kind: 'status', status: 500, when: 'before' } });

    await expect(made.people.locale(alice)).rejects.toThrow(Unreachable);
  });
});
