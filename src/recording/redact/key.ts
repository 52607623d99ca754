import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Problem } from '../../problem.ts';

/** What stands for a value is drawn from HMAC-SHA-256 of it, so that only who has the key can find out which it was. */
export interface RedactionKey {
  /** 32 bytes that are the same for the same value of the same kind, and tell nothing of it. */
  draw(kind: string, value: string): Buffer;
  /** Tells two keys apart, and helps with nothing else. */
  readonly fingerprint: string;
}

/** The environment variable that a key may come in. */
export const KEY_VARIABLE = 'ECREPLAY_REDACTION_KEY';

const SHORTEST = 16;

/** A key from what somebody keeps: at least sixteen bytes. */
export function keyFrom(secret: Uint8Array | string, where = 'the key'): RedactionKey {
  const bytes = Buffer.from(secret);
  if (bytes.length < SHORTEST)
    throw new Problem(
      'REDACTION_KEY',
      `Cannot redact with ${where}: it has ${bytes.length} bytes, and a key has ${SHORTEST} at least, for instance of "openssl rand -base64 32"`,
    );
  const key = Buffer.from(hkdfSync('sha256', bytes, '', 'ecreplay redaction', 32));
  const draw = (kind: string, value: string) =>
    createHmac('sha256', key).update(kind).update('\0').update(value).digest();
  return { draw, fingerprint: draw('fingerprint', '').toString('hex', 0, 4) };
}

/** A key that nobody has seen, as bytes: whoever does not keep them can never tell what was redacted. */
export function newKey(): Buffer {
  return randomBytes(32);
}

/** The key that was named: a file, or else the environment variable; `undefined` if neither is. */
export async function namedKey(file: string | undefined): Promise<RedactionKey | undefined> {
  const kept = process.env[KEY_VARIABLE];
  if (file === undefined) return kept === undefined ? undefined : keyFrom(kept.trim(), `the key in ${KEY_VARIABLE}`);
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new Problem('REDACTION_KEY', `Cannot redact with the key in "${file}": it cannot be read`, { cause });
  });
  return keyFrom(bytes.toString('latin1').trim(), `the key in "${file}"`);
}
