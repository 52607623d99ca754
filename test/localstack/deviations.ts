import type { Place } from '../contract/aws/place.ts';

const FAILS_TO_REPLAY = 'keeps times as texts, and fails over them when it is to replay';

/** What LocalStack 4.14.0 does differently from AWS: the promise that it breaks, and how. */
export const DEVIATIONS: Place['deviations'] = {
  'events: no events are refused': 'takes an empty list',
  'events: all entries together may be 1 MiB': 'holds each detail to the 256 KiB of earlier days',
  'events: a time counts for 14 bytes': 'holds each detail to the 256 KiB of earlier days',
  'events: what AWS itself would say is refused': 'takes any source',
  'events: a detail nested a thousand levels deep is taken, one more is malformed': 'counts no levels',
  'events: a pattern that is none is refused': 'looks at a pattern only when an event comes',
  'events: a disabled rule sees nothing until it is enabled': 'sends what a disabled rule matches',
  'events: a target has one input at most': 'takes an input and a path together',
  'events: a number in a template of text is its digits': 'fails to put a number into a text, and sends nothing',
  'events: several lines of text arrive as they are': 'takes the lines for one text, and escapes what is between them',
  'events: the event without its detail names its type in one word': 'begins with the version, as the event does',
  'events: an event goes on to another bus, as it is': 'gives the event the time at which it went on',
  'events: an event comes again with the name of the replay, otherwise as it was': FAILS_TO_REPLAY,
  'events: the name of the replay stands after the region': FAILS_TO_REPLAY,
  'events: an archive with a pattern keeps only what matches': FAILS_TO_REPLAY,
  'sqs: a batch of eleven, of none, or with one id twice is refused': 'names no id that is there twice',
  'sqs: a message that is received too often becomes a dead letter, and is moved back as a new one':
    'moves the message itself, under the id it had',
  'sqs: an attribute out of its range is refused': 'takes any value',
};
