import { z } from 'zod';
import { oneOf } from './entry.ts';
import { EXPECTATIONS } from './expectation.ts';
import { FAULTS } from './fault.ts';
import { identity } from './identity.ts';
import { noise } from './noise.ts';
import { optionsShape } from './options.ts';
import { GIVEN, STEPS } from './step.ts';
import { accountId, duration, instant, region, wording } from './words.ts';

/** One entry of each list of a file: what reads a file in parts needs them one by one. */
export const ENTRIES = {
  given: oneOf(
    GIVEN,
    'an entry of "given"',
    'Something that is there already: one key, repository, image, registry, pullThroughCacheRule or creationTemplate.',
  ),
  steps: oneOf(STEPS, 'a step', 'A step: one key, the name of what happens.'),
  faults: oneOf(FAULTS, 'a fault', 'What real delivery does to events: one key, the name of the fault.'),
  expect: z
    .union([EXPECTATIONS.cloudtrail, EXPECTATIONS.event, EXPECTATIONS.consumer, EXPECTATIONS.invariant])
    .meta({ description: 'A promise: its first key says of what.' }),
} as const;

const version = z
  .literal(1)
  .meta({ description: 'The version of the format: 1.' })
  .register(wording, { noun: '1, the only version of the format there is', code: 'SCENARIO_VERSION' });

const latency = z.strictObject({
  native: duration.optional().meta({ description: "ECR's own events; 1s unless told." }),
  cloudtrail: duration.optional().meta({ description: 'Events via CloudTrail; 60s unless told.' }),
});

const delivery = z.strictObject({
  latency: latency.default({}).meta({ description: 'How long after it happened an event arrives.' }),
  faults: z.array(ENTRIES.faults).default([]).meta({ description: 'What real delivery does to events, in order.' }),
});

/**
 * A scenario file, version 1.
 *
 * The one definition: the types, what `readScenario` accepts, and the JSON Schema for editors all come from it.
 */
export const scenarioFile = z
  .strictObject({
    version,
    description: z.string().min(1).meta({ description: 'What this scenario shows, in a sentence.' }),
    account: accountId
      .default('123456789012')
      .meta({ description: 'The account of the registry: 12 digits, in quotes.' }),
    region: region.default('us-east-1').meta({ description: 'The Region of the registry, such as us-east-2.' }),
    start: instant.default('2026-01-15T09:30:00Z').meta({ description: 'When the first step begins.' }),
    seed: z
      .union([z.int().min(0), z.string().min(1)])
      .default(1)
      .meta({ description: 'Ids, digests and faults are drawn from it: same seed, same run.' }),
    profile: z.enum(['observed', 'documented']).optional().meta({
      description:
        'observed: as real accounts show it (default). documented: as the samples in the AWS documents show it.',
    }),
    as: identity.default({ role: 'ci-pusher', session: 'github-actions' }).meta({
      description:
        'Who acts, unless a step says otherwise: { role, session }, { user }, { root: true }, { federated }, { service }, { account } or { invokedBy }.',
    }),
    options: z
      .strictObject(optionsShape)
      .default({})
      .meta({ description: 'What nobody outside AWS knows for certain, each with a default.' }),
    given: z.array(ENTRIES.given).default([]).meta({ description: 'What is there before the first step.' }),
    steps: z.array(ENTRIES.steps).min(1).meta({ description: 'What happens, in order.' }),
    noise: noise.optional(),
    delivery: delivery.default({ latency: {}, faults: [] }).meta({ description: 'How events travel.' }),
    expect: z.array(ENTRIES.expect).default([]).meta({ description: 'The promises this scenario checks.' }),
  })
  .meta({
    title: 'ecreplay scenario',
    description: 'What happens in an Amazon ECR registry, and what must hold then.',
  });
