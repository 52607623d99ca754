import { z } from 'zod';
import { accountId, freeObject, region, wording } from './words.ts';

const text = (description: string) => z.string().min(1).meta({ description });

const event = z
  .strictObject({
    'detail-type': text('What kind of event it is, such as ECR Image Action.'),
    source: text('The source, such as aws.ecr.'),
    account: accountId.optional().meta({ description: "The account it tells of; the scenario's unless told." }),
    region: region.optional().meta({ description: "The Region it tells of; the scenario's unless told." }),
    resources: z.array(z.string()).default([]).meta({ description: 'The ARNs it names; none unless told.' }),
    detail: freeObject.meta({ description: 'The detail, word for word.' }),
  })
  .meta({ description: 'An event on the bus; its id and its time are drawn when it happens.' });

const record = freeObject
  .refine(namesItsEvent)
  .meta({
    description:
      'A CloudTrail record, word for word; eventID, requestID and eventTime are drawn when it happens. Its event via CloudTrail follows.',
  })
  .register(wording, {
    noun: 'a CloudTrail record with an "eventName" and an "eventSource" such as ecr.amazonaws.com',
  });

/** What AWS said and no other step explains, word for word. */
export const quoteStep = z
  .union([
    z.strictObject({ event }),
    z.strictObject({
      record,
      onBus: z.boolean().optional().meta({
        description: 'Whether its event via CloudTrail is on the bus as well; true unless told.',
      }),
    }),
  ])
  .meta({
    description:
      'Says again what AWS has said, word for word, with a new id and the time that it is now: an event, or a CloudTrail record. Nothing changes in the registry.',
  });

/** What stands in the envelope of the bus, or says what kind of record it is, are plain words in every record there is. */
const PLAIN = ['eventVersion', 'eventName', 'eventType', 'eventCategory', 'awsRegion', 'recipientAccountId'] as const;

function namesItsEvent(said: Readonly<Record<string, unknown>>): boolean {
  const { eventName, eventSource } = said;
  if (eventName === undefined || typeof eventSource !== 'string' || !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(eventSource))
    return false;
  return PLAIN.every((member) => {
    const word = said[member];
    return word === undefined || (typeof word === 'string' && /^[\w .:-]+$/.test(word));
  });
}
