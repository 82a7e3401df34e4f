/** What the bytes of a picture say before anybody decodes it. Pure; whatever the file is called. */

/** Width times height; larger pictures are never decoded, and not fetched. Source: contract.md. */
export const PIXELS_MAX = 100_000_000;

/** How many bytes tell a format. */
export const SNIFF_BYTES = 16;

/** Pictures that are decoded here. Others that people call pictures (svg, heic, tiff, psd) no one here decodes. */
export type Format = 'jpeg' | 'png' | 'gif' | 'webp' | 'avif';

/** The format by the first `SNIFF_BYTES`. */
export function formatOf(bytes: Buffer): Format | undefined {
  const head = bytes.toString('latin1', 0, SNIFF_BYTES);
  if (head.startsWith('\x89PNG\r\n\x1A\n')) return 'png';
  if (head.startsWith('\xFF\xD8\xFF')) return 'jpeg';
  if (/^GIF8[79]a/.test(head)) return 'gif';
  if (/^RIFF.{4}WEBP/s.test(head)) return 'webp';
  return /^.{4}ftypavi[fs]/s.test(head) ? 'avif' : undefined;
}

/** An `acTL` chunk of more than one frame before the pixels. libvips reads the first frame and says nothing. Source: PNG, third edition, 11.3.6.1. */
export function isAnimatedPng(bytes: Buffer): boolean {
  for (let at = 8; at + 12 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'acTL') return bytes.readUInt32BE(at + 8) > 1;
    if (type === 'IDAT') return false;
  }
  return false;
}
