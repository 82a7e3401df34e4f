import { createServer } from 'node:http';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { manualClock } from '../../../src/sandbox/slack/index.ts';
import type { SlackStandIn } from '../../../src/sandbox/slack/types.ts';
import { alice, clientOf, general, png, refusal, slackFor, socketApp } from './harness.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const modal = (...blocks: object[]) => ({
  type: 'modal',
  callback_id: 'form',
  title: plain('Title'),
  submit: plain('Go'),
  blocks,
});
const byFile = (id: string) => ({ type: 'image', slack_file: { id }, alt_text: 'a fox' });
const byUrl = (url: string) => ({ type: 'image', image_url: url, alt_text: 'a fox' });

async function trigger(slack: SlackStandIn): Promise<string> {
  void slack.act.command({ user: alice, channel: general, command: '/imagine' });
  await slack.waitFor(() => slack.deliveries.at(-1)?.name === '/imagine', { what: 'the command on its way' });
  return String(slack.deliveries.at(-1)?.payload['trigger_id']);
}

async function open(slack: SlackStandIn, ...blocks: object[]): Promise<unknown> {
  return clientOf(slack).apiCall('views.open', { trigger_id: await trigger(slack), view: modal(...blocks) });
}

/** A file of the bot's, uploaded and shared nowhere. */
async function uploaded(slack: SlackStandIn, bytes: Buffer, filename = 'grid.png'): Promise<string> {
  const client = clientOf(slack);
  const { upload_url = '', file_id = '' } = await client.files.getUploadURLExternal({
    filename,
    length: bytes.length,
  });
  await fetch(upload_url, { method: 'POST', body: new Uint8Array(bytes) });
  await client.files.completeUploadExternal({ files: [{ id: file_id }] });
  return file_id;
}

/** Serves these answers by path, as the app's own public address would. */
async function publicAddress(answers: {
  [path: string]: { status?: number; type?: string; body?: Buffer; to?: string };
}) {
  const asked: { path: string; headers: NodeJS.Dict<string | string[]> }[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push({ path, headers: request.headers });
    const { status = 200, type = 'image/png', body, to } = answers[path] ?? { status: 404 };
    response
      .writeHead(to === undefined ? status : 302, { 'content-type': type, ...(to && { location: to }) })
      .end(body);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return { host, url: `http://${host}`, asked };
}

test('a modal shows a file of the bot once Slack has processed it, and not before', async () => {
  const clock = manualClock(Date.now());
  const slack = await slackFor({ clock });
  const id = await uploaded(slack, await png());
  const { error, response_metadata } = await refusal(open(slack, byFile(id)));
  expect([error, response_metadata?.messages]).toEqual([
    'invalid_arguments',
    ['[ERROR] invalid slack file [json-pointer:/view/blocks/0/slack_file]'],
  ]);
  clock.advance(20);
  await slack.waitFor((world) => world.files[id]?.ready, { what: 'the file' });
  await open(slack, byFile(id));
  expect(slack.world.modals[alice]?.[0]?.blocks).toMatchObject([byFile(id)]);
});

test('a modal does not show a file of somebody else, nor one that is no picture', async () => {
  const slack = await slackFor();
  const hers = await slack.act.addFile({ user: alice, file: { name: 'a.png', bytes: await png() } });
  const text = await uploaded(slack, Buffer.from('no picture'), 'a.txt');
  await slack.waitFor((world) => world.files[text]?.ready, { what: 'the file' });
  for (const [id, complaint] of [
    [hers.id, 'invalid slack file'],
    [text, 'unsupported file type'],
  ] as const)
    expect((await refusal(open(slack, byFile(id)))).response_metadata?.messages?.[0]).toContain(complaint);
});

test('an image_url is fetched when it is given, like Slack does: without a token, and people see the copy', async () => {
  const bytes = await png();
  const site = await publicAddress({ '/fox.png': { body: bytes } });
  const slack = await slackFor({ publicHosts: [site.host] });
  await open(slack, byUrl(`${site.url}/fox.png`));
  expect(site.asked).toEqual([
    { path: '/fox.png', headers: expect.not.objectContaining({ authorization: expect.anything() }) },
  ]);
  expect(site.asked[0]?.headers['user-agent']).toContain('Slack-ImgProxy');
  expect(Buffer.from(slack.imageAt(`${site.url}/fox.png`)?.bytes ?? [])).toEqual(bytes);
});

test('a host becomes public while the stand-in runs, and not before', async () => {
  const site = await publicAddress({ '/fox.png': { body: await png() } });
  const slack = await slackFor();
  expect(await refusal(open(slack, byUrl(`${site.url}/fox.png`)))).toMatchObject({ error: 'invalid_arguments' });
  expect(site.asked).toEqual([]);
  slack.makePublic(site.host);
  await open(slack, byUrl(`${site.url}/fox.png`));
});

test.for([
  ['is not there', '/nothing'],
  ['is a page', '/page'],
  ['says that it is a picture and is none', '/lie'],
  ['is a picture and does not say so', '/shy.png'],
  ['is a webp', '/fox.webp'],
  ['leads elsewhere', '/moved.png'],
] as const)('an image_url that %s: downloading image failed', async ([, path]) => {
  const bytes = await png();
  const site = await publicAddress({
    '/page': { type: 'text/html', body: Buffer.from('<h1>Sign in</h1>') },
    '/lie': { body: Buffer.from('<h1>Sign in</h1>') },
    '/shy.png': { type: 'application/octet-stream', body: bytes },
    '/fox.webp': { type: 'image/webp', body: await sharp(bytes).webp().toBuffer() },
    '/moved.png': { to: '/fox.png' },
    '/fox.png': { body: bytes },
  });
  const slack = await slackFor({ publicHosts: [site.host] });
  const answer = await refusal(open(slack, byUrl(site.url + path)));
  expect(answer.response_metadata?.messages).toEqual([
    '[ERROR] downloading image failed [json-pointer:/view/blocks/0/image_url]',
  ]);
  expect(slack.world.modals[alice] ?? []).toEqual([]);
});

test('the same holds for messages, and for the view in the ack of a submission', async () => {
  const site = await publicAddress({ '/fox.png': { body: await png() } });
  const slack = await slackFor({ publicHosts: [site.host] });
  const post = (path: string) =>
    clientOf(slack).apiCall('chat.postMessage', { channel: general, text: 'a', blocks: [byUrl(site.url + path)] });
  await post('/fox.png');
  expect((await refusal(post('/nothing'))).error).toBe('invalid_blocks');

  const acks = ['/nothing', '/fox.png'];
  await socketApp(slack, (app) => {
    app.view('form', async ({ ack }) =>
      ack({ response_action: 'update', view: modal(byUrl(site.url + acks.shift())) } as never),
    );
  });
  await open(slack, { type: 'divider' });
  expect(await slack.act.submitView({ user: alice })).toMatchObject({ error: 'invalid_response' });
  expect(await slack.act.submitView({ user: alice })).toMatchObject({ acked: true });
  expect(slack.violations).toEqual([expect.stringContaining('downloading image failed')]);
});
