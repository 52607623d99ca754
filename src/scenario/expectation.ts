import { z } from 'zod';
import { answers } from './answers.ts';
import { CONTRACT_NAMES } from './contract-names.ts';
import { count, duration, eventPattern, freeObject, wording } from './words.ts';

const names = z.array(z.string().min(1)).min(1);
const anyValue = z.unknown();

const cloudtrail = z
  .strictObject({
    inOrder: names
      .optional()
      .meta({ description: 'Event names that occur in this order, others between them allowed.' }),
    exactly: names.optional().meta({ description: 'All event names of the trail, in order, and no others.' }),
    pattern: eventPattern
      .optional()
      .meta({ description: 'A pattern over the record itself (eventName, requestParameters, …).' }),
    times: count.optional().meta({ description: 'How many records match the pattern; at least one unless told.' }),
  })
  .superRefine((wanted, context) => {
    if (Object.keys(wanted).length === 0) {
      context.addIssue({
        code: 'custom',
        message: 'expects nothing, it needs "inOrder", "exactly" or "pattern"',
      });
    } else if (wanted.times !== undefined && wanted.pattern === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['times'],
        message: 'counts the records that match a pattern, and there is no "pattern"',
      });
    }
  })
  .meta({
    description: 'What CloudTrail has recorded.',
    minProperties: 1,
    dependencies: { times: ['pattern'] },
  });

const event = z
  .strictObject({
    pattern: eventPattern,
    times: count.optional().meta({
      description: 'How many were emitted; at least one unless told (or unless `delivered` is given alone).',
    }),
    delivered: count.optional().meta({ description: 'How many arrived on the bus, after faults.' }),
    managementEvents: z.enum(['enabled', 'all']).default('enabled').meta({
      description:
        'all: also the Get, List and Describe calls that only a rule in state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS sees.',
    }),
  })
  .meta({ description: 'What EventBridge events there are.' });

const awsCall = z.strictObject({
  service: z
    .string()
    .min(1)
    .meta({ description: 'The service as its SDK client names it in lower case: ecs, sns, ecr.' }),
  operation: z.string().min(1).meta({ description: 'The operation as the API spells it: UpdateService.' }),
  input: freeObject.optional().meta({ description: 'A pattern over the input of the call.' }),
  times: count.optional().meta({ description: 'How many such calls; at least one unless told.' }),
});

const sentRequest = z.strictObject({
  request: z
    .string()
    .regex(/^(?:[A-Z]+ )?https?:\/\/[^\s/]+\S*$/)
    .register(wording, { noun: 'a URL, its method before it or not, such as POST https://hooks.slack.com/*' })
    .meta({
      description:
        'An HTTP request of a handler, by method and URL or by URL alone; * stands for anything: POST https://hooks.slack.com/*.',
    }),
  times: count.optional().meta({ description: 'How many such requests; at least one unless told.' }),
});

const contractName = z.enum(CONTRACT_NAMES).meta({ id: 'contract', description: 'A contract, by its name.' });

/** Every kind of expectation, by its first key. */
export const EXPECTATIONS = {
  invariant: z
    .strictObject({
      invariant: z
        .string()
        .regex(/^[^#]+#[^#]+$/)
        .register(wording, { noun: '"path#export", such as "src/invariants.ts#deploysOnce"' })
        .meta({
          description:
            'A function of the project over the run, as path#export: it breaks the promise by returning false or throwing.',
        }),
    })
    .meta({ description: 'What must hold of the whole run, in code.' }),
  cloudtrail: z.strictObject({ cloudtrail }).meta({ description: 'What CloudTrail has recorded.' }),
  event: z.strictObject({ event }).meta({ description: 'What EventBridge events there are.' }),
  consumer: z
    .strictObject({
      consumer: z.string().min(1).meta({ description: 'A consumer of the configuration, by name.' }),
      invoked: count.optional().meta({ description: 'How often it is invoked.' }),
      returned: anyValue.optional().meta({ description: 'What every invocation returns: a value, or { pattern: … }.' }),
      threw: z.union([z.boolean(), z.string()]).optional().meta({
        description: 'false: no invocation throws; true: every one does; a text: every error holds it.',
      }),
      calls: z
        .array(z.union([awsCall, sentRequest]))
        .optional()
        .meta({
          description:
            'AWS calls and HTTP requests the consumer makes; at least one of each unless told. An empty list: no AWS call.',
        }),
      contract: z
        .union([contractName, z.array(contractName).min(1)])
        .optional()
        .meta({
          description:
            'A contract that it keeps over the events of this scenario, however they are delivered, or a list of them; `ecreplay contract --list` says what each means.',
        }),
      answers: answers.optional(),
      within: duration.optional().meta({
        description: 'Every invocation ends within this time after its event was emitted.',
      }),
    })
    .refine(({ answers: _answers, ...wanted }) => Object.keys(wanted).length > 1, {
      path: ['consumer'],
      error: 'is expected to do nothing, it needs "invoked", "returned", "threw", "calls", "within" or "contract"',
    })
    .meta({ description: 'What a consumer does.', minProperties: 2 }),
} as const;

type ExpectationName = keyof typeof EXPECTATIONS;
/** One promise of a scenario, of whatever kind. */
export type Expectation = z.output<(typeof EXPECTATIONS)[ExpectationName]>;
/** What CloudTrail has to have recorded. */
export type CloudTrailExpectation = z.output<(typeof EXPECTATIONS)['cloudtrail']>['cloudtrail'];
/** What has to be emitted, or to arrive. */
export type EventExpectation = z.output<(typeof EXPECTATIONS)['event']>['event'];
/** What a consumer has to do. */
export type ConsumerExpectation = z.output<(typeof EXPECTATIONS)['consumer']>;
/** An exact number, or bounds of which one may be absent. */
export type Count = z.output<typeof count>;
