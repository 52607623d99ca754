import { isUtf8 } from 'node:buffer';
import { constants, gunzipSync, gzipSync } from 'node:zlib';

/** Changes text; what it does not change it gives back as it is. */
export type Change = (text: string) => string;

/** How many bytes a packed value may unpack to: far more than CloudWatch Logs or Firehose pack, and no bomb. */
const MOST_UNPACKED = 32 * 1_024 * 1_024;

/** What takes the place of a value that cannot be looked into. */
export const SEALED = 'H4sIEXAMPLE';

/** Changes text that is packed in base64, with gzip below it or without, in hexadecimal digits or with percent signs. */
export function encoded(text: string, change: Change): string {
  let changed = text;
  if (text.length >= 8 && text.includes('%') && PERCENT.test(text))
    changed = changed.replace(PERCENTS, (token) => percent(token, change));
  if (text.length < SHORTEST) return changed;
  return changed.replace(TOKENS, (token) => packed(token, change));
}

/** What fewer characters of base64 hold is shorter than the shortest address: `1.1.1.1`. */
const SHORTEST = 10;
const TOKENS = /[0-9A-Za-z+/_-]{10,}={0,2}/g;
const PERCENT = /%[0-9A-Fa-f]{2}/;
const PERCENTS = /[^\s"'<>\\]*%[0-9A-Fa-f]{2}[^\s"'<>\\]*/g;
const HEXADECIMAL = /^(?:[0-9a-f]{2}){7,}$|^(?:[0-9A-F]{2}){7,}$/;
/** Readable ASCII, as long as the shortest thing that is looked for. */
const READABLE = /[\t\n\r\x20-\x7e]{7,}/g;

function packed(token: string, change: Change): string {
  if (HEXADECIMAL.test(token)) return hexadecimal(token, change);
  if (token.startsWith('H4sI')) return gzipped(token, change);
  // The text may begin at any of the four characters that make three bytes.
  for (let from = 0; from < 4; from += 1) {
    const part = token.slice(from);
    const bytes = Buffer.from(part, 'base64');
    const changed = inBytes(bytes, from === 0, change);
    if (changed === undefined) continue;
    return token.slice(0, from) + likeBefore(changed, part);
  }
  return token;
}

/** Bytes with the text in them changed; `undefined` if none was. */
function inBytes(bytes: Buffer, whole: boolean, change: Change): Buffer | undefined {
  if (whole && bytes[0] !== undefined && bytes[0] >= 0x20 && isUtf8(bytes)) {
    const text = bytes.toString();
    const changed = change(text);
    return changed === text ? undefined : Buffer.from(changed);
  }
  const text = bytes.toString('latin1');
  READABLE.lastIndex = 0;
  if (!READABLE.test(text)) return undefined;
  const changed = text.replace(READABLE, (run) => change(run));
  return changed === text ? undefined : Buffer.from(changed, 'latin1');
}

/** Base64 in the alphabet, and with the padding, that a text of it had. */
function likeBefore(bytes: Buffer, before: string): string {
  const url = /[_-]/.test(before);
  const base64 = bytes.toString(url ? 'base64url' : 'base64').replace(/=+$/, '');
  const padded = before.endsWith('=') || (before.length % 4 === 0 && !url);
  return padded ? base64.padEnd(Math.ceil(base64.length / 4) * 4, '=') : base64;
}

function hexadecimal(token: string, change: Change): string {
  const changed = inBytes(Buffer.from(token, 'hex'), false, change);
  if (changed === undefined) return token;
  const hex = changed.toString('hex');
  return /[A-F]/.test(token) ? hex.toUpperCase() : hex;
}

function gzipped(token: string, change: Change): string {
  if (token === SEALED) return token;
  let text: string;
  try {
    const bytes = gunzipSync(Buffer.from(token, 'base64'), {
      maxOutputLength: MOST_UNPACKED,
      // What is cut off is read as far as it goes.
      finishFlush: constants.Z_SYNC_FLUSH,
    });
    text = bytes.toString('latin1');
    if (isUtf8(bytes)) text = bytes.toString();
    const changed = change(text);
    return changed === text
      ? token
      : gzipSync(isUtf8(bytes) ? changed : Buffer.from(changed, 'latin1')).toString('base64');
  } catch (error) {
    // A bomb, or damaged: nobody can tell what is in it.
    if (error instanceof RangeError || (error instanceof Error && 'code' in error)) return SEALED;
    throw error;
  }
}

function percent(token: string, change: Change): string {
  const plain = token.replaceAll(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
    const bytes = Buffer.from(run.replaceAll('%', ''), 'hex');
    return isUtf8(bytes) ? bytes.toString() : run;
  });
  if (plain === token) return token;
  const changed = change(plain);
  if (changed === plain) return token;
  // What stood plain before stays plain; what was written otherwise is written so again.
  const stood = new Set(token);
  return changed.replaceAll(/[^\w.~-]/gu, (character) =>
    stood.has(character) && character !== '%' ? character : encodeURIComponent(character),
  );
}
