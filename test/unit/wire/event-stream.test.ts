import { expect, test } from 'vitest';
import { EventStream, frame, framed } from '../../../src/wire/event-stream.ts';

test('a frame has its lengths, their checksum, its headers, what it holds and the checksum of all', () => {
  // Worked out by hand, with the checksums of zlib's crc32 at the command line of Python.
  expect(Buffer.from(frame({ ':a': 'b' }, Buffer.from('{}'))).toString('hex')).toBe(
    ['00000019', '00000007', '96b6bf39', '023a6107000162', '7b7d', '9e086d50'].join(''),
  );
});

test('events are framed in their order, after what goes ahead of them', async () => {
  const events = new EventStream(
    (async function* () {
      yield await Promise.resolve({ One: { a: 1 } });
      yield { Two: { b: 2 } };
    })(),
  );
  const frames: string[] = [];
  const wording = {
    contentType: 'application/x-amz-json-1.1',
    word: (held: object) => JSON.stringify(held),
    goesAhead: true,
  };
  for await (const part of framed(events, wording)) {
    frames.push(Buffer.from(part).toString('latin1'));
  }
  const told = frames.map((text) =>
    /:event-type.{3}(initial-response|\w+?)\r:content-type.*(\{.*\})/s.exec(text)?.slice(1),
  );
  expect(told).toEqual([
    ['initial-response', '{}'],
    ['One', '{"a":1}'],
    ['Two', '{"b":2}'],
  ]);
});
