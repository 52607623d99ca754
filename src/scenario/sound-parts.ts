import type { z } from 'zod';
import type { Expectation } from './expectation.ts';
import type { FaultInput } from './fault.ts';
import { ENTRIES } from './format.ts';
import { isMapping } from './noun.ts';
import type { Given, Step } from './step.ts';
import { accountId, instant } from './words.ts';

/** What can be said of a file for certain, even where parts of it are misshapen: those are `undefined`. */
export interface SoundParts {
  readonly documented: boolean;
  readonly account: string | undefined;
  readonly start: string | undefined;
  readonly given: readonly (Given | undefined)[];
  readonly steps: readonly (Step | undefined)[];
  readonly faults: readonly (FaultInput | undefined)[];
  readonly expect: readonly (Expectation | undefined)[];
}

/** Reads each entry of a file by itself, so that one mistake does not hide the next. */
export function soundParts(file: unknown): SoundParts {
  const { profile, account, start, given, steps, delivery, expect } = isMapping(file) ? file : {};
  return {
    documented: profile === 'documented',
    account: accountId.safeParse(account).data ?? '123456789012',
    start: start === undefined ? '2026-01-15T09:30:00Z' : instant.safeParse(start).data,
    given: entries(ENTRIES.given, given) as readonly (Given | undefined)[],
    steps: entries(ENTRIES.steps, steps) as readonly (Step | undefined)[],
    faults: entries(ENTRIES.faults, isMapping(delivery) ? delivery['faults'] : undefined) as readonly (
      | FaultInput
      | undefined
    )[],
    expect: entries(ENTRIES.expect, expect) as readonly (Expectation | undefined)[],
  };
}

function entries(schema: z.ZodType, list: unknown): readonly unknown[] {
  if (list === undefined) return [];
  // Something else than a list: one entry that nobody knows.
  if (!Array.isArray(list)) return [undefined];
  return list.map((entry: unknown) => schema.safeParse(entry).data);
}
