import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { Busy, Misconfigured, Unreachable } from '../../../src/domain/errors.ts';
import { inboxFor, opened, shared, trouble } from './inbox-room.ts';
import { alice, bruno, general, picture, standIn } from './room.ts';

/** Alice's direct conversation with the bot. */
const aliceDm = 'D0ALICE';

const asks = (slack: { calls: readonly { method: string }[] }, method: string) =>
  slack.calls.filter((call) => call.method === method).length;

describe('a file', () => {
  test('that fits comes back byte for byte, for one look and one download', async () => {
    const slack = await standIn();
    const bytes = await picture('png');
    const { ref } = await shared(slack, bytes);

    const [url] = await inboxFor(slack).read([ref]);

    expect(opened(url)).toEqual({ type: 'image/png', bytes });
    expect([asks(slack, 'files.info'), asks(slack, 'file.download')]).toEqual([1, 1]);
    expect(slack.violations).toEqual([]);
  });

  test('and others come back in the order in which they were handed over', async () => {
    const slack = await standIn();
    const all = await Promise.all(
      (['jpeg', 'png', 'gif', 'webp'] as const).map(async (format) => await picture(format)),
    );
    const refs = [];
    for (const bytes of all) refs.push((await shared(slack, bytes)).ref);

    const urls = await inboxFor(slack).read(refs.toReversed());

    expect(urls.map((url) => opened(url).bytes)).toEqual(all.toReversed());
  });

  test('of Slack Connect, which arrives without addresses, is looked up', async () => {
    const slack = await standIn();
    const bytes = await picture('png');
    const { files } = await slack.act.message({
      user: alice,
      channel: general,
      text: '',
      files: [{ name: 'a.png', bytes, stub: true }],
    });

    const [url] = await inboxFor(slack).read([{ kind: 'file', id: files[0] ?? '' }]);

    expect(opened(url).bytes).toEqual(bytes);
  });

  test('that Slack has not scanned yet is waited for', async () => {
    const slack = await standIn({ fileReadyMs: 60 });
    const file = { name: 'a.png', bytes: await picture('png'), unscanned: true };
    const { files } = await slack.act.message({ user: alice, channel: general, text: '', files: [file] });

    const urls = await inboxFor(slack).read([{ kind: 'file', id: files[0] ?? '' }]);

    expect(urls).toHaveLength(1);
    expect(asks(slack, 'files.info')).toBeGreaterThan(1);
  });

  test('that Slack never scans is read all the same, after a bounded wait', async () => {
    const slack = await standIn({ fileReadyMs: 600_000 });
    const waits: number[] = [];
    const file = { name: 'a.png', bytes: await picture('png'), unscanned: true };
    const { files } = await slack.act.message({ user: alice, channel: general, text: '', files: [file] });

    const inbox = inboxFor(slack, { sleep: async (ms) => void waits.push(ms) });
    const urls = await inbox.read([{ kind: 'file', id: files[0] ?? '' }]);

    expect(urls).toHaveLength(1);
    expect(waits).toEqual([500, 1000, 2000, 4000]);
  });

  test('that was deleted is expired', async () => {
    const slack = await standIn();
    const { id, ref } = await shared(slack, await picture('png'));
    const file = slack.world.files[id];
    if (file !== undefined) file.deleted = true;

    await expect(inboxFor(slack).read([ref])).rejects.toMatchObject(trouble('expired'));
  });

  test('that Slack does not know is expired', async () => {
    const slack = await standIn();

    const read = inboxFor(slack).read([{ kind: 'file', id: 'F0NOSUCHFILE' }]);

    await expect(read).rejects.toMatchObject(trouble('expired'));
  });

  test('in a private channel without the bot is not visible', async () => {
    const slack = await standIn();
    const { ref } = await shared(slack, await picture('png'), 'a.png', 'G0PRIVATE');

    await expect(inboxFor(slack).read([ref])).rejects.toMatchObject(trouble('not-visible'));
  });

  test.each(['access_denied', 'not_visible'])('that Slack refuses with %s is not visible', async (error) => {
    const slack = await standIn();
    const { ref } = await shared(slack, await picture('png'));
    slack.faults.add({ method: 'files.info', effect: { kind: 'error', error } });

    await expect(inboxFor(slack).read([ref])).rejects.toMatchObject(trouble('not-visible'));
  });

  test('cannot be looked up without the scope, and an operator is told which', async () => {
    const slack = await standIn();
    const { ref } = await shared(slack, await picture('png'));
    slack.faults.add({ method: 'files.info', effect: { kind: 'error', error: 'missing_scope' } });

    const read = inboxFor(slack).read([ref]);

    await expect(read).rejects.toBeInstanceOf(Misconfigured);
    await expect(read).rejects.toMatchObject({ code: 'missing-scope' });
  });

  test.each([
    ['files.info', { kind: 'rate_limit', retryAfterS: 7 }, Busy],
    ['file.download', { kind: 'drop', when: 'before' }, Unreachable],
    ['file.download', { kind: 'status', status: 503, when: 'before' }, Unreachable],
  ] as const)('may be read again when %s met %o', async (method, effect, error) => {
    const slack = await standIn();
    const { ref } = await shared(slack, await picture('png'));
    slack.faults.add({ method, effect, times: 1 });

    await expect(inboxFor(slack).read([ref])).rejects.toBeInstanceOf(error);
    expect(await inboxFor(slack).read([ref])).toHaveLength(1);
  });

  test('too large by what Slack says is not downloaded, and neither are those beside it', async () => {
    const slack = await standIn();
    const good = await shared(slack, await picture('png'));
    const bad = await shared(slack, Buffer.concat([await picture('png'), Buffer.alloc(25 * 1024 * 1024)]));

    await expect(inboxFor(slack).read([good.ref, bad.ref])).rejects.toMatchObject(trouble('too-large'));
    expect(asks(slack, 'file.download')).toBe(0);
  });
});

describe('a message', () => {
  test('stands for all its pictures and nothing else, for one request and their downloads', async () => {
    const slack = await standIn();
    const [one, two] = [await picture('png'), await picture('jpeg')];
    const { ts } = await slack.act.message({
      user: alice,
      channel: general,
      text: 'these',
      files: [
        { name: 'one.png', bytes: one },
        { name: 'notes.txt', bytes: Buffer.from('not a picture') },
        { name: 'two.jpg', bytes: two },
      ],
    });

    const urls = await inboxFor(slack).read([{ kind: 'message', channel: general, ts }]);

    expect(urls.map((url) => opened(url).bytes)).toEqual([one, two]);
    expect([asks(slack, 'conversations.replies'), asks(slack, 'files.info'), asks(slack, 'file.download')]).toEqual([
      1, 0, 2,
    ]);
    expect(slack.violations).toEqual([]);
  });

  test.each([true, false])('in a thread is found (its thread is known: %s)', async (known) => {
    const slack = await standIn();
    const bytes = await picture('png');
    const root = await slack.act.message({ user: alice, channel: general, text: 'root' });
    const reply = (text: string, files: { name: string; bytes: Buffer }[]) =>
      slack.act.message({ user: alice, channel: general, text, threadTs: root.ts, files });
    await reply('before', [{ name: 'other.png', bytes: await picture('png', 9, 9) }]);
    const { ts } = await reply('this', [{ name: 'a.png', bytes }]);
    await reply('after', [{ name: 'other.png', bytes: await picture('png', 7, 7) }]);

    const ref = { kind: 'message', channel: general, ts, ...(known ? { threadTs: root.ts } : {}) } as const;
    const urls = await inboxFor(slack).read([ref]);

    expect(urls.map((url) => opened(url).bytes)).toEqual([bytes]);
  });

  test('of Slack Connect has its files looked up', async () => {
    const slack = await standIn();
    const bytes = await picture('png');
    const files = [{ name: 'a.png', bytes, stub: true }];
    const { ts } = await slack.act.message({ user: alice, channel: general, text: '', files });

    const urls = await inboxFor(slack).read([{ kind: 'message', channel: general, ts }]);

    expect(opened(urls[0]).bytes).toEqual(bytes);
  });

  test('that shows a picture of Slack, as a card does, stands for that picture', async () => {
    const slack = await standIn();
    const bytes = await picture('png');
    const { id } = await shared(slack, bytes);
    const posted = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        channel: general,
        text: 'a card',
        blocks: [{ type: 'image', slack_file: { id }, alt_text: 'a fox' }],
      }),
    });
    const { ts } = (await posted.json()) as { ts: string };

    const urls = await inboxFor(slack).read([{ kind: 'message', channel: general, ts }]);

    expect(urls.map((url) => opened(url).bytes)).toEqual([bytes]);
  });

  test('without a picture says so', async () => {
    const slack = await standIn();
    const { ts } = await slack.act.message({ user: alice, channel: general, text: 'only words' });

    const read = inboxFor(slack).read([{ kind: 'message', channel: general, ts }]);

    await expect(read).rejects.toMatchObject(trouble('no-picture'));
  });

  test('that is gone says that there is no picture', async () => {
    const slack = await standIn();

    const read = inboxFor(slack).read([{ kind: 'message', channel: general, ts: '1763712000.000100' }]);

    await expect(read).rejects.toMatchObject(trouble('no-picture'));
  });

  test('whose only picture was deleted is expired', async () => {
    const slack = await standIn();
    const { id, ts } = await shared(slack, await picture('png'));
    const file = slack.world.files[id];
    if (file !== undefined) file.deleted = true;

    const read = inboxFor(slack).read([{ kind: 'message', channel: general, ts }]);

    await expect(read).rejects.toMatchObject(trouble('expired'));
  });

  test.each(['C0NOBOT', 'G0PRIVATE'])('in %s, where the bot is not, is not visible', async (channel) => {
    const slack = await standIn();
    const { ts } = await shared(slack, await picture('png'), 'a.png', channel);

    const read = inboxFor(slack).read([{ kind: 'message', channel, ts }]);

    await expect(read).rejects.toMatchObject(trouble('not-visible'));
  });
});

test('however many are read at once, two are decoded', async () => {
  const slack = await standIn();
  const turned = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#369' } })
    .jpeg()
    .withMetadata({ orientation: 6 })
    .toBuffer();
  const { ref } = await shared(slack, turned);
  let most = 0;
  // Those that wait may be looks at a head, which decode nothing.
  const look = () => {
    most = Math.max(most, sharp.counters().process);
  };
  sharp.queue.on('change', look);

  const inboxes = [inboxFor(slack), inboxFor(slack), inboxFor(slack)];
  await Promise.all(inboxes.flatMap((inbox) => [inbox.read([ref]), inbox.read([ref]), inbox.read([ref])]));

  sharp.queue.off('change', look);
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(2);
});

describe('what the bot may see and the person need not', () => {
  test('is not read: a file that is shared in another private conversation only', async () => {
    const slack = await standIn();
    const { ref } = await shared(slack, await picture('png'), 'secret.png', aliceDm);

    await expect(inboxFor(slack).read([ref], { user: bruno, channel: general })).rejects.toMatchObject(
      trouble('not-visible'),
    );
    expect(asks(slack, 'file.download')).toBe(0);
    expect(await inboxFor(slack).read([ref], { user: alice, channel: general })).toHaveLength(1);
    expect(await inboxFor(slack).read([ref], { user: bruno, channel: aliceDm })).toHaveLength(1);
  });

  test('is not read: a message of another conversation than the one they speak in', async () => {
    const slack = await standIn();
    const { ts } = await shared(slack, await picture('png'));
    const message = { kind: 'message', channel: general, ts } as const;

    await expect(inboxFor(slack).read([message], { user: bruno, channel: aliceDm })).rejects.toMatchObject(
      trouble('not-visible'),
    );
    expect(await inboxFor(slack).read([message], { user: bruno, channel: general })).toHaveLength(1);
  });
});
