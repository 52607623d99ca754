import { Readable } from 'node:stream';
import {
  constants,
  createGunzip,
  createGzip,
  createZstdCompress,
  createZstdDecompress,
  type Gzip,
  gzipSync,
  type ZstdCompress,
} from 'node:zlib';
import { atFrames, rawZstdFrame } from './zstd-frames.ts';

/** How a file's bytes are packed. */
export type Compression = 'gzip' | 'none' | 'zstd';

/** What the name of a file that is written asks for. */
export function compressionOf(file: string): Compression {
  if (/\.gz(ip)?$/i.test(file)) return 'gzip';
  return /\.zstd?$/i.test(file) ? 'zstd' : 'none';
}

/** What the first bytes of a file say that it is, whatever its name. */
export function compressionIn(start: Uint8Array): Compression {
  if (start[0] === 0x1f && start[1] === 0x8b) return 'gzip';
  const [a, b, c, d] = start;
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return 'zstd';
  return 'none';
}

/** Bytes unpacked. What can be had of a damaged or cut file comes first, then the error of `node:zlib`. */
export async function* unpacked(
  chunks: AsyncIterable<Uint8Array>,
  compression: Compression,
): AsyncGenerator<Uint8Array> {
  if (compression === 'none') {
    yield* chunks;
    return;
  }
  const packed = Readable.from(compression === 'zstd' ? atFrames(chunks) : chunks, { objectMode: true });
  const unpack =
    compression === 'gzip' ? createGunzip({ chunkSize: CHUNK }) : createZstdDecompress({ chunkSize: CHUNK });
  packed.on('error', (error) => unpack.destroy(error));
  packed.pipe(unpack);
  try {
    yield* unpack as AsyncIterable<Uint8Array>;
  } finally {
    packed.destroy();
  }
}

const CHUNK = 256 * 1_024;

/** A stream that packs what is written to it, or nothing to do. */
export function packer(compression: Compression): Gzip | ZstdCompress | undefined {
  if (compression === 'gzip') return createGzip({ chunkSize: CHUNK });
  if (compression === 'zstd')
    return createZstdCompress({ chunkSize: CHUNK, params: { [constants.ZSTD_c_checksumFlag]: 1 } });
  return undefined;
}

/** Bytes that are packed without being made smaller, so that as many others can take their place later. */
export function packedAsIs(bytes: Uint8Array, compression: Compression): Uint8Array {
  if (compression === 'gzip') return gzipSync(bytes, { level: 0 });
  return compression === 'zstd' ? rawZstdFrame(bytes) : bytes;
}
