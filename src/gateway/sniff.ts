import { formatOf, SNIFF_BYTES } from '../domain/picture-bytes.ts';

/**
 * The content type of a picture or a film by its first bytes, whatever its sender called it; undefined for anything else, such as a web page,
 * JSON or a sound.
 */
export function mediaType(bytes: Buffer): string | undefined {
  const format = formatOf(bytes);
  if (format !== undefined) return `image/${format}`;
  const head = bytes.toString('latin1', 0, SNIFF_BYTES);
  if (head.startsWith('\x1A\x45\xDF\xA3')) return 'video/webm';
  const brand = /^.{4}ftyp(.{4})/s.exec(head)?.[1];
  return brand === undefined || /^(?:hei|hev|mif1|msf1|M4A|M4B|M4P)/.test(brand) ? undefined : 'video/mp4';
}
