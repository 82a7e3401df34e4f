import type { KnownBlock } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { english } from '../../../src/domain/messages.en.ts';
import type { ShownCard } from '../../../src/domain/shown-card.ts';
import { messageBlockErrors } from '../../../src/sandbox/slack/blockkit/validate.ts';
import { shownCard } from '../../../src/slack/views/shown-card.ts';
import { isForm, modal } from './modal.ts';
import { aSeries, button, childId, finished, parentId, snapshot } from './records.ts';
import { alice, FakeHandlers, general, listenBySocket, standIn } from './room.ts';

const TEAM = 'https://acme.slack.com/';
const parent = finished({
  id: parentId,
  prompt: 'the first fox',
  card: { mark: 'announced', ts: '1763700000.000100', posts: 1 },
});
const press = { child: childId, by: 'U2', customId: 'MJ::JOB::upsample::1::u' };

const textOf = (card: ShownCard, pictures: 'shown' | 'none' = 'shown') =>
  JSON.stringify(shownCard(card, english, TEAM, pictures).blocks);
const fine = { slackFile: () => undefined, imageUrl: () => undefined };

describe('a card that is shown once more', () => {
  test('is the card, between what it came from and what came of it', () => {
    const record = finished({
      presses: [
        { ...press, name: 'U1', ts: '1763700002.000100' },
        { ...press, name: 'V2' },
      ],
    });
    const text = textOf({ record, parent });

    expect(text).toContain('"slack_file":{"id":"F0123456789"}');
    expect(text).toContain('"press:1"');
    expect(text).toContain(`Made from <${TEAM}archives/C1/p1763700000000100|the first fox>.`);
    expect(text).toContain(`|U1> · V2`);
    expect(text).toContain(`"url":"${TEAM}archives/C1/p1763700001000100"`);
  });

  test('that is one of a series leads to all of it', () => {
    const series = aSeries(['a red fox', 'a blue fox'], {
      taken: 2,
      message: { mark: 'announced', ts: '1763700003.000100', posts: 1 },
    });
    const text = textOf({ record: finished(), series });
    expect(text).toContain(`One of <${TEAM}archives/${series.channel}/p1763700003000100|2 pictures>`);
    const gone = { ...series, message: { ...series.message, mark: 'removed' as const } };
    expect(textOf({ record: finished(), series: gone })).not.toContain('One of');
  });

  test('whose card was deleted has no picture, and can be made again', () => {
    const record = finished({ card: { mark: 'removed', ts: '1763700001.000100', posts: 1 } });
    const text = textOf({ record });

    expect(text).not.toContain('slack_file');
    expect(text).toContain('was deleted');
    expect(text).toContain('Run again with changes');
    expect(text).not.toContain('Open the card');
  });

  test('fits a message, whatever stands on it', () => {
    const buttons = Array.from({ length: 170 }, (_, n) => button(`MJ::JOB::${n}`, `${n}`));
    const more = Array.from({ length: 9 }, (_, n) => `F0000000${n}`);
    const record = finished({
      prompt: '&'.repeat(3000),
      snapshot: snapshot({ status: 'done', buttons }),
      picture: { fileId: 'F0123456789', more, inThread: false },
      presses: Array.from({ length: 20 }, (_, n) => ({
        ...press,
        name: '&'.repeat(80),
        ts: `17637000${n + 10}.000100`,
      })),
    });
    const { blocks } = shownCard({ record, parent }, english, TEAM, 'shown');

    expect(messageBlockErrors(blocks, fine)).toEqual([]);
  });
});

/** A room in which a card of Alice's is asked for. */
async function asked(record: ShownCard['record']) {
  const slack = await standIn();
  const handlers = new FakeHandlers({
    command: async () => ({ card: { record } }),
    control: async () => ({
      open: { verb: 'imagine', fields: [{ kind: 'prompt', name: 'prompt', required: true }] },
      given: { prompt: 'a red fox', pictures: [], options: {} },
    }),
  });
  await listenBySocket(slack, handlers);
  await slack.act.command({ user: alice, channel: general, command: '/mj', text: 'show 1' });
  const told = await slack.waitFor((world) => world.ephemerals[0], { what: 'the card' });
  return { slack, handlers, told };
}

test('it is for the person alone, and comes without a picture that Slack does not show', async () => {
  const { slack, told } = await asked(finished());

  expect(told).toMatchObject({ user: alice, channel: general, via: 'response_url' });
  expect(told.blocks.some((block) => block['type'] === 'image')).toBe(false);
  expect(slack.world.messages[general] ?? []).toEqual([]);
  expect(slack.violations).toEqual([]);
});

test('run again from there stands in the conversation, not in the thread of something that only one person sees', async () => {
  const { slack, handlers, told } = await asked(finished());
  await slack.act.click({
    user: alice,
    on: { channel: general, ts: told.ts },
    element: { label: 'Run again with changes' },
  });
  await modal(slack, alice, 'the builder', isForm);
  await slack.act.submitView({ user: alice });
  await slack.waitFor(() => handlers.forms.length === 1, { what: 'the form' });

  expect(handlers.forms[0]).toMatchObject({ channel: general, given: { prompt: 'a red fox' } });
  expect(handlers.forms[0]?.threadTs).toBeUndefined();
});

test('a card in the blocks has the ids that Slack asks for', () => {
  const blocks = shownCard({ record: finished() }, english, TEAM, 'shown').blocks as KnownBlock[];
  const ids = blocks.flatMap((block) => block.block_id ?? []);
  expect(new Set(ids).size).toBe(ids.length);
});
