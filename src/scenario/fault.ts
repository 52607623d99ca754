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
};

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
} as const;

/** The keys that name a fault. */
export type FaultName = keyof typeof FAULTS;
/** One fault: exactly one key of FAULTS. */
export type FaultInput = {
  [Name in FaultName]: { readonly [Key in Name]: z.output<(typeof FAULTS)[Name]> };
}[FaultName];
