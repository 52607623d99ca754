import type { Place } from '../contract/aws/place.ts';

const FAILS_TO_REPLAY = 'keeps times as texts, and fails over them when it is to replay';

const NO_DEAD_LETTERS = 'takes the queue for dead letters and sends nothing to it';

/** What LocalStack 4.14.0 does differently from AWS: the promise that it breaks, and how. */
export const DEVIATIONS: Place['deviations'] = {
  'events: no events are refused': { how: 'takes an empty list', says: '' },
  'events: all entries together may be 1 MiB': { how: 'holds each detail to the 256 KiB of earlier days', says: '' },
  'events: a time counts for 14 bytes': { how: 'holds each detail to the 256 KiB of earlier days', says: '' },
  'events: what AWS itself would say is refused': { how: 'takes any source', says: '' },
  'events: a detail nested a thousand levels deep is taken, one more is malformed': {
    how: 'counts no levels',
    says: '',
  },
  'events: a pattern that is none is refused': { how: 'looks at a pattern only when an event comes', says: '' },
  'events: a disabled rule sees nothing until it is enabled': { how: 'sends what a disabled rule matches', says: '' },
  'events: a target has one input at most': { how: 'takes an input and a path together', says: '' },
  'events: a number in a template of text is its digits': {
    how: 'fails to put a number into a text, and sends nothing',
    says: '',
  },
  'events: several lines of text arrive as they are': {
    how: 'takes the lines for one text, and escapes what is between them',
    says: '',
  },
  'events: the event without its detail names its type in one word': {
    how: 'begins with the version, as the event does',
    says: '',
  },
  'events: an event goes on to another bus, as it is': {
    how: 'gives the event the time at which it went on',
    says: '',
  },
  'events: an event comes again with the name of the replay, otherwise as it was': { how: FAILS_TO_REPLAY, says: '' },
  'events: the name of the replay stands after the region': { how: FAILS_TO_REPLAY, says: '' },
  'events: an archive with a pattern keeps only what matches': { how: FAILS_TO_REPLAY, says: '' },
  'events: an event that a target cannot take becomes a dead letter as it was': { how: NO_DEAD_LETTERS, says: '' },
  'events: a dead letter says which rule and target it was for, and what went wrong': {
    how: NO_DEAD_LETTERS,
    says: '',
  },
  'events: a template that becomes no JSON makes a dead letter of the event': { how: NO_DEAD_LETTERS, says: '' },
  'events: an API destination is made, changed, listed and deleted': {
    how: 'ends its ARN in eight digits, not in a UUID',
    says: '',
  },
  'logs: a filter of words finds messages with all of them': {
    how: 'gives every event, whatever the filter',
    says: '',
  },
  'logs: a filter of JSON looks at fields': { how: 'gives every event, whatever the filter', says: '' },
  'logs: a subscription filter sends what it matches to a stream, packed': {
    how: 'sends every event, whatever the filter',
    says: '',
  },
  'logs: a subscription is tried out before anything is sent': { how: 'sends no control message', says: '' },
  'kinesis: shards share the range of hash keys': { how: 'parts the range one key too early', says: '' },
  'kinesis: a stream that is not there is refused by that name': {
    how: 'names the ARN where AWS names stream and account',
    says: '',
  },
  'kinesis: a stream is made once': { how: 'names no account', says: '' },
  'sns: a topic tells its attributes': { how: 'counts no subscription', says: '' },
  'sns: a batch of none is refused': { how: 'fails over an empty batch', says: '' },
  'sfn: an execution can be stopped': { how: 'forgets with what error and why it was stopped', says: '' },
  'sfn: a definition that leads nowhere is refused': {
    how: 'takes a definition that leads to a state which is not there',
    says: '',
  },
  'sfn: a machine may speak JSONata': { how: 'would download a Java runtime for JSONata', says: '' },
  'parameters: parameters are read by their names and by their path': {
    how: 'takes the slash off a name that it does not know',
    says: '',
  },
  'sqs: a batch with one id twice is refused, and the id named': { how: 'names no id', says: '' },
  'sqs: a message that is received too often becomes a dead letter, and is moved back as a new one': {
    how: 'moves the message itself, under the id it had',
    says: '',
  },
  'sqs: an attribute out of its range is refused': { how: 'takes any value', says: '' },
};
