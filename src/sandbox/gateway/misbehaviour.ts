import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import sharp from 'sharp';
import { htmlReply, type Reply, textReply } from './call.ts';
import { GONE } from './pictures/cdn.ts';

const HUGE_BYTES = 60 * 1024 * 1024;
const PIECE_BYTES = 64 * 1024;
const PNG_HEAD = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const TRICKLE_PIECES = 10;

/** A picture's answer, spoiled. */
export async function spoiledPicture(reply: Reply, as: 'gone' | 'html' | 'wrong-type' | 'webp'): Promise<Reply> {
  switch (as) {
    case 'gone':
      return textReply(404, GONE);
    case 'html':
      return htmlReply(200, 'Just a moment...');
    case 'wrong-type':
      return { ...reply, type: 'application/octet-stream' };
    case 'webp':
      if (reply.status !== 200 || typeof reply.body === 'string') return reply;
      return { ...reply, type: 'image/webp', body: await sharp(reply.body).webp({ quality: 90 }).toBuffer() };
  }
}

/** 60 MB that begin like a PNG, with no length said beforehand. */
export async function sendHuge(response: ServerResponse): Promise<void> {
  response.setHeader('content-type', 'image/png');
  response.writeHead(200);
  const piece = Buffer.alloc(PIECE_BYTES);
  function* pieces(): Generator<Buffer> {
    yield PNG_HEAD;
    for (let sent = 0; sent < HUGE_BYTES; sent += PIECE_BYTES) yield piece;
  }
  // A client that has seen enough hangs up, which is what it should do.
  await pipeline(Readable.from(pieces()), response).catch(() => response.destroy());
}

/** The head at once, the body in pieces over `ms`. */
export async function sendSlowly(
  response: ServerResponse,
  reply: Reply,
  ms: number,
  pause: (ms: number) => Promise<void>,
): Promise<void> {
  if (reply.type !== null) response.setHeader('content-type', reply.type);
  response.writeHead(reply.status);
  response.flushHeaders();
  const body = Buffer.from(reply.body);
  const size = Math.max(1, Math.ceil(body.length / TRICKLE_PIECES));
  for (let at = 0; at < body.length && !response.destroyed; at += size) {
    await pause(ms / TRICKLE_PIECES);
    response.write(body.subarray(at, at + size));
  }
  response.end();
}
