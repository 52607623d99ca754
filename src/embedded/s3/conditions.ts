import { Fault } from '../../wire/fault.ts';
import type { Input } from '../service.ts';
import type { StoredObject } from './bucket.ts';

/** Refuses to read an object that is not, or still is, the one that the reader speaks of. */
export function checkReadConditions(input: Input, { etag, modified }: StoredObject): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = input;
  const second = Math.floor(modified / 1000) * 1000;
  if (typeof IfMatch === 'string' ? !names(IfMatch, etag) : isAfter(second, IfUnmodifiedSince))
    throw preconditionFailed();
  const isOld = typeof IfModifiedSince === 'string' && !isAfter(second, IfModifiedSince);
  if (typeof IfNoneMatch === 'string' ? names(IfNoneMatch, etag) : isOld) {
    throw new Fault('NotModified', 'Not Modified', 304);
  }
}

/** Refuses to write over an object that is not the one that the writer speaks of. */
export function checkWriteConditions({ IfMatch, IfNoneMatch }: Input, existing: StoredObject | undefined): void {
  if (typeof IfNoneMatch === 'string' && existing !== undefined && names(IfNoneMatch, existing.etag)) {
    throw preconditionFailed();
  }
  if (typeof IfMatch === 'string' && (existing === undefined || !names(IfMatch, existing.etag)))
    throw preconditionFailed();
}

function names(list: string, etag: string): boolean {
  return list.split(',').some((each) => each.trim() === '*' || each.trim().replaceAll('"', '') === etag.slice(1, -1));
}

function isAfter(second: number, date: unknown): boolean {
  return typeof date === 'string' && second > Date.parse(date);
}

function preconditionFailed(): Fault {
  return new Fault('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
}
