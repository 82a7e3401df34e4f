/** How many bytes tell a picture or a film. */
export const SNIFF_BYTES = 16;

/**
 * The content type of a picture or a film by its first bytes, whatever its sender called it; undefined for anything else, such as a web page,
 * JSON or a sound.
 */
export function mediaType(head: Buffer): string | undefined {
  const text = head.toString('latin1', 0, SNIFF_BYTES);
  if (text.startsWith('\x89PNG\r\n\x1A\n')) return 'image/png';
  if (text.startsWith('\xFF\xD8\xFF')) return 'image/jpeg';
  if (/^GIF8[79]a/.test(text)) return 'image/gif';
  if (/^RIFF.{4}WEBP/s.test(text)) return 'image/webp';
  if (text.startsWith('\x1A\x45\xDF\xA3')) return 'video/webm';
  const brand = /^.{4}ftyp(.{4})/s.exec(text)?.[1];
  if (brand === undefined || /^(?:hei|hev|mif1|msf1|M4A|M4B|M4P)/.test(brand)) return undefined;
  return /^avi[fs]/.test(brand) ? 'image/avif' : 'video/mp4';
}
