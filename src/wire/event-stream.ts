import { crc32 } from 'node:zlib';
import { Fault } from './fault.ts';

/**
 * One event: the member of the stream's union that it is, with what that holds. Bytes go as they are; a `Fault` is an exception, and
 * the last.
 */
export type StreamedEvent = Readonly<Record<string, object>>;

/** An output that is sent event by event, for as long as there are any. Who stops listening calls the iterator's `return`. */
export class EventStream {
  readonly events: AsyncIterable<StreamedEvent>;
  /** What HTTP carries beside them. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(events: AsyncIterable<StreamedEvent>, headers: Readonly<Record<string, string>> = {}) {
    this.events = events;
    this.headers = headers;
  }
}

/** What stands in a frame beside its payload; all are texts. */
type FrameHeaders = Readonly<Record<`:${string}`, string>>;

/** Lengths of the whole and of the headers, and the checksum of both. */
const PRELUDE = 12;
const CHECKSUM = 4;
/** The type of a header whose value is a text. */
const TEXT = 7;

/** How a protocol words events. */
export interface Wording {
  readonly contentType: string;
  /** What an event holds. */
  readonly word: (held: object) => string | Uint8Array;
  /** In RPC protocols what is not part of the stream goes ahead of it, as an event; no operation here has any. */
  readonly goesAhead: boolean;
}

/** Frames events as `application/vnd.amazon.eventstream`. */
export function framed({ events }: EventStream, wording: Wording): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]: () => {
      const iterator = events[Symbol.asyncIterator]();
      let begun = !wording.goesAhead;
      return {
        next: async () => {
          if (!begun) {
            begun = true;
            return { done: false, value: frameOf('initial-response', {}, wording) };
          }
          const { done, value } = await iterator.next();
          if (done === true) return { done, value: undefined };
          return {
            done: false,
            value: Buffer.concat(Object.entries(value).map(([type, held]) => frameOf(type, held, wording))),
          };
        },
        return: async () => {
          await iterator.return?.();
          return { done: true, value: undefined };
        },
      };
    },
  };
}

function frameOf(type: string, held: object, { contentType, word }: Wording): Uint8Array {
  if (held instanceof Fault) {
    const headers = { ':message-type': 'exception', ':exception-type': type, ':content-type': contentType };
    return frame(headers, Buffer.from(word({ message: held.message })));
  }
  const headers = { ':message-type': 'event', ':event-type': type };
  return held instanceof Uint8Array
    ? frame({ ...headers, ':content-type': 'application/octet-stream' }, held)
    : frame({ ...headers, ':content-type': contentType }, Buffer.from(word(held)));
}

/** One message: https://smithy.io/2.0/aws/amazon-eventstream.html */
export function frame(headers: FrameHeaders, payload: Uint8Array): Uint8Array {
  const held = Buffer.concat(Object.entries(headers).map(([name, value]) => headerOf(name, value)));
  const whole = Buffer.alloc(PRELUDE + held.length + payload.length + CHECKSUM);
  whole.writeUInt32BE(whole.length, 0);
  whole.writeUInt32BE(held.length, 4);
  whole.writeUInt32BE(crc32(whole.subarray(0, 8)), 8);
  whole.set(held, PRELUDE);
  whole.set(payload, PRELUDE + held.length);
  const end = whole.length - CHECKSUM;
  whole.writeUInt32BE(crc32(whole.subarray(0, end)), end);
  return whole;
}

function headerOf(name: string, value: string): Uint8Array {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(3);
  length.writeUInt8(TEXT, 0);
  length.writeUInt16BE(bytes.length, 1);
  return Buffer.concat([Buffer.of(name.length), Buffer.from(name), length, bytes]);
}
