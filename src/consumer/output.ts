import type { Ledgers } from './ledger.ts';

interface Stream {
  write(chunk: unknown, ...rest: readonly unknown[]): boolean;
}

/**
 * Notes what consumers write, where they write it: on the two outputs of this process, and on those of a console that has others (Vitest's).
 * It is written all the same. Returns what stops it.
 */
export function overhear(ledgers: Ledgers): () => void {
  const console = globalThis.console as { readonly _stdout?: unknown; readonly _stderr?: unknown };
  const streams = new Set([process.stdout, process.stderr, console._stdout, console._stderr].filter(isStream));
  // A console's stream may hand on to one of the process.
  let isHandedOn = false;
  const stop = [...streams].map((stream) => {
    const real: Stream['write'] = Reflect.get(stream, 'write');
    return standIn(stream, function written(this: unknown, chunk, ...rest) {
      const ledger = isHandedOn ? undefined : ledgers.inherited();
      if (ledger?.wrote === undefined) return Reflect.apply(real, stream, [chunk, ...rest]);
      ledger.wrote(toBytes(chunk, rest[0]));
      isHandedOn = true;
      try {
        return Reflect.apply(real, stream, [chunk, ...rest]);
      } finally {
        isHandedOn = false;
      }
    });
  });
  return () => {
    for (const one of stop) one();
  };
}

function isStream(value: unknown): value is Stream {
  return typeof value === 'object' && value !== null && 'write' in value && typeof value.write === 'function';
}

function toBytes(chunk: unknown, encoding: unknown): Buffer {
  if (chunk instanceof Uint8Array) return Buffer.from(chunk);
  return Buffer.from(String(chunk), Buffer.isEncoding(String(encoding)) ? (encoding as BufferEncoding) : 'utf8');
}

function standIn(stream: Stream, write: Stream['write']): () => void {
  const before = Object.getOwnPropertyDescriptor(stream, 'write');
  Object.defineProperty(stream, 'write', { value: write, writable: true, configurable: true });
  return () => {
    // Whoever has put another in its place since will know why.
    if (Reflect.get(stream, 'write') !== write) return;
    if (before === undefined) Reflect.deleteProperty(stream, 'write');
    else Object.defineProperty(stream, 'write', before);
  };
}
