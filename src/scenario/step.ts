import { z } from 'zod';
import type { layer } from './image-parts.ts';
import { IMAGE_STEPS } from './image-steps.ts';
import { given } from './repository.ts';
import { REPOSITORY_STEPS } from './repository-steps.ts';
import { quoteStep } from './quote-step.ts';
import { common } from './step-parts.ts';
import { duration, freeObject, instant } from './words.ts';

/** Every step, by its single key. The one list: types, validation, JSON Schema and help all come from it. */
export const STEPS = {
  ...REPOSITORY_STEPS,
  ...IMAGE_STEPS,
  call: z
    .strictObject({
      operation: z.string().min(1).meta({
        description: 'The name of the operation as the API spells it, such as PutImageTagMutability.',
      }),
      request: freeObject
        .default({})
        .meta({ description: 'The request as the API takes it: members in lower camel case.' }),
      through: z.enum(['api', 'registry']).optional().meta({
        description:
          "api (unless told): the call is made at the API itself. registry: the proxy that speaks Docker's protocol makes it for a client.",
      }),
      ...common,
    })
    .meta({ description: "Calls one of ECR's operations with the request as the API takes it." }),
  quote: quoteStep,
  wait: z
    .union([duration, z.strictObject({ until: instant })])
    .meta({ description: 'Lets time pass: a length of time, or { until: an instant }.' }),
} as const;

type StepName = keyof typeof STEPS;

/** What stands under the key of a step. */
export type StepBody<Name extends StepName> = z.output<(typeof STEPS)[Name]>;
/** One step: exactly one key of STEPS. */
export type Step = { [Name in StepName]: { readonly [Key in Name]: StepBody<Name> } }[StepName];

/** What is there before the first step, with no record of how it came. */
export const GIVEN = given;

type GivenName = keyof typeof GIVEN;
/** One entry of `given`: exactly one key of GIVEN. */
export type Given = {
  [Name in GivenName]: { readonly [Key in Name]: z.output<(typeof GIVEN)[Name]> };
}[GivenName];
/** A layer as a scenario declares it. */
export type Layer = z.output<typeof layer>;
/** A repository as a scenario describes it. */
export type RepositoryInput = z.output<(typeof GIVEN)['repository']>;
