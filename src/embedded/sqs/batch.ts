import { Fault } from '../../wire/fault.ts';
import type { Input } from '../service.ts';
import { sqsFault } from './faults.ts';
import { inputs } from './read.ts';

/** How a batch came out: a list that would be empty is left out. */
interface Outcome {
  readonly Successful?: readonly unknown[];
  readonly Failed?: readonly unknown[];
}

/** The entries of a batch. Throws AWS's error where they cannot be told apart, or are none, or too many. */
export function entriesOf(input: Input, entry: string): readonly Input[] {
  const entries = inputs(input['Entries']);
  if (entries.length === 0) {
    throw sqsFault('EmptyBatchRequest', `There should be at least one ${entry} in the request.`);
  }
  if (entries.length > 10) {
    throw sqsFault(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are 10. You have sent ${entries.length}.`,
    );
  }
  const seen = new Set<unknown>();
  for (const { Id: id } of entries) {
    if (typeof id !== 'string' || !/^[\w-]{1,80}$/.test(id)) {
      throw sqsFault(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      );
    }
    if (seen.has(id)) throw sqsFault('BatchEntryIdsNotDistinct', `Id ${id} repeated.`);
    seen.add(id);
  }
  return entries;
}

/** Carries out each entry for itself, and gives its answer or its error under its own id. */
export function outcomeOf(entries: readonly Input[], carryOut: (entry: Input) => object): Outcome {
  const successful: unknown[] = [];
  const failed: unknown[] = [];
  for (const entry of entries) {
    const { Id } = entry;
    try {
      successful.push({ Id, ...carryOut(entry) });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      failed.push({ Id, SenderFault: true, Code: error.queryCode ?? error.code, Message: error.message });
    }
  }
  return {
    ...(successful.length > 0 && { Successful: successful }),
    ...(failed.length > 0 && { Failed: failed }),
  };
}
