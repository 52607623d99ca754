import { z } from 'zod';
import { duration, eventPattern } from './words.ts';

const chance = z
  .number()
  .min(0)
  .max(1)
  .default(1)
  .meta({ description: 'How likely it is, from 0 to 1; 1 unless told.' });

const only = {
  only: eventPattern.optional().meta({ description: 'Touches only events that match this pattern.' }),
  nth: z.int().min(1).optional().meta({
    description: 'Touches only the one that arrives as the nth of those it would touch otherwise, counted from 1.',
  }),
};

/** A member of an event: keys with dots between them. */
const member = z
  .string()
  .regex(/^[^.\s]+(\.[^.\s]+)*$/)
  .meta({ description: 'A member of the event, such as detail.image-tag.' });

/** What real delivery does to events, by its single key. */
export const FAULTS = {
  duplicate: z
    .strictObject({
      chance,
      after: duration
        .default('1s')
        .meta({ description: 'How long after the first the second arrives; 1s unless told.' }),
      ...only,
    })
    .meta({ description: 'Delivers an event again: EventBridge promises at least once.' }),
  reorder: z
    .strictObject({
      within: duration,
      ...only,
    })
    .meta({
      description: 'Moves each arrival by up to this much, so that neighbours swap: EventBridge promises no order.',
    }),
  delay: z.strictObject({ by: duration, chance, ...only }).meta({ description: 'Delivers an event later.' }),
  drop: z.strictObject({ chance, ...only }).meta({ description: 'Loses an event: ECR emits on a best effort basis.' }),
  change: z
    .strictObject({
      set: z.record(member, z.unknown()).optional().meta({ description: 'Members with their new values.' }),
      remove: z.array(member).min(1).optional().meta({ description: 'Members that are not there.' }),
      ...only,
    })
    .refine(({ set, remove }) => set !== undefined || remove !== undefined, {
      path: ['set'],
      error: 'is missing, and so is "remove": nothing is changed',
    })
    .meta({
      description:
        'Delivers an event that is worded otherwise: with members, values or types that AWS may add, or without those that may be missing.',
    }),
  overlap: z
    .strictObject({
      many: z
        .int()
        .min(2)
        .max(16)
        .default(2)
        .meta({ description: 'How many arrivals are handled at once; 2 unless told.' }),
      turns: z.array(z.int().min(1).max(16)).max(256).default([]).meta({
        description:
          'Whose AWS call is carried out next, by the position of its arrival, from 1; those not told take turns.',
      }),
      ...only,
    })
    .meta({
      description:
        'Hands over an arrival together with the next ones, so that the invocations overlap: each in an environment of its own, as on Lambda, and interleaved at their AWS calls.',
    }),
  fail: z
    .strictObject({
      call: z.int().min(1).meta({ description: 'Which AWS call of the invocation fails, counted from 1.' }),
      error: z
        .string()
        .regex(/^[A-Z][A-Za-z.]+$/)
        .default('AccessDeniedException')
        .meta({ description: 'The error code; AccessDeniedException, which no SDK tries again, unless told.' }),
      carriedOut: z
        .boolean()
        .default(false)
        .meta({ description: 'Whether the call is carried out all the same, and only its answer is an error.' }),
      ...only,
    })
    .meta({
      description: 'An AWS call that a consumer makes fails, the first time that it is invoked with the event.',
    }),
  crash: z
    .strictObject({
      after: z
        .int()
        .min(0)
        .meta({ description: 'After how many AWS calls the consumer dies; the answer to the last does not reach it.' }),
      ...only,
    })
    .meta({
      description:
        'The consumer dies between its AWS calls, the first time that it is invoked with the event; Lambda invokes it again.',
    }),
} as const;

/** The keys that name a fault. */
export type FaultName = keyof typeof FAULTS;
/** One fault: exactly one key of FAULTS. */
export type FaultInput = {
  [Name in FaultName]: { readonly [Key in Name]: z.output<(typeof FAULTS)[Name]> };
}[FaultName];
