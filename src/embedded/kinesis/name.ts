import { Fault } from '../../wire/fault.ts';
import type { Stream } from './stream.ts';
import type { Streams } from './streams.ts';

/** How an operation says which stream it means. */
export interface Named {
  readonly StreamName?: string;
  readonly StreamARN?: string;
}

/** The stream that an operation means. */
export function named(streams: Streams, { StreamName, StreamARN }: Named): Stream {
  const name = StreamARN ?? StreamName;
  if (name === undefined)
    throw new Fault('InvalidArgumentException', 'Either StreamARN or StreamName must be provided.');
  return streams.find(name);
}
