import { describe, expect, test } from 'vitest';
import { seriesId } from '../../../src/domain/ids.ts';
import { english } from '../../../src/domain/messages.en.ts';
import type { Series } from '../../../src/domain/series.ts';
import type { Submission } from '../../../src/domain/submission.ts';
import { LIMITS } from '../../../src/slack/limits.ts';
import { seriesView } from '../../../src/slack/views/series.ts';
import { card, labels, writing } from './look.ts';
import { aSeries, failed, finished, id, record } from './records.ts';
import { general, roomFor, standIn } from './room.ts';

const TEAM = 'https://acme.slack.com/';
const delivered = (fileId = 'F0123456789') => finished({ mark: 'delivered', picture: { fileId, inThread: false } });
const look = (one: Series, children: (Submission | undefined)[]) => seriesView(one, children, english, TEAM);

describe('the message of a series', () => {
  test('says who asked for what, how far it is, and leads to each card', () => {
    const view = look(aSeries(['a red fox', 'a blue fox']), [delivered(), record()]);
    const text = writing(view);

    expect(text).toMatch(/<@U1> asked for 2 pictures[\s\S]*a {red, blue} <!channel> fox[\s\S]*1 of 2 done/);
    expect(text).toContain(`<${TEAM}archives/C1/p1763700001000100?thread_ts=1763700000.000100&cid=C1|a red fox>`);
    expect(JSON.stringify(view.blocks)).toContain('&lt;!channel&gt;');
    expect(view.metadata).toEqual({ event_type: 'mj_series', event_payload: { series: seriesId(id) } });
  });

  test('ends with the sheet, once Slack is ready with it and nothing on it was deleted', () => {
    const children = [delivered('F0000000001'), delivered('F0000000002'), failed('moderation', 'x')];
    const sheet = { fileId: 'F0000000009', of: ['F0000000001', 'F0000000002'], looks: 0, ready: true };
    const images = (one: Series, some = children) => look(one, some).blocks.filter(({ type }) => type === 'image');
    const three = ['a', 'b', 'c'];

    expect(images(aSeries(three, { sheet }))).toMatchObject([{ slack_file: { id: 'F0000000009' } }]);
    expect(images(aSeries(three, { sheet: { ...sheet, ready: false } }))).toEqual([]);
    const gone = { ...delivered('F0000000001'), card: { mark: 'removed' as const, posts: 0 } };
    expect(images(aSeries(three, { sheet }), [gone, ...children.slice(1)])).toEqual([]);
    expect(writing(look(aSeries(three), children) as never)).toContain('2 are done, 1 without a picture');
  });

  test('of forty long prompts keeps within Slack’s limits', () => {
    const prompts = Array.from({ length: 40 }, () => '<&|>*'.repeat(600));
    const { blocks, text } = look(
      aSeries(prompts),
      prompts.map(() => delivered()),
    );

    expect(blocks.length).toBeLessThanOrEqual(LIMITS.messageBlocks);
    for (const block of blocks)
      if (block.type === 'section') expect(block.text?.text.length).toBeLessThanOrEqual(LIMITS.sectionText);
    expect(text.length).toBeLessThanOrEqual(LIMITS.fallbackText);
    expect(JSON.stringify(blocks).length).toBeLessThan(13_200);
  });

  test('is deleted, as often as it takes; what stands in its thread stays', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    const begun = aSeries(['a red fox', 'a blue fox'], { channel: general });
    const { ts } = await room.seriesMessages.post(begun, [record(), 'gone']);
    const standing = { ...begun, message: { ...begun.message, ts } };
    await room.seriesMessages.reply(standing, { say: 'finished', mention: 'U1' });

    await room.seriesMessages.remove(standing);
    await room.seriesMessages.remove(standing);

    const deleted = slack.world.messages[general]?.map((one) => [one.threadTs === ts, one.deleted]);
    expect(deleted).toEqual([
      [false, true],
      [true, false],
    ]);
    await expect(room.seriesMessages.update(standing, [])).rejects.toMatchObject({ code: 'card-gone' });
  });

  test('says when a limit left some out', () => {
    expect(writing(look(aSeries(['a', 'b', 'c'], { taken: 2 }), [record(), record()]) as never)).toContain(
      '3 were asked for',
    );
  });
});

describe('a card whose prompt may not work', () => {
  test.each([
    ['while it is drawn', record({ prompt: 'a fox --stop 50' })],
    ['at the end', finished({ prompt: 'a fox --stop 50' })],
  ])('says so %s, with a click that mends it', (_, one) => {
    expect(writing(card(one))).toContain('`--stop` does nothing in the current versions');
    expect(labels(card(one)).flat()).toContain('Run corrected');
  });

  test('names the first few, and has no button where only the person knows', () => {
    const many = card(finished({ prompt: 'a --foo --bar --baz --qux --quux' }));
    expect(writing(many)).toContain('and 2 more');
    expect(labels(many).flat()).not.toContain('Run corrected');
  });

  test('says nothing of one that is right, or that nobody typed', () => {
    expect(writing(card(finished()))).not.toContain(':warning:');
    const order = {
      verb: 'press' as const,
      parent: id,
      parentTask: '1',
      prompt: 'a fox --stop 50',
      pictures: [],
      button: { customId: 'x', label: 'V1', emoji: '', style: 2 },
    };
    expect(writing(card(finished({ order })))).not.toContain(':warning:');
    const answer = { prompt: 'a blue fox --stop 50', by: 'U1' };
    expect(writing(card(finished({ order, answer })))).toContain(':warning:');
  });

  test('quotes what was typed without bringing it to life', () => {
    const line = card(finished({ prompt: 'a fox --ar <!channel>' })).blocks.find(({ type }) => type === 'context');
    expect(JSON.stringify(line)).toContain('I found `&lt;!channel&gt;`');
  });
});
