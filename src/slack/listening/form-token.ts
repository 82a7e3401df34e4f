/**
 * What a form or a button that opens one must remember between two deliveries, which may come to different processes: the verb, where it was
 * asked for, and what was given already. It stands in a view's `private_metadata` and in buttons' values. Whatever this version did not
 * write is not understood, and answered kindly.
 */
import { z } from 'zod';
import type { Given, OrderVerb } from '../../domain/form.ts';
import type { PictureRef } from '../../domain/submission.ts';
import { fromJson } from '../json.ts';
import { cut } from '../text.ts';

/** Where a form was opened. Slack ids. */
export interface FormPlace {
  /** Absent where the person has to say it in the form. */
  channel?: string | undefined;
  /** The thread in which the card is to stand. */
  threadTs?: string | undefined;
  /** Where to answer when no card can be posted. */
  responseUrl?: string | undefined;
}

export interface FormToken {
  verb: OrderVerb;
  place: FormPlace;
  given: Given;
}

const VERBS = [
  'imagine',
  'blend',
  'describe',
  'shorten',
  'faceswap',
  'video',
  'edit',
  'upload',
] as const satisfies readonly OrderVerb[];

const Wire = z.object({
  v: z.literal(1),
  verb: z.enum(VERBS),
  /** Channel, thread and response_url. */
  at: z.tuple([z.string(), z.string(), z.string()]),
  prompt: z.string(),
  /** A file's id, or `channel/ts/thread` of a message. */
  pictures: z.array(z.string()),
  options: z.record(z.string(), z.string()),
});

/** @param max UTF-16 units; a prompt that does not fit is cut, and a response_url is left out before that */
export function encodeForm({ verb, place, given }: FormToken, max: number): string {
  const write = (prompt: string, responseUrl: string) =>
    JSON.stringify({
      v: 1,
      verb,
      at: [place.channel ?? '', place.threadTs ?? '', responseUrl],
      prompt,
      pictures: given.pictures.map(written),
      options: given.options,
    } satisfies z.infer<typeof Wire>);
  const whole = write(given.prompt, place.responseUrl ?? '');
  if (whole.length <= max) return whole;
  let prompt = given.prompt;
  let text = write(prompt, '');
  // JSON may write one character as six, so the prompt shrinks until it fits.
  while (text.length > max && prompt !== '') {
    prompt = cut(prompt, Math.max(1, prompt.length - Math.ceil((text.length - max) / 6))).slice(0, -1);
    text = write(prompt, '');
  }
  return text;
}

/** @returns undefined for anything that this version did not write */
export function decodeForm(text: string): FormToken | undefined {
  const wire = Wire.safeParse(fromJson(text)).data;
  if (wire === undefined) return undefined;
  const [channel, threadTs, responseUrl] = wire.at.map((part) => (part === '' ? undefined : part));
  const { verb, prompt, options } = wire;
  return {
    verb,
    place: { channel, threadTs, responseUrl },
    given: { prompt, pictures: wire.pictures.map(read), options },
  };
}

function written(picture: PictureRef): string {
  return picture.kind === 'file' ? picture.id : [picture.channel, picture.ts, picture.threadTs ?? ''].join('/');
}

function read(text: string): PictureRef {
  const [id = '', ts, threadTs] = text.split('/');
  if (ts === undefined) return { kind: 'file', id };
  return { kind: 'message', channel: id, ts, ...(threadTs === undefined || threadTs === '' ? {} : { threadTs }) };
}
