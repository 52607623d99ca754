import type { Answer } from '../../../../src/embedded/door/door.ts';
import type { Operation } from '../../../../src/embedded/service.ts';
import { Fault } from '../../../../src/wire/fault.ts';
import { modelOf } from '../../../../src/wire/models.ts';
import { readCall, readTypedInput } from '../../../../src/wire/read.ts';
import { serviceName } from '../../../../src/wire/service-name.ts';
import { writeFault, writeResult } from '../../../../src/wire/write.ts';

const REQUEST_ID = '00000000-0000-4000-8000-000000000000';

/** A door's answer for one service alone, in the protocol that its client speaks, and held against its model. */
export function answering(operations: Readonly<Record<string, Operation>>): Answer {
  return async (request) => {
    const service = serviceName(request.headers);
    const model = await modelOf(service);
    if (model === undefined) throw new Error(`No model of ${service}`);
    const call = readCall(request, service, model);
    try {
      const operation = operations[call.operation];
      if (operation === undefined) throw new Error(`No operation ${call.operation}`);
      const output = await operation(readTypedInput(request, call, model) as Record<string, unknown>);
      return writeResult(call, output, REQUEST_ID, model);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return writeFault(call, error, REQUEST_ID, model);
    }
  };
}

/** What every client of these tests is made with. */
export const CLIENT = {
  region: 'us-east-2',
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
  maxAttempts: 1,
} as const;
