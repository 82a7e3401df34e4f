import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Agent } from 'undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Busy, Misconfigured, Unreachable } from '../../../src/domain/errors.ts';
import { inboxFor, oneFile, opened, server, shared, slackWithFile, trouble } from './inbox-room.ts';
import { general, picture, standIn } from './room.ts';

const MB = 1024 * 1024;

describe('the bot token', () => {
  test('goes to the file host', async () => {
    const bytes = await picture('png');
    const slack = await slackWithFile({}, (_, response) => response.end(bytes));

    await inboxFor(slack).read(oneFile);

    expect(slack.seen.at(-1)).toEqual({ path: '/files-pri/T1-F1/fox.png', token: 'Bearer xoxb-not-a-token' });
  });

  test('does not follow a redirect', async () => {
    const thief = await server((_, response) => response.end());
    const slack = await slackWithFile({}, (_, response) =>
      response.writeHead(302, { location: `${thief.url}/steal` }).end(),
    );

    await expect(inboxFor(slack).read(oneFile)).rejects.toMatchObject(trouble('reinstall'));
    expect(thief.seen).toEqual([]);
  });

  test('does not go to another port of a host that is allowed', async () => {
    const thief = await server((_, response) => response.end());
    const slack = await slackWithFile({ url: `${thief.url}/fox.png` });

    const read = inboxFor(slack).read(oneFile);

    await expect(read).rejects.toBeInstanceOf(Misconfigured);
    await expect(read).rejects.toMatchObject({ code: 'no-route', reason: expect.stringContaining(thief.host) });
    expect(thief.seen).toEqual([]);
  });

  test.each([
    ['unencrypted', () => 'http://files.slack.com/fox.png'],
    ['to a host that only begins like one', () => 'https://files.slack.com.evil.example/fox.png'],
    ['to a host that only ends like one', () => 'https://evil-files.slack.com/fox.png'],
    ['to a host that hides behind a user name', (thief: string) => `http://files.slack.com@${thief}/fox.png`],
    ['to an address with another protocol', () => 'ftp://files.slack.com/fox.png'],
    ['to what is no address', () => 'files.slack.com/fox.png'],
  ])('does not go %s', async (_, address) => {
    const thief = await server((_request, response) => response.end());
    const slack = await slackWithFile({ url: address(thief.host) });
    const { dispatcher, asked } = refusesAll();

    const read = inboxFor(slack, { fileHosts: ['files.slack.com'], dispatcher }).read(oneFile);

    await expect(read).rejects.toMatchObject({ kind: 'misconfigured', code: 'no-route' });
    expect([asked, thief.seen]).toEqual([[], []]);
  });

  test('goes encrypted to a host that is allowed', async () => {
    const slack = await slackWithFile({ url: 'https://FILES.slack.com:443/fox.png' });
    const { dispatcher, asked } = refusesAll();

    const read = inboxFor(slack, { fileHosts: ['files.slack.com'], dispatcher }).read(oneFile);

    await expect(read).rejects.toBeInstanceOf(Unreachable);
    expect(asked).toEqual(['https://files.slack.com']);
  });
});

describe('without the scope to read files', () => {
  test.each(['page', 'redirect'] as const)('the login page (%s) is known for what it is', async (loginPage) => {
    const app = readFileSync(resolve(import.meta.dirname, '../../../manifest.yml'), 'utf8');
    const slack = await standIn({ loginPage, app: app.replace('- files:read', '') });
    const { ts } = await shared(slack, await picture('png'));

    const read = inboxFor(slack).read([{ kind: 'message', channel: general, ts }]);

    await expect(read).rejects.toMatchObject(trouble('reinstall'));
  });

  test('a page that is called a picture is known by its mark', async () => {
    const headers = { 'content-type': 'image/png', 'x-slack-meta': 'acl_fail' };
    const slack = await slackWithFile({}, (_, response) => response.writeHead(200, headers).end('<html>'));

    await expect(inboxFor(slack).read(oneFile)).rejects.toMatchObject(trouble('reinstall'));
  });
});

test.each([
  [404, trouble('expired')],
  [410, trouble('expired')],
  [403, trouble('not-visible')],
])('a download that answers %i is refused', async (status, refusal) => {
  const slack = await slackWithFile({}, (_, response) => response.writeHead(status).end('no'));

  await expect(inboxFor(slack).read(oneFile)).rejects.toMatchObject(refusal);
});

test('a download that is limited says for how long', async () => {
  const slack = await slackWithFile({}, (_, response) => response.writeHead(429, { 'retry-after': '12' }).end());

  const read = inboxFor(slack).read(oneFile);

  await expect(read).rejects.toBeInstanceOf(Busy);
  await expect(read).rejects.toMatchObject({ peer: 'slack', retryAfterMs: 12_000 });
});

test('a download that stands still ends', async () => {
  const slack = await slackWithFile({}, (_, response) => void response.writeHead(200).write('\x89PNG'));

  await expect(inboxFor(slack, { timeoutMs: 50 }).read(oneFile)).rejects.toBeInstanceOf(Unreachable);
});

test('a download that is cut short may be tried again', async () => {
  const bytes = await picture('png');
  const slack = await slackWithFile({}, (_, response) => {
    response.writeHead(200, { 'content-length': 1000 }).write(bytes, () => response.destroy());
  });

  await expect(inboxFor(slack).read(oneFile)).rejects.toBeInstanceOf(Unreachable);
});

describe('more than 25 MB', () => {
  test('are not begun when the length is told', async () => {
    const slack = await slackWithFile({}, (_, response) => {
      response.writeHead(200, { 'content-length': 26 * MB }).write('\x89PNG');
    });

    await expect(inboxFor(slack).read(oneFile)).rejects.toMatchObject(trouble('too-large'));
  });

  test('are not read to the end when it is not', async () => {
    const head = (await picture('png')).subarray(0, 64);
    let sent = 0;
    let ended: Promise<unknown> | undefined;
    const slack = await slackWithFile({}, (_, response) => {
      ended = once(response, 'close');
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(MB))) sent += 1;
        sent += 1;
      };
      response.on('drain', more).write(head);
      more();
    });

    await expect(inboxFor(slack).read(oneFile)).rejects.toMatchObject(trouble('too-large'));
    await ended;
    expect(sent).toBeLessThan(64);
  });
});

test('what begins like no picture is not read to the end', async () => {
  let ended: Promise<unknown> | undefined;
  const slack = await slackWithFile({}, (_, response) => {
    ended = once(response, 'close');
    response.writeHead(200).write(`%PDF-1.7${' '.repeat(100)}`);
  });

  await expect(inboxFor(slack).read(oneFile)).rejects.toMatchObject(trouble('not-a-picture'));
  await ended;
});

test.each([
  ['a film', { mimetype: 'video/mp4' }],
  ['a text', { mimetype: 'text/plain' }],
  ['a link to another service', { is_external: true, mode: 'external', url: 'https://drive.example/fox.png' }],
])('%s is refused without a download', async (_, file) => {
  const slack = await slackWithFile(file);

  await expect(inboxFor(slack).read(oneFile)).rejects.toMatchObject(trouble('not-a-picture'));
  expect(slack.seen.map(({ path }) => path)).toEqual(['/api/files.info']);
});

test('a file that Slack calls by no name of a picture is known by its bytes', async () => {
  const bytes = await picture('webp');
  const slack = await slackWithFile({ mimetype: 'application/octet-stream' }, (_, response) => response.end(bytes));

  const [url] = await inboxFor(slack).read(oneFile);

  expect(opened(url)).toEqual({ type: 'image/webp', bytes });
});

/** Connects to nobody, and remembers to whom it should have. */
function refusesAll(): { dispatcher: Agent; asked: string[] } {
  const asked: string[] = [];
  const dispatcher = new Agent({
    connect({ protocol, host }, done) {
      asked.push(`${protocol}//${host}`);
      done(new Error('refused'), null);
    },
  });
  onTestFinished(async () => await dispatcher.destroy());
  return { dispatcher, asked };
}
