import { describe, expect, test } from 'vitest';
import { Unreachable } from '../../../src/domain/errors.ts';
import { id, record } from './records.ts';
import { alice, general, lookedAt, picture, roomFor, standIn } from './room.ts';

const quick = { sleep: async () => {} };

describe('a file', () => {
  test('is uploaded unchanged, is shared nowhere, and its bytes go without the token', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    const bytes = await picture('png');

    const fileId = await room.files.upload({ bytes, type: 'image/png', name: id });

    const file = slack.world.files[fileId];
    expect(file?.name).toBe(`${id}.png`);
    expect(Buffer.from(file?.bytes ?? []).equals(bytes)).toBe(true);
    expect(file?.shares).toEqual([]);
    expect(slack.calls.find((call) => call.method === 'file.upload')).toMatchObject({ token: 'none', ok: true });
  });

  test('is ready once Slack has looked at it', async () => {
    const slack = await standIn({ fileReadyMs: 700 });
    const { room } = roomFor(slack);
    const fileId = await room.files.upload({ bytes: await picture('png'), type: 'image/png', name: id });

    expect(await room.files.look(fileId)).toEqual({ ready: false, shared: false });
    await slack.waitFor(() => slack.world.files[fileId]?.ready, { what: 'the file' });
    expect(await room.files.look(fileId)).toEqual({ ready: true, shared: false });
  });

  test('can be shared in the thread of a card', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    const { ts } = await room.cards.post(record({ channel: general, asker: alice }));
    const standing = record({ channel: general, card: { mark: 'announced', ts, posts: 0 } });

    const fileId = await room.files.share(standing, { bytes: await picture('png'), type: 'image/png', name: id });
    await slack.waitFor(() => slack.world.files[fileId]?.ready, { what: 'the file' });

    expect(await room.files.look(fileId)).toEqual({ ready: true, shared: true });
    const shared = slack.world.messages[general]?.find((one) => one.files.length > 0);
    expect(shared?.threadTs).toBe(ts);
  });

  test('whose sharing got no answer is found where it stands', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    const { ts } = await room.cards.post(record({ channel: general, asker: alice }));
    slack.faults.add({ method: 'files.completeUploadExternal', effect: { kind: 'drop', when: 'after' }, times: 1 });
    const standing = record({ channel: general, card: { mark: 'announced', ts, posts: 0 } });

    const fileId = await room.files.share(standing, { bytes: await picture('png'), type: 'image/png', name: id });
    await slack.waitFor(() => slack.world.files[fileId]?.ready, { what: 'the file' });

    expect(await room.files.look(fileId)).toEqual({ ready: true, shared: true });
  });

  test('that Slack took and did not share is seen to be nowhere', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack, quick);
    const { ts } = await room.cards.post(record({ channel: general, asker: alice }));
    slack.faults.add({ method: 'files.completeUploadExternal', effect: { kind: 'never_shared' } });
    const standing = record({ channel: general, card: { mark: 'announced', ts, posts: 0 } });

    const fileId = await room.files.share(standing, { bytes: await picture('png'), type: 'image/png', name: id });
    await slack.waitFor(() => slack.world.files[fileId]?.ready, { what: 'the file' });

    expect(await room.files.look(fileId)).toEqual({ ready: true, shared: false });
  });

  test('is looked at once for one look, and a rate limit is the only trouble that a look tells of', async () => {
    const slack = await standIn({ fileReadyMs: 60_000 });
    const { room } = roomFor(slack);
    const fileId = await room.files.upload({ bytes: await picture('png'), type: 'image/png', name: id });
    const looks = () => slack.calls.filter((call) => call.method === 'files.info').length;

    expect(await room.files.look(fileId)).toEqual({ ready: false, shared: false });
    expect(looks()).toBe(1);
    slack.faults.add({ method: 'files.info', effect: { kind: 'error', error: 'missing_scope' }, times: 1 });
    expect(await room.files.look(fileId)).toEqual({ ready: false, shared: false });
    slack.faults.add({ method: 'files.info', effect: { kind: 'rate_limit', retryAfterS: 7 }, times: 1 });
    await expect(room.files.look(fileId)).rejects.toMatchObject({ kind: 'busy', retryAfterMs: 7000 });
  });

  test('is read as it is, with one look and the token for the file host alone', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    const bytes = await picture('png', 64, 32);
    const fileId = await room.files.upload({ bytes, type: 'image/png', name: id });
    await lookedAt(room.files, fileId);
    const looks = () => slack.calls.filter((call) => call.method === 'files.info').length;
    const before = looks();

    const read = await room.files.read(fileId);

    expect(read.equals(bytes)).toBe(true);
    expect(looks() - before).toBe(1);
    expect(slack.calls.find((call) => call.method === 'file.download')).toMatchObject({ token: 'bot', ok: true });
  });

  test('that a person handed over is read, also while Slack is not done with it', async () => {
    const slack = await standIn({ fileReadyMs: 50 });
    const { room } = roomFor(slack);
    const bytes = await picture('jpeg');
    const file = { name: 'mask.jpg', bytes, unscanned: true };
    const message = await slack.act.message({ user: alice, channel: general, text: '', files: [file] });

    expect((await room.files.read(message.files[0] ?? '')).equals(bytes)).toBe(true);
  });

  test.each([
    ['is gone', 'expired'],
    ['is no picture', 'not-a-picture'],
    ['is larger than it may be', 'too-large'],
    ['was uploaded without the permission to read it', 'reinstall'],
  ] as const)('that %s is not read, and says why: %s', async (how, reason) => {
    const slack = await standIn({ fileReadyMs: 0 });
    const { room } = roomFor(slack, quick);
    const bytes = how === 'is no picture' ? Buffer.from('%PDF-1.7 and more of it than a head') : await picture('png');
    const fileId = await room.files.upload({ bytes, type: 'image/png', name: id });
    if (how === 'is gone') await room.files.remove(fileId);
    const file = slack.world.files[fileId];
    if (how === 'is larger than it may be' && file !== undefined) file.size = 50 * 1024 * 1024 + 1;
    if (reason === 'reinstall')
      slack.faults.add({ method: 'files.info', effect: { kind: 'error', error: 'missing_scope' } });

    const read = room.files.read(fileId);

    await expect(read).rejects.toMatchObject(
      reason === 'reinstall' ? { kind: 'misconfigured', code: 'missing-scope' } : { kind: 'refused', reason },
    );
  });

  test('on another host is not asked for with the token', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack, { fileHosts: ['files.example.com'] });
    const fileId = await room.files.upload({ bytes: await picture('png'), type: 'image/png', name: id });
    await lookedAt(room.files, fileId);

    await expect(room.files.read(fileId)).rejects.toMatchObject({ kind: 'misconfigured', code: 'no-route' });
    expect(slack.calls.some((call) => call.method === 'file.download')).toBe(false);
  });

  test('that is gone already can be deleted', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    const fileId = await room.files.upload({ bytes: await picture('png'), type: 'image/png', name: id });

    await room.files.remove(fileId);
    await room.files.remove(fileId);

    expect(slack.world.files[fileId]?.deleted).toBe(true);
  });

  test('refused by the rules of the workspace is refused in our words', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    slack.faults.add({
      method: 'files.getUploadURLExternal',
      effect: { kind: 'error', error: 'file_uploads_disabled' },
    });

    await expect(room.files.upload({ bytes: await picture('png'), type: 'image/png', name: id })).rejects.toMatchObject(
      { kind: 'refused', code: 'upload-refused', reason: 'file_uploads_disabled' },
    );
  });

  test('whose bytes could not be sent may be uploaded again', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    const file = { bytes: await picture('png'), type: 'image/png', name: id };
    slack.faults.add({ method: 'file.upload', effect: { kind: 'drop', when: 'before' }, times: 1 });

    await expect(room.files.upload(file)).rejects.toBeInstanceOf(Unreachable);
    await room.files.upload(file);
  });
});
