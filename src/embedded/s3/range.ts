import { Fault } from '../../wire/fault.ts';

/** A part of an object: its first byte, and the one after its last. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Reads a Range header; `undefined` where it asks for nothing that a range is. Throws `InvalidRange` for one that the object does not have. */
export function readRange(header: string, length: number): Range | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header.trim()) ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  const start = first === '' ? Math.max(0, length - Number(last)) : Number(first);
  const end = first === '' || last === '' ? length : Math.min(length, Number(last) + 1);
  if (start >= length || (last !== '' && first !== '' && Number(last) < start)) {
    throw new Fault('InvalidRange', 'The requested range is not satisfiable', 416);
  }
  return { start, end };
}
