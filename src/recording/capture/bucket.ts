import type { Reach } from './reach.ts';
import type { Holder, Shelf } from './read-objects.ts';
import type { Window } from './source.ts';

/** The part of a key of CloudTrail that says which year, month and day it is of, as far as it goes. */
const DAY = /\/CloudTrail(?:-Digest)?\/[a-z0-9-]+\/(\d{4})\/(?:(\d{2})\/)?(?:(\d{2})\/)?$/;
/** What lies beside the log files, and where digests do not lie. */
const NOT_WANTED = { records: /\/CloudTrail-\w+\/$/, digests: /\/CloudTrail(?:-(?!Digest)\w+)?\/$/ };
/** A file holds what happened a while before it was written. */
const LATENESS = 2 * 86_400_000;

/** The objects of a bucket below a prefix, folder by folder: of CloudTrail's folders only those of days that are asked for. */
export function bucketObjects(
  bucket: string,
  prefix: string,
  window: Window,
  { clients, attempt }: Reach,
  wanted: keyof typeof NOT_WANTED = 'records',
): Shelf {
  const name = `s3://${bucket}/${prefix}`;

  async function* list(at: string, from: string | undefined, signal: AbortSignal): AsyncGenerator<Holder> {
    let ContinuationToken: string | undefined;
    do {
      const page = await attempt(`list ${name}`, async () =>
        (await clients.open('s3')).listObjectsV2({
          Bucket: bucket,
          Prefix: at,
          Delimiter: '/',
          ...(ContinuationToken !== undefined && { ContinuationToken }),
        }),
      );
      const { Contents = [], CommonPrefixes = [], NextContinuationToken } = page;
      const folders = CommonPrefixes.map(({ Prefix = '' }) => Prefix);
      const objects = Contents.map(({ Key = '' }) => Key).filter((key) => !key.endsWith('/'));
      for (const key of [...folders, ...objects].toSorted((a, b) => (a < b ? -1 : 1))) {
        if (signal.aborted) return;
        if (!key.endsWith('/')) {
          if (from === undefined || key >= from) yield { key, open: () => read(key) };
        } else if (!NOT_WANTED[wanted].test(key) && isOfDays(key, window) && !isWhollyBefore(key, from)) {
          yield* list(key, from, signal);
        }
      }
      ContinuationToken = NextContinuationToken;
    } while (ContinuationToken !== undefined && ContinuationToken !== '');
  }

  async function* read(Key: string): AsyncGenerator<Uint8Array> {
    const { Body } = await attempt(`read s3://${bucket}/${Key}`, async () =>
      (await clients.open('s3')).getObject({ Bucket: bucket, Key }),
    );
    if (Body !== undefined) yield* Body as unknown as AsyncIterable<Uint8Array>;
  }

  return { name, names: { kind: 'bucket', bucket, prefix }, list: (from, signal) => list(prefix, from, signal) };
}

/** Whether everything in a folder is before a key. */
function isWhollyBefore(folder: string, key: string | undefined): boolean {
  return key !== undefined && folder < key && !key.startsWith(folder);
}

function isOfDays(folder: string, { from = -Infinity, to = Infinity }: Window): boolean {
  const match = DAY.exec(folder);
  if (match === null) return true;
  const [, year = '', month, day] = match;
  const begin = Date.UTC(Number(year), Number(month ?? 1) - 1, Number(day ?? 1));
  const end =
    month === undefined
      ? Date.UTC(Number(year) + 1, 0, 1)
      : day === undefined
        ? Date.UTC(Number(year), Number(month), 1)
        : begin + 86_400_000;
  return begin < to + LATENESS && end > from;
}
