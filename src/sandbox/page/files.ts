import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SlackStandIn } from '../slack/index.ts';

/** What a browser may show in place; anything else is only offered for saving. */
const SHOWN = /^(?:image\/(?:png|jpeg|gif|webp|avif)|video\/(?:mp4|webm|quicktime)|audio\/)/;

/** Sends a file of the workspace as a signed-in person's browser would get it, in pieces when a player asks for them. */
export function sendFile(slack: SlackStandIn, id: string, request: IncomingMessage, response: ServerResponse): void {
  const file = slack.world.files[id];
  if (file === undefined || file.deleted) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('There is no such file.');
    return;
  }
  const shown = SHOWN.test(file.mimetype) && !request.url?.endsWith('?download');
  const name = encodeURIComponent(file.name);
  const headers = {
    'content-type': SHOWN.test(file.mimetype) ? file.mimetype : 'application/octet-stream',
    'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
    'cache-control': file.ready ? 'private, max-age=3600' : 'no-store',
    'accept-ranges': 'bytes',
  };
  const total = file.bytes.length;
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  if (range === null) {
    response.writeHead(200, { ...headers, 'content-length': total }).end(file.bytes);
    return;
  }
  const start = Number(range[1]);
  const end = range[2] === '' ? total - 1 : Math.min(Number(range[2]), total - 1);
  if (start > end) {
    response.writeHead(416, { 'content-range': `bytes */${total}` }).end();
    return;
  }
  response
    .writeHead(206, {
      ...headers,
      'content-length': end - start + 1,
      'content-range': `bytes ${start}-${end}/${total}`,
    })
    .end(file.bytes.subarray(start, end + 1));
}
