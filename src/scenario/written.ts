import type { z } from 'zod';
import type { EXPECTATIONS } from './expectation.ts';
import type { FAULTS } from './fault.ts';
import type { scenarioFile } from './format.ts';
import type { GIVEN, STEPS } from './step.ts';

/** One key of a map, and what may stand below it. */
type EntryOf<Schemas extends Readonly<Record<string, z.ZodType>>> = {
  [Name in keyof Schemas]: { readonly [Key in Name]: z.input<Schemas[Name]> };
}[keyof Schemas];

type File = z.input<typeof scenarioFile>;

/** A scenario as a test writes it in place: the members of a scenario file, of which only `steps` has to be there. */
export interface WrittenScenario extends Partial<Omit<File, 'given' | 'steps' | 'delivery' | 'expect'>> {
  readonly given?: readonly EntryOf<typeof GIVEN>[];
  readonly steps: readonly EntryOf<typeof STEPS>[];
  readonly delivery?: Omit<NonNullable<File['delivery']>, 'faults'> & {
    readonly faults?: readonly EntryOf<typeof FAULTS>[];
  };
  readonly expect?: readonly z.input<(typeof EXPECTATIONS)[keyof typeof EXPECTATIONS]>[];
}
