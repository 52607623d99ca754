import { Fault } from '../fault.ts';

/** A body as it was before it was cut into chunks, and what was said after it. */
export interface Unchunked {
  readonly body: Uint8Array;
  /** Header names are lower case. */
  readonly trailers: Readonly<Record<string, string>>;
}

const LINE_END = 0x0a;

/**
 * Puts a body of content encoding `aws-chunked` together: each chunk is its length in hexadecimal digits (a signature may follow, which
 * is not looked at), a line end, the bytes and a line end; after the empty one come trailers, such as the checksum of it all.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export function unchunk(bytes: Uint8Array): Unchunked {
  const parts: Uint8Array[] = [];
  let at = 0;

  function line(): string {
    const end = bytes.indexOf(LINE_END, at);
    if (end === -1) throw incomplete();
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + at, end - at).toString('latin1');
    at = end + 1;
    return text.replace(/\r$/, '');
  }

  for (;;) {
    const [digits = ''] = line().split(';', 1);
    if (!/^[0-9a-f]{1,8}$/i.test(digits)) throw incomplete();
    const length = Number.parseInt(digits, 16);
    if (length === 0) break;
    if (at + length > bytes.length) throw incomplete();
    parts.push(bytes.subarray(at, at + length));
    at += length;
    if (line() !== '') throw incomplete();
  }
  const trailers: Record<string, string> = {};
  while (at < bytes.length) {
    const text = line();
    if (text === '') break;
    const colon = text.indexOf(':');
    if (colon > 0) trailers[text.slice(0, colon).trim().toLowerCase()] = text.slice(colon + 1).trim();
  }
  return { body: parts.length === 1 ? parts[0]! : Buffer.concat(parts), trailers };
}

function incomplete(): Fault {
  return new Fault('IncompleteBody', 'The request body terminated unexpectedly');
}
