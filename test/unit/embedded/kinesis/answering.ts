import type { Answer } from '../../../../src/embedded/door/door.ts';
import type { Operation } from '../../../../src/embedded/service.ts';
import { Fault } from '../../../../src/wire/fault.ts';
import { readCall, readInput } from '../../../../src/wire/read.ts';
import { writeFault, writeResult } from '../../../../src/wire/write.ts';

/** A door's answer for one service alone, in the protocol that its client speaks. */
export function answering(operations: Readonly<Record<string, Operation>>): Answer {
  return async (request) => {
    const call = readCall(request);
    try {
      const operation = operations[call.operation];
      if (operation === undefined) throw new Error(`No operation ${call.operation}`);
      const output = await operation(readInput(request, call.protocol) as Record<string, unknown>);
      return writeResult(call, output, '00000000-0000-4000-8000-000000000000');
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return writeFault(call, error, '00000000-0000-4000-8000-000000000000');
    }
  };
}

/** What every client of these tests is made with. */
export const CLIENT = {
  region: 'us-east-2',
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
  maxAttempts: 1,
} as const;
