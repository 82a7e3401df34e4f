import { describe, expect, test } from 'vitest';
import type { Offer } from '../../../src/domain/draft.ts';
import { UserMistake } from '../../../src/domain/errors.ts';
import { draftId } from '../../../src/domain/ids.ts';
import { lint } from '../../../src/domain/lint/index.ts';
import { imagine } from './given.ts';
import { isForm, modal, modalsOf, pngs, says, written } from './modal.ts';
import { id } from './records.ts';
import { alice, FakeHandlers, general, listenBySocket, standIn } from './room.ts';

const draft = draftId(id);
const findings = lint('a fox --chaos 200', { purpose: 'imagine', pictures: 0, bot: 'midjourney' });
const wrong: Offer = { kind: 'correct', draft, findings, prompts: ['a fox --chaos 100'] };
const several: Offer = { kind: 'several', draft, prompts: ['a red fox', 'a blue fox', 'a <white> fox'] };
const given = { prompt: 'a fox --chaos 200', pictures: [], options: {} };

/** Alice's command was answered with an offer. */
async function offered(offer: Offer, does: Partial<FakeHandlers['does']> = {}) {
  const slack = await standIn();
  const handlers = new FakeHandlers({ command: async () => ({ offer }), ...does });
  await listenBySocket(slack, handlers);
  await slack.act.command({ user: alice, channel: general, command: '/imagine', text: 'a fox' });
  const told = await slack.waitFor((world) => world.ephemerals[0], { what: 'the offer' });
  const click = async (label: string) =>
    await slack.act.click({ user: alice, on: { channel: general, ts: told.ts }, element: { label } });
  const now = () => slack.world.ephemerals.map((one) => written({ title: '', blocks: one.blocks } as never) + one.text);
  return { slack, handlers, click, now };
}

describe('an offer, to one person', () => {
  test('says what is wrong and how it would be right', async () => {
    const { now, slack } = await offered(wrong);
    expect(now()[0]).toMatch(/would not work[\s\S]*from 0 to 100[\s\S]*a fox --chaos 100[\s\S]*Run corrected/);
    expect(slack.violations).toEqual([]);
  });

  test('without a correction has no button for it', async () => {
    const { now } = await offered({ ...wrong, prompts: [] });
    expect(now()[0]).not.toContain('Run corrected');
    expect(now()[0]).toContain('Edit prompt');
  });

  test('lists what would be made, and what a limit leaves of it', async () => {
    const { now } = await offered({ ...several, room: { left: 2, why: 'daily', limit: 10 } });
    expect(now()[0]).toMatch(
      /makes 3 pictures[\s\S]*a red fox[\s\S]*a &lt;white&gt; fox[\s\S]*2 more today[\s\S]*Make 2 pictures/,
    );
  });

  test('of forty long prompts fits into a message', async () => {
    const prompts = Array.from({ length: 40 }, (_, place) => `${place} ${'<&>'.repeat(990)}`);
    const { now, slack } = await offered({ ...several, prompts });
    expect(now()[0]).toContain('and 30 more');
    expect(slack.violations).toEqual([]);
  });

  test.each([
    ['Run corrected', 'correct', wrong],
    ['Make 3 pictures', 'make', several],
    ['Cancel', 'drop', several],
  ] as const)('is answered by %s, and the answer takes its place', async (label, what, offer) => {
    const { slack, handlers, click, now } = await offered(offer, {
      draft: async () => ({ tell: { say: 'draft-taken', count: 3 } }),
    });
    await click(label);
    await slack.waitFor(() => now()[0]?.includes('3 pictures are on their way'), { what: 'the answer' });

    expect(handlers.drafts).toMatchObject([{ draft, what, user: alice, team: 'T0SANDBOX' }]);
    expect(now()).toHaveLength(1);
    expect(slack.violations).toEqual([]);
  });

  test('that is refused stays as it is, and the reason stands beside it', async () => {
    const { slack, click, now } = await offered(wrong, {
      draft: async () => {
        throw new UserMistake('draft-gone');
      },
    });
    await click('Run corrected');
    await slack.waitFor(() => now().length === 2, { what: 'the reason' });
    expect(now()[1]).toContain('no longer remember');
  });

  test('leads to the form, filled in, where the result was to appear', async () => {
    const { slack, click } = await offered(wrong, {
      draft: async () => ({ open: imagine, given, place: { channel: general, threadTs: '1.2' } }),
    });
    await click('Edit prompt');
    const view = await modal(slack, alice, 'the form', isForm);
    expect(written(view)).toContain('a fox --chaos 200');
    expect(view.privateMetadata).toContain('1.2');
  });
});

describe('an offer on a form', () => {
  async function sent(offer: Offer, does: Partial<FakeHandlers['does']> = {}) {
    const slack = await standIn();
    const handlers = new FakeHandlers({ form: async () => ({ offer }), ...does });
    await listenBySocket(slack, handlers);
    await slack.act.command({ user: alice, channel: general, command: '/imagine' });
    await modal(slack, alice, 'the form', isForm);
    return { slack, handlers };
  }

  test('lies on top of it, and closing leads back', async () => {
    const { slack } = await sent(wrong);
    await slack.act.submitView({ user: alice, values: { prompt: 'a fox --chaos 200' } });
    expect(written(modalsOf(slack, alice).at(-1))).toContain('a fox --chaos 100');
    await slack.act.closeView({ user: alice });
    expect(modalsOf(slack, alice).map(isForm)).toEqual([true]);
    expect(slack.violations).toEqual([]);
  });

  test('closes all when it is taken', async () => {
    const { slack, handlers } = await sent(wrong, { draft: async () => ({ tell: { say: 'draft-taken', count: 1 } }) });
    await slack.act.submitView({ user: alice, values: { prompt: 'a fox --chaos 200' } });
    await slack.act.submitView({ user: alice });
    expect(modalsOf(slack, alice)).toEqual([]);
    expect(handlers.drafts).toMatchObject([{ draft, what: 'correct', user: alice }]);
  });

  test('may lead to another one, and says what was left out', async () => {
    let asked = 0;
    const { slack } = await sent(wrong, {
      draft: async () => {
        asked += 1;
        return asked === 1 ? { offer: several } : { tell: { say: 'draft-cut-short', count: 2, wanted: 3 } };
      },
    });
    await slack.act.submitView({ user: alice, values: { prompt: 'a fox --chaos 200' } });
    await slack.act.submitView({ user: alice });
    expect(written(modalsOf(slack, alice).at(-1))).toContain('makes 3 pictures');
    await slack.act.submitView({ user: alice });
    expect(written(modalsOf(slack, alice).at(-1))).toContain('2 of 3 pictures');
  });

  test('with pictures takes its place once they were looked at, and leads back by a button', async () => {
    const { slack } = await sent(wrong, { draft: async () => ({ open: imagine, given, place: { channel: general } }) });
    const references = await pngs('fox');
    await slack.act.submitView({ user: alice, values: { prompt: 'a fox --chaos 200', references } });
    const offer = await modal(slack, alice, 'the offer', says('would not work'));
    await slack.act.click({ user: alice, on: { viewId: offer.id }, element: { label: 'Edit prompt' } });
    await modal(slack, alice, 'the form', isForm);
    expect(slack.violations).toEqual([]);
  });
});
