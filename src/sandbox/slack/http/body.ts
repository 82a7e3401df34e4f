import type { IncomingMessage } from 'node:http';
import { isObject } from '../json.ts';
import type { JsonObject } from '../types.ts';

/** Arguments that come as JSON text in a form body. */
const jsonArguments = [
  'attachments',
  'blocks',
  'metadata',
  'view',
  'files',
  'file_ids',
  'message',
  'unfurls',
  'unfurled_attachments',
];

const maxBytes = 256 * 1024 * 1024;

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += part.length;
    if (size > maxBytes) throw new Error('The request body is too large.');
    chunks.push(part);
  }
  return Buffer.concat(chunks);
}

export interface DecodedCall {
  args: JsonObject;
  token: string | undefined;
  json: boolean;
}

/** Arguments and token of a Web API call: query string and form or JSON body; the header wins, a JSON body carries no token. */
export async function decodeCall(request: IncomingMessage, url: URL): Promise<DecodedCall> {
  const body = await readBody(request);
  const contentType = request.headers['content-type'] ?? '';
  const json = contentType.startsWith('application/json');
  const fields = json ? {} : await formFields(body, contentType);
  const args: JsonObject = {
    ...parsed(Object.fromEntries(url.searchParams)),
    ...(json ? jsonBody(body) : parsed(fields)),
  };
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const token = bearer ?? (!json && typeof args['token'] === 'string' ? args['token'] : undefined);
  delete args['token'];
  // oauth.v2.access sends its client id and secret as Basic credentials.
  const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (basic !== undefined) {
    const [id, secret] = Buffer.from(basic, 'base64').toString().split(':');
    args['client_id'] ??= id;
    args['client_secret'] ??= secret;
  }
  return { args, token, json };
}

/** The bytes of an upload: the file of a multipart form, or the bare body. */
export async function uploadedBytes(request: IncomingMessage): Promise<Uint8Array> {
  const body = await readBody(request);
  const contentType = request.headers['content-type'] ?? '';
  if (!contentType.startsWith('multipart/form-data')) return body;
  for (const value of (await formData(body, contentType)).values()) {
    if (typeof value !== 'string') return new Uint8Array(await value.arrayBuffer());
  }
  return new Uint8Array();
}

/** A JSON object, or an empty one for anything else. */
export function jsonBody(body: Buffer): JsonObject {
  try {
    const value: unknown = JSON.parse(body.toString());
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

async function formFields(body: Buffer, contentType: string): Promise<{ [name: string]: string }> {
  if (!contentType.startsWith('multipart/form-data')) return Object.fromEntries(new URLSearchParams(body.toString()));
  const entries = [...(await formData(body, contentType)).entries()];
  return Object.fromEntries(entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}

async function formData(body: Buffer, contentType: string): Promise<FormData> {
  return new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
}

/** JSON text that does not parse is left as it is; the method then refuses it. */
function parsed(fields: { [name: string]: string }): JsonObject {
  const args: JsonObject = { ...fields };
  for (const name of jsonArguments) {
    const text = fields[name];
    if (text === undefined) continue;
    try {
      args[name] = JSON.parse(text);
    } catch {
      args[name] = text;
    }
  }
  return args;
}
