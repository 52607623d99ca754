import { z } from 'zod';
import { EXPECTATIONS } from './expectation.ts';
import { FAULTS } from './fault.ts';
import { identity } from './identity.ts';
import { optionsShape } from './options.ts';
import { GIVEN, STEPS } from './step.ts';
import { accountId, duration, instant, region } from './words.ts';

/** One object with one key: the shape of every entry in `steps`, `given` and `faults`. */
function keyed(map: Readonly<Record<string, z.ZodType>>): z.ZodType {
  return z.union(Object.entries(map).map(([name, schema]) => z.strictObject({ [name]: schema })));
}

/**
 * A scenario file, version 1.
 *
 * The unions here serve the JSON Schema for editors. Reading a file dispatches each entry on its own key first
 * (`read.ts`), because a union's error drowns the reader in every branch.
 */
export const scenarioFile = z
  .strictObject({
    version: z.literal(1).meta({ description: 'The version of the format.' }),
    description: z.string().min(1).meta({ description: 'What this scenario shows, in a sentence.' }),
    account: accountId.default('123456789012'),
    region: region.default('us-east-1'),
    start: instant.default('2026-01-15T09:30:00Z').meta({ description: 'When the first step begins.' }),
    seed: z.union([z.int().min(0), z.string().min(1)]).default(1).meta({ description: 'Ids, digests and faults are drawn from it: same seed, same run.' }),
    profile: z.enum(['observed', 'documented']).optional().meta({ description: 'observed: as real accounts show it (default). documented: as the samples in the AWS documents show it.' }),
    as: identity.default({ role: 'ci-pusher', session: 'github-actions' }),
    options: z.strictObject(optionsShape).default({}).meta({ description: 'What nobody outside AWS knows for certain, each with a default.' }),
    given: z.array(keyed(GIVEN)).default([]).meta({ description: 'What is there before the first step.' }),
    steps: z.array(keyed(STEPS)).min(1).meta({ description: 'What happens, in order.' }),
    delivery: z
      .strictObject({
        latency: z.strictObject({ native: duration.optional(), cloudtrail: duration.optional() }).default({}).meta({ description: 'How long after it happened an event arrives: native events 1s, those via CloudTrail 60s, unless told.' }),
        faults: z.array(keyed(FAULTS)).default([]),
      })
      .default({ latency: {}, faults: [] })
      .meta({ description: 'How events travel.' }),
    expect: z.array(z.union(Object.values(EXPECTATIONS))).default([]).meta({ description: 'The promises this scenario checks.' }),
  })
  .meta({ title: 'ecreplay scenario', description: 'What happens in an Amazon ECR registry, and what must hold then.' });
