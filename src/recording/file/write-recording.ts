import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { compressionOf, packedAsIs, packer, type Compression } from './compression.ts';
import { headerBytes, type RecordingHeader, type RecordingTitle } from './header.ts';
import { notWritten } from './not-written.ts';

/** A recording that is being written in one go. Until it is finished there is no file of that name. */
export interface RecordingSink extends AsyncDisposable {
  /** Takes a line without its line feed. Whoever waits for it writes no faster than the disk does. */
  write(line: string): Promise<void> | undefined;
  /** Completes the header, makes all of it durable and gives the file its name, or the other that is said. */
  finish(window?: RecordingHeader['window'], name?: string): Promise<RecordingHeader | undefined>;
}

/**
 * Writes a recording, packed as its name asks; without a title it has no header, and is a file of lines. Lines go to a file beside it, which is removed unless `finish` was
 * called: what is disposed of unfinished leaves nothing.
 */
export async function writeRecording(file: string, title: RecordingTitle | undefined): Promise<RecordingSink> {
  const beside = `${file}.unfinished`;
  const compression = compressionOf(file);
  const handle = await openNew(beside, file);
  const sum = createHash('sha256');
  let count = 0;
  let finished = false;
  let batch: string[] = [];
  let batched = 0;
  let position = 0;
  const put = async (bytes: Uint8Array): Promise<void> => {
    try {
      position += await writeAll(handle, bytes, position);
    } catch (cause) {
      throw notWritten(file, cause);
    }
  };
  if (title !== undefined) await put(packedAsIs(headerBytes(title), compression));
  const pack = packing(compression, put);

  const flush = async (): Promise<void> => {
    if (batched === 0) return;
    const bytes = Buffer.from(batch.join('\n') + '\n');
    batch = [];
    batched = 0;
    sum.update(bytes);
    await pack.write(bytes);
  };
  return {
    write(line) {
      batch.push(line);
      count += 1;
      batched += line.length + 1;
      return batched < BATCH ? undefined : flush();
    },
    async finish(window, name = file) {
      await flush();
      await pack.end();
      const total = { count, sha256: sum.digest('hex'), ...(window === undefined ? {} : { window }) };
      const first = title === undefined ? undefined : headerBytes(title, total);
      try {
        if (first !== undefined) await writeAll(handle, packedAsIs(first, compression), 0);
        await handle.sync();
        await handle.close();
        await rename(beside, name);
        await syncFolder(name);
      } catch (cause) {
        throw notWritten(file, cause);
      }
      finished = true;
      return first === undefined ? undefined : (JSON.parse(first.toString()) as RecordingHeader);
    },
    async [Symbol.asyncDispose]() {
      if (finished) return;
      await pack.abandon();
      await handle.close().catch(() => undefined);
      await rm(beside, { force: true });
    },
  };
}

/** Writes a recording with all that `fill` writes to it, or nothing if that throws. */
export async function writeWhole(
  file: string,
  title: RecordingTitle,
  fill: (sink: RecordingSink) => Promise<void>,
  window?: RecordingHeader['window'],
): Promise<RecordingHeader> {
  const sink = await writeRecording(file, title);
  try {
    await fill(sink);
    return (await sink.finish(window ?? title.window))!;
  } finally {
    await sink[Symbol.asyncDispose]();
  }
}

const BATCH = 256 * 1_024;

/** A file that was not there, and is not reached through a link that somebody else may have laid. */
async function openNew(path: string, file: string): Promise<FileHandle> {
  try {
    await rm(path, { force: true });
    return await open(path, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600);
  } catch (cause) {
    throw notWritten(file, cause);
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, at: number): Promise<number> {
  let written = 0;
  while (written < bytes.length)
    written += (await handle.write(bytes, written, bytes.length - written, at + written)).bytesWritten;
  return written;
}

interface Packing {
  write(bytes: Uint8Array): Promise<void>;
  end(): Promise<void>;
  abandon(): Promise<void>;
}

/** Hands bytes on packed. A failure to put them is thrown at whoever writes next, or ends. */
function packing(compression: Compression, put: (bytes: Uint8Array) => Promise<void>): Packing {
  const pack = packer(compression);
  if (pack === undefined) return { write: put, end: async () => undefined, abandon: async () => undefined };
  let failure: { readonly cause: unknown } | undefined;
  const moved = (async () => {
    for await (const chunk of pack as AsyncIterable<Uint8Array>) await put(chunk);
  })().catch((cause: unknown) => {
    failure = { cause };
    pack.destroy();
  });
  const check = () => {
    if (failure !== undefined) throw failure.cause;
  };
  return {
    async write(bytes) {
      check();
      if (pack.write(bytes)) return;
      await Promise.race([new Promise((resolve) => pack.once('drain', resolve)), moved]);
      check();
    },
    async end() {
      pack.end();
      await moved;
      check();
    },
    async abandon() {
      pack.destroy();
      await moved;
    },
  };
}

/** Makes a new name durable. Some file systems cannot, and need not. */
async function syncFolder(file: string): Promise<void> {
  const folder = await open(dirname(file), 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
