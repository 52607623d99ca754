import { z } from 'zod';

/** Schemas made by `oneOf`, and what one entry of their list is called in a sentence. */
export const entryNouns: z.core.$ZodRegistry<{ readonly noun: string }> = z.registry();

/**
 * One object with exactly one key of the map: the shape of every entry in `steps`, `given` and `faults`.
 *
 * All keys are properties of one object, not branches of a union: editors complete a property and show its description,
 * a validator names the one that is wrong, and reading dispatches on the key without trying the others.
 */
export function oneOf(map: Readonly<Record<string, z.ZodType>>, noun: string, description: string): z.ZodType {
  const shape = Object.fromEntries(Object.entries(map).map(([name, schema]) => [name, schema.optional()]));
  return z
    .strictObject(shape)
    .refine((entry) => Object.keys(entry).length === 1, { error: 'has not exactly one key' })
    .meta({ description, minProperties: 1, maxProperties: 1 })
    .register(entryNouns, { noun });
}
