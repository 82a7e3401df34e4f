import { type Dispatcher, request } from 'undici';
import { Busy, Misconfigured, Refused, Unreachable } from '../../domain/errors.ts';
import { formatOf, SNIFF_BYTES } from '../../domain/picture-bytes.ts';
import { unusable } from './inbox-trouble.ts';

interface DownloadOptions {
  botToken: string;
  /** `host` or `host:port`: where the token may go. */
  fileHosts: readonly string[];
  dispatcher: Dispatcher;
  /** Bytes of a file; more are not read. */
  bytesMax: number;
  /** Of a whole download. */
  timeoutMs: number;
}

/** Of an answer that is of no use, read so that its connection can be kept; beyond it the connection is closed. */
const LEFT_OVER_BYTES = 64 * 1024;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Makes the function that reads a file out of Slack. The token goes to the given hosts alone, encrypted (unencrypted to the machine itself), and
 * no redirect is followed. Reading ends at the first bytes that begin no picture.
 *
 * @throws Refused `input-unusable` (`expired`, `not-visible`, `reinstall`, `not-a-picture`, `too-large`); Busy, Unreachable; Misconfigured
 *   `no-route` for a file on another host
 */
export function createDownload(options: DownloadOptions): (link: string) => Promise<Buffer> {
  const { botToken, dispatcher, bytesMax, timeoutMs } = options;
  const hosts = new Set(options.fileHosts.map((host) => host.trim().toLowerCase()));

  function permitted(link: string): URL {
    const url = URL.canParse(link) ? new URL(link) : undefined;
    const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname));
    if (url === undefined || !safe || !hosts.has(url.host))
      throw new Misconfigured('slack', 'no-route', `a file is on ${url?.host ?? 'no host'}, not on SLACK_FILE_HOSTS`);
    return url;
  }

  async function read({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<Buffer> {
    const refusal = refusalOf(statusCode, headers);
    if (refusal === undefined && Number(headers['content-length'] ?? 0) <= bytesMax) return await stream(body);
    await body.dump({ limit: LEFT_OVER_BYTES });
    throw refusal ?? unusable('too-large');
  }

  async function stream(body: Dispatcher.ResponseData['body']): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let length = 0;
    let known = false;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > bytesMax) throw unusable('too-large');
      if (known || length < SNIFF_BYTES) continue;
      if (formatOf(Buffer.concat(chunks)) === undefined) throw unusable('not-a-picture');
      known = true;
    }
    return Buffer.concat(chunks, length);
  }

  return async (link) => {
    const url = permitted(link);
    try {
      const response = await request(url, {
        dispatcher,
        headers: { authorization: `Bearer ${botToken}`, 'user-agent': 'midjourney-slack-bot' },
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        signal: AbortSignal.timeout(timeoutMs),
      });
      return await read(response);
    } catch (error) {
      if (error instanceof Refused || error instanceof Busy || error instanceof Unreachable) throw error;
      throw new Unreachable('slack', 'a file could not be read', { cause: error });
    }
  };
}

/**
 * What an answer without a file means. Without the scope files:read, Slack gives its login page with 200, or sends us there
 * (bolt-js#2585, slack.md section 3); its file host redirects for no other reason.
 */
function refusalOf(
  status: number,
  headers: Dispatcher.ResponseData['headers'],
): Refused | Busy | Unreachable | undefined {
  const cause = new Error(`HTTP ${status}`);
  const isPage =
    /^text\/html\b/i.test(text(headers['content-type'])) || text(headers['x-slack-meta']).includes('acl_fail');
  if (status === 429) return new Busy('slack', 'rate limited', retryAfterMs(text(headers['retry-after'])), { cause });
  if (status >= 500 || status === 408) return new Unreachable('slack', cause.message, { cause });
  if (status === 401 || status === 403) return unusable('not-visible', cause);
  if (status >= 400) return unusable('expired', cause);
  if (status >= 300 || isPage) return unusable('reinstall', cause);
  return status === 200 ? undefined : new Unreachable('slack', cause.message, { cause });
}

function text(header: string | string[] | undefined): string {
  return [header ?? ''].flat().join(',');
}

function retryAfterMs(seconds: string): number | undefined {
  return /^\d+$/.test(seconds) ? Number(seconds) * 1000 : undefined;
}
