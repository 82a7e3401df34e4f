/**
 * A minimal MP4 (ISO/IEC 14496-12) with one Motion JPEG track, so that a finished video is a file which names its
 * type by its bytes and which players that know MJPEG show.
 * @param jpegs the frames, each a whole JPEG of `width` x `height`
 * @param frameMs how long one frame stands, in milliseconds
 */
export function mp4Of(jpegs: readonly Buffer[], width: number, height: number, frameMs: number): Buffer {
  const duration = jpegs.length * frameMs;
  const fileType = box('ftyp', Buffer.from('isom'), u32(512), Buffer.from('isomiso2mp41'));
  const media = box('mdat', ...jpegs);
  // The track's offsets depend on the length of the boxes before mdat, and that length on nothing but the frame count.
  const movie = (start: number) => {
    let at = start;
    const offsets = jpegs.map((jpeg) => {
      const offset = at;
      at += jpeg.length;
      return u32(offset);
    });
    const samples = box(
      'stbl',
      full('stsd', u32(1), sampleEntry(width, height)),
      full('stts', u32(1), u32(jpegs.length), u32(frameMs)),
      full('stsc', u32(1), u32(1), u32(1), u32(1)),
      full('stsz', u32(0), u32(jpegs.length), ...jpegs.map((jpeg) => u32(jpeg.length))),
      full('stco', u32(jpegs.length), ...offsets),
    );
    const reference = box('dinf', full('dref', u32(1), box('url ', Buffer.from([0, 0, 0, 1]))));
    const info = box('minf', box('vmhd', Buffer.from([0, 0, 0, 1]), Buffer.alloc(8)), reference, samples);
    const handler = full('hdlr', u32(0), Buffer.from('vide'), Buffer.alloc(12), Buffer.from('video\u0000'));
    const header = full('mdhd', u32(0), u32(0), u32(1000), u32(duration), u32(0x55c40000));
    const track = full(
      'tkhd',
      u32(0),
      u32(0),
      u32(1),
      u32(0),
      u32(duration),
      Buffer.alloc(16),
      MATRIX,
      u32(width << 16),
      u32(height << 16),
    );
    track.writeUInt8(3, 11);
    const movieHeader = full(
      'mvhd',
      u32(0),
      u32(0),
      u32(1000),
      u32(duration),
      u32(0x10000),
      u32(0x1000000),
      Buffer.alloc(8),
      MATRIX,
      Buffer.alloc(24),
      u32(2),
    );
    return box('moov', movieHeader, box('trak', track, box('mdia', header, handler, info)));
  };
  const firstFrame = fileType.length + movie(0).length + 8;
  return Buffer.concat([fileType, movie(firstFrame), media]);
}

const MATRIX = Buffer.concat([0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000].map(u32));

function sampleEntry(width: number, height: number): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt16BE(width, 0);
  size.writeUInt16BE(height, 2);
  const name = Buffer.alloc(32);
  const tail = Buffer.from([0, 24, 0xff, 0xff]);
  return box(
    'jpeg',
    Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]),
    Buffer.alloc(16),
    size,
    u32(0x480000),
    u32(0x480000),
    u32(0),
    Buffer.from([0, 1]),
    name,
    tail,
  );
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

function box(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(body.length + 8), Buffer.from(type, 'latin1'), body]);
}

/** A box with version 0 and no flags. */
function full(type: string, ...parts: readonly Buffer[]): Buffer {
  return box(type, u32(0), ...parts);
}
