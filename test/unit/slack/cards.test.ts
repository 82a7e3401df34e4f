import { describe, expect, test } from 'vitest';
import { InDoubt, Unreachable } from '../../../src/domain/errors.ts';
import { button, childId, failed, finished, id, parentId, record, snapshot } from './records.ts';
import { alice, general, lookedAt, nobody, picture, roomFor, standIn } from './room.ts';

const here = { channel: general, asker: alice };

/** A press that needs a word from a person. */
const asking = record({
  order: {
    verb: 'press',
    parent: parentId,
    parentTask: '1',
    button: button('MJ::JOB::variation::2::u', 'V2'),
    prompt: 'a red fox',
    pictures: [],
  },
  mark: 'submitted',
  task: '2',
  asked: { at: 0, finalPrompt: '', found: 'reading' },
});

describe('a card', () => {
  test('stands in the channel with its metadata, and pings nobody but the one who asked', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    const prompt = '<!channel> <@U0BRUNO02> a fox &amp; @here #general https://x.example';

    const { ts } = await room.cards.post(record({ ...here, prompt }));

    const message = slack.world.messages[general]?.find((one) => one.ts === ts);
    expect(message?.metadata).toEqual({ event_type: 'mj_submission', event_payload: { submission: id } });
    expect(new Set(slack.world.pings.map((ping) => ping.id))).toEqual(new Set([alice]));
    expect(slack.violations).toEqual([]);
  });

  test('is edited in place, without the mark of an edit, and keeps its metadata', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    const posted = record(here);
    const { ts } = await room.cards.post(posted);

    const card = { mark: 'announced' as const, ts, posts: 0 };
    await room.cards.update({ ...posted, mark: 'submitted', task: '1', snapshot: snapshot(), card });

    const message = slack.world.messages[general]?.find((one) => one.ts === ts);
    expect(message?.text).toContain('31%');
    expect(message?.edited).toBeUndefined();
    expect(message?.metadata).toMatchObject({ event_type: 'mj_submission' });
    expect(message?.versions).toHaveLength(2);
    expect(slack.violations).toEqual([]);
  });

  test('of a follow-up stands in the thread', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    const { ts: threadTs } = await room.cards.post(record(here));

    const { ts } = await room.cards.post(record({ ...here, id: childId, card: { mark: 'none', threadTs, posts: 0 } }));

    expect(slack.world.messages[general]?.find((one) => one.ts === ts)?.threadTs).toBe(threadTs);
  });

  test('of a follow-up is shown in the channel too, where that is wanted', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    const { ts: threadTs } = await room.cards.post(record(here));
    const posted = record({ ...here, id: childId, card: { mark: 'none', threadTs, aloud: true, posts: 0 } });
    const { ts } = await room.cards.post(posted);
    await room.cards.update({ ...posted, mark: 'submitted', card: { ...posted.card, mark: 'announced', ts } });

    expect(slack.world.messages[general]?.find((one) => one.ts === ts)).toMatchObject({ threadTs, broadcast: true });
    expect(slack.violations).toEqual([]);
  });

  test('for one person alone opens the direct conversation, and is edited there', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    const posted = record({ channel: alice, askedIn: general, asker: alice });
    const { ts, channel } = await room.cards.post(posted);
    await room.cards.update({ ...posted, channel, mark: 'submitted', card: { mark: 'announced', ts, posts: 1 } });

    expect(channel).toMatch(/^D/);
    expect(slack.world.messages[channel]?.map((one) => one.versions.length)).toEqual([2]);
    expect(slack.world.messages[general]).toEqual([]);
    expect(await room.cards.find(posted)).toBe('unreadable');
  });

  test('shows the picture that was uploaded', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    const { ts } = await room.cards.post(record(here));
    const fileId = await room.files.upload({ bytes: await picture('png'), type: 'image/png', name: id });
    await lookedAt(room.files, fileId);

    await room.cards.update(
      finished({ ...here, card: { mark: 'announced', ts, posts: 0 }, picture: { fileId, inThread: false } }),
    );

    const message = slack.world.messages[general]?.find((one) => one.ts === ts);
    expect(message?.blocks).toContainEqual(expect.objectContaining({ type: 'image', slack_file: { id: fileId } }));
    expect(slack.violations).toEqual([]);
  });

  test('is not posted where the bot may not be', async () => {
    const { room } = roomFor(await standIn());

    for (const channel of ['G0PRIVATE', 'D0PEOPLE'])
      await expect(room.cards.post(record({ ...here, channel }))).rejects.toMatchObject({
        kind: 'refused',
        code: 'cannot-post',
      });
  });

  test('is posted in a public channel without an invitation', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);

    await room.cards.post(record({ ...here, channel: 'C0NOBOT' }));

    expect(slack.world.messages['C0NOBOT']).toHaveLength(1);
  });

  test('that somebody deleted is gone for an edit, and deleting it again is no error', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    const { ts } = await room.cards.post(record(here));
    const standing = record({ ...here, card: { mark: 'announced', ts, posts: 0 } });

    await room.cards.remove(standing);
    await room.cards.remove(standing);

    expect(slack.world.messages[general]?.find((one) => one.ts === ts)?.deleted).toBe(true);
    await expect(room.cards.update(standing)).rejects.toMatchObject({ kind: 'refused', code: 'card-gone' });
  });

  test('with a file that Slack does not show is refused by that name', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    const { ts } = await room.cards.post(record(here));
    const card = { mark: 'announced' as const, ts, posts: 0 };

    await expect(room.cards.update(finished({ ...here, card }))).rejects.toMatchObject({
      kind: 'refused',
      code: 'picture-refused',
    });
  });

  test('is in doubt when the answer to its post was lost, and then found by its metadata', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    slack.faults.add({ method: 'chat.postMessage', effect: { kind: 'drop', when: 'after' }, times: 1 });
    const posted = record({ ...here, at: { accepted: Date.now() } });

    await expect(room.cards.post(posted)).rejects.toBeInstanceOf(InDoubt);

    const standing = slack.world.messages[general]?.find((one) => one.botId !== undefined);
    expect(await room.cards.find(posted)).toEqual({ ts: standing?.ts });
    expect(await room.cards.find({ ...posted, id: childId })).toBe('absent');
    expect(slack.calls.filter((call) => call.method === 'chat.postMessage')).toHaveLength(1);
  });

  test('is found in a thread', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    const at = { accepted: Date.now() };
    const { ts: threadTs } = await room.cards.post(record({ ...here, at }));
    const child = record({ ...here, id: childId, at, card: { mark: 'announcing', threadTs, posts: 0 } });
    const { ts } = await room.cards.post(child);

    expect(await room.cards.find(child)).toEqual({ ts });
  });

  test('cannot be looked for where the bot may not read', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);

    expect(await room.cards.find(record({ ...here, channel: 'C0NOBOT' }))).toBe('unreadable');
    slack.faults.add({ method: 'conversations.history', effect: { kind: 'error', error: 'missing_scope' } });
    expect(await room.cards.find(record(here))).toBe('unreadable');
  });

  test('is told in its thread that it is finished', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    const { ts } = await room.cards.post(record(here));

    await room.cards.reply(record({ ...here, card: { mark: 'announced', ts, posts: 0 } }), {
      say: 'finished',
      mention: alice,
    });

    const reply = slack.world.messages[general]?.find((one) => one.threadTs === ts && one.ts !== ts);
    expect(reply?.text).toContain(`<@${alice}>`);
    expect(reply?.metadata).toBeUndefined();
  });

  test('asks in its thread for what it needs, with a button, and nobody finds that for the card', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    const { ts } = await room.cards.post(record({ ...here, at: { accepted: Date.now() } }));
    const standing = record({ ...here, at: { accepted: Date.now() }, card: { mark: 'announced', ts, posts: 0 } });

    await room.cards.reply(standing, { say: 'needs-input', mention: alice, button: 'V2 <!channel>' });

    const reply = slack.world.messages[general]?.find((one) => one.threadTs === ts && one.ts !== ts);
    expect(reply?.text).toContain(`<@${alice}> *V2 &lt;!channel&gt;* needs a word from you`);
    expect(JSON.stringify(reply?.blocks)).toContain(`"value":"c1.${id}.continue"`);
    expect(reply?.metadata).toBeUndefined();
    expect(await room.cards.find(standing)).toEqual({ ts });
    expect(slack.violations).toEqual([]);
  });

  test('leads to the card that an upscale made, once Slack has told the workspace’s address', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    const press = {
      child: childId,
      by: alice,
      name: 'U2',
      customId: 'MJ::JOB::upsample::2::u',
      ts: '1763700009.000100',
    };
    const pressed = finished({ ...here, presses: [press], picture: { inThread: true } });

    const before = room.cards.face(pressed);
    await room.identify();
    const { ts } = await room.cards.post(pressed);

    const message = slack.world.messages[general]?.find((one) => one.ts === ts);
    expect(JSON.stringify(message?.blocks)).toContain(
      `https://${slack.world.team.domain}.slack.com/archives/${general}/p1763700009000100`,
    );
    expect(room.cards.face(pressed)).not.toBe(before);
    expect(slack.violations).toEqual([]);
  });

  test('of every kind passes Slack’s own rules', async () => {
    const slack = await standIn({ rateScale: 0 });
    const { room } = roomFor(slack);
    const waiting = [asking, { ...asking, answer: { prompt: 'a blue fox', by: alice } }];
    const cards = [
      record({ prompt: '&'.repeat(3000) }),
      record({ mark: 'in doubt' }),
      failed('moderation', '&'.repeat(5000), '<b>'),
      record({ mark: 'ended', task: '1', end: { kind: 'deadline', minutes: 60 } }),
      finished({ picture: { inThread: false, missing: 'too-large' } }),
      finished({ picture: { inThread: true } }),
      ...waiting,
    ];

    for (const one of cards) await room.cards.post({ ...one, ...here });

    expect(slack.world.messages[general]).toHaveLength(cards.length);
    expect(slack.violations).toEqual([]);
  });
});

describe('bad weather', () => {
  test('a rate limit is reported at once, with its time, and nothing else waits for it', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    slack.faults.add({ method: 'chat.postMessage', effect: { kind: 'rate_limit', retryAfterS: 30 }, times: 1 });

    await expect(room.cards.post(record(here))).rejects.toMatchObject({ kind: 'busy', retryAfterMs: 30_000 });
    await room.cards.post(record(here));
  });

  test('a rate limit without a time is one all the same', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    slack.faults.add({ method: 'chat.postMessage', effect: { kind: 'status', status: 429, when: 'before' } });

    await expect(room.cards.post(record(here))).rejects.toMatchObject({ kind: 'busy', retryAfterMs: 30_000 });
  });

  test('a post that met a server error is in doubt and is not repeated', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    slack.faults.add({ method: 'chat.postMessage', effect: { kind: 'status', status: 500, when: 'after' } });

    await expect(room.cards.post(record(here))).rejects.toBeInstanceOf(InDoubt);
    expect(slack.world.messages[general]).toHaveLength(1);
  });

  test('a Slack that refuses the connection took nothing', async () => {
    const { room } = roomFor({ apiUrl: await nobody(), botToken: 'xoxb-1' });

    await expect(room.cards.post(record(here))).rejects.toBeInstanceOf(Unreachable);
  });
});
