import { WebClient } from '@slack/web-api';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { manualClock } from '../../../src/sandbox/slack/index.ts';
import type { SlackStandIn } from '../../../src/sandbox/slack/types.ts';
import { alice, clientOf, errorOf, general, png, refusal, slackFor, wholeApp } from './harness.ts';

/** Uploads without a channel and returns the file's id. */
async function uploaded(slack: SlackStandIn, bytes: Buffer, filename = 'fox.png'): Promise<string> {
  const client = clientOf(slack);
  const { upload_url = '', file_id = '' } = await client.files.getUploadURLExternal({ filename, length: bytes.length });
  await fetch(upload_url, { method: 'POST', body: new Uint8Array(bytes) });
  await client.files.completeUploadExternal({ files: [{ id: file_id, title: filename }] });
  return file_id;
}

const image = (id: string) => ({ type: 'image', slack_file: { id }, alt_text: 'a fox' });

const ready = (slack: SlackStandIn, id: string) =>
  slack.waitFor((world) => world.files[id]?.ready, { what: 'the file to be ready' });

test('a picture can be shown in a block once Slack has processed it, and not before', async () => {
  const clock = manualClock(Date.now());
  const slack = await slackFor({ clock, fileReadyMs: 400 });
  const client = clientOf(slack);
  const id = await uploaded(slack, await png(20, 10));
  const show = () => client.apiCall('chat.postMessage', { channel: general, text: 'a', blocks: [image(id)] });
  expect((await client.files.info({ file: id })).file).toMatchObject({ mimetype: '', filetype: '' });
  expect(await refusal(show())).toMatchObject({
    error: 'invalid_blocks',
    response_metadata: { messages: ['[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]'] },
  });
  clock.advance(400);
  await ready(slack, id);
  expect((await client.files.info({ file: id })).file).toMatchObject({
    mimetype: 'image/png',
    filetype: 'png',
    original_w: 20,
    original_h: 10,
  });
  expect(await show()).toMatchObject({ ok: true });
});

test('only png, jpg and gif can be shown; the content counts, not the name', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  const webp = await sharp(await png())
    .webp()
    .toBuffer();
  const id = await uploaded(slack, webp, 'fox.png');
  await ready(slack, id);
  const answer = await refusal(
    client.apiCall('chat.postMessage', { channel: general, text: 'a', blocks: [image(id)] }),
  );
  expect(answer.response_metadata?.messages).toEqual([
    '[ERROR] unsupported file type [json-pointer:/blocks/0/slack_file]',
  ]);
  expect((await client.files.info({ file: id })).file?.mimetype).toBe('image/webp');
});

test('the SDK uploads into a thread; the share appears after the answer', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  const root = await slack.act.message({ user: alice, channel: general, text: 'root' });
  const bytes = await png();
  const answer = await client.filesUploadV2({
    channel_id: general,
    thread_ts: root.ts,
    file: bytes,
    filename: 'a.png',
    initial_comment: 'look',
  });
  expect(JSON.stringify(answer)).toContain('"shares":{}');
  const reply = await slack.waitFor((world) => world.messages[general]?.find((message) => message.files.length > 0), {
    what: 'the share',
  });
  expect(reply).toMatchObject({ threadTs: root.ts, text: 'look', user: 'U0MIDJOBOT' });
  const [id = ''] = reply.files;
  const { file } = await client.files.info({ file: id });
  expect(file?.shares?.public?.[general]).toMatchObject([{ ts: reply.ts, thread_ts: root.ts }]);
  expect(Buffer.from(slack.world.files[id]?.bytes ?? [])).toEqual(bytes);
});

test('a world with files can be sent as JSON, without their bytes', async () => {
  const slack = await slackFor();
  const file = await slack.act.addFile({ user: alice, file: { name: 'a.png', bytes: await png() } });
  expect(file.bytes.byteLength).toBeGreaterThan(0);
  expect(JSON.parse(JSON.stringify(slack.world)).files[file.id]).not.toHaveProperty('bytes');
});

test('an upload of another length than announced, or none at all, cannot be completed', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  const { upload_url = '', file_id = '' } = await client.files.getUploadURLExternal({ filename: 'a.png', length: 10 });
  expect((await fetch(upload_url, { method: 'POST', body: 'short' })).status).toBe(400);
  expect(await errorOf(client.files.completeUploadExternal({ files: [{ id: file_id }] }))).toBe('file_not_found');
  expect(await errorOf(client.files.getUploadURLExternal({ filename: 'a.png', length: 0 }))).toBe('invalid_arguments');
});

test('a share needs the bot in the channel, and may silently never happen', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  const start = async (more: object = {}) => {
    const { upload_url = '', file_id = '' } = await client.files.getUploadURLExternal({
      filename: 'a.bin',
      length: 2,
      ...more,
    });
    await fetch(upload_url, { method: 'POST', body: 'ab' });
    return [{ id: file_id }] as [{ id: string }];
  };
  expect(await errorOf(client.files.completeUploadExternal({ files: await start(), channel_id: 'C0NOBOT' }))).toBe(
    'not_in_channel',
  );
  slack.faults.add({ method: 'files.completeUploadExternal', times: 1, effect: { kind: 'never_shared' } });
  await client.files.completeUploadExternal({ files: await start(), channel_id: general });
  await client.files.completeUploadExternal({ files: await start({ alt_txt: 'a fox' }), channel_id: general });
  expect(slack.violations[0]).toContain('alt_txt');
  await client.files.completeUploadExternal({ files: await start(), channel_id: general });
  await slack.waitFor((world) => world.messages[general]?.length, { what: 'the one share' });
  expect(slack.world.messages[general]).toHaveLength(1);
});

const get = (url = '', token?: string) =>
  fetch(url, { redirect: 'manual', headers: token ? { authorization: `Bearer ${token}` } : {} });

test('a file is downloaded with the token and files:read, and with less comes a login page', async () => {
  const bytes = await png();
  const slack = await slackFor();
  const { files } = await slack.act.message({
    user: alice,
    channel: general,
    text: 'look',
    files: [{ name: 'a b.png', bytes }],
  });
  const { file } = await clientOf(slack).files.info({ file: files[0] ?? '' });
  const good = await get(file?.url_private_download, slack.botToken);
  expect(good.headers.get('content-type')).toBe('image/png');
  expect(Buffer.from(await good.arrayBuffer())).toEqual(bytes);
  expect(new URL(file?.url_private_download ?? '').host).toBe(slack.fileHost);
  for (const token of [undefined, 'xoxb-other']) {
    const page = await get(file?.url_private, token);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  }
  const thumb = await get(file?.thumb_64, slack.botToken);
  expect(await sharp(Buffer.from(await thumb.arrayBuffer())).metadata()).toMatchObject({ width: 8, format: 'png' });
});

test('without files:read the login page may also come as a redirect', async () => {
  const app = { ...wholeApp, scopes: wholeApp.scopes.filter((scope) => scope !== 'files:read') };
  const slack = await slackFor({ app, loginPage: 'redirect' });
  const { files } = await slack.act.message({
    user: alice,
    channel: general,
    text: 'look',
    files: [{ name: 'a.png', bytes: await png() }],
  });
  const url = `${slack.url}/files-pri/T0SANDBOX-${files[0]}/a.png`;
  const response = await fetch(url, { redirect: 'manual', headers: { authorization: `Bearer ${slack.botToken}` } });
  expect([response.status, response.headers.get('location')]).toEqual([302, expect.stringContaining('/login')]);
});

test('the bot sees files shared where it is and no others', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  const file = { name: 'a.png', bytes: await png() };
  const elsewhere = await slack.act.message({ user: alice, channel: 'G0PRIVATE', text: 'secret', files: [file] });
  const [id = ''] = elsewhere.files;
  expect(await errorOf(client.files.info({ file: id }))).toBe('not_visible');
  expect(await errorOf(client.files.info({ file: 'F0NOSUCHFILE' }))).toBe('file_not_found');
  const response = await fetch(`${slack.url}/files-pri/T0SANDBOX-${id}/a.png`, {
    headers: { authorization: `Bearer ${slack.botToken}` },
  });
  expect(response.status).toBe(404);
  await slack.act.message({ user: alice, channel: 'C0ART', text: 'open', files: [id] });
  expect((await client.files.info({ file: id })).file?.id).toBe(id);
});

test('an update can put other files on a message', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  const [first, second] = [await uploaded(slack, await png()), await uploaded(slack, await png())];
  const { ts = '' } = await client.chat.postMessage({ channel: general, text: 'a' });
  await client.apiCall('chat.update', { channel: general, ts, file_ids: [first] });
  await client.apiCall('chat.update', { channel: general, ts, file_ids: [second] });
  expect(slack.world.messages[general]?.[0]).toMatchObject({ text: 'a', files: [second] });
  expect([slack.world.files[first]?.shares, slack.world.files[second]?.shares]).toEqual([
    [],
    [{ channel: general, ts }],
  ]);
  expect(await errorOf(client.apiCall('chat.update', { channel: general, ts, file_ids: ['F0NOSUCHFILE'] }))).toBe(
    'file_not_found',
  );
});

test('the bot deletes its own files only', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  const own = await uploaded(slack, await png());
  await client.files.delete({ file: own });
  expect(await errorOf(client.files.info({ file: own }))).toBe('file_deleted');
  const { files } = await slack.act.message({
    user: alice,
    channel: general,
    text: '',
    files: [{ name: 'a.png', bytes: await png() }],
  });
  expect(await errorOf(client.files.delete({ file: files[0] ?? '' }))).toBe('cant_delete_file');
});

test('an upload by the SDK with its own token header is taken as multipart', async () => {
  const slack = await slackFor();
  const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl });
  await client.filesUploadV2({ file: await png(), filename: 'a.png' });
  expect(slack.calls.map((call) => call.method)).toEqual([
    'files.getUploadURLExternal',
    'file.upload',
    'files.completeUploadExternal',
  ]);
  expect(slack.violations).toEqual([]);
});
