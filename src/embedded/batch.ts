import { Fault } from '../wire/fault.ts';
import type { Input } from './service.ts';

/** Carries out a batch as SNS and SQS do: each entry succeeds or fails for itself, under its own id. */
export function inBatch(
  entries: readonly Input[],
  carryOut: (entry: Input) => Readonly<Record<string, string>>,
): { readonly Successful: readonly unknown[]; readonly Failed: readonly unknown[] } {
  const Successful: unknown[] = [];
  const Failed: unknown[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry['Id'], ...carryOut(entry) });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      Failed.push({ Id: entry['Id'], Code: error.code, Message: error.message, SenderFault: true });
    }
  }
  return { Successful, Failed };
}
