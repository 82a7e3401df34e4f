/**
 * A PNG of one bit a pixel, written here: black is 0 and white is 1, nothing is transparent and nothing is blended, and 4096 x 4096 pixels take
 * 2 MiB before they are packed. Source of the format: W3C PNG specification, third edition.
 */

/** @type {readonly number[]} */
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** A row is written as its difference to the one above it: most are the same. */
const FILTER_UP = 2;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

/**
 * @param {{ width: number, height: number, pixels: Uint8Array }} mask one byte a pixel: 1 becomes white, 0 black
 * @returns {Promise<Blob>}
 */
export async function encodeMask({ width, height, pixels }) {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  // One bit, grey; the rest is the only compression, filtering and order that there is.
  header.set([1, 0, 0, 0, 0], 8);
  const data = await pack(rows(width, height, pixels));
  return new Blob(
    [new Uint8Array(SIGNATURE), chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', new Uint8Array())],
    {
      type: 'image/png',
    },
  );
}

/**
 * @param {number} width
 * @param {number} height
 * @param {Uint8Array} pixels
 * @returns {Uint8Array<ArrayBuffer>} each row with its filter's number before it
 */
function rows(width, height, pixels) {
  const length = Math.ceil(width / 8);
  const bytes = new Uint8Array((length + 1) * height);
  let above = new Uint8Array(length);
  for (let y = 0; y < height; y++) {
    const row = new Uint8Array(length);
    for (let x = 0, i = y * width; x < width; x++, i++) {
      if (pixels[i] === 1) row[x >> 3] = (row[x >> 3] ?? 0) | (0x80 >> (x & 7));
    }
    const start = y * (length + 1);
    bytes[start] = FILTER_UP;
    for (let i = 0; i < length; i++) bytes[start + 1 + i] = (row[i] ?? 0) - (above[i] ?? 0);
    above = row;
  }
  return bytes;
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<Uint8Array<ArrayBuffer>>} a zlib stream
 */
async function pack(bytes) {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/**
 * @param {string} name four letters
 * @param {Uint8Array} data
 * @returns {Uint8Array<ArrayBuffer>}
 */
function chunk(name, data) {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(
    Array.from(name, (letter) => letter.charCodeAt(0)),
    4,
  );
  bytes.set(data, 8);
  view.setUint32(data.length + 8, checksum(bytes.subarray(4, data.length + 8)));
  return bytes;
}

/**
 * @param {Uint8Array} bytes
 * @returns {number} CRC-32
 */
function checksum(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = (CRC_TABLE[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}
