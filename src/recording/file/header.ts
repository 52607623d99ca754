import { Problem } from '../../problem.ts';

/** Where a recording was made: the kind of source, and what else names it, each a word or two. */
export interface RecordingSource {
  readonly kind: string;
  readonly [key: string]: string;
}

/** What was redacted. The key itself is in no recording; its fingerprint tells two keys apart and nothing else. */
export interface RedactionNote {
  readonly key: string;
  readonly repositories: boolean;
  readonly tags: boolean;
  readonly digests: boolean;
}

/** The first line of a recording. */
export interface RecordingHeader {
  readonly ecreplay: 'recording';
  readonly version: 1;
  readonly source: RecordingSource;
  /** What was asked for, or what the lines span: ISO 8601. */
  readonly window?: { readonly from?: string; readonly to?: string };
  /** How records are worded: as the documents show them or as real accounts do. */
  readonly profile?: 'documented' | 'observed';
  readonly redaction: RedactionNote | 'none';
  /** A sentence for people: what happened here, who published it. */
  readonly note?: string;
  /** How many lines follow. Absent while a recording is being made. */
  readonly count?: number;
  /** SHA-256 of all that follows the header's line feed, uncompressed, in hex. Absent while a recording is being made. */
  readonly sha256?: string;
}

/** What whoever makes a recording says of it; the writer adds the rest. */
export type RecordingTitle = Omit<RecordingHeader, 'ecreplay' | 'version' | 'count' | 'sha256'>;

/** What is known last. */
export interface RecordingSum {
  readonly window?: RecordingHeader['window'];
  readonly count: number;
  readonly sha256: string;
}

const TIME = '2026-01-15T09:30:00.000Z';

/** Room for what is known last and written into the first line then. */
const ROOM = JSON.stringify({
  window: { from: TIME, to: TIME },
  count: Number.MAX_SAFE_INTEGER,
  sha256: '0'.repeat(64),
}).length;

/** The first line as bytes, padded with spaces: as long without the sum as with it. */
export function headerBytes(title: RecordingTitle, sum?: RecordingSum): Buffer {
  const { source, profile, redaction, note } = title;
  const window = sum?.window ?? title.window;
  const first = {
    ecreplay: 'recording',
    version: 1,
    source,
    ...(window === undefined ? {} : { window }),
    ...(profile === undefined ? {} : { profile }),
    redaction,
    ...(note === undefined ? {} : { note }),
  };
  const length = Buffer.byteLength(JSON.stringify({ ...first, window: undefined })) + ROOM;
  const bytes = Buffer.alloc(length + 1, ' ');
  const { count, sha256 } = sum ?? {};
  bytes.write(JSON.stringify({ ...first, count, sha256 }));
  bytes[length] = 0x0a;
  return bytes;
}

/** Whether a first line claims to be the header of a recording. */
export function isHeader(value: unknown): value is { readonly ecreplay: 'recording' } {
  return typeof value === 'object' && value !== null && 'ecreplay' in value && value.ecreplay === 'recording';
}

/** Takes a first line that claims to be a header for what it says, or throws what is wrong with it. */
export function readHeader(value: { readonly ecreplay: 'recording' }, file: string): RecordingHeader {
  const header = value as Readonly<Record<string, unknown>>;
  const complain = (what: string): never => {
    throw new Problem('RECORDING_HEADER', `Cannot read line 1 of the recording "${file}": ${what}`);
  };
  if (header['version'] !== 1)
    complain(`its header says version ${JSON.stringify(header['version'])}, and this ecreplay reads version 1`);
  const { source, redaction, count, sha256 } = header;
  if (!isObject(source) || typeof source['kind'] !== 'string') complain('its header names no source with a kind');
  if (redaction !== 'none' && !isObject(redaction)) complain('its header does not say what was redacted');
  if (count !== undefined && !(Number.isSafeInteger(count) && Number(count) >= 0))
    complain(`its header counts ${JSON.stringify(count)} lines, and a count is a whole number`);
  if (sha256 !== undefined && !(typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256)))
    complain(`its header has a "sha256" that is not 64 hexadecimal digits`);
  return header as unknown as RecordingHeader;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
