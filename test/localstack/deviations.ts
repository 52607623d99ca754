import type { Place } from '../contract/aws/place.ts';

/** What LocalStack 4.14.0 does differently from AWS: the promise that it breaks, and how. */
export const DEVIATIONS: Place['deviations'] = {
  'sqs: a batch of eleven, of none, or with one id twice is refused': 'names no id that is there twice',
  'sqs: a message that is received too often becomes a dead letter, and is moved back as a new one':
    'moves the message itself, under the id it had',
  'sqs: an attribute out of its range is refused': 'takes any value',
};
