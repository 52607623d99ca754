import type { Place } from '../contract/aws/place.ts';

const FAILS_TO_REPLAY = 'keeps times as texts, and fails over them when it is to replay';

const NO_DEAD_LETTERS = 'takes the queue for dead letters and sends nothing to it';

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
  'events: an event that a target cannot take becomes a dead letter as it was': NO_DEAD_LETTERS,
  'events: a dead letter says which rule and target it was for, and what went wrong': NO_DEAD_LETTERS,
  'events: a template that becomes no JSON makes a dead letter of the event': NO_DEAD_LETTERS,
  'events: an API destination is made, changed, listed and deleted': 'ends its ARN in eight digits, not in a UUID',
  'logs: a filter of words finds messages with all of them': 'gives every event, whatever the filter',
  'logs: a filter of JSON looks at fields': 'gives every event, whatever the filter',
  'logs: a subscription filter sends what it matches to a stream, packed': 'sends every event, whatever the filter',
  'logs: a subscription is tried out before anything is sent': 'sends no control message',
  'kinesis: shards share the range of hash keys': 'parts the range one key too early',
  'kinesis: a stream that is not there is refused by that name': 'names the ARN where AWS names stream and account',
  'kinesis: a stream is made once': 'names no account',
  'sns: a topic tells its attributes': 'counts no subscription',
  'sns: a batch of none is refused': 'fails over an empty batch',
  'sfn: an execution can be stopped': 'forgets with what error and why it was stopped',
  'sfn: a definition that leads nowhere is refused': 'takes a definition that leads to a state which is not there',
  'sfn: a machine may speak JSONata': 'would download a Java runtime for JSONata',
  'parameters: parameters are read by their names and by their path':
    'takes the slash off a name that it does not know',
  'sqs: a batch with one id twice is refused, and the id named': 'names no id',
  'sqs: a message that is received too often becomes a dead letter, and is moved back as a new one':
    'moves the message itself, under the id it had',
  'sqs: an attribute out of its range is refused': 'takes any value',
};
