/** Files that call themselves pictures. */
import fc from 'fast-check';
import sharp from 'sharp';
import { expect } from 'vitest';
import { Refused } from '../../../src/domain/errors.ts';
import { formatOf } from '../../../src/domain/picture-bytes.ts';
import { mediaType } from '../../../src/gateway/sniff.ts';
import { headOf } from '../../../src/mask/picture.ts';
import { inspect } from '../../../src/slack/inbox/inbox-inspect.ts';
import { type Parser, parser } from '../parser.ts';

const plain = sharp({ create: { width: 24, height: 16, channels: 3, background: '#336699' } });
const whole = await Promise.all(
  (['png', 'jpeg', 'gif', 'webp', 'avif'] as const).map((format) => plain.clone().toFormat(format).toBuffer()),
);
const heads = [
  '\x89PNG\r\n\x1A\n',
  '\xFF\xD8\xFF\xE0',
  'GIF89a',
  'RIFF\0\0\0\0WEBPVP8 ',
  '\0\0\0\x20ftypavif',
  '\0\0\0\x20ftypisom',
  '\x1A\x45\xDF\xA3',
  '<svg xmlns="http://www.w3.org/2000/svg">',
  '<!doctype html>',
  '%PDF-1.7',
].map((head) => Buffer.from(head, 'latin1'));

/** A picture with some of its bytes changed, cut short or lengthened; or a head with anything behind it. */
const files = fc.oneof(
  fc
    .tuple(fc.constantFrom(...whole), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }), fc.nat())
    .map(([file, changes, cut]) => {
      const bytes = Buffer.from(file);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      return cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes;
    }),
  fc
    .tuple(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 300 }))
    .map(([head, tail]) => Buffer.concat([head, tail])),
  fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
);

export const pictureParsers: readonly Parser[] = [
  parser({
    name: 'first bytes of a final picture',
    inputs: files,
    feed: (bytes) => (mediaType(bytes) === undefined ? 'refused' : 'accepted'),
  }),
  parser({
    name: 'heads of handed pictures',
    inputs: files,
    share: 0.2,
    async feed(bytes) {
      try {
        const { format, width, height } = await inspect(bytes);
        expect(formatOf(bytes)).toBe(format);
        expect(width * height).toBeLessThanOrEqual(100_000_000);
        return 'accepted';
      } catch (error) {
        if (error instanceof Refused) return 'refused';
        throw error;
      }
    },
  }),
  parser({
    name: 'heads of masks',
    inputs: files,
    share: 0.2,
    feed: async (bytes) => (typeof (await headOf(bytes)) === 'string' ? 'refused' : 'accepted'),
  }),
];
