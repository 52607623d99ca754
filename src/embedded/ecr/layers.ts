import { createHash, type Hash } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { type FileHandle, open, rename, rm, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EcrFailure } from '../../registry/failure.ts';

/** The bytes of layers, in a folder of the machine's temporary ones: images do not fit into memory. Digests are of SHA-256, as ECR's. */
export interface Layers extends AsyncDisposable {
  /** Adds bytes to an upload. They count at once, and are on the disk when this is done. Throws an `EcrFailure` where too much is kept. */
  append(uploadId: string, bytes: Uint8Array): Promise<void>;
  /** How many bytes of an upload have come. */
  received(uploadId: string): number;
  /** The hash of what has come of an upload, which may be digested; `undefined` where nothing has. */
  hashOf(uploadId: string): Hash | undefined;
  /** Waits until all that has come of an upload is on the disk. Rejects with an `EcrFailure` if it cannot be: then it can only be given up. */
  written(uploadId: string): Promise<void>;
  /** Makes a layer of an upload that is written. */
  complete(uploadId: string): Promise<void>;
  discard(uploadId: string): Promise<void>;
  /** How large a layer is; `undefined` where its bytes are not here. */
  sizeOf(digest: string): number | undefined;
  /** The bytes of a layer from `first` to `last`, both included. */
  read(digest: string, first: number, last: number): AsyncIterable<Uint8Array>;
  /** Forgets the layers that nobody has any longer. */
  keep(isHad: (digest: string) => boolean): Promise<void>;
}

interface Upload {
  readonly file: string;
  readonly hash: Hash;
  bytes: number;
  handle: Promise<FileHandle> | undefined;
  /** The last that is being written. */
  writing: Promise<unknown>;
}

interface Layer {
  readonly file: string;
  readonly size: number;
  /** Done once the file is there. */
  readonly ready: Promise<unknown>;
}

/** What all layers together may take of the disk unless told: a machine's temporary folder is shared. */
const MOST_BYTES = 8 * 1024 ** 3;

/** The disk is full, or its folder gone: the server's fault, and not the client's. */
function notKept(error: unknown): EcrFailure {
  return new EcrFailure('ServerException', `Cannot keep the layer: ${(error as Error).message}`);
}

/** Opens a place for layers. Its folder is made for the first byte, and goes with the process at the latest. */
export function openLayers({ most = MOST_BYTES, root = tmpdir() } = {}): Layers {
  const uploads = new Map<string, Upload>();
  const layers = new Map<string, Layer>();
  let folder: string | undefined;
  let kept = 0;
  let files = 0;

  function fileName(): string {
    if (folder === undefined) {
      try {
        folder = mkdtempSync(join(root, 'ecreplay-layers-'));
      } catch (error) {
        throw notKept(error);
      }
      process.once('exit', removeNow);
    }
    files += 1;
    return join(folder, String(files));
  }

  function removeNow(): void {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }

  function uploadOf(id: string): Upload {
    let upload = uploads.get(id);
    if (upload === undefined) {
      const file = fileName();
      upload = { file, hash: createHash('sha256'), bytes: 0, handle: undefined, writing: Promise.resolve() };
      uploads.set(id, upload);
    }
    return upload;
  }

  async function write(upload: Upload, bytes: Uint8Array): Promise<void> {
    try {
      const handle = await (upload.handle ??= open(upload.file, 'w'));
      for (let at = 0; at < bytes.length;) at += (await handle.write(bytes, at)).bytesWritten;
    } catch (error) {
      throw notKept(error);
    }
  }

  async function close({ handle, writing }: Upload): Promise<void> {
    await writing.catch(() => {});
    await (await handle?.catch(() => undefined))?.close();
  }

  async function move(upload: Upload, file: string): Promise<void> {
    await upload.writing;
    await close(upload);
    await rename(upload.file, file);
  }

  async function drop(upload: Upload): Promise<void> {
    kept -= upload.bytes;
    await close(upload);
    await rm(upload.file, { force: true });
  }

  return {
    append: (id, bytes) => {
      if (kept + bytes.length > most) {
        throw new EcrFailure(
          'LimitExceededException',
          `Cannot keep another ${bytes.length} bytes of layers: ecreplay keeps ${most} bytes of them at most`,
        );
      }
      const upload = uploadOf(id);
      kept += bytes.length;
      upload.bytes += bytes.length;
      upload.hash.update(bytes);
      upload.writing = upload.writing.then(() => write(upload, bytes));
      return upload.writing as Promise<void>;
    },
    received: (id) => uploads.get(id)?.bytes ?? 0,
    hashOf: (id) => uploads.get(id)?.hash.copy(),
    written: async (id) => {
      await uploads.get(id)?.writing;
    },
    complete: async (id) => {
      const upload = uploads.get(id);
      if (upload === undefined) return;
      uploads.delete(id);
      const digest = `sha256:${upload.hash.digest('hex')}`;
      const known = layers.get(digest);
      if (known !== undefined) return void (await Promise.all([drop(upload), known.ready]));
      const file = fileName();
      const layer = { file, size: upload.bytes, ready: move(upload, file) };
      layers.set(digest, layer);
      await layer.ready;
    },
    discard: async (id) => {
      const upload = uploads.get(id);
      uploads.delete(id);
      if (upload !== undefined) await drop(upload);
    },
    sizeOf: (digest) => layers.get(digest)?.size,
    read: async function* (digest, first, last) {
      const layer = layers.get(digest);
      if (layer === undefined || last < first) return;
      await layer.ready;
      yield* createReadStream(layer.file, { start: first, end: last, highWaterMark: 1 << 18 });
    },
    keep: async (isHad) => {
      const gone = [...layers].filter(([digest]) => !isHad(digest));
      for (const [digest, { size }] of gone) {
        layers.delete(digest);
        kept -= size;
      }
      await Promise.all(
        gone.map(async ([, { file, ready }]) => {
          await ready;
          await unlink(file);
        }),
      );
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...uploads.keys()].map((id) => uploads.get(id)!).map(close));
      uploads.clear();
      layers.clear();
      process.removeListener('exit', removeNow);
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
      folder = undefined;
    },
  };
}
