import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Fault } from '../../wire/fault.ts';
import type { Input } from '../service.ts';
import type { Checksum } from './bucket.ts';

/** How each checksum that SDKs send is worked out, in base64. */
const ALGORITHMS: Readonly<Record<Checksum['algorithm'], (body: Uint8Array) => string>> = {
  CRC32: (body) => base64(BigInt(crc32(body)), 4),
  CRC32C: (body) => base64(BigInt(reflected32(body)), 4),
  CRC64NVME: (body) => base64(reflected64(body), 8),
  SHA1: (body) => createHash('sha1').update(body).digest('base64'),
  SHA256: (body) => createHash('sha256').update(body).digest('base64'),
};

/** The checksum that came with an object, after it has been worked out anew. Throws `BadDigest` where they differ. */
export function checkedChecksum(input: Input, body: Uint8Array): Checksum | undefined {
  const md5 = input['ContentMD5'];
  if (typeof md5 === 'string' && md5 !== createHash('md5').update(body).digest('base64')) {
    throw new Fault('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
  for (const algorithm of Object.keys(ALGORITHMS) as Checksum['algorithm'][]) {
    const value = input[`Checksum${algorithm}`];
    if (typeof value !== 'string') continue;
    if (value !== ALGORITHMS[algorithm](body)) {
      throw new Fault('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
    }
    return { algorithm, value };
  }
  return undefined;
}

function base64(value: bigint, bytes: number): string {
  return Buffer.from(value.toString(16).padStart(bytes * 2, '0'), 'hex').toString('base64');
}

const CASTAGNOLI = 0x82f63b78;
let table32: Uint32Array | undefined;

/** CRC-32C (RFC 3720). */
function reflected32(body: Uint8Array): number {
  table32 ??= Uint32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte;
    for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ CASTAGNOLI : rest >>> 1;
    return rest;
  });
  let sum = 0xffffffff;
  for (const byte of body) sum = table32[(sum ^ byte) & 0xff]! ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

const NVME = 0x9a6c9329ac4bc9b5n;
const ALL_ONES = 0xffffffffffffffffn;
let table64: BigUint64Array | undefined;

/** CRC-64/NVME, which the newest clients send unless told. */
function reflected64(body: Uint8Array): bigint {
  table64 ??= BigUint64Array.from({ length: 256 }, (_, byte) => {
    let rest = BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) rest = rest & 1n ? (rest >> 1n) ^ NVME : rest >> 1n;
    return rest;
  });
  let sum = ALL_ONES;
  for (const byte of body) sum = table64[Number((sum ^ BigInt(byte)) & 0xffn)]! ^ (sum >> 8n);
  return sum ^ ALL_ONES;
}
