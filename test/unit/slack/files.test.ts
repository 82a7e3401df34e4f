import { describe, expect, test } from 'vitest';
import { Unreachable } from '../../../src/domain/errors.ts';
import { id, record } from './records.ts';
import { alice, general, picture, roomFor, standIn } from './room.ts';

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

  test('is ready once Slack has looked at it, and few looks are taken', async () => {
    const slack = await standIn({ fileReadyMs: 700 });
    const { room } = roomFor(slack);
    const fileId = await room.files.upload({ bytes: await picture('png'), type: 'image/png', name: id });

    expect(await room.files.ready(fileId)).toBe(true);
    expect(slack.world.files[fileId]?.ready).toBe(true);
    expect(slack.calls.filter((call) => call.method === 'files.info').length).toBeLessThanOrEqual(3);
  });

  test('that Slack never looks at is not ready, after a bounded wait', async () => {
    const slack = await standIn({ fileReadyMs: 60_000 });
    const waits: number[] = [];
    const { room } = roomFor(slack, { sleep: async (ms) => void waits.push(ms) });
    const fileId = await room.files.upload({ bytes: await picture('png'), type: 'image/png', name: id });

    expect(await room.files.ready(fileId)).toBe(false);
    const total = waits.reduce((sum, ms) => sum + ms, 0);
    expect(waits[0]).toBe(400);
    expect(total).toBeGreaterThan(15_000);
    expect(total).toBeLessThanOrEqual(20_000);
  });

  test('is looked at again after a look that failed', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    const fileId = await room.files.upload({ bytes: await picture('png'), type: 'image/png', name: id });
    slack.faults.add({ method: 'files.info', effect: { kind: 'rate_limit', retryAfterS: 1 }, times: 1 });

    expect(await room.files.ready(fileId)).toBe(true);
  });

  test('can be shared in the thread of a card', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    const { ts } = await room.cards.post(record({ channel: general, asker: alice }));
    const standing = record({ channel: general, card: { mark: 'announced', ts, posts: 0 } });

    await room.files.share(standing, { bytes: await picture('png'), type: 'image/png', name: id });

    const shared = slack.world.messages[general]?.find((one) => one.files.length > 0);
    expect(shared?.threadTs).toBe(ts);
  });

  test('that Slack took and did not share is an error', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack, quick);
    const { ts } = await room.cards.post(record({ channel: general, asker: alice }));
    slack.faults.add({ method: 'files.completeUploadExternal', effect: { kind: 'never_shared' } });
    const standing = record({ channel: general, card: { mark: 'announced', ts, posts: 0 } });

    await expect(
      room.files.share(standing, { bytes: await picture('png'), type: 'image/png', name: id }),
    ).rejects.toBeInstanceOf(Unreachable);
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
