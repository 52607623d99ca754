import { Fault } from '../../wire/fault.ts';

/** A part of a list, and the marker that asks for the next. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** Cuts a list as callers ask for it. A marker is the place that the next part begins at. */
export function page<T>(all: readonly T[], marker: string | undefined, size: number): Page<T> {
  const start = marker === undefined ? 0 : Number(Buffer.from(marker, 'base64').toString());
  if (!Number.isSafeInteger(start) || start < 0 || (marker !== undefined && start === 0))
    throw new Fault('InvalidParameterValueException', 'Invalid Marker');
  const end = start + size;
  const next = end < all.length ? Buffer.from(String(end)).toString('base64') : undefined;
  return { items: all.slice(start, end), next };
}
